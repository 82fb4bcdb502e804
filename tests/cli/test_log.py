from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest


def _sql(council, *statements: str) -> None:
    """Change the record as somebody with the file could, past its triggers."""
    with closing(sqlite3.connect(council.database)) as connection:
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.usefixtures("office")
def test_an_untouched_log_is_sound(command):
    ended = command("log", "verify")

    assert ended.code == 0
    assert ended.out.startswith("sound: ")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET leaf = replace(leaf, 'worker', 'nobody') WHERE seq = 3",
        "DELETE FROM log_entry WHERE seq = 3",
        "DELETE FROM log_entry WHERE seq = (SELECT max(seq) FROM log_entry)",
    ],
)
def test_a_changed_log_is_tampered(command, office, statement):
    _sql(office, statement)

    ended = command("log", "verify")

    assert ended.code == 1
    assert ended.out.startswith("TAMPERED: ")


def test_a_record_that_is_not_there_cannot_be_judged_and_is_not_made(command, council):
    ended = command("log", "verify")

    assert ended.code == 4
    assert ended.out.startswith("cannot tell: ")
    assert not council.database.exists()


def test_a_file_that_is_no_database_cannot_be_judged(command, council):
    council.database.write_bytes(b"no database" * 1000)

    ended = command("log", "verify")

    assert ended.code == 4
