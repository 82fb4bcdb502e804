"""Which schema this program works with, and whether a database has it."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

HEAD = "0001"
"""The newest revision of schema/migrations."""


def is_blank(connection: Connection) -> bool:
    """Whether `connection`'s database has no table at all."""
    return not inspect(connection).get_table_names()


def is_current(connection: Connection) -> bool:
    """Whether `connection`'s database has exactly this program's schema."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
