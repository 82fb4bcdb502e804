"""Opens the database and hands out transactions. Everything else in the folder takes one.

What is done inside `transaction()` is committed whole when the block ends and undone whole
when anything is raised in it. Nothing else here or in the folder commits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NewType, Self

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from processor.errors import StoreError
from processor.store import schema, sqlite
from processor.store.faults import translated

Transaction = NewType("Transaction", Connection)
"""An open transaction. Made only by `Database`."""

_SQLITE_READER: dict[str, object] = {"reading": True}
_POSTGRES_READER: dict[str, object] = {
    "isolation_level": "REPEATABLE READ",
    "postgresql_readonly": True,
}
_FORMS = "write sqlite:///path/to/file or postgresql+psycopg://user@host/name"


class Database:
    """The record, on SQLite or PostgreSQL. `close` it when done; threads may share it."""

    def __init__(self, engine: Engine, file: Path | None) -> None:
        self._engine = engine
        self._readers = engine.execution_options(**(_SQLITE_READER if file else _POSTGRES_READER))
        self._file = file  # None for PostgreSQL

    @classmethod
    def open(cls, url: str) -> Self:
        """Return the database at `url` without connecting to it yet.

        url: sqlite:///path (relative to the working directory; four slashes for an absolute
            path) or postgresql+psycopg://user@host/name. Raises StoreError for any other,
            and where SQLite's folder is missing.
        """
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise StoreError(f"the database address cannot be read; {_FORMS}") from None
        if parsed.drivername == "postgresql+psycopg":
            return cls(_postgres(url), None)
        plain_file = parsed.drivername == "sqlite" and not parsed.query
        if not plain_file or parsed.database in (None, "", ":memory:"):
            raise StoreError(f"this kind of database cannot be used; {_FORMS}")
        file = Path(str(parsed.database))
        if not file.parent.is_dir():
            raise StoreError(f"the folder {file.parent} does not exist; create it")
        return cls(sqlite.open_engine(file), file)

    def migrate(self) -> None:
        """Create the database or bring it to this program's schema, in one transaction.

        Raises StoreError where the database was made by a newer program.
        """
        if self._file:
            sqlite.create_file(self._file)
        with self.transaction() as tx:
            if not schema.is_current(tx):
                from processor.store import migrations  # noqa: PLC0415 - heavy and rarely needed

                migrations.upgrade(tx)

    def is_empty(self) -> bool:
        """Say whether nothing was ever stored: no file, or no table. Changes nothing."""
        if self._file and sqlite.is_blank(self._file):
            return True
        with self.reading() as tx:
            return schema.is_blank(tx)

    def check(self) -> list[str]:
        """Return what keeps the database from being used, one sentence each."""
        problems = sqlite.file_problems(self._file) if self._file else []
        if self._file and not self._file.is_file():
            return problems
        try:
            with self.reading() as tx:
                if not schema.is_current(tx):
                    from processor.store import migrations  # noqa: PLC0415 - likewise

                    problems += migrations.difference(tx)
                problems += sqlite.damage(tx) if self._file else []
        except StoreError as error:
            problems.append(str(error))
        return problems

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Yield a transaction that may write: committed at the end, undone if anything is raised.

        On SQLite one writer at a time; others wait up to 30 seconds. On PostgreSQL rows are
        locked as they are claimed. Raises StoreError, without any value of a row in its text.
        """
        with translated(), self._engine.begin() as connection:
            yield Transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Yield a transaction that sees one moment of the record and cannot write."""
        with translated(), self._readers.begin() as connection:
            yield Transaction(connection)

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()


def _postgres(url: str) -> Engine:
    try:
        return create_engine(
            url, hide_parameters=True, pool_pre_ping=True, isolation_level="READ COMMITTED"
        )
    except ModuleNotFoundError:
        raise StoreError("PostgreSQL needs its driver: pip install 'processor[postgres]'") from None
