"""Brings the database to the schema of this program, or says how the two differ.

The steps are the files of schema/migrations. All that are missing run in one transaction, so
a migration that is killed half way has not happened. Imported only where there is something
to do: the library weighs as much as the worker's own code.
"""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from processor.errors import StoreError
from processor.shipped import shipped
from processor.store.tables import METADATA

_LOCK = 0x70726F63  # any fixed number; "proc"


def upgrade(connection: Connection) -> None:
    """Run every migration that `connection`'s database lacks, within its transaction.

    Raises StoreError where it was made by a newer program.
    """
    if connection.dialect.name == "postgresql":
        # Two workers that start at once must not both migrate; SQLite's writers queue anyway.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = _config()
    config.attributes.update(connection=connection, metadata=METADATA)
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError("; ".join(difference(connection))) from error


def difference(connection: Connection) -> list[str]:
    """How the database's schema differs from this program's, as one sentence or none."""
    scripts = ScriptDirectory.from_config(_config())
    ours = scripts.get_current_head()
    theirs = MigrationContext.configure(connection).get_current_revision()
    if theirs == ours:
        return []
    if theirs is None:
        return ["the database is empty; it is prepared when the worker or an import first runs"]
    if theirs in {script.revision for script in scripts.walk_revisions()}:
        return [f"the database is older ({theirs}) than this program ({ours}); upgrade it"]
    return [f"the database is newer ({theirs}) than this program ({ours}); install the newer one"]


def newest() -> str | None:
    """The revision of the last migration there is."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option(
        "script_location", str(shipped("schema", "migrations")).replace("%", "%%")
    )
    config.set_main_option("path_separator", "os")
    return config
