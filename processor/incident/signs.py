"""What the words of a message show, before anything is concluded from it.

A sign is a code such as "present" or "threat_life" with the words that show it. Categories,
levels and risk factors are all read from the same signs, so that they cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from processor.incident.codes import Codes
from processor.incident.phrases import find_phrases
from processor.incident.reading import Finding
from processor.incident.sentences import doubt, sentence
from processor.incident.texts import Passage, Source, Voice

_TOLD = (Voice.OWN,)
_ANYBODY = (Voice.OWN, Voice.FORWARDED, Voice.ATTACHED)

LISTS: Mapping[str, tuple[Voice, ...]] = {
    "danger": _TOLD,
    "acts": _TOLD,
    "circumstances": _ANYBODY,
    "threats": _ANYBODY,
    "hostility": _ANYBODY,
}
"""Which phrase lists hold signs, and in whose mouth they count."""

_IN_SPEECH = frozenset({"threats", "hostility", "circumstances", "strands", "risk_factors"})
# Own words only: what a stranger calls "for the log", or says is "again", says nothing.
_ONLY_TOLD = frozenset(
    {
        "calm",
        "repeated",
        "escalating",
        "frightened",
        "secured",
        "decaying",
        "family_contact",
        "explained",
    }
)
# Only in somebody else's mouth: "your lad", "I'd lock my door" mean something else in one's own.
_ONLY_SPOKEN = frozenset({"family", "warning"})
# What the reporter may explain away: "false alarm, it was a phone charger".
_EXPLAINABLE = frozenset(
    {"present", "weapon", "fire", "noxious", "tracker", "intrusion", "follow", "loiter", "veiled"}
    | {"home_visit", "home_item"}
)
_BEYOND_EXPLAINING = frozenset({"assault", "threat_life", "threat_violence", "bomb", "injury"})
# These hold a denial of their own, so a denial before them takes nothing away.
_SELF_CONTAINED = frozenset(
    {"calm", "trapped", "self_harm", "secured", "explained", "fake", "insult", "warning", "polite"}
)
# "I have reported it three times": what the reporter did over and over is no repeated contact.
_OWN_DOING = re.compile(
    r"\b(?:i|we)(?:'ve| have|'d)? (?:\w+ )?(?:reported|told|asked|rung|rang|tried|blocked|replied|"
    r"looked|read|watched|went|gone|answered|drove|been|wrote|written|emailed|lived|worked)\b"
    r"[^,;.\n]{0,25}$"
)
_SAYING = re.compile(
    r"\b(?:call(?:ed|s|ing)|said|says|saying|told|tell(?:s|ing)|shout(?:ed|s|ing)|wrote|writes|"
    r"comment(?:ed|s)?|describ\w+|branded|inform(?:ed|s)|reckons?|hopes?|tweet\w*|post(?:ed|s)|"
    r"reads?|heckl\w+|accus\w+|email\w*|letter|card|note|voicemail|petition)\b"
)
_ANYWHERE = frozenset({"abduction"})


@dataclass(frozen=True, slots=True)
class Sign:
    """A place where words show something. finding.value is the code of the sign."""

    passage: Passage
    start: int
    end: int
    finding: Finding[str]


@dataclass(frozen=True, slots=True)
class Signs:
    """All signs of a message, by code, in the order of the text."""

    by_code: Mapping[str, tuple[Sign, ...]] = field(default_factory=dict)

    def all(self, *codes: str) -> tuple[Sign, ...]:
        """Return every sign of these codes, those of the first code first."""
        return tuple(sign for code in codes for sign in self.by_code.get(code, ()))

    def first(self, *codes: str) -> Sign | None:
        """Return the first of `all`, or None where there is none."""
        return next(iter(self.all(*codes)), None)

    def has(self, *codes: str) -> bool:
        """Whether any of these codes was seen."""
        return any(code in self.by_code for code in codes)


def find_signs(source: Source, codes: Codes, year: int) -> Signs:
    """Return what the passages of `source` show. year: see `sentences.current_year`."""
    found: dict[str, list[Sign]] = {}
    for name, voices in LISTS.items():
        for sign in phrases_in(source, codes, name, voices=voices, year=year):
            found.setdefault(sign.finding.value, []).append(sign)
    if "explained" in found and not _BEYOND_EXPLAINING & found.keys():
        found = {code: signs for code, signs in found.items() if code not in _EXPLAINABLE}
    return Signs({code: tuple(signs) for code, signs in found.items()})


def phrases_in(
    source: Source, codes: Codes, name: str, *, voices: tuple[Voice, ...], year: int
) -> Iterator[Sign]:
    """Yield where a phrase of the list `name` is meant, passage by passage."""
    for passage in source.spoken_by(*voices):
        hits = sorted(find_phrases(codes.phrases.get(name, ()), passage.folded), key=_place)
        for code, start, end in hits:
            if _counts(name, code, passage, start) and _is_meant(code, passage, start, end, year):
                finding = source.finding(passage, start, end, code, rule=f"{name}:{code}")
                yield Sign(passage, start, end, finding)


def _place(hit: tuple[str, int, int]) -> tuple[int, int]:
    return hit[1], hit[2]


def _counts(name: str, code: str, passage: Passage, start: int) -> bool:
    """Whether this voice may say this: what was done is told by the reporter, not in quotes."""
    told = passage.voice is Voice.OWN and not passage.in_speech(start)
    if code in _ONLY_SPOKEN:
        return not told
    if code in _ANYWHERE:
        return True
    if code in _ONLY_TOLD and not told:
        return False
    if code == "repeated" and _OWN_DOING.search(passage.folded, max(0, start - 60), start):
        return False
    if code == "insult" and told:
        return _is_reported(passage, start)
    return told or name in _IN_SPEECH or passage.voice is not Voice.OWN


def _is_reported(passage: Passage, start: int) -> bool:
    """Whether the sentence tells what somebody said: "rubbish" alone may be what lies about."""
    begin, end = sentence(passage.folded, start, start)
    return bool(_SAYING.search(passage.folded, begin, end))


def _is_meant(code: str, passage: Passage, start: int, end: int, year: int) -> bool:
    return code in _SELF_CONTAINED or doubt(passage, start, end, year) is None
