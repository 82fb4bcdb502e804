from __future__ import annotations

import json
from datetime import date

import jsonschema
import pytest

from processor.desk.dry_run import dry_run
from processor.errors import ParserDied
from processor.mail.parse import parse_message
from processor.shipped import shipped
from tests.support.fakes import ADA, OFFICER, STANDARD, STRANGER, US, bounce_of, council, email
from tests.support.reports import person

SCHEMA = json.loads((shipped("schema") / "incident.schema.json").read_text())
ADA_QUILL = person(email=ADA)


def line(raw, parse=parse_message, people=(ADA_QUILL,)):
    found = dry_run("one.eml", raw, parse=parse, people=people, policy=council())
    jsonschema.validate(json.loads(json.dumps(found)), SCHEMA)
    return found


@pytest.mark.parametrize(
    ("raw", "kind", "sender"),
    [
        (email(), "report", "registered_authenticated"),
        (email(proven=False), "report", "registered_unauthenticated"),
        (email(STANDARD, STRANGER), "report", "unregistered_authenticated"),
        (email(STANDARD, STRANGER, proven=False), "report", "unregistered_unauthenticated"),
        (email("Noted.", OFFICER), "police_reply", "police"),
        (bounce_of(ADA), "bounce", "unregistered_authenticated"),
        (email(STANDARD, US), "automatic", "own"),
    ],
)
def test_a_message_is_judged_as_the_worker_would(raw, kind, sender):
    found = line(raw)

    assert ("one.eml", kind, sender) == (found["file"], found["kind"], found["sender"])


@pytest.mark.parametrize("reason", ["time", "memory", "crashed", "garbled"])
def test_what_kills_the_parser_is_a_report_that_nobody_could_read(reason):
    def parse(_raw):
        raise ParserDied(reason)

    found = line(email(), parse)

    assert [f"unreadable-{reason}"] == list(found["defects"])
    assert "unregistered_unauthenticated" == found["sender"]


def test_without_a_register_everybody_is_a_stranger():
    assert "unregistered_authenticated" == line(email(), people=())["sender"]


def test_the_day_of_delivery_decides_who_is_registered():
    gone = person(email=ADA, active_until=date(2026, 11, 24))

    assert "unregistered_authenticated" == line(email(), people=(gone,))["sender"]


@pytest.mark.parametrize("raw", [b"", b"\0" * 1000, b"\r\n\r\n", b"From", bytes(range(256)) * 9])
def test_i11_any_octets_give_a_line(raw):
    assert "report" == line(raw)["kind"]
