"""One message before the desk: what arrived, and what was found out about it so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from processor.audit.entry import Entry, EntryType
from processor.incident.identifiers import our_references
from processor.incident.letters import Render
from processor.incident.model import History, Incident, Kind, Standing
from processor.incident.policy import Policy
from processor.incident.read import read_report
from processor.incident.reading import Reading
from processor.mail.automatic import Automatic
from processor.mail.message import InboundMessage

_HIDDEN_COPY = "not-addressed-to-us"  # no reason to leave a proven reporter in silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One message as it stands before the desk, with what is known around it.

    raw: its octets; digest: their SHA-256, hex. reported_at: when our server took delivery.
    now: the moment of decision. Both aware UTC.
    """

    message: InboundMessage
    raw: bytes
    digest: str
    history: History
    reported_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An arrival with the rules that apply to it and what they said of sender and kind.

    vouched, rule: why the standing and the kind are what they are, as codes for the log.
    """

    arrival: Arrival
    policy: Policy
    render: Render
    standing: Standing
    vouched: str
    automatic: Automatic
    kind: Kind
    rule: str

    @property
    def proven(self) -> bool:
        """Whether the sender may act without a person."""
        return self.standing is Standing.REGISTERED_AUTHENTICATED

    @property
    def answerable(self) -> bool:
        """Whether the sender may be answered by a machine at all."""
        return answerable(self.automatic, self.standing)

    def entry(self, entry_type: EntryType, subject: str, **detail: str) -> Entry:
        """A log entry that also says how the message was judged."""
        judged = {"kind": self.kind, "kind_rule": self.rule, "standing": self.standing}
        return Entry(
            at=self.arrival.now,
            type=entry_type,
            actor="worker",
            subject=subject,
            detail={**judged, "authentication": self.vouched, **detail},
        )


def answerable(automatic: Automatic, standing: Standing) -> bool:
    """Whether a sender of that standing may be answered by a machine at all."""
    hidden = automatic.reason == _HIDDEN_COPY and standing is Standing.REGISTERED_AUTHENTICATED
    return not automatic.reason or hidden


def open_incident(arrival: Arrival, kind: Kind, standing: Standing, policy: Policy) -> Incident:
    """Return the incident that `arrival` reports, under the reference its history offers."""
    message, history = arrival.message, arrival.history
    reading = read_report(
        message,
        policy,
        reported_at=arrival.reported_at,
        ward=history.person.ward if history.person else "",
    )
    return Incident(
        reference=history.reference,
        reported_at=arrival.reported_at,
        kind=kind,
        standing=standing,
        reporter=history.person,
        from_=message.from_,
        from_shown=message.from_shown,
        subject_shown=message.subject,
        inbound_id=message.message_id,
        digest=arrival.digest,
        reading=reading,
        mentions=_mentions(message, reading, policy),
    )


def _mentions(message: InboundMessage, reading: Reading, policy: Policy) -> tuple[str, ...]:
    """Our references in subject and words, and in the Message-ID of the letter it answers."""
    around = " ".join((message.subject, *message.in_reply_to))
    written = (ref.value for ref in reading.our_refs)
    return tuple(dict.fromkeys((*our_references(around, policy.prefix), *written)))
