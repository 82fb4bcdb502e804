from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from processor.desk import history
from processor.desk.history import fresh_reference, read_history, reported_at
from processor.incident.model import Hold, Purpose, Reference
from processor.incident.reference import make_reference, normalise
from processor.mail.compose import compose
from processor.mail.parse import parse_message
from processor.store import holds, ledger, outbox, register
from tests.support.database import add_incident, add_message, letter, person
from tests.support.fakes import ADA, NOW, STRANGER, council, email

POLICY = council()
DELIVERED = datetime(2026, 11, 25, 20, 40, tzinfo=UTC)
FIRST = Reference("KMB-2026-00000-0")


def store(database, raw, number=1):
    with database.transaction() as tx:
        return add_message(tx, number, raw)


def known(database, raw=None, number=1, now=NOW):
    raw = raw or email()
    with database.transaction() as tx:
        row = add_message(tx, number, raw)
        stored = replace(ledger.get(tx, row), received_at=NOW)
        return read_history(tx, stored, parse_message(raw), policy=POLICY, now=now)


def queue(database, purpose, recipient, at, number=1):
    one = letter(purpose, recipient=recipient, number=number)
    with database.transaction() as tx:
        outbox.enqueue(tx, one, compose(one.message), at)


def test_whoever_is_on_the_register_is_known_by_their_exact_address(database):
    assert "Ada Quill" == known(database).person.name
    assert "Ada Quill" == known(database, email(sender=ADA.upper()), 2).person.name


@pytest.mark.parametrize(
    "sender", [STRANGER, ADA.replace("@", "+x@"), ADA.replace("@", "@mail."), "undisclosed:;", ""]
)
def test_i59_any_other_address_is_nobodys(database, sender):
    assert known(database, email(From=sender)).person is None


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 11, 25), date(2026, 11, 25), True),
        (date(2026, 11, 26), None, False),
        (None, date(2026, 11, 24), False),
    ],
)
def test_the_day_of_delivery_decides_who_is_on_the_register(database, first, last, found):
    one = person(STRANGER, active_from=first, active_until=last)
    with database.transaction() as tx:
        register.upsert(tx, [one], NOW)

    assert found == (known(database, email(sender=STRANGER)).person is not None)


def test_the_day_is_the_councils_day(database):
    # Half past midnight on 1 July in London, still June in UTC.
    one = person(STRANGER, active_from=date(2026, 7, 1))
    received = "from x by mx.kirkbourne.example; Tue, 30 Jun 2026 23:30:00 +0000"
    with database.transaction() as tx:
        register.upsert(tx, [one], NOW)

    assert known(database, email(sender=STRANGER, Received=received)).person is not None


def test_the_senders_own_date_decides_nothing(database):
    one = person(STRANGER, active_until=date(2020, 1, 1))
    with database.transaction() as tx:
        register.upsert(tx, [one], NOW)

    raw = email(sender=STRANGER, Date="Mon, 02 Dec 2019 10:00:00 +0000")
    assert known(database, raw).person is None


def test_acknowledgements_of_the_last_day_are_counted_by_address(database):
    queue(database, Purpose.ACKNOWLEDGEMENT, ADA, NOW - timedelta(hours=25), 1)
    queue(database, Purpose.ACKNOWLEDGEMENT, ADA, NOW - timedelta(hours=23), 2)
    queue(database, Purpose.ACKNOWLEDGEMENT, ADA.upper(), NOW - timedelta(minutes=1), 3)
    queue(database, Purpose.ACKNOWLEDGEMENT, STRANGER, NOW, 4)
    queue(database, Purpose.SAFETY_NOW, ADA, NOW, 5)

    assert 2 == known(database).acknowledged_today


@pytest.mark.parametrize(("days", "noticed"), [(29, True), (31, False)])
def test_a_notice_of_the_last_thirty_days_counts(database, days, noticed):
    queue(database, Purpose.SAFETY_NOTICE, STRANGER, NOW - timedelta(days=days))

    assert noticed == known(database, email(sender=STRANGER)).noticed
    assert not known(database, number=2).noticed


def test_f24_the_same_octets_are_known_by_the_first_reference(database):
    first = store(database, email(), 1)
    with database.transaction() as tx:
        add_incident(tx, first, FIRST)

    assert FIRST == known(database, number=2).duplicate_of
    assert "" == known(database, email("Another."), 3).duplicate_of


def test_the_same_octets_as_something_held_are_known_too(database):
    first = store(database, email(), 1)
    with database.transaction() as tx:
        holds.open_hold(tx, first, Hold(reference=FIRST, reasons=("unreadable",)), NOW)

    assert FIRST == known(database, number=2).duplicate_of


def test_a_reference_is_fresh_well_formed_and_of_the_councils_year(database):
    new_year = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    with database.reading() as tx:
        found = {fresh_reference(tx, POLICY, new_year) for _ in range(50)}

    assert 50 == len(found)
    assert all(re.fullmatch(r"KMB-2026-.{5}-.", one) and normalise(one, "KMB") for one in found)


def test_a_reference_that_is_taken_is_drawn_again(database, monkeypatch):
    first = store(database, email(), 1)
    with database.transaction() as tx:
        add_incident(tx, first, FIRST)
    drawn = iter([0, 0, 1])
    monkeypatch.setattr(history.secrets, "randbelow", lambda _limit: next(drawn))

    with database.reading() as tx:
        assert make_reference("KMB", 2026, 1) == fresh_reference(tx, POLICY, NOW)


@pytest.mark.parametrize(
    ("received", "internal", "expected"),
    [
        ("25 Nov 2026 20:40:00 +0000", None, DELIVERED),
        ("25 Nov 2026 20:40:00 +0000", NOW, DELIVERED),
        ("25 Nov 2026 21:40:00 +0100", None, DELIVERED),
        (None, DELIVERED, DELIVERED),
        (None, None, NOW),
        ("25 Nov 2099 20:40:00 +0000", None, NOW),
        ("25 Nov 2099 20:40:00 +0000", DELIVERED, DELIVERED),
        (None, NOW + timedelta(days=1), NOW),
    ],
)
def test_f27_delivery_is_our_servers_word_and_never_later_than_we_had_it(
    database, received, internal, expected
):
    field = received and f"from x by mx.kirkbourne.example; Wed, {received}"
    raw = email(Received=field)
    with database.transaction() as tx:
        stored = ledger.get(tx, add_message(tx, 1, raw))
    stored = replace(stored, received_at=NOW, internal_date=internal)

    assert expected == reported_at(stored, parse_message(raw), POLICY)
