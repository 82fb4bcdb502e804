"""Reads a message as the worker would and says what it found; stores and sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from processor.errors import ParserDied
from processor.incident.classify import classify
from processor.incident.model import Kind, Person, Standing
from processor.incident.policy import Policy
from processor.incident.read import Study, study
from processor.incident.reading import Part, Reading
from processor.incident.record import to_line
from processor.incident.standing import standing_of
from processor.mail.automatic import Automatic, reason_not_to_answer
from processor.mail.message import InboundMessage
from processor.mail.trace import delivered_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How the worker would take a message. rule: what decided the kind; vouched: the standing."""

    kind: Kind
    rule: str
    automatic: Automatic
    standing: Standing
    vouched: str
    study: Study


def dry_run(
    file: str,
    raw: bytes,
    *,
    parse: Callable[[bytes], InboundMessage],
    people: Sequence[Person],
    policy: Policy,
) -> dict[str, object]:
    """Return the line of `processor read` for one message; fits schema/incident.schema.json."""
    try:
        judged = judge(raw, parse=parse, people=people, policy=policy)
    except ParserDied as error:
        unread = Reading(
            texts=dict.fromkeys(Part, ""), account="", defects=(f"unreadable-{error.reason}",)
        )
        return to_line(file, Kind.REPORT, Standing.UNREGISTERED_UNAUTHENTICATED, unread)
    return to_line(file, judged.kind, judged.standing, judged.study.reading)


def judge(
    raw: bytes,
    *,
    parse: Callable[[bytes], InboundMessage],
    people: Sequence[Person],
    policy: Policy,
) -> Judged:
    """Return what the worker would make of a message. Raises ParserDied."""
    message = parse(raw)
    reported_at = delivered_at(message, trusted_hosts=policy.trust.trusted_hosts)
    reported_at = reported_at or message.date or datetime(1970, 1, 1, tzinfo=UTC)
    person = _writing_from(people, message, policy.local(reported_at).date())
    standing, vouched = standing_of(message, person, policy.trust)
    automatic = reason_not_to_answer(message, own_addresses=policy.trust.own_addresses)
    kind, rule = classify(message, standing=standing, automatic=automatic, policy=policy)
    ward = person.ward if person else ""
    return Judged(
        kind=kind,
        rule=rule,
        automatic=automatic,
        standing=standing,
        vouched=vouched,
        study=study(message, policy, reported_at=reported_at, ward=ward),
    )


def _writing_from(people: Sequence[Person], message: InboundMessage, day: date) -> Person | None:
    sender = message.from_.key if message.from_ else ""
    return next((p for p in people if sender in p.addresses and p.active_on(day)), None)
