"""Runs the migrations in the transaction that `processor.store.schema` opened."""

from __future__ import annotations

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    render_as_batch=True,  # SQLite cannot alter most of a table in place
)
context.run_migrations()
