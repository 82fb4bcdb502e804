"""The record of each report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Row, insert, select, union_all, update

from processor.errors import NotFound
from processor.incident.model import Disposition, Incident, Kind, Reference, Sharing, Standing
from processor.incident.reading import Level, Wish
from processor.store.database import Transaction
from processor.store.records import StoredIncident
from processor.store.rows import write_one
from processor.store.tables import HOLD, INCIDENT


def add(  # noqa: PLR0913, PLR0917 - one row; its columns come from as many places
    tx: Transaction,
    message_id: int,
    incident: Incident,
    record: Mapping[str, object],
    sharing: Sharing,
    state: str,
    now: datetime,
) -> None:
    """Store an incident.

    message_id: the row of the ledger it came from. record: its findings, fit for JSON.
    state: a value of `Disposition`; the database refuses any other.
    """
    reading = incident.reading
    row = {
        "reference": incident.reference,
        "message_id": message_id,
        "kind": incident.kind,
        "standing": incident.standing,
        "level": reading.level,
        "category": reading.primary_category,
        "wish": reading.police_wish,
        "sharing": sharing,
        "reporter_email": incident.reporter.email.lower() if incident.reporter else None,
        # ASCII, because PostgreSQL takes neither a NUL nor half a surrogate pair as text.
        "record": json.dumps(record, ensure_ascii=True),
        "reported_at": incident.reported_at,
        "opened_at": now,
        "state": state,
    }
    tx.execute(insert(INCIDENT), row)


def get(tx: Transaction, reference: str) -> StoredIncident:
    """Return one incident. Raises NotFound."""
    query = select(INCIDENT).where(INCIDENT.c.reference == reference)
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"incident {reference}")
    return _incident(row)


def newest(tx: Transaction, limit: int, level: Level | None = None) -> list[StoredIncident]:
    """Return the last `limit` incidents opened, newest first; of one level where it is given."""
    query = select(INCIDENT).order_by(INCIDENT.c.id.desc()).limit(limit)
    if level:
        query = query.where(INCIDENT.c.level == level)
    return [_incident(row) for row in tx.execute(query)]


def exists(tx: Transaction, reference: str) -> bool:
    """Whether `reference` names an incident or a hold."""
    query = union_all(*(select(t.c.id).where(t.c.reference == reference) for t in (INCIDENT, HOLD)))
    return tx.execute(query).first() is not None


def opened(tx: Transaction, reference: str) -> bool:
    """Whether `reference` names an incident, and not only a hold."""
    query = select(INCIDENT.c.id).where(INCIDENT.c.reference == reference)
    return tx.execute(query).first() is not None


def set_state(tx: Transaction, reference: str, state: str) -> None:
    """Record what became of an incident, as a value of `Disposition`. Raises NotFound."""
    statement = update(INCIDENT).where(INCIDENT.c.reference == reference).values(state=state)
    write_one(tx, statement, f"incident {reference}")


def _incident(row: Row[tuple[object, ...]]) -> StoredIncident:
    return StoredIncident(
        id=row.id,
        reference=Reference(row.reference),
        message_id=row.message_id,
        kind=Kind(row.kind),
        standing=Standing(row.standing),
        level=Level(row.level),
        category=row.category,
        wish=Wish(row.wish),
        sharing=Sharing(row.sharing),
        reporter_email=row.reporter_email,
        record=json.loads(row.record),
        reported_at=row.reported_at,
        opened_at=row.opened_at,
        state=Disposition(row.state),
    )
