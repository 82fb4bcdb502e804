"""What waits for a person, and what they decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Row, insert, select, update

from processor.errors import NotFound
from processor.incident.model import Hold, Reference
from processor.store.database import Transaction
from processor.store.records import HoldState, StoredHold
from processor.store.rows import write_one
from processor.store.tables import HOLD


def open_hold(tx: Transaction, message_id: int, hold: Hold, now: datetime) -> None:
    """Store a hold. message_id: the row of the ledger it came from."""
    row = {
        "reference": hold.reference,
        "message_id": message_id,
        "reasons": " ".join(hold.reasons),
        "state": HoldState.OPEN,
        "opened_at": now,
        "closed_at": None,
        "closed_by": "",
        "note": "",
    }
    tx.execute(insert(HOLD), row)


def open_again(tx: Transaction, message_id: int, hold: Hold, now: datetime) -> None:
    """Store a hold under a reference that may have been held and decided before."""
    statement = (
        update(HOLD)
        .where(HOLD.c.reference == hold.reference)
        .values(
            reasons=" ".join(hold.reasons),
            state=HoldState.OPEN,
            opened_at=now,
            closed_at=None,
            closed_by="",
            note="",
        )
    )
    if not tx.execute(statement).rowcount:
        open_hold(tx, message_id, hold, now)


def waiting(tx: Transaction) -> list[StoredHold]:
    """Return every open hold, the longest waiting first."""
    query = select(HOLD).where(HOLD.c.state == HoldState.OPEN).order_by(HOLD.c.id)
    return [_hold(row) for row in tx.execute(query)]


def get(tx: Transaction, reference: str) -> StoredHold:
    """Return one hold, open or closed. Raises NotFound."""
    row = tx.execute(select(HOLD).where(HOLD.c.reference == reference)).one_or_none()
    if row is None:
        raise NotFound(f"hold {reference}")
    return _hold(row)


def is_open(tx: Transaction, reference: str) -> bool:
    """Whether something waits for a person under `reference`."""
    query = select(HOLD.c.id).where(HOLD.c.reference == reference, HOLD.c.state == HoldState.OPEN)
    return tx.execute(query).first() is not None


def close_hold(
    tx: Transaction, reference: str, state: str, actor: str, note: str, now: datetime
) -> None:
    """Record a person's decision.

    state: "released" or "rejected"; the database refuses any other. actor: who, as in the
        log; never empty.

    Raises NotFound where there is no such hold or somebody has already decided on it, so
    that two people cannot both release it.
    """
    statement = (
        update(HOLD)
        .where(HOLD.c.reference == reference, HOLD.c.state == HoldState.OPEN)
        .values(state=state, closed_at=now, closed_by=actor, note=note)
    )
    write_one(tx, statement, f"open hold {reference}")


def _hold(row: Row[tuple[object, ...]]) -> StoredHold:
    return StoredHold(
        id=row.id,
        reference=Reference(row.reference),
        message_id=row.message_id,
        reasons=tuple(row.reasons.split()),
        state=HoldState(row.state),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        note=row.note,
    )
