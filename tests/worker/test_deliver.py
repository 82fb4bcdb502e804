from __future__ import annotations

from datetime import timedelta

import pytest

from processor.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure
from processor.incident.model import Disposition
from processor.mail.parse import parse_message
from processor.store.records import Outcome
from processor.worker.deliver import Retries, deliver_next
from processor.worker.process import process_next
from processor.worker.receive import Suspects, receive_new
from tests.support.fakes import (
    ADA,
    IMMEDIATE,
    NOW,
    OFFICER,
    STAFF,
    council,
    email,
    letters,
    logged,
    rows,
    types,
)
from tests.support.reports import RENDER

PHASES = ("connect", "tls", "login", "mail", "rcpt", "data")
BEFORE = PHASES[:3]


@pytest.fixture
def queue(mailbox, database, clock):
    """Queues the letters that follow from a message."""

    def queuing(raw):
        mailbox.deliver(raw)
        receive_new(mailbox, database, clock, limit=50, suspects=Suspects())
        assert process_next(database, council(), RENDER, parse_message, clock)

    return queuing


@pytest.fixture
def deliver(database, relay, clock):
    def delivering(retries=None):
        return deliver_next(database, relay, retries or Retries(), council(), RENDER, clock)

    return delivering


def letter(database, purpose):
    return next(row for row in rows(database, "letter") if row.purpose == purpose)


def test_nothing_is_due_in_an_empty_outbox(deliver, relay):
    assert deliver() is None
    assert [] == relay.tried


def test_the_octets_of_the_decision_are_what_is_sent(deliver, relay, queue, database):
    queue(email())
    expected = {(row.reverse_path, row.recipient, row.raw) for row in rows(database, "letter")}

    deliver()
    deliver()

    assert expected == set(relay.sent)
    assert 2 == len(relay.sent)
    assert {"accepted"} == {row.state for row in rows(database, "letter")}
    assert {"250 taken"} == {row.reply for row in rows(database, "letter")}
    assert deliver() is None


def test_who_is_in_danger_is_written_to_first_and_the_police_next(deliver, relay, queue):
    queue(email(IMMEDIATE))

    while deliver():
        pass

    assert [ADA, OFFICER, ADA, *STAFF] == [recipient for _, recipient, _ in relay.sent]


def test_the_next_attempt_is_booked_before_the_relay_is_called(deliver, relay, queue, database):
    queue(email())
    seen = []

    def look():
        row = letter(database, "referral")
        seen.append((row.attempts, row.state, row.due_at, types(database)[-1]))

    relay.on_send = look
    deliver()

    assert [(1, "queued", NOW + timedelta(minutes=1), "letter.attempted")] == seen


def test_p03_a_crash_while_sending_leaves_the_same_letter_due_later(
    deliver, relay, queue, database, clock
):
    queue(email())

    def die():
        relay.on_send = lambda: None
        raise SystemExit(9)

    relay.on_send = die
    with pytest.raises(SystemExit):
        deliver()
    deliver()
    assert [ADA] == [recipient for recipient, _ in relay.tried]

    clock.advance(minutes=1)
    deliver()
    assert letter(database, "referral").raw == relay.tried[-1][1]
    assert 2 == letter(database, "referral").attempts


@pytest.mark.parametrize("phase", PHASES)
def test_f33_what_fails_for_now_stays_queued_and_is_due_again(
    deliver, relay, queue, database, clock, phase
):
    queue(email())
    relay.script = [TemporaryFailure("451", phase)]

    attempt = deliver()

    row = letter(database, "referral")
    assert (Outcome.DEFERRED, "451") == (attempt.outcome, attempt.code)
    assert (phase in BEFORE) == (attempt.relay_failure is not None)
    assert ("queued", "451") == (row.state, row.last_code)
    assert "letter.deferred" in types(database)
    clock.advance(minutes=1)
    deliver()
    assert "accepted" == letter(database, "referral").state


@pytest.mark.parametrize("phase", BEFORE)
def test_f34_a_relay_that_refuses_us_has_refused_no_letter(deliver, relay, queue, database, phase):
    queue(email())
    relay.script = [PermanentFailure("535", phase)]

    attempt = deliver()

    assert Outcome.DEFERRED is attempt.outcome
    assert isinstance(attempt.relay_failure, PermanentFailure)
    assert "queued" == letter(database, "referral").state
    assert "alert" not in {purpose for purpose, _ in letters(database)}


@pytest.mark.parametrize("phase", ["rcpt", "data", "dot"])
def test_a_refused_referral_puts_its_incident_on_hold_and_tells_people(
    deliver, relay, queue, database, phase
):
    queue(email())
    relay.script = [PermanentFailure("550", phase)]

    attempt = deliver()

    assert (Outcome.REFUSED, None) == (attempt.outcome, attempt.relay_failure)
    assert ("refused", "550") == (
        letter(database, "referral").state,
        letter(database, "referral").last_code,
    )
    assert Disposition.HELD == rows(database, "incident")[0].state
    assert [("alert", person) for person in STAFF] == letters(database)[2:]
    assert "letter.refused" in types(database)


def test_f39_a_refused_letter_to_the_reporter_does_not_hold_the_referral(
    deliver, relay, queue, database
):
    queue(email())
    relay.script = ["250 taken", PermanentFailure("550", "rcpt")]

    deliver()
    deliver()

    assert ("accepted", "refused") == (
        letter(database, "referral").state,
        letter(database, "acknowledgement").state,
    )
    assert Disposition.REFERRED == rows(database, "incident")[0].state
    assert [("alert", person) for person in STAFF] == letters(database)[2:]


def test_f51_a_refused_alert_alerts_nobody(deliver, relay, queue, database):
    queue(email(proven=False))
    relay.script = [PermanentFailure("550", "rcpt")]

    deliver()

    assert [("alert", person) for person in STAFF] == letters(database)


def test_f36_an_unknown_outcome_is_tried_again_with_the_same_octets(
    deliver, relay, queue, database, clock
):
    queue(email())
    relay.script = [OutcomeUnknown("lost", "dot")]

    attempt = deliver()
    assert Outcome.UNKNOWN is attempt.outcome
    assert ("queued", "unknown-lost") == (
        letter(database, "referral").state,
        letter(database, "referral").last_code,
    )
    assert "letter.unknown" in types(database)

    clock.advance(minutes=1)
    deliver()
    assert relay.tried[0] == relay.tried[1]
    assert "accepted" == letter(database, "referral").state


def test_f36_an_outcome_that_is_lost_twice_is_a_persons_to_find_out(
    deliver, relay, queue, database, clock
):
    queue(email())
    relay.script = [OutcomeUnknown("lost", "dot"), OutcomeUnknown("lost", "dot")]

    deliver()
    clock.advance(minutes=1)
    deliver()

    assert "refused" == letter(database, "referral").state
    assert ["letter-refused"] == [row.reasons for row in rows(database, "hold")]
    assert "alert" in {row.purpose for row in rows(database, "letter")}


def test_f34_a_refused_return_path_leaves_every_letter_queued(deliver, relay, queue, database):
    queue(email(IMMEDIATE))
    relay.script = [PermanentFailure("530", "mail")]

    attempt = deliver()

    assert attempt.relay_failure
    assert {"queued"} == {row.state for row in rows(database, "letter")}


@pytest.mark.parametrize(
    ("attempt", "minutes"), [(1, 1), (2, 2), (3, 5), (4, 10), (5, 10), (50, 10)]
)
def test_attempts_follow_the_table_and_its_last_entry_repeats(attempt, minutes):
    assert timedelta(minutes=minutes) == Retries().after(attempt)


def test_a_letter_is_tried_by_the_table_until_it_is_taken(deliver, relay, queue, database, clock):
    queue(email())
    relay.script = [TemporaryFailure("451", "rcpt")] * 40
    waits = []
    for _ in range(5):
        start = clock.now
        deliver()
        deliver()
        waits.append(letter(database, "referral").due_at - start)
        clock.advance(seconds=waits[-1].total_seconds())

    assert [1, 2, 5, 10, 10] == [wait.total_seconds() / 60 for wait in waits]


def test_no_address_stands_in_the_log(deliver, relay, queue, database):
    queue(email(IMMEDIATE))
    relay.script = [PermanentFailure("550", "rcpt"), TemporaryFailure("451", "data")]
    while deliver():
        pass

    said = str(logged(database))
    assert not [one for one in (ADA, OFFICER, *STAFF) if one in said]
