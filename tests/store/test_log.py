from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from processor.audit.chain import GENESIS, Head, seal, verify
from processor.audit.entry import Entry, EntryType
from processor.errors import ChainBroken, StoreError
from processor.store import log
from tests.support.database import NOW

ENTRY = Entry(
    at=NOW,
    type=EntryType.LETTER_QUEUED,
    actor="worker",
    subject="KMB-2026-7F3K9-R",
    detail={"purpose": "referral"},
)


@pytest.fixture
def logged(database):
    return _with_three_entries(database)


@pytest.fixture
def sqlite_logged(sqlite_database):
    return _with_three_entries(sqlite_database)


@pytest.fixture
def postgres_logged(postgres_database):
    return _with_three_entries(postgres_database)


def test_a_new_log_is_empty_and_sound(database):
    with database.reading() as tx:
        assert Head(seq=0, digest=GENESIS) == log.head(tx) == verify(log.entries(tx))


def test_entries_follow_each_other_across_transactions(logged):
    with logged.transaction() as tx:
        last = log.append(tx, ENTRY)

    with logged.reading() as tx:
        entries = list(log.entries(tx))

    assert [entry.seq for entry in entries] == [1, 2, 3, 4]
    assert last == entries[-1] == seal(entries[2].digest, 4, ENTRY)


def test_the_head_is_what_the_verifier_finds(logged):
    with logged.reading() as tx:
        assert log.head(tx) == verify(log.entries(tx))


def test_entries_are_read_in_batches(logged, monkeypatch):
    for batch in (1, 2, 3, 4):
        monkeypatch.setattr(log, "_BATCH", batch)
        with logged.reading() as tx:
            assert [entry.seq for entry in log.entries(tx)] == [1, 2, 3]


def test_what_is_undone_leaves_neither_entry_nor_gap(logged):
    def append_and_fail() -> None:
        with logged.transaction() as tx:
            log.append(tx, ENTRY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        append_and_fail()

    with logged.transaction() as tx:
        assert log.append(tx, ENTRY).seq == 4
        assert log.head(tx) == verify(log.entries(tx))


def test_writers_at_once_make_one_chain(database):
    def write() -> None:
        for _ in range(15):
            with database.transaction() as tx:
                log.append(tx, ENTRY)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with database.reading() as tx:
        assert verify(log.entries(tx)).seq == 45


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET leaf = leaf WHERE seq = 2",
        "DELETE FROM log_entry WHERE seq = 3",
        "DELETE FROM log_entry",
    ],
)
def test_the_database_refuses_to_change_the_log(logged, statement):
    with pytest.raises(StoreError), logged.transaction() as tx:
        tx.execute(text(statement))

    with logged.reading() as tx:
        assert verify(log.entries(tx)).seq == 3


def test_sqlite_refuses_to_replace_an_entry(sqlite_logged):
    with pytest.raises(StoreError), sqlite_logged.transaction() as tx:
        tx.execute(text("INSERT OR REPLACE INTO log_entry SELECT * FROM log_entry WHERE seq = 1"))


@pytest.mark.postgres
def test_postgres_refuses_to_empty_the_log(postgres_logged):
    with pytest.raises(StoreError), postgres_logged.transaction() as tx:
        tx.execute(text("TRUNCATE log_entry"))


def test_who_drops_the_trigger_is_found_by_the_verifier(sqlite_logged):
    with sqlite_logged.transaction() as tx:
        tx.execute(text("DROP TRIGGER log_entry_is_not_deleted"))
        tx.execute(text("DELETE FROM log_entry WHERE seq = 2"))

    with pytest.raises(ChainBroken, match="entry 2: gap"), sqlite_logged.reading() as tx:
        verify(log.entries(tx))


def test_a_tail_that_was_cut_off_is_seen_at_the_head(sqlite_logged):
    with sqlite_logged.transaction() as tx:
        tx.execute(text("DROP TRIGGER log_entry_is_not_deleted"))
        tx.execute(text("DELETE FROM log_entry WHERE seq = 3"))

    with sqlite_logged.reading() as tx:
        assert verify(log.entries(tx)).seq == 2
        assert log.head(tx).seq == 3


def test_a_log_without_its_head_takes_no_entry(logged):
    with logged.transaction() as tx:
        tx.execute(text("DELETE FROM log_head"))

    with pytest.raises(StoreError), logged.transaction() as tx:
        log.append(tx, ENTRY)


def _with_three_entries(database):
    with database.transaction() as tx:
        for _ in range(3):
            log.append(tx, ENTRY)
    return database
