"""The catalogue itself: complete, well-formed, and every message in it is used."""

from __future__ import annotations

import pytest

from processor.incident.model import Disposition, Kind, Purpose, Standing
from processor.incident.reasons import Reason
from processor.mail.defects import Defect
from tests.support.catalogue import CANARY, catalogue
from tests.support.mail import BAD_INPUT

ROWS = [f"I{number:02}" for number in range(1, 118)]
# What the rows ask for beyond a decision, by the part of the program that will do it.
LATER = {
    *("exports", "flood", "officer replies", "pages", "PDF", "retention", "search", "tokens"),
}


def test_every_row_has_an_input():
    covered = {row for entry in catalogue() for row in entry.rows}

    assert ROWS == sorted(covered, key=lambda row: int(row[1:]))


def test_every_message_has_an_entry_and_every_entry_a_message():
    kept = {path.stem for path in BAD_INPUT.glob("*.eml")}
    made = {entry.name for entry in catalogue() if entry.generator}

    assert not kept & made
    assert kept | made == {entry.name for entry in catalogue()}


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.name)
def test_an_entry_uses_only_the_codes_of_the_program(entry):
    assert entry.disposition in set(Disposition)
    assert entry.kind in set(Kind)
    assert entry.standing in set(Standing)
    assert set(entry.reasons) <= set(Reason)
    assert set(entry.defects) <= set(Defect)
    assert set(entry.letters) <= set(Purpose)
    assert entry.line_ends in {"any", "as written"}
    assert entry.later in LATER | {""}


def test_a_message_that_is_held_alerts_people_and_no_other_lacks_a_reason():
    for entry in catalogue():
        held = entry.disposition == Disposition.HELD

        assert held == bool(entry.reasons), entry.name
        assert not held or "alert" in entry.letters, entry.name


def test_nobody_unproven_is_acknowledged():
    acknowledged = {e.standing for e in catalogue() if "acknowledgement" in e.letters}

    assert {Standing.REGISTERED_AUTHENTICATED} == acknowledged


def test_two_entries_are_never_the_same_message():
    kept = [entry.octets() for entry in catalogue() if not entry.generator]

    assert len(kept) == len(set(kept))


def test_a_message_says_what_its_canary_is_unless_it_has_no_words():
    assert CANARY
    assert 4 >= sum(not entry.canary for entry in catalogue())
