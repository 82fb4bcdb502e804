"""The ledger: which messages we have, byte for byte, and how far each has come.

A message is known by account, folder, UIDVALIDITY and UID (RFC 9051 section 2.3.1.1); the flags
that the mailbox gives it never matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Row, and_, bindparam, insert, select, union_all, update

from processor.errors import NotFound
from processor.incident.model import Disposition
from processor.mail.message import FetchedMessage, Uid
from processor.store.database import Transaction
from processor.store.records import MessageState, StoredMessage
from processor.store.rows import write_one
from processor.store.tables import HOLD, INCIDENT, MESSAGE


def known(tx: Transaction, account: str, folder: str, validity: int) -> set[int]:
    """Return the UIDs of the folder that the ledger holds under this UIDVALIDITY."""
    query = select(MESSAGE.c.uid).where(_in_folder(account, folder, validity))
    return set(tx.execute(query).scalars())


def add(tx: Transaction, account: str, folder: str, fetched: FetchedMessage, now: datetime) -> int:
    """Store a fetched message as received and return its row number.

    Raises StoreError where the ledger already holds it: two of us polled at once.
    """
    row = {
        "account": account,
        "folder": folder,
        "uid_validity": fetched.uid.validity,
        "uid": fetched.uid.number,
        "internal_date": fetched.internal_date,
        "received_at": now,
        "sha256": hashlib.sha256(fetched.raw).hexdigest(),
        "size": fetched.size,
        "complete": fetched.complete,
        "state": MessageState.RECEIVED,
        "reason": "",
        "attempts": 0,
        "settled_at": None,
        "filed": False,
        "raw": fetched.raw,
    }
    return int(tx.execute(insert(MESSAGE).returning(MESSAGE.c.id), row).scalar_one())


def next_received(tx: Transaction) -> StoredMessage | None:
    """Return the oldest message that has not been decided, or None.

    On PostgreSQL the row stays locked until the transaction ends and other workers pass it
    over; on SQLite there is one writer anyway.
    """
    query = (
        select(MESSAGE)
        .where(MESSAGE.c.state == MessageState.RECEIVED)
        .order_by(MESSAGE.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = tx.execute(query).one_or_none()
    return _message(row) if row else None


def get(tx: Transaction, message_id: int) -> StoredMessage:
    """Return one message. Raises NotFound."""
    row = tx.execute(select(MESSAGE).where(MESSAGE.c.id == message_id)).one_or_none()
    if row is None:
        raise NotFound(f"message {message_id}")
    return _message(row)


def count_attempt(tx: Transaction, message_id: int) -> None:
    """Count that processing begins. Commit it before: what kills us must have been counted."""
    statement = (
        update(MESSAGE).where(MESSAGE.c.id == message_id).values(attempts=MESSAGE.c.attempts + 1)
    )
    write_one(tx, statement, f"message {message_id}")


def take_back_attempt(tx: Transaction, message_id: int) -> None:
    """Undo `count_attempt`, where what ended the attempt was no fault of the message."""
    statement = (
        update(MESSAGE).where(MESSAGE.c.id == message_id).values(attempts=MESSAGE.c.attempts - 1)
    )
    write_one(tx, statement, f"message {message_id}")


def settle(
    tx: Transaction, message_id: int, state: Disposition, reason: str, now: datetime
) -> None:
    """Record how a message ended. reason: a code, e.g. "matrix:send"."""
    statement = (
        update(MESSAGE)
        .where(MESSAGE.c.id == message_id)
        .values(state=state, reason=reason, settled_at=now)
    )
    write_one(tx, statement, f"message {message_id}")


def unfiled(tx: Transaction, account: str, folder: str, validity: int) -> list[tuple[int, str]]:
    """Return UID and state of what has been decided but not moved out of the folder.

    A message of which we hold only the beginning is never among them: it stays where it is.
    """
    query = (
        select(MESSAGE.c.uid, MESSAGE.c.state)
        .where(_in_folder(account, folder, validity), ~MESSAGE.c.filed)
        .where(MESSAGE.c.state != MessageState.RECEIVED, MESSAGE.c.complete)
        .order_by(MESSAGE.c.uid)
    )
    return [(uid, state) for uid, state in tx.execute(query)]


def mark_filed(
    tx: Transaction, account: str, folder: str, validity: int, uids: Iterable[int]
) -> None:
    """Record that `uids` no longer need moving."""
    rows = [{"moved": uid} for uid in uids]
    if not rows:
        return
    statement = (
        update(MESSAGE)
        .where(_in_folder(account, folder, validity), MESSAGE.c.uid == bindparam("moved"))
        .values(filed=True)
    )
    tx.execute(statement, rows)


def reference_of(tx: Transaction, sha256: str, other_than: int) -> str:
    """Return the reference first opened from the same octets, "" if none.

    sha256: hex. other_than: the row of the message that asks.
    """
    opened = union_all(
        select(INCIDENT.c.reference, INCIDENT.c.message_id),
        select(HOLD.c.reference, HOLD.c.message_id),
    ).subquery()
    query = (
        select(opened.c.reference)
        .join(MESSAGE, MESSAGE.c.id == opened.c.message_id)
        .where(MESSAGE.c.sha256 == sha256, MESSAGE.c.id != other_than)
        .order_by(MESSAGE.c.id)
        .limit(1)
    )
    return tx.execute(query).scalar() or ""


def _in_folder(account: str, folder: str, validity: int) -> ColumnElement[bool]:
    return and_(
        MESSAGE.c.account == account,
        MESSAGE.c.folder == folder,
        MESSAGE.c.uid_validity == validity,
    )


def _message(row: Row[tuple[object, ...]]) -> StoredMessage:
    return StoredMessage(
        id=row.id,
        account=row.account,
        folder=row.folder,
        uid=Uid(row.uid_validity, row.uid),
        internal_date=row.internal_date,
        received_at=row.received_at,
        raw=row.raw,
        sha256=row.sha256,
        size=row.size,
        complete=row.complete,
        state=MessageState(row.state),
        attempts=row.attempts,
    )
