"""What the log can say: a closed list of entry types, and one entry.

Entries hold references, digests, codes and counts, never names, addresses or words, so that
an incident can be erased while the log still verifies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EntryType(StrEnum):
    """Everything that is ever logged. Values are stored: add, never rename."""

    MESSAGE_RECEIVED = "message.received"
    MESSAGE_LOGGED = "message.logged"
    MESSAGE_UNREADABLE = "message.unreadable"
    INCIDENT_OPENED = "incident.opened"
    HOLD_OPENED = "hold.opened"
    HOLD_RELEASED = "hold.released"
    HOLD_REJECTED = "hold.rejected"
    LETTER_QUEUED = "letter.queued"
    LETTER_ATTEMPTED = "letter.attempted"
    LETTER_ACCEPTED = "letter.accepted"
    LETTER_DEFERRED = "letter.deferred"
    LETTER_UNKNOWN = "letter.unknown"
    LETTER_REFUSED = "letter.refused"
    REGISTER_IMPORTED = "register.imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened.

    at: aware UTC. actor: "worker" or "person:<name as given to the command>".
    subject: what it is about: a reference, a message's SHA-256 or a letter's Message-ID.
    detail: short codes by name, e.g. {"level": "urgent", "rules": "U1 U11"}; strings only,
        because numbers differ between JSON readers.
    """

    at: datetime
    type: EntryType
    actor: str
    subject: str
    detail: Mapping[str, str] = field(default_factory=dict)
