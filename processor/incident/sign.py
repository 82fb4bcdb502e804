"""A sign: a place where words show something, before anything is concluded from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from processor.incident.doubts import Doubt
from processor.incident.reading import Finding
from processor.incident.texts import Passage

LEARNED = "learned"
"""The list that a sign is said to come from where the learned model saw it."""


class Aside(StrEnum):
    """Why words that match do not count, beside the doubts that their sentence casts."""

    EXPLAINED = "explained"  # the reporter says that it was nothing
    NOT_TOLD = "not_told"  # not told by the reporter, in whose own words alone it counts
    NOT_SPOKEN = "not_spoken"  # the reporter's own words, where it counts in another's mouth
    OWN_DOING = "own_doing"  # what the reporter, or one of theirs, did
    NOT_AT_HOME = "not_at_home"  # it speaks of a public place and of nobody's home
    NOT_REPORTED = "not_reported"  # no word that somebody said it


@dataclass(frozen=True, slots=True)
class Sign:
    """A place where words show something. finding.value is the code of the sign.

    why: why it does not count, None where it does.
    """

    passage: Passage
    start: int
    end: int
    finding: Finding[str]
    why: Doubt | Aside | None = None

    @property
    def learned(self) -> bool:
        """Whether the learned model found it, and no phrase."""
        return self.finding.rule.startswith(LEARNED)


@dataclass(frozen=True, slots=True)
class Signs:
    """All signs of a message, by code, in the order of the text.

    set_aside: what matched and does not count; no rule ever asks for it.
    """

    by_code: Mapping[str, tuple[Sign, ...]] = field(default_factory=dict)
    set_aside: tuple[Sign, ...] = ()

    def all(self, *codes: str) -> tuple[Sign, ...]:
        """Return every sign of these codes, those of the first code first."""
        return tuple(sign for code in codes for sign in self.by_code.get(code, ()))

    def first(self, *codes: str) -> Sign | None:
        """Return the first of `all`, or None where there is none."""
        return next(iter(self.all(*codes)), None)

    def told_by_phrases(self) -> Signs:
        """Return the same without what the learned model saw: a phrase is surer than a likeness."""
        phrases = {
            code: tuple(s for s in signs if not s.learned) for code, signs in self.by_code.items()
        }
        return Signs({code: signs for code, signs in phrases.items() if signs})

    def has(self, *codes: str) -> bool:
        """Whether any of these codes was seen."""
        return any(code in self.by_code for code in codes)
