"""The first reading of a report: everything that was found, each with the words it was read from.

Plain and honest: patterns and tables, no guess. Each step reads the same passages and leaves
what it found; the level is decided last, from all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from processor.incident.categories import first_words, read_categories
from processor.incident.channels import read_channels, read_place
from processor.incident.codes import Codes
from processor.incident.details import (
    election_risk,
    read_fear,
    read_ongoing,
    read_risk_factors,
    read_strands,
)
from processor.incident.facts import Facts
from processor.incident.identifiers import Identifiers, read_identifiers
from processor.incident.level import level_of, rules_that_fire
from processor.incident.people import read_suspect_names
from processor.incident.policy import Policy
from processor.incident.reading import File, Finding, Level, Reading, When
from processor.incident.sentences import current_year
from processor.incident.sign import Signs
from processor.incident.signs import find_signs
from processor.incident.texts import Source, own_account, quoted_mail, read_texts
from processor.incident.when import read_when
from processor.incident.wish import read_question, read_wish
from processor.incident.words import read_exact_words
from processor.mail.message import InboundMessage

_PLAUSIBLE = timedelta(days=31)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A reading with what it was made from. year: see `sentences.current_year`."""

    reading: Reading
    source: Source
    facts: Facts
    year: int


def read_report(
    message: InboundMessage, policy: Policy, *, reported_at: datetime, ward: str
) -> Reading:
    """Return all that can be read from `message`; see `study`."""
    return study(message, policy, reported_at=reported_at, ward=ward).reading


def study(message: InboundMessage, policy: Policy, *, reported_at: datetime, ward: str) -> Study:
    """Return all that can be read from `message`, and what it was concluded from.

    reported_at: when our server took delivery, aware; it decides what is recent and whether an
    election period runs. The sender's own Date only resolves their "yesterday".
    ward: of the reporter, "" where unknown; for the election period.
    """
    codes, local = policy.codes, policy.local(reported_at)
    year, election = current_year(local.date()), policy.in_election(local.date(), ward)
    source = read_texts(message)
    signs = find_signs(source, codes, year)
    opening = first_words(source)
    when = read_when(source, _base(message, local), signs=signs)
    strands = read_strands(source, codes, year)
    categories = read_categories(source, signs, next(iter(strands), None))
    channels = read_channels(source, codes, signs, opening, year)
    risks = read_risk_factors(source, codes, signs, strands, when, year)
    reading = Reading(
        texts=source.texts,
        account=own_account(message),
        quoted=quoted_mail(message),
        categories=categories,
        channels=channels,
        place_type=read_place(source, codes, channels, year),
        wish=read_wish(source, codes, year),
        when=when,
        ongoing=read_ongoing(source, codes, signs, when, year),
        suspect_names=read_suspect_names(source, message.from_shown),
        hostility_strands=strands,
        risk_factors=(*risks, *election_risk(opening, election=election)),
        exact_words=read_exact_words(source),
        fear_score=read_fear(source),
        files=_files(message),
        defects=message.defects,
    )
    reading = _with_identifiers(reading, read_identifiers(source, message, policy))
    facts = replace(
        _facts(reading, signs, opening, codes), recent=_recent(when, local), election=election
    )
    reading = _levelled(reading, facts)
    if reading.wish is None and reading.level is not Level.IMMEDIATE:
        reading = replace(reading, wish=read_question(source, codes, year))
    return Study(reading=reading, source=source, facts=facts, year=year)


def _facts(reading: Reading, signs: Signs, opening: Finding[str], codes: Codes) -> Facts:
    """Return what the level rules may ask about, but for the calendar."""
    return Facts(
        signs=signs,
        primary=reading.categories[0],
        offence=codes.categories[reading.primary_category].offence,
        strand=next(iter(reading.hostility_strands), None),
        fear=reading.fear_score,
        wish=reading.wish,
        recent=None,
        election=False,
        when=reading.when,
        opening=opening,
    )


def _levelled(reading: Reading, facts: Facts) -> Reading:
    """Return `reading` with the rules that fire on it and the level they give."""
    rules = rules_that_fire(facts)
    return replace(reading, rules=rules, level=level_of(rules, facts.signs))


def _with_identifiers(reading: Reading, found: Identifiers) -> Reading:
    return replace(
        reading,
        postcodes=found.postcodes,
        urls=found.urls,
        handles=found.handles,
        phones=found.phones,
        emails=found.emails,
        vehicle_registrations=found.vehicle_registrations,
        police_refs=found.police_refs,
        our_refs=found.our_refs,
    )


def _base(message: InboundMessage, local: datetime) -> datetime:
    """Return what the sender calls now: their Date where it is plausible, else our server's."""
    claimed = message.date
    if claimed is None or abs(claimed - local) > _PLAUSIBLE:
        claimed = local
    return claimed.replace(tzinfo=None, second=0, microsecond=0)


def _recent(when: tuple[Finding[When], ...], local: datetime) -> bool | None:
    """Whether any occurrence lies within a day before the report; None where none is dated."""
    if not when:
        return None
    days = (datetime.fromisoformat(finding.value.start).date() for finding in when)
    return any(local.date() - day <= _DAY for day in days)


def _files(message: InboundMessage) -> tuple[File, ...]:
    return tuple(
        File(
            index=index,
            filename=attachment.filename,
            media_type=attachment.media_type,
            sha256=attachment.sha256,
            bytes=len(attachment.content),
        )
        for index, attachment in enumerate(message.attachments)
        if not attachment.logo
    )
