"""What follows when a relay refuses a letter for good: a person is told, at once."""

from __future__ import annotations

from datetime import datetime

from processor.desk.commit import queue
from processor.incident.letters import Render, alert
from processor.incident.model import Disposition, Purpose
from processor.incident.policy import Policy
from processor.incident.reasons import Reason
from processor.store import incidents, outbox
from processor.store.database import Transaction
from processor.store.records import QueuedLetter


def letter_refused(
    tx: Transaction, letter: QueuedLetter, policy: Policy, render: Render, now: datetime
) -> None:
    """Alert people to a refused letter; a refused referral puts its incident back on hold.

    A refused alert alerts nobody: it would be refused again. The watch notices those.
    """
    if letter.purpose is Purpose.ALERT:
        return
    if letter.purpose is Purpose.REFERRAL:
        incidents.set_state(tx, letter.reference, Disposition.HELD)
    reference = letter.reference
    number = outbox.next_number(tx, reference, Purpose.ALERT)
    reasons = (Reason.LETTER_REFUSED,)
    queue(
        tx,
        (
            alert(reference, None, reasons, person, policy, render, now, number=number)
            for person in policy.alerts
        ),
        "worker",
        now,
    )
