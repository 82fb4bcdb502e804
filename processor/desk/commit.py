"""Writes a decision into the record: all of it, or, if anything fails, nothing.

The caller owns the transaction. Each row written here has its log entry beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from processor.audit.entry import Entry, EntryType
from processor.incident.model import Decision, Letter
from processor.incident.record import to_line
from processor.mail.compose import compose
from processor.store import holds, incidents, ledger, log, outbox
from processor.store.database import Transaction


def commit(tx: Transaction, message_id: int, decision: Decision, now: datetime) -> None:
    """Write incident, hold, letters and log entries, and settle the message.

    message_id: the row of the message in the ledger.
    """
    if decision.incident and decision.sharing:
        incidents.add(
            tx,
            message_id,
            decision.incident,
            to_line("", decision.incident.kind, decision.standing, decision.incident.reading),
            decision.sharing,
            decision.disposition,
            now,
        )
    if decision.hold:
        holds.open_hold(tx, message_id, decision.hold, now)
    for entry in decision.entries:
        log.append(tx, entry)
    queue(tx, decision.letters, "worker", now)
    ledger.settle(tx, message_id, decision.disposition, decision.reason, now)


def queue(tx: Transaction, letters: Iterable[Letter], actor: str, now: datetime) -> None:
    """Put `letters` into the outbox as the exact octets that every attempt will send."""
    for letter in letters:
        raw = compose(letter.message)
        outbox.enqueue(tx, letter, raw, now)
        log.append(
            tx,
            Entry(
                at=now,
                type=EntryType.LETTER_QUEUED,
                actor=actor,
                subject=letter.reference,
                detail={
                    "purpose": letter.purpose,
                    "message_id": letter.message.message_id,
                    "sha256": hashlib.sha256(raw).hexdigest(),
                },
            ),
        )
