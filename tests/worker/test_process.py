from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event

from processor.desk import commit as desk_commit
from processor.errors import ParserDied, StoreError, StoreRefusal
from processor.mail.parse import parse_message
from processor.worker import process
from processor.worker.process import process_next
from processor.worker.receive import Suspects, receive_new
from processor.worker.sandbox import StopOverdueError
from tests.support.fakes import (
    ADA,
    IMMEDIATE,
    OFFICER,
    STAFF,
    STANDARD,
    council,
    email,
    letters,
    logged,
    rows,
    types,
)
from tests.support.reports import RENDER

ALERTS = [("alert", person) for person in STAFF]


def step(database, clock, parse=parse_message):
    return process_next(database, council(), RENDER, parse, clock)


@pytest.fixture
def receive(mailbox, database, clock):
    def receiving(*raws, complete=True):
        for raw in raws:
            mailbox.deliver(raw, complete=complete)
        receive_new(mailbox, database, clock, limit=50, suspects=Suspects())

    return receiving


def states(database):
    return [row.state for row in rows(database, "message")]


def test_nothing_waits_in_an_empty_ledger(database, clock):
    assert not step(database, clock)


def test_a_report_becomes_incident_letters_and_entries_at_once(database, clock, receive):
    receive(email())

    assert step(database, clock)
    assert not step(database, clock)

    (incident,) = rows(database, "incident")
    assert ["referred"] == states(database)
    assert ("report", "registered_authenticated", "standard", "send", "referred") == (
        incident.kind,
        incident.standing,
        incident.level,
        incident.sharing,
        incident.state,
    )
    assert [("acknowledgement", ADA), ("referral", OFFICER)] == letters(database)
    expected = ["incident.opened", "letter.queued", "letter.queued"]
    assert ["register.imported", "message.received", *expected] == types(database)


@pytest.mark.parametrize("last", ["incidents", "holds", "outbox", "log", "ledger"])
def test_p02_a_decision_is_written_whole_or_not_at_all(database, clock, receive, monkeypatch, last):
    name = {
        "incidents": "add",
        "holds": "open_hold",
        "outbox": "enqueue",
        "log": "append",
        "ledger": "settle",
    }[last]
    receive(email(IMMEDIATE, proven=False))
    before = types(database)
    with monkeypatch.context() as patched:
        patched.setattr(getattr(desk_commit, last), name, _fails)
        with pytest.raises(StoreError):
            step(database, clock)

    assert ["received"] == states(database)
    assert ([], [], [], before) == (
        rows(database, "incident"),
        rows(database, "hold"),
        letters(database),
        types(database),
    )
    assert step(database, clock)
    assert ["held"] == states(database)
    assert ALERTS == letters(database)


def test_p05_a_message_that_cannot_be_processed_is_held_and_the_next_goes_on(
    database, clock, receive
):
    receive(email("poison"), email())

    def parse(raw):
        if b"poison" in raw:
            raise RecursionError
        return parse_message(raw)

    assert step(database, clock, parse)
    assert step(database, clock, parse)

    assert ["held", "referred"] == states(database)
    (hold,) = rows(database, "hold")
    assert ("unreadable", "open") == (hold.reasons, hold.state)
    assert [*ALERTS, ("acknowledgement", ADA), ("referral", OFFICER)] == letters(database)
    assert "message.unreadable" in types(database)


def test_a_fault_in_the_decision_itself_holds_the_message(database, clock, receive, monkeypatch):
    receive(email())

    def decide(*_args):
        raise KeyError(ADA)

    with monkeypatch.context() as patched:
        patched.setattr(process, "decide", decide)
        step(database, clock)

    assert ["held"] == states(database)
    assert ALERTS == letters(database)
    assert ADA not in str(logged(database))


@pytest.mark.parametrize("reason", ["time", "memory", "crashed", "garbled"])
def test_f71_f72_a_message_that_kills_the_parser_is_held_unread(database, clock, receive, reason):
    receive(email())

    def parse(_raw):
        raise ParserDied(reason)

    step(database, clock, parse)

    assert ["held"] == states(database)
    assert ["unreadable"] == [row.reasons for row in rows(database, "hold")]
    assert ALERTS == letters(database)


def test_i20_what_came_only_in_part_is_held_without_being_read(database, clock, receive):
    receive(email(), complete=False)

    def parse(_raw):
        raise AssertionError

    step(database, clock, parse)

    assert ["too-large"] == [row.reasons for row in rows(database, "hold")]
    assert ALERTS == letters(database)


def test_a_message_that_killed_the_worker_twice_is_not_tried_a_third_time(database, clock, receive):
    receive(email())
    tried = []

    def parse(raw):
        tried.append(raw)
        raise SystemExit(9)  # as sudden as kill -9: nobody catches it

    for _ in range(2):
        with pytest.raises(SystemExit):
            step(database, clock, parse)
    assert ["received"] == states(database)

    assert step(database, clock, parse)
    assert 2 == len(tried)
    assert ["held"] == states(database)
    assert ALERTS == letters(database)


def test_a_worker_that_was_killed_once_reads_the_message_as_if_nothing_had_been(
    database, clock, receive
):
    receive(email())

    def parse(_raw):
        raise SystemExit(9)

    with pytest.raises(SystemExit):
        step(database, clock, parse)
    step(database, clock)

    assert ["referred"] == states(database)
    assert [("acknowledgement", ADA), ("referral", OFFICER)] == letters(database)


def test_f52_a_store_that_fails_stops_the_step_and_holds_nothing(
    database, clock, receive, monkeypatch
):
    receive(email())
    with monkeypatch.context() as patched:
        patched.setattr(process, "commit", _fails)
        with pytest.raises(StoreError):
            step(database, clock)

    assert ["received"] == states(database)
    assert ([], []) == (rows(database, "hold"), letters(database))
    step(database, clock)
    assert ["referred"] == states(database)


def test_f54_a_database_that_another_process_holds_stops_the_step(database, clock, receive):
    receive(email())

    def parse(raw):
        # The other process comes between the claim and the decision.
        other.execute("BEGIN IMMEDIATE")
        return parse_message(raw)

    with closing(sqlite3.connect(database._file, isolation_level=None)) as other:
        database._engine.dispose()
        with pytest.raises(StoreError):
            _impatient(database, clock, parse)
    assert ["received"] == states(database)


def test_f52_a_database_that_is_out_three_times_makes_no_report_unreadable(
    database, clock, receive, monkeypatch
):
    receive(email())
    with monkeypatch.context() as patched:
        patched.setattr(process, "decide", _fails)
        for _ in range(3):
            with pytest.raises(StoreError):
                step(database, clock)

    step(database, clock)

    assert ["referred"] == states(database)


def test_a_message_that_the_store_refused_twice_is_held_and_blocks_nobody(
    database, clock, receive, monkeypatch
):
    # Were it the message that the database refuses, it would stand before all others for ever.
    receive(email(), email(STANDARD + " The next."))
    with monkeypatch.context() as patched:
        patched.setattr(process, "decide", _refuses)
        for _ in range(2):
            with pytest.raises(StoreRefusal):
                step(database, clock)

    step(database, clock)
    step(database, clock)

    assert ["held", "referred"] == states(database)


def test_being_told_to_stop_is_no_fault_of_the_message(database, clock, receive):
    receive(email())

    def parse(_raw):
        raise StopOverdueError

    for _ in range(3):
        with pytest.raises(StopOverdueError):
            step(database, clock, parse)
    assert ["received"] == states(database)
    step(database, clock)

    assert ["referred"] == states(database)


def test_f24_the_same_mail_twice_is_one_incident_and_one_letter_each(database, clock, receive):
    receive(email(), email())
    step(database, clock)
    step(database, clock)

    assert ["referred", "logged"] == states(database)
    assert [("acknowledgement", ADA), ("referral", OFFICER)] == letters(database)
    (entry,) = [one for one in logged(database) if one["type"] == "message.logged"]
    assert rows(database, "incident")[0].reference == entry["subject"]
    assert "duplicate" == entry["detail"]["reason"]


def _impatient(database, clock, parse):
    """As `step`, with a database that waits only a moment for its lock."""

    def hurry(connection, _record):
        connection.execute("PRAGMA busy_timeout = 50")

    event.listen(database._engine, "connect", hurry)
    step(database, clock, parse)


def _fails(*_args: object, **_kwargs: object) -> None:
    raise StoreError("the disk is full")


def _refuses(*_args: object, **_kwargs: object) -> None:
    raise StoreRefusal("the database refused a statement")
