"""Who must be written to about one message, and in which order the letters should leave."""

from __future__ import annotations

from collections.abc import Iterator

from processor.incident.case import Case, open_incident
from processor.incident.intimate import may_hold_intimate_image
from processor.incident.letters import acknowledgement, alert, safety_notice, safety_now
from processor.incident.model import Incident, Letter, Purpose, Sharing, Standing
from processor.incident.reading import Level
from processor.incident.reasons import Reason
from processor.incident.referral import referral
from processor.incident.texts import MAX_CHARACTERS
from processor.mail.defects import HOLDING

_OURS = (
    Standing.REGISTERED_AUTHENTICATED,
    Standing.REGISTERED_UNAUTHENTICATED,
    Standing.OWN,
)
SENT = (Sharing.SEND, Sharing.SEND_INFORMATION_COPY)


def of_a_report(
    case: Case, incident: Incident, sharing: Sharing, holds: tuple[str, ...]
) -> tuple[Letter, ...]:
    """Return every letter of a report. holds: why it waits for a person, if it does."""
    arrival, policy, render = case.arrival, case.policy, case.render
    letters = [*_to_the_reporter(case, incident, sharing)]
    if sharing in SENT:
        letters.append(
            referral(incident, arrival.message, arrival.raw, sharing, policy, render, arrival.now)
        )
    reasons = dict.fromkeys((*holds, *_worth_telling(case, incident, sharing)))
    level = incident.reading.level
    return (*letters, *to_a_stranger(case), *alerts(case, level, tuple(reasons), held=bool(holds)))


def to_a_stranger(case: Case) -> tuple[Letter, ...]:
    """Return the fixed safety notice, once an address in thirty days, or nothing."""
    arrival, sender = case.arrival, case.arrival.message.from_
    if case.standing is not Standing.UNREGISTERED_AUTHENTICATED or sender is None:
        return ()
    if not case.answerable or arrival.history.noticed or answers_an_alert(case):
        return ()
    return (
        safety_notice(sender, arrival.history.reference, case.policy, case.render, arrival.now),
    )


def alerts(
    case: Case, level: Level | None, reasons: tuple[str, ...], *, held: bool
) -> tuple[Letter, ...]:
    """Return one alert for each person of the settings, or nothing where there is no reason.

    held: whether a hold is opened with them.
    """
    if not reasons or answers_an_alert(case):
        return ()
    reference, now = case.arrival.history.reference, case.arrival.now
    return tuple(
        alert(reference, level, reasons, person, case.policy, case.render, now, held=held)
        for person in case.policy.alerts
    )


def answers_an_alert(case: Case) -> bool:
    """Whether the message is an alert of ours that bounced, or a machine's answer to one.

    Another alert would be answered again, and again; what came waits with the held.
    """
    people, message = {person.key for person in case.policy.alerts}, case.arrival.message
    named = f".{Purpose.ALERT}."
    bounced = any(
        status.recipient.lower() in people or named in status.original_message_id
        for status in message.delivery_status
    )
    from_them = message.from_ is not None and message.from_.key in people
    return bounced or (from_them and any(named in answered for answered in message.in_reply_to))


def ours_in_danger(case: Case) -> bool:
    """Whether mail that looks automatic comes from one of ours and tells of danger.

    A header that a provider or a rule added must not silence somebody who needs help.
    """
    if case.standing not in _OURS:
        return False
    incident = open_incident(case.arrival, case.kind, case.standing, case.policy)
    return incident.reading.level.rank >= Level.URGENT.rank


def doubts(case: Case, incident: Incident) -> Iterator[Reason]:
    """Yield what makes the reading itself doubtful."""
    unread = len(case.arrival.message.text) > MAX_CHARACTERS
    if unread or HOLDING.intersection(incident.reading.defects):
        yield Reason.DEFECT
    if not incident.reading.account.strip():
        yield Reason.EMPTY


def _to_the_reporter(case: Case, incident: Incident, sharing: Sharing) -> list[Letter]:
    """At IMMEDIATE the short letter first, then what everybody gets.

    Somebody whose mailbox is not safe has only the first of them, and a call.
    """
    in_danger = incident.reading.level is Level.IMMEDIATE and not case.automatic.is_automatic
    if not (case.proven and (case.answerable or in_danger)):
        return []
    letters = []
    if incident.reading.level is Level.IMMEDIATE:
        letters.append(safety_now(incident, case.policy, case.render, case.arrival.now))
    if not _capped(case, incident):
        letters.append(
            acknowledgement(incident, sharing, case.policy, case.render, case.arrival.now)
        )
    return letters if _mailbox_is_safe(incident) else letters[:1]


def _worth_telling(case: Case, incident: Incident, sharing: Sharing) -> Iterator[str]:
    """Yield why people are told of a report, beside the reasons for which it is held."""
    if incident.reading.fired("I7"):
        yield Reason.SELF_HARM
    if case.proven and _capped(case, incident):
        yield Reason.CAPPED
    if case.proven and not _mailbox_is_safe(incident):
        yield Reason.CALL
    if sharing in SENT:
        yield from doubts(case, incident)
    if may_hold_intimate_image(incident.reading) and case.arrival.message.attachments:
        yield Reason.INTIMATE_IMAGE
    if incident.reading.level.rank >= Level.URGENT.rank:
        yield f"level-{incident.reading.level}"


def _capped(case: Case, incident: Incident) -> bool:
    """Whether this address has had its acknowledgements for the day.

    The cap stops a loop between two machines; it never stops IMMEDIATE.
    """
    spent = case.arrival.history.acknowledged_today >= case.policy.acknowledgements_a_day
    return spent and incident.reading.level is not Level.IMMEDIATE


def _mailbox_is_safe(incident: Incident) -> bool:
    return incident.reporter is None or incident.reporter.safe_to_email
