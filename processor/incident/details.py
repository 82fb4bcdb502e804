"""The lesser particulars: whether it goes on, how frightened, what strand and what risk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from processor.incident.codes import Codes
from processor.incident.phrases import compiled
from processor.incident.reading import Finding, When
from processor.incident.sign import Sign, Signs
from processor.incident.signs import phrases_in
from processor.incident.texts import Source, Voice

V = TypeVar("V")

STRAND_VOICES = (Voice.OWN, Voice.FORWARDED, Voice.ATTACHED)
"""In whose mouth hostility to a strand counts."""

_TOLD = (Voice.OWN,)
_SCORE = r"([0-5]|nought|zero|one|two|three|four|five)\b"
_NO_COUNT = r"(?! ?(?:times|days|weeks|people|of))"
_OF_FIVE = r"(?:out of five|(?:0|nought|zero|one|1) ?(?:to|-|and) ?(?:5|five))"
# "4 out of 5", "fear: 3", "a number from nought to five. It is five".
_FEAR = compiled(
    r"\b(?<!on )([0-5]) ?(?:/|out of) ?(?:5|five)\b(?![/.]\d)|\b(?:5|five) of (5|five)\b|"
    rf"\b{_SCORE}[.,]? out of (?:5|five)\b|"
    r"\bhow frightened\b[^?:\n]{0,60}[?:][\s>]*([0-5])\b|"
    r"\bout of five[^.\n]{0,20}\b([0-5])\b|"
    rf"\b{_OF_FIVE}\b.{{0,160}}\b(?:i'?m|i am|it'?s|it is|answer is|make it|"
    r"(?:i'?d|i would|i should|i)(?: have to| probably)? "
    r"(?:say|put(?: it)?|give it|go for|call it))"
    rf"(?: at| down as)?(?: an?)? {_SCORE}|"
    rf"\b{_OF_FIVE}(?: scale)?[.,:;?-]{{1,2}} {_SCORE}|"
    rf"\bfear(?: score| level)?(?: is|:|,)? {_SCORE}{_NO_COUNT}|"
    rf"\b(?:fear|scared|frightened)[^.\n]{{0,30}}?\b([0-5])\b{_NO_COUNT}|"
    rf"\b(?:an?|at) {_SCORE} on (?:your|the|a) (?:\S+ )?scale\b|"
    r"\bit's a ([0-5]) if\b"
)
_DIGITS = {"nought": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_RISK_OF_SIGN: Mapping[str, tuple[str, ...]] = {
    "home_known": ("home_visit", "home_item"),
    "home_published": ("address_published",),
    "family_named": ("family",),
    "weapon": ("weapon",),
    "repeated": ("repeated",),
    "escalating": ("escalating",),
    "multi_victim": ("several_members",),
    "order_in_place": ("breach",),
    "tracker_or_hack": ("tracker", "intrusion"),
    "evidence_decaying": ("decaying",),
}
# Signs seen in a wider sense than the risk has: a window may be anybody's, two days no repetition.
_WORDED: Mapping[str, re.Pattern[str]] = {
    "home_known": re.compile(r"\b(?:my|our|mi|mat|porch|front|home|letter ?box|the house|latch)\b"),
    "repeated": re.compile(
        r"^(?!(?:keep|kept)\w* (?:thinking|saying|telling|asking|seeing|driving|coming|on)$|"
        r"(?:over and over|keeps? slamming|every time \w+|won'?t stop|carries on|several times|"
        r"for years|since \d{4}|(?:\w+ )?(?:days|nights|weeks|comments))$)"
    ),
}
_EVENT = "upcoming_event"
_THREATENED = ("threat_life", "threat_violence", "threat_property", "veiled", "warning", "weapon")
_UNENDED = ("present", "trapped", "fire", "blackmail")
_COUNTED = re.compile(r"^(?:\S+ times|same \w+|a number of \w+|every time \w+)$")
_SERIES = 3  # days on which something happened


def read_strands(source: Source, codes: Codes, year: int) -> tuple[Finding[str], ...]:
    """Return the strands to which hostility shows, in whoever's mouth."""
    return _each_once(phrases_in(source, codes, "strands", voices=STRAND_VOICES, year=year))


def read_ongoing(
    source: Source, codes: Codes, signs: Signs, when: tuple[Finding[When], ...], year: int
) -> Finding[bool] | None:
    """Return whether it goes on, None where that cannot be told.

    Danger now goes on, and a demand, and what was let loose; so does a series that nobody said
    has ended. One dated occurrence with no word of another is over.
    """
    if sign := signs.first(*_UNENDED):
        return _flag(sign.finding, going_on=True)
    told = _each_once(phrases_in(source, codes, "ongoing", voices=_TOLD, year=year))
    by_word = {finding.value: finding for finding in told}
    if word := by_word.get("true"):
        return _flag(word, going_on=True)
    if _is_series(when):
        return _flag(when[0], going_on=True)
    if word := by_word.get("false"):
        return _flag(word, going_on=False)
    series = (sign for sign in signs.all("repeated") if not _said_of_once(sign))
    if sign := next(series, None) or signs.first("fake"):
        return _flag(sign.finding, going_on=True)
    return _flag(when[0], going_on=False) if when else None


def _is_series(when: tuple[Finding[When], ...]) -> bool:
    return len({finding.value.start[:10] for finding in when}) >= _SERIES


def _said_of_once(sign: Sign) -> bool:
    """Whether words of repetition may be of one occurrence: "three times he was asked to go"."""
    words = sign.passage.folded[sign.start : sign.end]
    return not _WORDED["repeated"].search(words) or bool(_COUNTED.search(words))


def read_fear(source: Source) -> Finding[int] | None:
    """Return the fear score from 0 to 5 that the reporter states, None where they state none.

    The highest where they state several: "I put two, because I felt daft. It's a five".
    """
    found = [
        source.finding(passage, *match.span(), _score(match), rule="fear")
        for passage in source.spoken_by(Voice.OWN)
        for match in _FEAR.finditer(passage.folded)
    ]
    return max(found, key=lambda finding: finding.value, default=None)


def _score(match: re.Match[str]) -> int:
    word = next(group for group in match.groups() if group is not None)
    return _DIGITS[word] if word in _DIGITS else int(word)


def read_risk_factors(
    source: Source,
    codes: Codes,
    signs: Signs,
    strands: tuple[Finding[str], ...],
    when: tuple[Finding[When], ...],
    year: int,
) -> tuple[Finding[str], ...]:
    """Return the risk factors that the signs and the reporter's own words show."""
    found = dict(_risks_of(signs))
    for strand in strands[:1]:
        found["strand_hostility"] = _risk(strand, "strand_hostility")
    if _is_series(when):
        found.setdefault("repeated", _risk(when[0], "repeated"))
    voices = (Voice.OWN, Voice.FORWARDED)
    told = phrases_in(source, codes, "risk_factors", voices=voices, year=year)
    for finding in _each_once(told):
        found.setdefault(finding.value, finding)
    if sign := signs.first("upcoming"):
        found.setdefault(_EVENT, _risk(sign.finding, _EVENT))
    if not signs.has(*_THREATENED):  # what all know is a risk where somebody threatens
        for factor in (_EVENT, "fixed_public_timetable"):
            found.pop(factor, None)
    return tuple(found.values())


def _risks_of(signs: Signs) -> Iterator[tuple[str, Finding[str]]]:
    """Yield each risk factor that a sign shows, with the first words that show it."""
    for factor, shown in _RISK_OF_SIGN.items():
        worded = _WORDED.get(factor)
        for sign in signs.all(*shown):
            words = sign.passage.folded[sign.start : sign.end]
            if worded is None or worded.search(words):
                yield factor, _risk(sign.finding, factor)
                break


def election_risk(opening: Finding[str], *, election: bool) -> tuple[Finding[str], ...]:
    """Return the flag of a report in an election period; the calendar says so, not the words."""
    return (_risk(opening, "election_period"),) if election else ()


def _each_once(signs: Iterable[Sign]) -> tuple[Finding[str], ...]:
    found: dict[str, Finding[str]] = {}
    for sign in signs:
        found.setdefault(sign.finding.value, sign.finding)
    return tuple(found.values())


def _risk(finding: Finding[str] | Finding[When], factor: str) -> Finding[str]:
    return finding.taken_for(factor, rule=f"risk:{factor}")


def _flag(finding: Finding[str] | Finding[When], *, going_on: bool) -> Finding[bool]:
    return finding.taken_for(going_on, rule="ongoing")
