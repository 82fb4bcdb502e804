from __future__ import annotations

import re
from operator import itemgetter

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from processor.errors import StoreError
from processor.incident.model import Hold
from processor.store import holds, migrations, outbox, schema
from processor.store.database import Database
from processor.store.tables import METADATA
from tests.support.database import NOW, REFERENCE, add_incident, add_message, letter, opened


def test_the_migrations_make_the_tables_that_the_program_knows(database):
    with database.reading() as tx:
        context = MigrationContext.configure(
            tx, opts={"compare_type": True, "compare_server_default": True}
        )

        assert compare_metadata(context, METADATA) == []


def test_the_migrations_make_the_constraints_that_the_program_knows(database, tmp_path):
    # The comparison above does not look at CHECKs or at the columns' order.
    with database.reading() as tx:
        migrated = _shape(tx)
        on_sqlite = tx.dialect.name == "sqlite"
    if on_sqlite:
        engine = create_engine(f"sqlite:///{tmp_path}/plain.db")
        with engine.begin() as connection:
            METADATA.create_all(connection)
            declared = _shape(connection)
        engine.dispose()
    else:
        with database.transaction() as tx:
            tx.execute(text("CREATE SCHEMA plain"))
            tx.execute(text("SET LOCAL search_path TO plain"))
            METADATA.create_all(tx)
            declared = _shape(tx)

    assert declared == migrated


def test_a_migrated_database_is_fit(database):
    assert database.check() == []


def test_the_schema_the_program_names_is_the_newest_migration():
    assert migrations.newest() == schema.HEAD


def test_migrating_again_changes_nothing(database):
    with database.transaction() as tx:
        add_message(tx)

    database.migrate()

    assert database.check() == []


def test_an_empty_database_is_said(empty_url):
    database = Database.open(empty_url)

    problems = database.check()
    database.close()

    assert len(problems) == 1
    assert re.search("is empty|does not exist yet", problems[0])


def test_f62_a_newer_database_is_said_and_left_alone(database):
    with database.transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert (database.check()) == [
        "the database is newer (9999) than this program (0001); install the newer one"
    ]
    with pytest.raises(StoreError, match="newer"):
        database.migrate()


def test_f62_an_older_database_is_said(database, monkeypatch):
    monkeypatch.setattr(schema, "HEAD", "0002")
    monkeypatch.setattr(migrations.ScriptDirectory, "get_current_head", lambda _: "0002")

    assert (database.check()) == [
        "the database is older (0001) than this program (0002); upgrade it"
    ]


def test_f62_a_migration_that_fails_half_way_has_not_happened(empty_url, monkeypatch):
    database = Database.open(empty_url)

    def upgrade_and_fail(connection):
        upgrade(connection)
        connection.execute(text("SELECT no_such_column"))

    upgrade = migrations.upgrade
    monkeypatch.setattr(migrations, "upgrade", upgrade_and_fail)
    with pytest.raises(StoreError):
        database.migrate()
    monkeypatch.undo()

    with database.reading() as tx:
        assert inspect(tx).get_table_names() == []
    database.migrate()
    database.close()


def test_f55_a_damaged_file_is_said(sqlite_url, tmp_path):
    with opened(sqlite_url) as database:
        with database.transaction() as tx:
            add_message(tx, raw=bytes(200_000))
        with database.transaction() as tx:
            root = tx.execute(text("SELECT rootpage FROM sqlite_master WHERE name='message'"))
            page, size = root.scalar(), tx.execute(text("PRAGMA page_size")).scalar()
    file = tmp_path / "processor.db"
    octets = bytearray(file.read_bytes())
    octets[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(octets)

    with_problem = Database.open(sqlite_url)
    problems = with_problem.check()
    with_problem.close()

    assert any("damaged" in problem for problem in problems)


def test_f55_a_file_that_is_no_database_is_said(sqlite_url, tmp_path):
    (tmp_path / "processor.db").write_bytes(b"something else altogether" * 99)
    (tmp_path / "processor.db").chmod(0o600)
    database = Database.open(sqlite_url)

    problems = database.check()
    database.close()

    assert (problems) == [
        "the file is not a database; check the path in the settings (SQLITE_NOTADB)"
    ]


def test_a_file_that_others_can_read_is_said(sqlite_url, tmp_path):
    with opened(sqlite_url) as database:
        (tmp_path / "processor.db").chmod(0o644)

        problems = database.check()

    assert len(problems) == 1
    assert "chmod 600" in problems[0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE message SET state = 'lost', settled_at = received_at",
        "UPDATE message SET state = 'held'",
        "UPDATE message SET settled_at = received_at",
        "UPDATE incident SET state = 'received'",
        "UPDATE incident SET kind = 'other'",
        "UPDATE incident SET standing = 'other'",
        "UPDATE incident SET level = 'other'",
        "UPDATE incident SET wish = 'other'",
        "UPDATE incident SET sharing = 'other'",
        "UPDATE incident SET message_id = 404",
        "UPDATE hold SET state = 'other', closed_at = opened_at, closed_by = 'x'",
        "UPDATE hold SET state = 'released', closed_by = 'x'",
        "UPDATE hold SET state = 'released', closed_at = opened_at",
        "UPDATE hold SET message_id = 404",
        "UPDATE letter SET state = 'sent', settled_at = due_at",
        "UPDATE letter SET state = 'accepted'",
        "UPDATE letter SET settled_at = due_at",
        "UPDATE letter SET purpose = 'other'",
        "DELETE FROM message",
        "UPDATE log_head SET id = 2",
    ],
)
def test_a_row_that_must_not_be_cannot_be_written(database, statement):
    with database.transaction() as tx:
        row = add_message(tx)
        add_incident(tx, row)
        holds.open_hold(tx, row, Hold(reference=REFERENCE, reasons=("x",)), NOW)
        outbox.enqueue(tx, letter(), b"x", NOW)

    with pytest.raises(StoreError), database.transaction() as tx:
        tx.execute(text(statement))


def _shape(connection):
    """Columns in order, and every constraint and index of every table of ours."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"])
                for column in inspector.get_columns(table)
            ],
            "checks": _named(inspector.get_check_constraints(table)),
            "uniques": _named(inspector.get_unique_constraints(table)),
            "keys": _named(inspector.get_foreign_keys(table)),
            "indexes": _named(inspector.get_indexes(table)),
            "primary": inspector.get_pk_constraint(table),
        }
        for table in METADATA.tables
    }


def _named(found):
    return {
        one["name"]: {key: _plain(one[key]) for key in sorted(one) if key != "referred_schema"}
        for one in sorted(found, key=itemgetter("name"))
    }


def _plain(value):
    """The condition of a partial index is an object; only its text can be compared."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return str(value)
