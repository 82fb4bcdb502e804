"""What the store knows that bears on one message, read before anything is decided."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from processor.incident.identifiers import our_references
from processor.incident.model import History, Reference
from processor.incident.policy import Policy
from processor.incident.reference import POSSIBLE, make_reference
from processor.mail.message import InboundMessage
from processor.mail.trace import delivered_at
from processor.store import holds, incidents, ledger, outbox, register
from processor.store.database import Transaction
from processor.store.records import StoredMessage

_MOST_NAMED = 20  # references looked up for one message, however many it names


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
        names_a_hold=_names_a_hold(tx, message, policy.prefix),
        noticed=outbox.noticed_since(tx, sender, notice_since),
        duplicate_of=ledger.reference_of(tx, stored.sha256, stored.id),
        reference=fresh_reference(tx, policy, now),
    )


def _names_a_hold(tx: Transaction, message: InboundMessage, prefix: str) -> bool:
    """A hint and no proof: it only keeps an answer from being read as a report of its own."""
    around = " ".join((message.subject, *message.in_reply_to, message.text))
    named = dict.fromkeys(our_references(around, prefix))
    return any(holds.is_open(tx, reference) for reference in [*named][:_MOST_NAMED])


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
