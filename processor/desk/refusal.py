"""What follows when a relay refuses a letter for good: a person is told, at once."""

from __future__ import annotations

from datetime import datetime

from processor.audit.entry import Entry, EntryType
from processor.desk.commit import queue
from processor.incident.letters import Render, alert
from processor.incident.model import Disposition, Hold, Purpose
from processor.incident.policy import Policy
from processor.incident.reasons import Reason
from processor.store import holds, incidents, log, outbox
from processor.store.database import Transaction
from processor.store.records import QueuedLetter


def letter_refused(
    tx: Transaction, letter: QueuedLetter, policy: Policy, render: Render, now: datetime
) -> None:
    """Alert people to a refused letter; a refused referral puts its incident on hold.

    A refused alert alerts nobody: it would be refused again. The watch notices those.
    """
    if letter.purpose is Purpose.ALERT:
        return
    if letter.purpose is Purpose.REFERRAL:
        _hold(tx, letter, now)
    reference = letter.reference
    number = outbox.next_number(tx, reference, Purpose.ALERT)
    reasons = (Reason.LETTER_REFUSED,)
    held = letter.purpose is Purpose.REFERRAL or holds.is_open(tx, reference)
    queue(
        tx,
        (
            alert(reference, None, reasons, person, policy, render, now, held=held, number=number)
            for person in policy.alerts
        ),
        "worker",
        now,
    )


def _hold(tx: Transaction, letter: QueuedLetter, now: datetime) -> None:
    """Let a person send the referral again, or reject it."""
    message_id = incidents.get(tx, letter.reference).message_id
    hold = Hold(reference=letter.reference, reasons=(Reason.LETTER_REFUSED,))
    holds.open_again(tx, message_id, hold, now)
    incidents.set_state(tx, letter.reference, Disposition.HELD)
    entry = Entry(
        at=now,
        type=EntryType.HOLD_OPENED,
        actor="worker",
        subject=letter.reference,
        detail={"reasons": Reason.LETTER_REFUSED, "message_id": letter.message_id},
    )
    log.append(tx, entry)
