"""Decisions made from mail as it comes in, without a store."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from processor.incident.case import Arrival
from processor.incident.decide import decide
from processor.incident.model import Decision, History, Person, Reference
from processor.incident.policy import Policy
from processor.mail.parse import parse_message
from tests.support.fakes import ADA, NOW, council
from tests.support.reports import RENDER, person

REFERENCE = Reference("KMB-2026-7F3K9-R")
COUNCIL = council()
REGISTERED = person(email=ADA)
UNSAFE = person(email=ADA, safe_to_email=False)


def arrival(raw: bytes, registered: Person | None = REGISTERED, **history: object) -> Arrival:
    """The message before the desk. registered: who on the register writes from its address."""
    message = parse_message(raw)
    known = registered is not None and message.from_ is not None
    listed = known and message.from_.key in registered.addresses
    values: dict[str, object] = {
        "person": registered if listed else None,
        "acknowledged_today": 0,
        "noticed": False,
        "names_a_hold": False,
        "duplicate_of": "",
        "reference": REFERENCE,
    }
    return Arrival(
        message=message,
        raw=raw,
        digest=hashlib.sha256(raw).hexdigest(),
        history=History(**values | history),
        reported_at=NOW,
        now=NOW,
    )


def decided(
    raw: bytes,
    registered: Person | None = REGISTERED,
    policy: Policy = COUNCIL,
    **history: object,
) -> Decision:
    """What follows from the message."""
    return decide(arrival(raw, registered, **history), policy, RENDER)


def letters_of(decision: Decision) -> list[tuple[str, str]]:
    """Purpose and recipient of each letter, in order."""
    return purposes(decision.letters)


def purposes(letters: Sequence) -> list[tuple[str, str]]:
    return [(letter.purpose.value, letter.recipient) for letter in letters]
