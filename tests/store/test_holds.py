from __future__ import annotations

from datetime import timedelta

import pytest

from processor.errors import NotFound, StoreError
from processor.incident.model import Hold
from processor.store import holds
from processor.store.records import HoldState
from tests.support.database import NOW, OTHER_REFERENCE, REFERENCE, add_message

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def held(database):
    with database.transaction() as tx:
        row = add_message(tx)
        holds.open_hold(tx, row, Hold(reference=REFERENCE, reasons=("defect", "empty")), NOW)
        holds.open_hold(tx, row, Hold(reference=OTHER_REFERENCE, reasons=("stranger",)), LATER)
    return database


def test_what_waits_is_listed_longest_waiting_first(held):
    with held.reading() as tx:
        waiting = holds.waiting(tx)

    assert [hold.reference for hold in waiting] == [REFERENCE, OTHER_REFERENCE]
    assert waiting[0].reasons == ("defect", "empty")
    assert (
        waiting[0].state,
        waiting[0].opened_at,
        waiting[0].closed_at,
        waiting[0].closed_by,
        waiting[0].note,
    ) == (HoldState.OPEN, NOW, None, "", "")


def test_a_decision_says_who_and_when_and_why(held):
    with held.transaction() as tx:
        holds.close_hold(tx, REFERENCE, HoldState.RELEASED, "person:sam", "rang her", LATER)

        assert [hold.reference for hold in holds.waiting(tx)] == [OTHER_REFERENCE]

        hold = holds.get(tx, REFERENCE)

    assert (
        hold.state,
        hold.closed_at,
        hold.closed_by,
        hold.note,
    ) == (HoldState.RELEASED, LATER, "person:sam", "rang her")


def test_a_hold_is_decided_once(held):
    with held.transaction() as tx:
        holds.close_hold(tx, REFERENCE, HoldState.RELEASED, "person:sam", "", LATER)

    with pytest.raises(NotFound), held.transaction() as tx:
        holds.close_hold(tx, REFERENCE, HoldState.REJECTED, "person:kim", "", LATER)

    with held.reading() as tx:
        assert holds.get(tx, REFERENCE).state == HoldState.RELEASED


def test_nobody_decides_without_a_name(held):
    with pytest.raises(StoreError), held.transaction() as tx:
        holds.close_hold(tx, REFERENCE, HoldState.RELEASED, "", "", LATER)


def test_a_reference_is_held_once(held):
    with pytest.raises(StoreError), held.transaction() as tx:
        holds.open_hold(tx, 1, Hold(reference=REFERENCE, reasons=("x",)), NOW)


def test_a_hold_that_is_not_there_is_said(held):
    with pytest.raises(NotFound, match="KMB-2026-99999-9"), held.reading() as tx:
        holds.get(tx, "KMB-2026-99999-9")
