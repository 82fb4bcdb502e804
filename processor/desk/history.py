"""What the store knows that bears on one message, read before anything is decided."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from processor.incident.model import History, Reference
from processor.incident.policy import Policy
from processor.incident.reference import POSSIBLE, make_reference
from processor.mail.message import InboundMessage
from processor.mail.trace import delivered_at
from processor.store import incidents, ledger, outbox, register
from processor.store.database import Transaction
from processor.store.records import StoredMessage


def read_history(
    tx: Transaction,
    stored: StoredMessage,
    message: InboundMessage,
    *,
    policy: Policy,
    now: datetime,
) -> History:
    """Return what is known around `message`.

    Whether somebody was on the register is asked of the day of delivery; how many letters an
    address has had, of the last hours before `now`, because those are letters that left us.
    """
    sender = message.from_.key if message.from_ else ""
    day = policy.local(reported_at(stored, message, policy)).date()
    notice_since = now - timedelta(days=policy.safety_notice_days)
    return History(
        person=register.writing_from(tx, sender, day) if sender else None,
        acknowledged_today=outbox.acknowledged_since(tx, sender, now - timedelta(days=1)),
        noticed=outbox.noticed_since(tx, sender, notice_since),
        duplicate_of=ledger.reference_of(tx, stored.sha256, stored.id),
        reference=fresh_reference(tx, policy, now),
    )


def reported_at(stored: StoredMessage, message: InboundMessage, policy: Policy) -> datetime:
    """Return when our server took delivery, aware UTC; never when the sender says they wrote.

    A clock that is ahead of ours is not believed: our own moment of receipt stands instead.
    """
    claims = (
        delivered_at(message, trusted_hosts=policy.trust.trusted_hosts),
        stored.internal_date,
    )
    return next((c for c in claims if c and c <= stored.received_at), stored.received_at)


def fresh_reference(tx: Transaction, policy: Policy, now: datetime) -> Reference:
    """Return a random reference that names nothing yet.

    Random, because the next number in a row would tell an outsider how many reports there
    are and let them guess one.
    """
    year = policy.local(now).year
    while True:
        reference = make_reference(policy.prefix, year, secrets.randbelow(POSSIBLE))
        if not incidents.exists(tx, reference):
            return reference
