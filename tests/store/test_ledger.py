from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from processor.errors import NotFound, StoreError
from processor.incident.model import Disposition, Hold
from processor.mail.message import FetchedMessage, Uid
from processor.store import holds, ledger
from processor.store.records import MessageState
from tests.support.database import (
    ACCOUNT,
    NOW,
    OTHER_REFERENCE,
    REFERENCE,
    add_incident,
    add_message,
    fetched,
)

BIGGEST_UID = 2**32 - 1


def test_a_message_is_read_back_as_it_was_stored(database):
    raw = bytes(range(256)) * 4
    with database.transaction() as tx:
        row = ledger.add(tx, ACCOUNT, "INBOX", fetched(BIGGEST_UID, raw), NOW)

    with database.reading() as tx:
        stored = ledger.get(tx, row)

    assert raw == stored.raw
    assert hashlib.sha256(raw).hexdigest() == stored.sha256
    assert Uid(7, BIGGEST_UID) == stored.uid
    assert (stored.internal_date, stored.received_at) == (NOW, NOW)
    assert (
        stored.state,
        stored.attempts,
        stored.complete,
        stored.size,
    ) == (MessageState.RECEIVED, 0, True, 1024)


def test_an_unknown_internaldate_stays_unknown(database):
    message = FetchedMessage(
        uid=Uid(7, 1), internal_date=None, raw=b"x", size=9_000_000_000, complete=False
    )
    with database.transaction() as tx:
        stored = ledger.get(tx, ledger.add(tx, ACCOUNT, "INBOX", message, NOW))

    assert stored.internal_date is None
    assert (stored.size, stored.complete) == (9_000_000_000, False)


def test_a_uid_is_known_only_in_its_own_account_folder_and_validity(database):
    with database.transaction() as tx:
        add_message(tx, 1)
        add_message(tx, 5)

    with database.reading() as tx:
        assert {1, 5} == ledger.known(tx, ACCOUNT, "INBOX", 7)
        assert set() == ledger.known(tx, ACCOUNT, "INBOX", 8)
        assert set() == ledger.known(tx, ACCOUNT, "Other", 7)
        assert set() == ledger.known(tx, "else@kirkbourne.example", "INBOX", 7)


def test_a_message_cannot_be_stored_twice(database):
    with database.transaction() as tx:
        add_message(tx, 1)

    with pytest.raises(StoreError), database.transaction() as tx:
        add_message(tx, 1, b"other octets")


def test_the_oldest_undecided_message_comes_first(database):
    with database.transaction() as tx:
        first, second = add_message(tx, 9), add_message(tx, 3)

        assert first == ledger.next_received(tx).id

        ledger.settle(tx, first, Disposition.LOGGED, "automatic", NOW)

        assert second == ledger.next_received(tx).id

        ledger.settle(tx, second, Disposition.HELD, "stranger", NOW)

        assert ledger.next_received(tx) is None


def test_attempts_are_counted(database):
    with database.transaction() as tx:
        row = add_message(tx)
        ledger.count_attempt(tx, row)
        ledger.count_attempt(tx, row)

        assert ledger.get(tx, row).attempts == 2


@pytest.mark.parametrize(
    "write",
    [
        lambda tx: ledger.settle(tx, 404, Disposition.LOGGED, "x", NOW),
        lambda tx: ledger.count_attempt(tx, 404),
        lambda tx: ledger.get(tx, 404),
    ],
)
def test_a_message_that_is_not_there_is_said(database, write):
    with pytest.raises(NotFound, match="404"), database.transaction() as tx:
        write(tx)


def test_only_decided_complete_messages_wait_to_be_moved(database):
    beginning = FetchedMessage(uid=Uid(7, 4), internal_date=NOW, raw=b"x", size=99, complete=False)
    with database.transaction() as tx:
        rows = [add_message(tx, number) for number in (1, 2, 3)]
        rows.append(ledger.add(tx, ACCOUNT, "INBOX", beginning, NOW))
        ledger.settle(tx, rows[0], Disposition.REFERRED, "x", NOW)
        ledger.settle(tx, rows[1], Disposition.HELD, "x", NOW)
        ledger.settle(tx, rows[3], Disposition.HELD, "too-large", NOW)

        assert ledger.unfiled(tx, ACCOUNT, "INBOX", 7) == [(1, "referred"), (2, "held")]


def test_what_has_been_moved_does_not_wait_any_more(database):
    with database.transaction() as tx:
        for number in (1, 2):
            ledger.settle(tx, add_message(tx, number), Disposition.LOGGED, "x", NOW)
        ledger.mark_filed(tx, ACCOUNT, "INBOX", 7, [1])
        ledger.mark_filed(tx, ACCOUNT, "INBOX", 8, [2])
        ledger.mark_filed(tx, ACCOUNT, "INBOX", 7, [])

        assert ledger.unfiled(tx, ACCOUNT, "INBOX", 7) == [(2, "logged")]


def test_the_same_octets_name_the_incident_first_opened_from_them(database):
    with database.transaction() as tx:
        first, second, third = (add_message(tx, number, b"same") for number in (1, 2, 3))
        add_incident(tx, first)
        add_incident(tx, second, OTHER_REFERENCE)
        digest = ledger.get(tx, first).sha256

        assert ledger.reference_of(tx, digest, third) == REFERENCE
        assert ledger.reference_of(tx, digest, first) == OTHER_REFERENCE


def test_a_hold_is_found_by_its_octets_too(database):
    with database.transaction() as tx:
        row = add_message(tx, 1, b"same")
        holds.open_hold(tx, row, Hold(reference=REFERENCE, reasons=("stranger",)), NOW)
        digest = ledger.get(tx, row).sha256

        assert ledger.reference_of(tx, digest, row + 1) == REFERENCE
        assert ledger.reference_of(tx, digest, row) == ""
        assert ledger.reference_of(tx, "0" * 64, row + 1) == ""


def test_a_held_message_can_be_referred_later(database):
    with database.transaction() as tx:
        row = add_message(tx)
        ledger.settle(tx, row, Disposition.HELD, "stranger", NOW)
        ledger.settle(tx, row, Disposition.REFERRED, "released", NOW + timedelta(hours=1))

        assert ledger.get(tx, row).state == MessageState.REFERRED
