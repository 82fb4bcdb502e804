"""Turns what a database says into a `StoreError` that is safe to log.

A driver's own text may hold the values of a row, so nothing of it is passed on: only the
name or number of the fault, and what a person can do about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError, StatementError

from processor.errors import StoreError, StoreRefusal

_REMEDIES = {
    "SQLITE_BUSY": "another process has held the database for 30 seconds; end it or try again",
    "SQLITE_CANTOPEN": "the database file cannot be opened; check its folder and its owner",
    "SQLITE_CORRUPT": "the database file is damaged; stop the worker and restore a backup",
    "SQLITE_FULL": "the disk is full; make room, nothing was lost",
    "SQLITE_IOERR": "the disk failed; stop the worker and check the disk before going on",
    "SQLITE_NOTADB": "the file is not a database; check the path in the settings",
    "SQLITE_READONLY": "the database cannot be written; check the owner of file and folder",
    # What could not connect has no number, and neither has a refused password.
    "OperationalError": "PostgreSQL cannot be reached, or refused user, password or database name",
    "08": "the connection to PostgreSQL was lost; try again",
    "40": "another process was in the way; try again",
    "53": "PostgreSQL has no room, memory or connection left",
    "57": "PostgreSQL is shutting down or starting; try again",
}


@contextmanager
def translated() -> Iterator[None]:
    """Raise StoreError for whatever the database raises inside.

    The original is not chained, because its text may hold personal data.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise _explained(error) from None


def _explained(error: SQLAlchemyError) -> StoreError:
    name = _name(error)
    for start, remedy in _REMEDIES.items():
        if name.startswith(start):
            return StoreError(f"{remedy} ({name})")
    return StoreRefusal(f"the database refused a statement ({name})")


def _name(error: SQLAlchemyError) -> str:
    """SQLite's name of the fault, PostgreSQL's SQLSTATE, or the class of the exception."""
    cause = error.orig if isinstance(error, StatementError) else None
    known = getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", "")
    return known or type(cause or error).__name__
