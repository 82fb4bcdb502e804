"""Everything that follows from one message, as data. Nothing has happened when this returns.

Read `decide` first; each step below it answers one question. The order is the policy: who
sent it, what sort of mail it is, what it says, who may know, who must be told.
"""

from __future__ import annotations

from processor.audit.entry import EntryType
from processor.incident import correspondence
from processor.incident.case import Arrival, Case, open_incident
from processor.incident.classify import classify
from processor.incident.letters import Render
from processor.incident.model import (
    Decision,
    Disposition,
    Hold,
    Incident,
    Kind,
    Sharing,
)
from processor.incident.policy import Policy
from processor.incident.reading import Level
from processor.incident.reasons import Reason
from processor.incident.sharing import share
from processor.incident.standing import standing_of
from processor.mail.automatic import reason_not_to_answer


def decide(arrival: Arrival, policy: Policy, render: Render) -> Decision:
    """Return everything that follows from `arrival`."""
    message, history = arrival.message, arrival.history
    standing, vouched = standing_of(message, history.person, policy.trust)
    automatic = reason_not_to_answer(message, own_addresses=policy.trust.own_addresses)
    kind, rule = classify(message, standing=standing, automatic=automatic, policy=policy)
    case = Case(
        arrival=arrival,
        policy=policy,
        render=render,
        standing=standing,
        vouched=vouched,
        automatic=automatic,
        kind=kind,
        rule=rule,
    )
    if history.duplicate_of:
        return _logged(case, "duplicate", subject=history.duplicate_of)
    if kind is Kind.AUTOMATIC and not correspondence.ours_in_danger(case):
        return _logged(case, f"automatic:{automatic.reason or rule}", subject=arrival.digest)
    if kind in (Kind.REPORT, Kind.FOLLOW_UP):
        return _report(case)
    return _no_report(case)


def _logged(case: Case, reason: str, subject: str) -> Decision:
    """Record it with its reason; nobody is answered or alerted."""
    return Decision(
        kind=case.kind,
        standing=case.standing,
        disposition=Disposition.LOGGED,
        reason=reason,
        entries=(case.entry(EntryType.MESSAGE_LOGGED, subject, reason=reason),),
    )


def _no_report(case: Case) -> Decision:
    """Hold for a person what is no report, and what no software should judge."""
    bounced = case.kind is Kind.BOUNCE
    reason = {
        Kind.BOUNCE: Reason.BOUNCE,
        Kind.POLICE_REPLY: Reason.POLICE_REPLY,
        Kind.AUTOMATIC: Reason.AUTOMATIC,
    }.get(case.kind, Reason.NOT_A_REPORT)
    hold = Hold(reference=case.arrival.history.reference, reasons=(reason,))
    notices = () if bounced or case.kind is Kind.AUTOMATIC else correspondence.to_a_stranger(case)
    return Decision(
        kind=case.kind,
        standing=case.standing,
        disposition=Disposition.HELD,
        reason=reason,
        hold=hold,
        letters=(*notices, *correspondence.alerts(case, None, hold.reasons, held=True)),
        entries=(case.entry(EntryType.HOLD_OPENED, hold.reference, reasons=reason),),
    )


def _report(case: Case) -> Decision:
    """Open an incident; share it if the sender is proven and the matrix says so."""
    incident = open_incident(case.arrival, case.kind, case.standing, case.policy)
    sharing, rule = share(incident.reading, not_stated_sends=case.policy.not_stated_sends)
    holds = _reasons_to_hold(case, incident, sharing, rule)
    sharing = Sharing.HOLD if holds else sharing
    entries = [
        case.entry(
            EntryType.INCIDENT_OPENED,
            incident.reference,
            message=case.arrival.digest,
            level=incident.reading.level,
            rules=" ".join(rule.value for rule in incident.reading.rules),
            category=incident.reading.primary_category,
            sharing=sharing,
            sharing_rule=rule,
        )
    ]
    hold = Hold(reference=incident.reference, reasons=holds) if holds else None
    if hold:
        reasons = " ".join(holds)
        entries.append(case.entry(EntryType.HOLD_OPENED, hold.reference, reasons=reasons))
    return Decision(
        kind=case.kind,
        standing=case.standing,
        disposition=_disposition(sharing),
        reason=holds[0] if holds else f"{rule}:{sharing}",
        incident=incident,
        sharing=sharing,
        hold=hold,
        letters=correspondence.of_a_report(case, incident, sharing, holds),
        entries=tuple(entries),
    )


def _reasons_to_hold(
    case: Case, incident: Incident, sharing: Sharing, rule: str
) -> tuple[str, ...]:
    """Why a person must look before anything goes to the police, worst first.

    A proven sender's URGENT or IMMEDIATE report is never held back by an attachment that
    nobody can read: the referral goes and a person is alerted beside it.
    """
    if not case.proven:
        return (case.standing.replace("_", "-"),)
    if case.arrival.history.names_a_hold:
        return (Reason.ANSWERS_A_HOLD,)
    if sharing is Sharing.HOLD:
        return (rule,)
    if incident.reading.level.rank >= Level.URGENT.rank:
        return ()
    return tuple(correspondence.doubts(case, incident))


def _disposition(sharing: Sharing) -> Disposition:
    if sharing in correspondence.SENT:
        return Disposition.REFERRED
    return Disposition.HELD if sharing is Sharing.HOLD else Disposition.LOGGED
