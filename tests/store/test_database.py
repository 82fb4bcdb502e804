from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time

import pytest
from sqlalchemy import text

from processor.errors import StoreError
from processor.store import ledger, outbox, sqlite
from processor.store.database import Database
from tests.support.database import ACCOUNT, NOW, add_message, fetched, letter, opened


def test_what_is_committed_is_there_after_reopening(empty_url):
    with opened(empty_url) as database, database.transaction() as tx:
        add_message(tx)

    with opened(empty_url) as database, database.reading() as tx:
        assert {1} == ledger.known(tx, ACCOUNT, "INBOX", 7)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_whatever_is_raised_undoes_the_whole_transaction(database, error):
    def write_and_fail() -> None:
        with database.transaction() as tx:
            add_message(tx)
            outbox.enqueue(tx, letter(), b"x", NOW)
            raise error

    with pytest.raises(error):
        write_and_fail()

    with database.reading() as tx:
        assert set() == ledger.known(tx, ACCOUNT, "INBOX", 7)
        assert outbox.queued(tx) == 0


def test_a_reader_cannot_write(database):
    with pytest.raises(StoreError), database.reading() as tx:
        add_message(tx)

    with database.transaction() as tx:
        add_message(tx)


def test_a_reader_sees_one_moment(database):
    with database.reading() as reader:
        before = ledger.known(reader, ACCOUNT, "INBOX", 7)
        with database.transaction() as writer:
            add_message(writer)

        assert before == ledger.known(reader, ACCOUNT, "INBOX", 7)

    with database.reading() as reader:
        assert {1} == ledger.known(reader, ACCOUNT, "INBOX", 7)


def test_an_error_holds_nothing_of_the_row(database):
    with database.transaction() as tx:
        outbox.enqueue(tx, letter(recipient="amy.secret@kirkbourne.example"), b"x", NOW)

    with pytest.raises(StoreError) as raised, database.transaction() as tx:
        outbox.enqueue(tx, letter(recipient="amy.secret@kirkbourne.example"), b"x", NOW)

    assert "secret" not in str(raised.value)
    assert raised.value.__suppress_context__


def test_a_naive_time_is_refused(database):
    with pytest.raises(StoreError), database.transaction() as tx:
        ledger.add(tx, ACCOUNT, "INBOX", fetched(), NOW.replace(tzinfo=None))


def test_a_writer_that_is_killed_between_statements_leaves_nothing(empty_url):
    with opened(empty_url) as database:
        with subprocess.Popen(
            [sys.executable, "-c", _WRITE_AND_WAIT, empty_url], stdout=subprocess.PIPE
        ) as child:
            assert child.stdout.readline() == b"written\n"

            child.send_signal(signal.SIGKILL)

        with database.transaction() as tx:
            assert set() == ledger.known(tx, ACCOUNT, "INBOX", 7)
            assert outbox.queued(tx) == 0

            add_message(tx)


def test_two_writers_take_turns(database):
    rounds, failures = 20, []

    def write(first: int) -> None:
        try:
            for number in range(first, first + rounds):
                with database.transaction() as tx:
                    add_message(tx, number)
        except StoreError as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(start,)) for start in (1, 1001)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with database.reading() as tx:
        assert 2 * rounds == len(ledger.known(tx, ACCOUNT, "INBOX", 7))
    assert failures == []


def test_a_second_writer_on_sqlite_waits_for_the_first(sqlite_url):
    ended = []
    with opened(sqlite_url) as database:

        def write() -> None:
            with database.transaction() as tx:
                add_message(tx, 2)
            ended.append("second")

        second = threading.Thread(target=write)
        with database.transaction() as tx:
            second.start()
            time.sleep(0.2)
            add_message(tx, 1)
            ended.append("first")
        second.join()

    assert ended == ["first", "second"]


def test_f54_a_lock_that_is_never_released_is_said_and_changes_nothing(sqlite_url, monkeypatch):
    monkeypatch.setattr(sqlite, "_BUSY_TIMEOUT_S", 0.1)
    said = "another process has held the database"
    with (
        opened(sqlite_url) as one,
        opened(sqlite_url) as other,
        one.transaction(),
        pytest.raises(StoreError, match=said),
        other.transaction(),
    ):
        pytest.fail("two writers at once")


@pytest.mark.postgres
def test_two_workers_on_postgres_claim_different_rows(postgres_url):
    with opened(postgres_url) as database:
        with database.transaction() as tx:
            rows = [add_message(tx, 1), add_message(tx, 2)]
            outbox.enqueue(tx, letter(number=1), b"x", NOW)
            outbox.enqueue(tx, letter(number=2), b"x", NOW)

        with database.transaction() as one, database.transaction() as other:
            assert rows == [ledger.next_received(tx).id for tx in (one, other)]
            assert [outbox.next_due(tx, NOW).number for tx in (one, other)] == [1, 2]


def test_sqlite_survives_power_loss_by_its_settings(sqlite_url):
    with opened(sqlite_url) as database, database.transaction() as tx:
        found = {
            name: tx.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert (found) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30000,
    }


def test_only_the_owner_can_read_the_file(sqlite_url, tmp_path):
    before = os.umask(0)
    try:
        with opened(sqlite_url) as database, database.transaction() as tx:
            add_message(tx)
            modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)

    assert {0o600} == modes


def test_a_path_of_any_characters_names_its_file(tmp_path):
    # An address is percent-encoded as any other.
    with opened(f"sqlite:///{tmp_path}/a b%2541%3F#ü.db"):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["a b%41?#ü.db"]


def test_an_existing_database_is_never_replaced_by_an_empty_one(sqlite_url, tmp_path):
    database = Database.open(sqlite_url)

    with pytest.raises(StoreError, match="cannot be opened"), database.transaction():
        pytest.fail("a database out of nothing")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("no address", "cannot be read"),
        ("mysql://user:secret@host/name", "cannot be used"),
        ("postgresql://user:secret@host/name", "cannot be used"),
        ("sqlite://", "cannot be used"),
        ("sqlite:///:memory:", "cannot be used"),
        ("sqlite:///file.db?mode=memory", "cannot be used"),
        ("sqlite:////no/such/folder/file.db", "/no/such/folder does not exist; create it"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_without_its_password(url, said):
    with pytest.raises(StoreError, match=said) as raised:
        Database.open(url)

    assert "secret" not in str(raised.value)


def test_postgres_that_does_not_answer_is_a_problem_not_a_traceback(tmp_path):
    database = Database.open(f"postgresql+psycopg://user:secret@/name?host={tmp_path}")

    problems = database.check()

    assert len(problems) == 1
    assert "cannot be reached" in problems[0]
    assert "secret" not in problems[0]


_WRITE_AND_WAIT = """
import sys, time
from processor.store import outbox
from processor.store.database import Database
from tests.support.database import NOW, add_message, letter

with Database.open(sys.argv[1]).transaction() as tx:
    add_message(tx)
    outbox.enqueue(tx, letter(), b"x", NOW)
    print("written", flush=True)
    time.sleep(60)
"""
