"""SQLite as we need it: a commit that has returned survives a power cut.

Write-ahead log with synchronous=FULL (NORMAL may roll a committed transaction back at power
loss); writers queue up at BEGIN IMMEDIATE instead of failing half way; foreign keys are
enforced. The driver's own opening of transactions is switched off, because it would begin
them too late and leave statements that define tables outside.
"""

from __future__ import annotations

import stat
from pathlib import Path
from sqlite3 import Connection as DriverConnection
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event

from processor.errors import StoreError

_BUSY_TIMEOUT_S = 30
_READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_engine(path: Path) -> Engine:
    """Return an engine for the file `path`, which need not exist yet but is never made here."""
    # mode=rw: a mistyped path must not become a new, empty record.
    url = URL.create(
        "sqlite",
        database=f"file:{quote(str(path.absolute()))}",
        query={"mode": "rw", "uri": "true"},
    )
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def create_file(path: Path) -> None:
    """Make an empty database that only its owner can read, unless the file exists.

    The write-ahead log takes its permissions from the file.
    """
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} does not exist; create it, or change the path")
    try:
        path.touch(mode=stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise StoreError(f"{path} cannot be created: {error.strerror}; check its owner") from error


def is_blank(path: Path) -> bool:
    """Whether there is no file yet, or not an octet in it; to connect would write a header."""
    return not path.exists() or (path.is_file() and path.stat().st_size == 0)


def file_problems(path: Path) -> list[str]:
    """Return what is wrong with the file itself, one sentence each."""
    if not path.is_file():
        return [f"the database {path} does not exist yet"]
    if path.stat().st_mode & _READABLE_BY_OTHERS:
        return [f"other users can read the database; run: chmod 600 {path}"]
    return []


def damage(connection: Connection) -> list[str]:
    """Return what SQLite's quick check finds, as one sentence or none."""
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalars().all()
    if found == ["ok"]:
        return []
    return ["the database file is damaged; stop the worker and restore a backup"]


def _prepare(connection: DriverConnection, _: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """Begin as a writer or as a reader; a connection is used as both in turn."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
