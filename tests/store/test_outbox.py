from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from processor.errors import NotFound, StoreError
from processor.incident.model import Purpose
from processor.store import outbox
from processor.store.records import LetterState, Outcome
from tests.support.database import NOW, OTHER_REFERENCE, REFERENCE, letter

LATER = NOW + timedelta(minutes=5)
SENDER = "amy@members.kirkbourne.example"


def test_a_due_letter_carries_the_octets_of_every_attempt(database):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(), b"octets\r\n", NOW)

        due = outbox.next_due(tx, NOW)

    assert (due.reference, due.purpose, due.number) == (REFERENCE, Purpose.ACKNOWLEDGEMENT, 1)
    assert (due.raw, due.attempts, due.created_at) == (b"octets\r\n", 0, NOW)
    assert (SENDER, letter().message.message_id) == (due.recipient, due.message_id)
    assert due.reverse_path == "bounce+token@kirkbourne.example"


def test_letters_leave_in_the_order_of_their_purpose(database):
    order = ["safety_now", "referral", "acknowledgement", "alert", "safety_notice"]
    sent = []
    with database.transaction() as tx:
        for purpose in sorted(Purpose):
            outbox.enqueue(tx, letter(purpose), b"x", NOW)
        while due := outbox.next_due(tx, NOW):
            sent.append(due.purpose)
            outbox.settle(tx, due.id, Outcome.ACCEPTED, "250", "", NOW)

    assert order == sent


def test_every_purpose_has_its_place_in_the_order():
    assert set(Purpose) == set(outbox._PRIORITY)


def test_of_one_purpose_the_longest_due_leaves_first(database):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(number=1), b"x", LATER)
        outbox.enqueue(tx, letter(number=2), b"x", NOW)

        assert outbox.next_due(tx, LATER).number == 2


def test_a_booked_letter_is_not_due_before_its_time(database):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(), b"x", NOW)
        outbox.book(tx, outbox.next_due(tx, NOW).id, LATER)

        assert outbox.next_due(tx, LATER - timedelta(microseconds=1)) is None
        assert outbox.next_due(tx, LATER).attempts == 1


@pytest.mark.parametrize("outcome", [Outcome.DEFERRED, Outcome.UNKNOWN])
def test_what_may_still_be_sent_stays_queued_as_booked(database, outcome):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(), b"x", NOW)
        row = outbox.next_due(tx, NOW).id
        outbox.book(tx, row, LATER)
        outbox.settle(tx, row, outcome, "451", "", NOW)

        assert outbox.queued(tx) == 1
        assert outbox.next_due(tx, NOW) is None

        status = outbox.of_reference(tx, REFERENCE)[0]

    assert (
        status.state,
        status.last_code,
        status.due_at,
        status.settled_at,
    ) == (LetterState.QUEUED, "451", LATER, None)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Outcome.ACCEPTED, LetterState.ACCEPTED), (Outcome.REFUSED, LetterState.REFUSED)],
)
def test_a_settled_letter_is_never_due_again(database, outcome, state):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(), b"x", NOW)
        outbox.settle(tx, outbox.next_due(tx, NOW).id, outcome, "250", "250 ok", LATER)

        assert outbox.queued(tx) == 0
        assert outbox.next_due(tx, LATER + timedelta(days=9)) is None

        status = outbox.of_reference(tx, REFERENCE)[0]

    assert (state, "250", LATER) == (status.state, status.last_code, status.settled_at)


def test_an_accepted_letter_stays_accepted(database):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(), b"x", NOW)
        row = outbox.next_due(tx, NOW).id
        outbox.settle(tx, row, Outcome.ACCEPTED, "250", "", NOW)

    with database.transaction() as tx:
        outbox.settle(tx, row, Outcome.REFUSED, "550", "", LATER)

    with pytest.raises(NotFound), database.transaction() as tx:
        outbox.book(tx, row, LATER)

    with database.reading() as tx:
        status = outbox.of_reference(tx, REFERENCE)[0]

    assert (
        status.state,
        status.last_code,
        status.settled_at,
    ) == (LetterState.ACCEPTED, "250", NOW)


def test_letters_of_one_purpose_are_numbered_by_reference(database):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(Purpose.ALERT, number=1), b"x", NOW)
        outbox.enqueue(tx, letter(Purpose.ALERT, number=4), b"x", NOW)

        assert outbox.next_number(tx, REFERENCE, Purpose.ALERT) == 5
        assert outbox.next_number(tx, REFERENCE, Purpose.REFERRAL) == 1
        assert outbox.next_number(tx, OTHER_REFERENCE, Purpose.ALERT) == 1


def test_a_letter_exists_once_for_reference_purpose_number_and_recipient(database):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(), b"x", NOW)

    with pytest.raises(StoreError), database.transaction() as tx:
        outbox.enqueue(tx, letter(message_id="<another@kirkbourne.example>"), b"x", NOW)


@pytest.mark.parametrize(
    "other",
    [
        letter(Purpose.REFERRAL),
        letter(number=2),
        letter(recipient="ben@members.kirkbourne.example"),
        letter(reference=OTHER_REFERENCE),
    ],
)
def test_letters_that_differ_in_one_of_the_four_live_side_by_side(database, other):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(), b"x", NOW)
        outbox.enqueue(tx, other, b"x", NOW)

        assert outbox.queued(tx) == 2


def test_a_message_id_is_given_to_one_letter(database):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(), b"x", NOW)

    twin = letter(number=2, message_id=letter().message.message_id)
    with pytest.raises(StoreError), database.transaction() as tx:
        outbox.enqueue(tx, twin, b"x", NOW)


def test_acknowledgements_are_counted_by_address_and_time(database):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(number=1), b"x", NOW)
        outbox.enqueue(tx, letter(number=2, recipient=SENDER.upper()), b"x", LATER)
        outbox.enqueue(tx, letter(Purpose.SAFETY_NOW), b"x", LATER)
        outbox.enqueue(tx, letter(number=3, recipient="else@kirkbourne.example"), b"x", LATER)

        assert outbox.acknowledged_since(tx, SENDER.title(), NOW) == 2
        assert outbox.acknowledged_since(tx, SENDER, LATER) == 1
        assert outbox.acknowledged_since(tx, SENDER, LATER + timedelta(seconds=1)) == 0


def test_the_safety_notice_is_remembered_by_address_and_time(database):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(Purpose.SAFETY_NOTICE), b"x", NOW)
        outbox.enqueue(tx, letter(recipient="else@kirkbourne.example"), b"x", NOW)

        assert outbox.noticed_since(tx, SENDER.upper(), NOW)
        assert not outbox.noticed_since(tx, SENDER, LATER)
        assert not outbox.noticed_since(tx, "else@kirkbourne.example", NOW)


def test_the_letters_of_a_reference_are_listed_as_queued(database):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(Purpose.REFERRAL), b"one", NOW)
        outbox.enqueue(tx, letter(), b"two", NOW)
        outbox.enqueue(tx, letter(reference=OTHER_REFERENCE), b"three", NOW)

        listed = outbox.of_reference(tx, REFERENCE)

    assert [status.purpose for status in listed] == [Purpose.REFERRAL, Purpose.ACKNOWLEDGEMENT]
    assert hashlib.sha256(b"one").hexdigest() == listed[0].sha256
