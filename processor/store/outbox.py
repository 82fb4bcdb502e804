"""The outbox: letters as the exact octets that every attempt sends.

A letter is written in the same commit as what it follows from, so there is no moment when an
incident exists and its letters do not. An attempt is booked before it is made: whoever dies
while sending leaves a letter that is due again later, under the same Message-ID.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Row, case, func, insert, select, update

from processor.incident.model import Letter, Purpose, Reference
from processor.store.database import Transaction
from processor.store.records import LetterState, LetterStatus, Outcome, QueuedLetter
from processor.store.rows import write_one
from processor.store.tables import LETTER

_PRIORITY = (
    Purpose.SAFETY_NOW,
    Purpose.REFERRAL,
    Purpose.ACKNOWLEDGEMENT,
    Purpose.ALERT,
    Purpose.SAFETY_NOTICE,
)
_SETTLED = {Outcome.ACCEPTED: LetterState.ACCEPTED, Outcome.REFUSED: LetterState.REFUSED}


def enqueue(tx: Transaction, letter: Letter, raw: bytes, now: datetime) -> None:
    """Queue `letter`, due at once. raw: the octets to send.

    Raises StoreError where the letter is queued or was sent already.
    """
    row = {
        "reference": letter.reference,
        "purpose": letter.purpose,
        "number": letter.number,
        "recipient": letter.recipient,
        "recipient_key": letter.recipient.lower(),
        "message_id": letter.message.message_id,
        "reverse_path": letter.message.reverse_path,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "state": LetterState.QUEUED,
        "attempts": 0,
        "due_at": now,
        "last_code": "",
        "created_at": now,
        "settled_at": None,
        "reply": "",
        "raw": raw,
    }
    tx.execute(insert(LETTER), row)


def next_due(tx: Transaction, now: datetime) -> QueuedLetter | None:
    """Return the letter to send next, or None: by purpose, then the longest due.

    On PostgreSQL the row stays locked until the transaction ends; `book` it in the same one.
    """
    purpose = case({p.value: rank for rank, p in enumerate(_PRIORITY)}, value=LETTER.c.purpose)
    query = (
        select(LETTER)
        .where(LETTER.c.state == LetterState.QUEUED, LETTER.c.due_at <= now)
        .order_by(purpose, LETTER.c.due_at, LETTER.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = tx.execute(query).one_or_none()
    return _queued(row) if row else None


def book(tx: Transaction, letter_id: int, next_attempt_at: datetime) -> None:
    """Count an attempt and set when the next is due; commit before dialling."""
    statement = (
        update(LETTER)
        .where(LETTER.c.id == letter_id, LETTER.c.state == LetterState.QUEUED)
        .values(attempts=LETTER.c.attempts + 1, due_at=next_attempt_at)
    )
    write_one(tx, statement, f"queued letter {letter_id}")


def settle(
    tx: Transaction, letter_id: int, outcome: Outcome, code: str, reply: str, now: datetime
) -> None:
    """Record how an attempt ended; deferred and unknown leave the letter as it was booked.

    code: the SMTP reply code, or a word such as "timeout". reply: the relay's words, "" if
        none. An accepted letter stays accepted, whatever a slower attempt says afterwards.
    """
    values: dict[str, object] = {"last_code": code, "reply": reply}
    if outcome in _SETTLED:
        values |= {"state": _SETTLED[outcome], "settled_at": now}
    statement = (
        update(LETTER)
        .where(LETTER.c.id == letter_id, LETTER.c.state != LetterState.ACCEPTED)
        .values(values)
    )
    tx.execute(statement)


def queue_again(tx: Transaction, reference: str, purpose: Purpose, now: datetime) -> bool:
    """Make refused letters of that purpose due at once, octet for octet; return whether any was."""
    statement = (
        update(LETTER)
        .where(LETTER.c.reference == reference, LETTER.c.purpose == purpose)
        .where(LETTER.c.state == LetterState.REFUSED)
        .values(state=LetterState.QUEUED, due_at=now, settled_at=None, last_code="")
    )
    return tx.execute(statement).rowcount > 0


def queued(tx: Transaction) -> int:
    """Return how many letters are still to be sent, due or not."""
    query = select(func.count()).where(LETTER.c.state == LetterState.QUEUED)
    return int(tx.execute(query).scalar_one())


def next_number(tx: Transaction, reference: str, purpose: Purpose) -> int:
    """Return the number that the next letter of that purpose about `reference` takes, from 1."""
    query = select(func.max(LETTER.c.number)).where(
        LETTER.c.reference == reference, LETTER.c.purpose == purpose
    )
    return (tx.execute(query).scalar() or 0) + 1


def acknowledged_since(tx: Transaction, address: str, since: datetime) -> int:
    """Return how many acknowledgements were queued to `address` from `since` on."""
    return _count(tx, Purpose.ACKNOWLEDGEMENT, address, since)


def noticed_since(tx: Transaction, address: str, since: datetime) -> bool:
    """Whether the fixed safety notice was queued to `address` from `since` on."""
    return _count(tx, Purpose.SAFETY_NOTICE, address, since) > 0


def of_reference(tx: Transaction, reference: str) -> list[LetterStatus]:
    """Return how each letter about `reference` stands, in the order they were queued."""
    query = select(LETTER).where(LETTER.c.reference == reference).order_by(LETTER.c.id)
    return [_status(row) for row in tx.execute(query)]


def _count(tx: Transaction, purpose: Purpose, address: str, since: datetime) -> int:
    query = select(func.count()).where(
        LETTER.c.recipient_key == address.lower(),
        LETTER.c.purpose == purpose,
        LETTER.c.created_at >= since,
    )
    return int(tx.execute(query).scalar_one())


def _queued(row: Row[tuple[object, ...]]) -> QueuedLetter:
    return QueuedLetter(
        id=row.id,
        reference=Reference(row.reference),
        purpose=Purpose(row.purpose),
        number=row.number,
        recipient=row.recipient,
        message_id=row.message_id,
        reverse_path=row.reverse_path,
        raw=row.raw,
        attempts=row.attempts,
        last_code=row.last_code,
        created_at=row.created_at,
    )


def _status(row: Row[tuple[object, ...]]) -> LetterStatus:
    return LetterStatus(
        purpose=Purpose(row.purpose),
        number=row.number,
        recipient=row.recipient,
        message_id=row.message_id,
        sha256=row.sha256,
        state=LetterState(row.state),
        attempts=row.attempts,
        due_at=row.due_at,
        last_code=row.last_code,
        created_at=row.created_at,
        settled_at=row.settled_at,
    )
