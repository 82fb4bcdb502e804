from __future__ import annotations

from datetime import date

import pytest

from processor.incident.model import Person
from processor.store import register
from processor.store.records import ImportCounts
from tests.support.database import NOW, person

TODAY = date(2026, 11, 22)
FULL = Person(
    name="Kieran Holt",
    roles=("councillor", "mp"),
    ward="Saltergate",
    email="Kieran.Holt@members.kirkbourne.example",
    alternative_emails=("kieran.holt.MP@parliament.example", "kieran@home.example"),
    party="Progress Group",
    active_from=date(2012, 5, 8),
    active_until=date(2027, 5, 8),
    phone="07700 900123",
    safe_to_email=False,
    safe_to_voicemail=False,
    safe_contact="Ann, 07700 900124",
    language="cy",
    delegate_of="amy@members.kirkbourne.example",
)
AMY = person("amy@kirkbourne.example")
LEADER = "leader@kirkbourne.example"


def _import(database, *persons):
    with database.transaction() as tx:
        return register.upsert(tx, persons, NOW)


def _writing_from(database, address, day=TODAY):
    with database.reading() as tx:
        return register.writing_from(tx, address, day)


def test_a_person_is_read_back_as_imported(database):
    counts = _import(database, FULL)

    assert ImportCounts(added=1, changed=0, unchanged=0) == counts
    assert _writing_from(database, FULL.email) == FULL


@pytest.mark.parametrize("address", FULL.addresses)
def test_a_person_may_write_from_any_address_in_any_case(database, address):
    _import(database, FULL, AMY)

    assert _writing_from(database, address.upper()) == FULL


def test_an_unknown_address_is_nobody(database):
    _import(database, FULL)

    assert _writing_from(database, "stranger@home.example") is None
    assert _writing_from(database, "") is None


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2012, 5, 7), False),
        (date(2012, 5, 8), True),
        (date(2027, 5, 8), True),
        (date(2027, 5, 9), False),
    ],
)
def test_a_person_is_on_the_register_on_their_days_only(database, day, found):
    _import(database, FULL)

    assert found == (_writing_from(database, FULL.email, day) is not None)


def test_importing_the_same_again_changes_nothing(database):
    _import(database, FULL, AMY)

    assert ImportCounts(added=0, changed=0, unchanged=2) == _import(database, AMY, FULL)


def test_a_person_is_recognised_by_email_in_any_case_and_changed(database):
    _import(database, AMY)
    renamed = person("AMY@kirkbourne.example", ward="Thornley", alternative_emails=(LEADER,))

    counts = _import(database, renamed, FULL)

    assert ImportCounts(added=1, changed=1, unchanged=0) == counts
    assert renamed == _writing_from(database, "amy@kirkbourne.example")
    assert renamed == _writing_from(database, LEADER)


def test_an_address_that_is_taken_off_the_register_is_nobody(database):
    _import(database, FULL)
    _import(database, person(FULL.email))

    assert _writing_from(database, "kieran@home.example") is None


def test_nobody_is_removed_by_being_left_out(database):
    _import(database, FULL)
    _import(database, AMY)

    with database.reading() as tx:
        assert register.everybody(tx) == [AMY, FULL]


@pytest.mark.parametrize("old_leader_is_listed", [True, False])
def test_an_address_passes_to_whom_the_newest_import_names(database, old_leader_is_listed):
    ben = person("ben@kirkbourne.example", name="Ben", alternative_emails=(LEADER,))
    _import(database, person("amy@kirkbourne.example", alternative_emails=(LEADER,)))

    _import(database, *([AMY, ben] if old_leader_is_listed else [ben]))

    assert ben == _writing_from(database, LEADER)
    assert _writing_from(database, AMY.email) == AMY


def test_two_persons_can_exchange_an_address(database):
    one, two = "one@home.example", "two@home.example"
    ben = "ben@kirkbourne.example"
    _import(
        database,
        person(AMY.email, alternative_emails=(one,)),
        person(ben, alternative_emails=(two,)),
    )

    counts = _import(
        database,
        person(AMY.email, alternative_emails=(two,)),
        person(ben, alternative_emails=(one,)),
    )

    assert ImportCounts(added=0, changed=2, unchanged=0) == counts
    assert ben == _writing_from(database, one).email
    assert AMY.email == _writing_from(database, two).email


def test_whoever_lost_every_address_is_not_mistaken_for_anybody(database):
    _import(database, AMY)
    _import(database, person("ben@kirkbourne.example", alternative_emails=(AMY.email,)))

    with database.reading() as tx:
        assert [p.email for p in register.everybody(tx)] == ["ben@kirkbourne.example"]
