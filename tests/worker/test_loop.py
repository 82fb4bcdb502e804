from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager

import pytest

from processor.errors import PermanentFailure, StoreError, TemporaryFailure
from processor.mail.parse import parse_message
from processor.worker import receive
from processor.worker.deliver import Retries
from processor.worker.loop import Parts, Settings, Worker
from tests.support.fakes import (
    ADA,
    OFFICER,
    SELF_HARM,
    STAFF,
    STANDARD,
    STRANGER,
    SetClock,
    council,
    email,
    letters,
    rows,
)
from tests.support.reports import RENDER

CRASHES = [
    (receive, "_store"),
    (receive.ledger, "add"),
    (receive.ledger, "mark_filed"),
]


@pytest.fixture
def worker(mailbox, relay, database, clock):
    parts = Parts(
        open_mailbox=mailbox.opened,
        relay=relay,
        database=database,
        policy=council(),
        render=RENDER,
        parse=parse_message,
        retries=Retries(),
        clock=clock,
    )
    return Worker(parts, Settings(poll_every_s=1, deliver_every_s=1, batch=2, max_backoff_s=600))


@contextmanager
def running(worker):
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield thread
    finally:
        worker.stop()
        thread.join(10)
        assert not thread.is_alive()


def mails(count, body=STANDARD, **fields):
    return [email(f"{body}\n\nNumber {number}.", **fields) for number in range(count)]


def test_once_receives_decides_files_and_sends_everything(worker, mailbox, relay, database):
    good, bad = mails(5), mails(2, SELF_HARM)
    for raw in (*good, *bad, email(STANDARD, STRANGER)):
        mailbox.deliver(raw)

    worker.once()

    assert {} == mailbox.inbox
    assert good == mailbox.handled
    assert [*bad, email(STANDARD, STRANGER)] == mailbox.held
    assert len(rows(database, "letter")) == len(relay.sent)
    assert {"accepted"} == {row.state for row in rows(database, "letter")}


def test_a_second_run_changes_nothing(worker, mailbox, relay, database):
    mailbox.deliver(email())
    worker.once()
    sent, kept = list(relay.sent), rows(database, "message")

    worker.once()

    assert sent == relay.sent
    assert kept == rows(database, "message")


def test_the_first_of_a_flood_are_answered_before_the_last_are_fetched(worker, mailbox, relay):
    for raw in mails(6):
        mailbox.deliver(raw)
    relay.on_send = lambda: mailbox.calls.append("send")

    worker.once()

    assert mailbox.calls.index("send") < mailbox.calls.index("fetch 3")


@pytest.mark.parametrize(
    "broken", ["open", "uids", "fetch", "fetch 2", "file_held", "file_handled"]
)
def test_p01_a_mailbox_that_fails_at_any_call_costs_nothing(
    worker, mailbox, relay, database, broken
):
    for raw in (*mails(3), *mails(3, SELF_HARM)):
        mailbox.deliver(raw)
    mailbox.break_at[broken] = TemporaryFailure("dropped")
    try:
        worker.once()
    except TemporaryFailure:
        worker.once()

    assert {} == mailbox.inbox
    assert (3, 3) == (len(mailbox.handled), len(mailbox.held))
    assert 6 == len(rows(database, "message"))
    assert len(set(relay.sent)) == len(relay.sent) == len(letters(database))


@pytest.mark.parametrize("place", CRASHES)
def test_p01_a_crash_of_our_own_at_any_step_costs_nothing(
    worker, mailbox, relay, database, monkeypatch, place
):
    for raw in mails(3):
        mailbox.deliver(raw)
    original, calls = getattr(*place), []

    def crash_the_second_time(*args, **kwargs):
        calls.append(place)
        if len(calls) == 2:
            raise SystemExit(9)
        return original(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(*place, crash_the_second_time)
        with pytest.raises(SystemExit):
            worker.once()
    worker.once()

    assert ({}, 3) == (mailbox.inbox, len(mailbox.handled))
    assert 3 == len(rows(database, "message")) == len(rows(database, "incident"))
    assert len(set(relay.sent)) == len(relay.sent) == 6


def test_f15_a_message_that_never_comes_keeps_nobody_waiting(worker, mailbox, relay, database):
    for raw in mails(5):
        mailbox.deliver(raw)
    mailbox.unanswered = {1}

    with pytest.raises(TemporaryFailure):
        worker.once()

    assert [1] == list(mailbox.inbox)
    assert ["referred"] * 4 == [row.state for row in rows(database, "message")]
    assert 8 == len(relay.sent)


def test_what_was_received_is_decided_and_sent_though_the_mailbox_is_away(
    worker, mailbox, relay, database, clock
):
    mailbox.deliver(email())
    receive.receive_new(mailbox, database, clock, limit=1, suspects=receive.Suspects())
    mailbox.break_at["open"] = TemporaryFailure("refused", "connect")

    with pytest.raises(TemporaryFailure):
        worker.once()

    assert [OFFICER, ADA] == [recipient for _, recipient, _ in relay.sent]


def test_a_relay_that_is_away_is_tried_with_one_letter_and_the_rest_wait(
    worker, mailbox, relay, database
):
    for raw in mails(2):
        mailbox.deliver(raw)
    relay.script = [TemporaryFailure("refused", "connect")] * 9

    worker.deliver()
    assert 0 == len(relay.tried)
    worker.poll()
    worker.deliver()

    assert 2 == len(relay.tried)
    assert {"queued"} == {row.state for row in rows(database, "letter")}
    assert 2 == len(mailbox.handled)


def test_f34_a_relay_that_refuses_our_password_is_not_asked_for_each_letter(
    worker, mailbox, relay, database
):
    for raw in mails(6):
        mailbox.deliver(raw)
    relay.script = [PermanentFailure("535", "login")] * 99

    worker.poll()
    worker.poll()

    assert 1 == len(relay.tried)
    assert 6 == len(mailbox.handled)
    with pytest.raises(PermanentFailure):
        worker.deliver()
    assert {"queued"} == {row.state for row in rows(database, "letter")}


def test_a_letter_that_is_refused_does_not_stop_the_next(worker, mailbox, relay, database):
    for raw in mails(2):
        mailbox.deliver(raw)
    relay.script = [PermanentFailure("550", "rcpt")]

    worker.once()

    states = [(row.purpose, row.state) for row in rows(database, "letter")]
    assert 1 == states.count(("referral", "refused"))
    assert 1 == states.count(("referral", "accepted"))
    assert len(STAFF) == states.count(("alert", "accepted"))


def test_f73_a_job_that_raises_does_not_end_the_loop(worker):
    runs, enough = [], threading.Event()

    def broken():
        runs.append("broken")
        raise ZeroDivisionError

    def sound():
        runs.append("sound")
        if runs.count("sound") == 2:
            enough.set()

    worker.every(1, broken)
    worker.every(1, sound)
    with running(worker):
        assert enough.wait(10)

    # It pauses two seconds after its first failure.
    assert 1 == runs.count("broken")


def test_the_loop_polls_and_delivers_at_once_and_again(worker, mailbox, relay):
    mailbox.deliver(email())
    polled = threading.Event()
    relay.on_send = lambda: polled.set() if len(relay.sent) == 3 else None
    with running(worker):
        mailbox.deliver(email(STANDARD + " Later."))
        assert polled.wait(10)

    assert {} == mailbox.inbox


def test_f76_stopping_finishes_the_item_in_hand_and_takes_no_other(
    worker, mailbox, relay, database
):
    for raw in mails(4):
        mailbox.deliver(raw)
    relay.on_send = worker.stop

    worker.run()

    assert worker.stopping
    assert 1 == len(relay.sent)
    assert 1 == [row.state for row in rows(database, "letter")].count("accepted")
    assert 2 == len(rows(database, "message"))
    assert 2 == len(mailbox.handled)


def test_a_worker_told_to_stop_before_it_began_does_nothing(worker, mailbox, relay):
    mailbox.deliver(email())
    worker.stop()

    worker.run()

    assert ([], 1) == (relay.sent, len(mailbox.inbox))


@pytest.mark.usefixtures("kept_signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_it_stop_within_the_grace(worker, number):
    worker.stop_on_signals()
    threading.Timer(0.2, os.kill, (os.getpid(), number)).start()

    worker.run()

    assert worker.stopping
    assert 0 == signal.alarm(0)


@pytest.mark.usefixtures("kept_signals")
def test_after_the_grace_what_waits_is_cut_short(worker):
    worker.stop_on_signals()
    with pytest.raises(TimeoutError):
        signal.raise_signal(signal.SIGALRM)


@pytest.mark.usefixtures("kept_signals")
def test_a_signal_starts_the_grace(worker):
    worker.stop_on_signals()
    signal.raise_signal(signal.SIGTERM)

    assert worker.stopping
    assert 28 <= signal.alarm(0) <= 30


def test_a_store_that_fails_ends_a_single_run_with_its_reason(worker, mailbox, monkeypatch):
    def fails(*_args):
        raise StoreError("the disk is full")

    mailbox.deliver(email())
    with monkeypatch.context() as patched:
        patched.setattr(receive.ledger, "add", fails)
        with pytest.raises(StoreError):
            worker.once()
    assert 1 == len(mailbox.inbox)


@pytest.fixture
def kept_signals():
    """Puts the process's own handlers back."""
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)
    before = [signal.getsignal(number) for number in numbers]
    yield
    signal.alarm(0)
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def test_the_worker_never_reads_the_host_clock_itself(worker, mailbox, database, clock):
    clock.now = SetClock().now.replace(year=2031)
    mailbox.deliver(email())
    worker.once()

    assert {2031} == {row.created_at.year for row in rows(database, "letter")}
