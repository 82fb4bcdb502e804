"""The lesser particulars: whether it goes on, how frightened, what strand and what risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from processor.incident.codes import Codes
from processor.incident.phrases import compiled
from processor.incident.reading import Finding, When
from processor.incident.sign import Sign, Signs
from processor.incident.signs import phrases_in
from processor.incident.texts import Source, Voice

STRAND_VOICES = (Voice.OWN, Voice.FORWARDED, Voice.ATTACHED)
"""In whose mouth hostility to a strand counts."""

_TOLD = (Voice.OWN,)
_FEAR = compiled(
    r"\b([0-5])\s?(?:/|out of)\s?(?:5|five)\b|"
    r"\b(nought|one|two|three|four|five)[.,]? out of five\b|"
    r"\bhow frightened\b[^\n]{0,40}:[\s>]*([0-5])\b|"
    r"\bout of five[^.\n]{0,20}\b([0-5])\b|"
    r"\b(?:fear|scared|frightened)[^.\n]{0,30}?\b([0-5])\b(?! ?(?:times|days|weeks|people))|"
    r"\bit's a ([0-5]) if\b"
)
_DIGITS = {"nought": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_RISK_OF_SIGN: Mapping[str, tuple[str, ...]] = {
    "home_known": ("home_visit", "home_item"),
    "home_published": ("address_published",),
    "family_named": ("family_contact", "abduction"),
    "weapon": ("weapon",),
    "repeated": ("repeated",),
    "escalating": ("escalating",),
    "upcoming_event": ("upcoming",),
    "multi_victim": ("several_members",),
    "order_in_place": ("breach",),
    "tracker_or_hack": ("tracker", "intrusion"),
    "evidence_decaying": ("decaying",),
}


def read_strands(source: Source, codes: Codes, year: int) -> tuple[Finding[str], ...]:
    """Return the strands to which hostility shows, in whoever's mouth."""
    return _each_once(phrases_in(source, codes, "strands", voices=STRAND_VOICES, year=year))


def read_ongoing(
    source: Source, codes: Codes, signs: Signs, when: tuple[Finding[When], ...], year: int
) -> Finding[bool] | None:
    """Return whether it goes on, None where that cannot be told.

    Danger now goes on; so does a series that nobody said has ended. One dated occurrence with
    no word of another is over.
    """
    if sign := signs.first("present", "trapped"):
        return _flag(sign.finding, going_on=True)
    told = _each_once(phrases_in(source, codes, "ongoing", voices=_TOLD, year=year))
    by_word = {finding.value: finding for finding in told}
    if word := by_word.get("true"):
        return _flag(word, going_on=True)
    if word := by_word.get("false"):
        return _flag(word, going_on=False)
    if sign := signs.first("repeated"):
        return _flag(sign.finding, going_on=True)
    return _flag(when[0], going_on=False) if when else None


def read_fear(source: Source) -> Finding[int] | None:
    """Return the fear score from 0 to 5 that the reporter states, None where they state none."""
    for passage in source.spoken_by(Voice.OWN):
        for match in _FEAR.finditer(passage.folded):
            word = next(group for group in match.groups() if group is not None)
            score = _DIGITS[word] if word in _DIGITS else int(word)
            return source.finding(passage, match.start(), match.end(), score, rule="fear")
    return None


def read_risk_factors(
    source: Source, codes: Codes, signs: Signs, strands: tuple[Finding[str], ...], year: int
) -> tuple[Finding[str], ...]:
    """Return the risk factors that the signs and the reporter's own words show."""
    found: dict[str, Finding[str]] = {}
    for factor, shown in _RISK_OF_SIGN.items():
        if sign := signs.first(*shown):
            found[factor] = _risk(sign.finding, factor)
    for strand in strands[:1]:
        found["strand_hostility"] = _risk(strand, "strand_hostility")
    voices = (Voice.OWN, Voice.FORWARDED)
    told = phrases_in(source, codes, "risk_factors", voices=voices, year=year)
    for finding in _each_once(told):
        found.setdefault(finding.value, finding)
    return tuple(found.values())


def election_risk(opening: Finding[str], *, election: bool) -> tuple[Finding[str], ...]:
    """Return the flag of a report in an election period; the calendar says so, not the words."""
    return (_risk(opening, "election_period"),) if election else ()


def _each_once(signs: Iterable[Sign]) -> tuple[Finding[str], ...]:
    found: dict[str, Finding[str]] = {}
    for sign in signs:
        found.setdefault(sign.finding.value, sign.finding)
    return tuple(found.values())


def _risk(finding: Finding[str], factor: str) -> Finding[str]:
    return replace(finding, value=factor, rule=f"risk:{factor}")


def _flag(finding: Finding[str] | Finding[When], *, going_on: bool) -> Finding[bool]:
    return Finding(
        value=going_on,
        quote=finding.quote,
        part=finding.part,
        rule="ongoing",
        start=finding.start,
        end=finding.end,
        item=finding.item,
    )
