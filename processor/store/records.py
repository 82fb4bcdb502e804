"""What leaves the store: plain frozen values, free of the database.

Times are aware UTC throughout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from processor.incident.model import Disposition, Kind, Purpose, Reference, Sharing, Standing
from processor.incident.reading import Level, Wish
from processor.mail.message import Uid


class MessageState(StrEnum):
    """How far a message has come: stored, or ended in one of three ways."""

    RECEIVED = "received"
    REFERRED = Disposition.REFERRED.value
    HELD = Disposition.HELD.value
    LOGGED = Disposition.LOGGED.value


class HoldState(StrEnum):
    """Whether a person has decided on what waited for them."""

    OPEN = "open"
    RELEASED = "released"
    REJECTED = "rejected"


class LetterState(StrEnum):
    """Where a letter is. `accepted` is the relay's word, never "received by police"."""

    QUEUED = "queued"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Outcome(StrEnum):
    """How one attempt to send a letter ended."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"  # not done; stays queued
    REFUSED = "refused"  # never will be done
    UNKNOWN = "unknown"  # perhaps done; stays queued, under the same Message-ID


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessage:
    """One message of the ledger.

    raw: the octets as fetched; only the beginning of them where `complete` is false.
    internal_date: None where the server did not say. received_at: our clock.
    sha256: of raw, hex. attempts: how often processing was begun.
    """

    id: int
    account: str
    folder: str
    uid: Uid
    internal_date: datetime | None
    received_at: datetime
    raw: bytes = field(repr=False)
    sha256: str
    size: int
    complete: bool
    state: MessageState
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredIncident:
    """One incident. record: the findings as `incident.record` made them.

    reporter_email: lower case, None where the sender was on no register.
    """

    id: int
    reference: Reference
    message_id: int
    kind: Kind
    standing: Standing
    level: Level
    category: str
    wish: Wish
    sharing: Sharing
    reporter_email: str | None = field(repr=False)
    record: Mapping[str, object] = field(repr=False)
    reported_at: datetime
    opened_at: datetime
    state: Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHold:
    """Something that waits, or waited, for a person.

    closed_at: None while open. closed_by, note: "" while open.
    """

    id: int
    reference: Reference
    message_id: int
    reasons: tuple[str, ...]
    state: HoldState
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedLetter:
    """A letter that is due. raw: the octets of every attempt. attempts: those before now.

    message_id: with its angle brackets. reverse_path: "" is the null path. last_code: how the
    attempt before ended, "" if there was none.
    """

    id: int
    reference: Reference
    purpose: Purpose
    number: int
    recipient: str = field(repr=False)
    message_id: str
    reverse_path: str
    raw: bytes = field(repr=False)
    attempts: int
    last_code: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterStatus:
    """How a letter stands, for people. last_code: "" before the first attempt ended.

    settled_at: None while queued.
    """

    purpose: Purpose
    number: int
    recipient: str = field(repr=False)
    message_id: str
    sha256: str
    state: LetterState
    attempts: int
    due_at: datetime
    last_code: str
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCounts:
    """What importing a register did, in persons."""

    added: int
    changed: int
    unchanged: int
