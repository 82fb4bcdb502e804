"""The vocabulary of the desk. Values of the enums are stored and exchanged: never rename one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from processor.audit.entry import Entry
from processor.incident.reading import Reading
from processor.mail.message import Address, OutboundMessage

Reference = NewType("Reference", str)
"""What people read out over the phone: KMB-2026-7F3K9-R. Made only by `incident.reference`."""


class Kind(StrEnum):
    """What sort of mail a message is."""

    REPORT = "report"
    FOLLOW_UP = "follow_up"
    POLICE_REPLY = "police_reply"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    NOT_A_REPORT = "not_a_report"


class Standing(StrEnum):
    """Who sent it, as far as our own server can vouch."""

    REGISTERED_AUTHENTICATED = "registered_authenticated"
    REGISTERED_UNAUTHENTICATED = "registered_unauthenticated"
    UNREGISTERED_AUTHENTICATED = "unregistered_authenticated"
    UNREGISTERED_UNAUTHENTICATED = "unregistered_unauthenticated"
    POLICE = "police"
    OWN = "own"


class Sharing(StrEnum):
    """What the sharing matrix says of an incident."""

    SEND = "send"
    SEND_INFORMATION_COPY = "send_information_copy"
    HOLD = "hold"
    LOG = "log"


class Purpose(StrEnum):
    """What a letter is for. Each is a folder under templates/."""

    SAFETY_NOW = "safety_now"
    ACKNOWLEDGEMENT = "acknowledgement"
    SAFETY_NOTICE = "safety_notice"
    REFERRAL = "referral"
    ALERT = "alert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on the register, as they stood when the message arrived.

    roles: codes of schema/codes/roles.toml. active_until: the last day, None open-ended.
    safe_to_email: False means only the first fixed acknowledgement is ever sent.
    """

    name: str
    roles: tuple[str, ...]
    ward: str
    email: str
    alternative_emails: tuple[str, ...] = ()
    party: str = ""
    active_from: date | None = None
    active_until: date | None = None
    phone: str = ""
    safe_to_email: bool = True
    safe_to_voicemail: bool = True
    safe_contact: str = ""
    language: str = "en"
    delegate_of: str = ""

    def active_on(self, day: date) -> bool:
        """Whether `day` (council's local date) lies within the person's dates, both included."""
        begun = self.active_from is None or self.active_from <= day
        return begun and (self.active_until is None or day <= self.active_until)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address they may write from, lower case."""
        return tuple(a.lower() for a in (self.email, *self.alternative_emails))


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Our record of one report.

    reported_at: when our server took delivery, aware UTC. reporter: None where the sender
    is on no register. from_: the one address it came from, where letters to the reporter
    go (never Reply-To); None where it could not be read strictly. from_shown: the From field
    as it reads, for people only. inbound_id: the message's own Message-ID as written, "" if
    none; checked before it is ever used. digest: SHA-256 of the raw message, hex.
    mentions: references of ours that the text names; a hint, nothing is joined by it.
    """

    reference: Reference
    reported_at: datetime
    kind: Kind
    standing: Standing
    reporter: Person | None
    from_: Address | None
    from_shown: str
    subject_shown: str
    inbound_id: str
    digest: str
    reading: Reading
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that follows from a decision; unique on reference, purpose, number, recipient."""

    reference: Reference
    purpose: Purpose
    number: int
    message: OutboundMessage

    @property
    def recipient(self) -> str:
        """The one address it goes to."""
        return self.message.to.addr_spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Something that waits for a person. reasons: codes of `incident.reasons`, worst first."""

    reference: Reference
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the store knows that bears on one message.

    person: who on the register writes from this address on that day, None if nobody.
    acknowledged_today: acknowledgements queued to this address in the last 24 hours.
    names_a_hold: whether the message names a report that still waits for a person.
    noticed: whether this address had the fixed safety notice in the last 30 days.
    duplicate_of: reference of the incident opened from the same octets, "" if none.
    reference: a fresh one, not yet used, for whatever is opened now.
    """

    person: Person | None
    acknowledged_today: int
    noticed: bool
    names_a_hold: bool
    duplicate_of: str
    reference: Reference


class Disposition(StrEnum):
    """How a message ended. Each is a terminal state of the ledger."""

    REFERRED = "referred"  # letters went to the police contact's outbox
    HELD = "held"  # a person was alerted
    LOGGED = "logged"  # recorded, with the reason; nothing further


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Everything that follows from one message; nothing of it has happened yet.

    incident: None for mail that is no report (automatic, bounce, not a report).
    reason: why it ended so, a code for the log, e.g. "matrix:send" or "automatic".
    """

    kind: Kind
    standing: Standing
    disposition: Disposition
    reason: str
    incident: Incident | None = None
    sharing: Sharing | None = None
    hold: Hold | None = None
    letters: tuple[Letter, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceContact:
    """The named officer. role is what strangers to the scheme may be told; name is not."""

    name: str
    role: str
    force: str
    address: Address
