from __future__ import annotations

from datetime import timedelta

import pytest

from processor.errors import NotFound, StoreError
from processor.incident.model import Disposition, Hold, Kind, Reference, Sharing, Standing
from processor.incident.reading import Level, Part, Reading, Wish
from processor.store import holds, incidents
from tests.support.database import (
    NOW,
    OTHER_REFERENCE,
    REFERENCE,
    add_incident,
    add_message,
    incident,
)


def test_an_incident_is_read_back_as_it_was_stored(database):
    record = {"level": "standard", "account": "Zażółć \x00 \ud800 👪", "when": [{"item": None}]}
    with database.transaction() as tx:
        row = add_message(tx)
        incidents.add(tx, row, incident(), record, Sharing.SEND, Disposition.REFERRED, NOW)

    with database.reading() as tx:
        stored = incidents.get(tx, REFERENCE)

    assert record == stored.record
    assert row == stored.message_id
    assert (stored.kind, stored.standing) == (Kind.REPORT, Standing.REGISTERED_AUTHENTICATED)
    assert (
        stored.level,
        stored.category,
        stored.wish,
    ) == (Level.STANDARD, "UNCLEAR", Wish.NOT_STATED)
    assert (stored.sharing, stored.state) == (Sharing.SEND, Disposition.REFERRED)
    assert stored.reporter_email == "amy@members.kirkbourne.example"
    assert (NOW - timedelta(minutes=2), NOW) == (stored.reported_at, stored.opened_at)


def test_a_stranger_has_no_reporter_address(database):
    with database.transaction() as tx:
        add_incident(tx, add_message(tx), reporter=None)

        assert incidents.get(tx, REFERENCE).reporter_email is None


def test_a_reference_is_given_once(database):
    with database.transaction() as tx:
        add_incident(tx, add_message(tx))

    with pytest.raises(StoreError), database.transaction() as tx:
        add_incident(tx, add_message(tx, 2))


def test_an_incident_needs_its_message(database):
    with pytest.raises(StoreError), database.transaction() as tx:
        add_incident(tx, 404)


def test_the_newest_incidents_come_first_and_by_level(database):
    urgent = Reading(texts={Part.BODY: ""}, account="", level=Level.URGENT)
    references = [Reference(f"KMB-2026-0000{n}-0") for n in range(4)]
    with database.transaction() as tx:
        row = add_message(tx)
        add_incident(tx, row, references[0], reading=urgent)
        for reference in references[1:]:
            add_incident(tx, row, reference)

        assert references[:1:-1] == [i.reference for i in incidents.newest(tx, 2)]
        assert [references[0]] == [i.reference for i in incidents.newest(tx, 9, Level.URGENT)]


def test_a_reference_is_taken_by_an_incident_or_by_a_hold(database):
    with database.transaction() as tx:
        row = add_message(tx)
        add_incident(tx, row)
        holds.open_hold(tx, row, Hold(reference=OTHER_REFERENCE, reasons=("x",)), NOW)

        assert incidents.exists(tx, REFERENCE)
        assert incidents.exists(tx, OTHER_REFERENCE)
        assert not incidents.exists(tx, "KMB-2026-99999-9")
        assert incidents.opened(tx, REFERENCE)
        assert not incidents.opened(tx, OTHER_REFERENCE)


def test_a_state_that_does_not_exist_is_refused(database):
    with database.transaction() as tx:
        add_incident(tx, add_message(tx))

    with pytest.raises(StoreError), database.transaction() as tx:
        incidents.set_state(tx, REFERENCE, "sent")


def test_the_state_of_an_incident_can_be_changed(database):
    with database.transaction() as tx:
        add_incident(tx, add_message(tx))
        incidents.set_state(tx, REFERENCE, Disposition.HELD)

        assert incidents.get(tx, REFERENCE).state == Disposition.HELD


@pytest.mark.parametrize(
    "use",
    [
        lambda tx: incidents.get(tx, OTHER_REFERENCE),
        lambda tx: incidents.set_state(tx, OTHER_REFERENCE, Disposition.HELD),
    ],
)
def test_an_incident_that_is_not_there_is_said(database, use):
    with pytest.raises(NotFound, match=OTHER_REFERENCE), database.transaction() as tx:
        use(tx)
