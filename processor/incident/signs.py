"""What the words of a message show, before anything is concluded from it.

A sign is a code such as "present" or "threat_life" with the words that show it. Categories,
levels and risk factors are all read from the same signs, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from processor.incident.codes import Codes
from processor.incident.phrases import find_phrases
from processor.incident.reading import Finding
from processor.incident.sentences import doubt
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
# These hold a denial of their own, so a denial before them takes nothing away.
_SELF_CONTAINED = frozenset({"calm", "trapped", "self_harm", "secured"})


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
    if code in _ONLY_TOLD:
        return told
    return told or name in _IN_SPEECH or passage.voice is not Voice.OWN


def _is_meant(code: str, passage: Passage, start: int, end: int, year: int) -> bool:
    return code in _SELF_CONTAINED or doubt(passage, start, end, year) is None
