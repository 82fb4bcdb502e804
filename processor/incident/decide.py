"""Everything that follows from one message, as data. Nothing has happened when this returns.

Read `decide` first; each step below it answers one question. The order is the policy:
who sent it, what sort of mail it is, what it says, who may know, who must be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from processor.audit.entry import Entry, EntryType
from processor.incident.classify import classify
from processor.incident.letters import Render, acknowledgement, alert, safety_notice, safety_now
from processor.incident.model import (
    Decision,
    Disposition,
    History,
    Hold,
    Incident,
    Kind,
    Letter,
    Level,
    Sharing,
    Standing,
)
from processor.incident.policy import Policy
from processor.incident.read import read_report
from processor.incident.reasons import Reason
from processor.incident.referral import referral
from processor.incident.sharing import share
from processor.incident.standing import standing_of
from processor.mail.automatic import Automatic, reason_not_to_answer
from processor.mail.defects import HOLDING
from processor.mail.message import InboundMessage

_REPORTS = (Kind.REPORT, Kind.FOLLOW_UP)
_SENT = (Sharing.SEND, Sharing.SEND_INFORMATION_COPY)


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


def decide(arrival: Arrival, policy: Policy, render: Render) -> Decision:
    """Return everything that follows from `arrival`."""
    message, history = arrival.message, arrival.history
    standing, vouched = standing_of(message, history.person, policy.trust)
    automatic = reason_not_to_answer(message, own_addresses=policy.trust.own_addresses)
    kind, rule = classify(message, standing=standing, automatic=automatic, policy=policy)
    case = _Case(arrival, policy, render, standing, vouched, automatic, kind, rule)
    if history.duplicate_of:
        return case.logged("duplicate", subject=history.duplicate_of)
    if kind is Kind.AUTOMATIC:
        return case.logged(f"automatic:{automatic.reason or rule}")
    if kind in _REPORTS:
        return case.report()
    return case.no_report()


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
        mentions=tuple(dict.fromkeys(ref.value for ref in reading.our_refs)),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """What `decide` has found out, and the three ways a message can end."""

    arrival: Arrival
    policy: Policy
    render: Render
    standing: Standing
    vouched: str
    automatic: Automatic
    kind: Kind
    rule: str

    def logged(self, reason: str, subject: str = "") -> Decision:
        """Record it with its reason; nobody is answered or alerted."""
        entry = self._entry(EntryType.MESSAGE_LOGGED, subject or self.arrival.digest, reason=reason)
        return Decision(
            kind=self.kind,
            standing=self.standing,
            disposition=Disposition.LOGGED,
            reason=reason,
            entries=(entry,),
        )

    def no_report(self) -> Decision:
        """Hold for a person what is neither a report nor plainly automatic."""
        reason = {
            Kind.BOUNCE: Reason.BOUNCE,
            Kind.POLICE_REPLY: Reason.POLICE_REPLY,
        }.get(self.kind, Reason.NOT_A_REPORT)
        if self.standing is Standing.OWN and self.kind is not Kind.BOUNCE:
            reason = Reason.OWN_ADDRESS
        hold = Hold(reference=self.arrival.history.reference, reasons=(reason,))
        notices = () if self.kind is Kind.BOUNCE else self._to_a_stranger()
        return Decision(
            kind=self.kind,
            standing=self.standing,
            disposition=Disposition.HELD,
            reason=reason,
            hold=hold,
            letters=(*notices, *self._alerts(None, hold.reasons)),
            entries=(self._hold_entry(hold),),
        )

    def report(self) -> Decision:
        """Open an incident; share it if the sender is proven and the matrix says so."""
        incident = open_incident(self.arrival, self.kind, self.standing, self.policy)
        sharing, reason = share(incident.reading, not_stated_sends=self.policy.not_stated_sends)
        holds = self._reasons_to_hold(incident, sharing, reason)
        if holds:
            sharing = Sharing.HOLD
        hold = Hold(reference=incident.reference, reasons=holds) if holds else None
        disposition = _disposition(sharing)
        opened = self._entry(
            EntryType.INCIDENT_OPENED,
            incident.reference,
            message=self.arrival.digest,
            level=incident.reading.level,
            rules=" ".join(rule.value for rule in incident.reading.rules),
            category=incident.reading.primary_category,
            sharing=sharing,
            sharing_rule=reason,
        )
        return Decision(
            kind=self.kind,
            standing=self.standing,
            disposition=disposition,
            reason=holds[0] if holds else f"{reason}:{sharing}",
            incident=incident,
            sharing=sharing,
            hold=hold,
            letters=self._letters(incident, sharing, holds),
            entries=(opened, self._hold_entry(hold)) if hold else (opened,),
        )

    def _reasons_to_hold(self, incident: Incident, sharing: Sharing, rule: str) -> tuple[str, ...]:
        """Why a person must look before anything goes to the police, worst first.

        A proven sender's URGENT or IMMEDIATE report is never held back by an attachment that
        nobody can read: the referral goes and a person is alerted beside it.
        """
        if self.standing is not Standing.REGISTERED_AUTHENTICATED:
            return (self.standing.value.replace("_", "-"),)
        if sharing is Sharing.HOLD:
            return (Reason.MATRIX if rule == "matrix" else rule,)
        if incident.reading.level.rank >= Level.URGENT.rank:
            return ()
        return tuple(self._doubts(incident))

    def _doubts(self, incident: Incident) -> list[str]:
        """What makes the reading itself doubtful."""
        doubts = [Reason.DEFECT] if HOLDING.intersection(incident.reading.defects) else []
        if not incident.reading.account.strip():
            doubts.append(Reason.EMPTY)
        return [*doubts]

    def _letters(
        self, incident: Incident, sharing: Sharing, holds: tuple[str, ...]
    ) -> tuple[Letter, ...]:
        """Every letter of a report, in the order in which they should leave."""
        policy, render, now = self.policy, self.render, self.arrival.now
        letters: list[Letter] = []
        level = incident.reading.level
        reasons = list(holds)
        proven = self.standing is Standing.REGISTERED_AUTHENTICATED
        capped = self._capped(level)
        if proven and not self.automatic.reason:
            if level is Level.IMMEDIATE:
                letters.append(safety_now(incident, policy, render, now))
            if not capped:
                letters.append(acknowledgement(incident, sharing, policy, render, now))
        if proven and capped:
            reasons.append(Reason.CAPPED)
        if sharing in _SENT:
            letters.append(
                referral(
                    incident, self.arrival.message, self.arrival.raw, sharing, policy, render, now
                )
            )
            reasons += [doubt for doubt in self._doubts(incident) if doubt not in reasons]
        if level.rank >= Level.URGENT.rank:
            reasons.append(f"level-{level}")
        return (*letters, *self._to_a_stranger(), *self._alerts(level, tuple(reasons)))

    def _capped(self, level: Level) -> bool:
        """Whether this address has had its acknowledgements for the day.

        The cap stops a loop between two machines; it never stops IMMEDIATE.
        """
        spent = self.arrival.history.acknowledged_today >= self.policy.acknowledgements_a_day
        return spent and level is not Level.IMMEDIATE

    def _to_a_stranger(self) -> tuple[Letter, ...]:
        """The fixed safety notice, once an address in thirty days, or nothing."""
        sender, history = self.arrival.message.from_, self.arrival.history
        if self.standing is not Standing.UNREGISTERED_AUTHENTICATED or sender is None:
            return ()
        if self.automatic.reason or history.noticed:
            return ()
        return (
            safety_notice(sender, history.reference, self.policy, self.render, self.arrival.now),
        )

    def _alerts(self, level: Level | None, reasons: tuple[str, ...]) -> tuple[Letter, ...]:
        if not reasons:
            return ()
        policy, reference, now = self.policy, self.arrival.history.reference, self.arrival.now
        return tuple(
            alert(reference, level, reasons, person, policy, self.render, now)
            for person in policy.alerts
        )

    def _hold_entry(self, hold: Hold) -> Entry:
        return self._entry(EntryType.HOLD_OPENED, hold.reference, reasons=" ".join(hold.reasons))

    def _entry(self, entry_type: EntryType, subject: str, **detail: str) -> Entry:
        """An entry that also says how the message was judged."""
        judged = {"kind": self.kind, "kind_rule": self.rule, "standing": self.standing}
        return Entry(
            at=self.arrival.now,
            type=entry_type,
            actor="worker",
            subject=subject,
            detail={**judged, "authentication": self.vouched, **detail},
        )


def _disposition(sharing: Sharing) -> Disposition:
    if sharing in _SENT:
        return Disposition.REFERRED
    return Disposition.HELD if sharing is Sharing.HOLD else Disposition.LOGGED
