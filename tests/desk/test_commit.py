from __future__ import annotations

import hashlib
import json

import jsonschema
import pytest

from processor.desk.commit import commit, queue
from processor.errors import StoreError
from processor.shipped import shipped
from tests.support.database import add_message
from tests.support.decisions import decided
from tests.support.fakes import (
    ADA,
    IMMEDIATE,
    NOW,
    OFFICER,
    STAFF,
    bounce_of,
    email,
    letters,
    logged,
    rows,
    types,
)

SCHEMA = json.loads((shipped("schema") / "incident.schema.json").read_text())


def committed(database, raw):
    decision = decided(raw)
    with database.transaction() as tx:
        row = add_message(tx, 1, raw)
        commit(tx, row, decision, NOW)
    return decision


def test_everything_a_decision_holds_is_written(database):
    decision = committed(database, email(IMMEDIATE, proven=False))

    (message,), (incident,) = rows(database, "message"), rows(database, "incident")
    (hold,) = rows(database, "hold")
    assert ("held", decision.reason, NOW) == (message.state, message.reason, message.settled_at)
    assert (decision.incident.reference, "held") == (incident.reference, incident.state)
    assert ("registered-unauthenticated", "open") == (hold.reasons, hold.state)
    assert [("alert", person) for person in STAFF] == letters(database)
    queued = ["letter.queued"] * 2
    assert ["incident.opened", "hold.opened", *queued] == types(database)[1:]


def test_what_is_no_report_opens_no_incident(database):
    committed(database, bounce_of(ADA))

    assert [] == rows(database, "incident")
    assert 1 == len(rows(database, "hold"))


def test_the_record_fits_the_published_schema_but_names_no_file(database):
    committed(database, email())
    record = json.loads(rows(database, "incident")[0].record)

    assert "" == record["file"]
    jsonschema.validate(record | {"file": "one.eml"}, SCHEMA)


def test_the_octets_that_will_be_sent_are_those_the_log_names(database):
    committed(database, email())

    sealed = [one for one in logged(database) if one["type"] == "letter.queued"]
    found = rows(database, "letter")
    assert [ADA, OFFICER] == [row.recipient for row in found]
    assert [row.message_id for row in found] == [one["detail"]["message_id"] for one in sealed]
    digests = [hashlib.sha256(row.raw).hexdigest() for row in found]
    assert digests == [row.sha256 for row in found]
    assert digests == [one["detail"]["sha256"] for one in sealed]
    assert all(row.message_id.encode() in row.raw for row in found)


def test_a_letter_that_is_queued_already_is_refused_and_nothing_of_it_is_written(database):
    decision = committed(database, email())
    before = (rows(database, "letter"), types(database))

    with pytest.raises(StoreError), database.transaction() as tx:
        queue(tx, decision.letters, "worker", NOW)

    assert before == (rows(database, "letter"), types(database))
