"""The shape of an explanation: what was read of a message, with its sentences, and what was not."""

from __future__ import annotations

from dataclasses import dataclass

from processor.incident.codes import Phrase
from processor.incident.doubts import Doubt
from processor.incident.reading import Level, Part
from processor.incident.sign import Aside


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in their sentence as written: `before + words + after` is the whole of it."""

    before: str
    words: str
    after: str
    part: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One thing that was read. by: the rule of the reading that found it, as "threats:veiled".

    phrase: the one that found it, None where no phrase did. like: where the learned model found
        it, the labelled sentence that is nearest to it; "" elsewhere.
    """

    value: str
    quote: Quote
    by: str
    phrase: Phrase | None
    like: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A match that does not count, why, and the rules that would fire beside the others if so."""

    shown: Shown
    why: Doubt | Aside
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a message has its level. raised: words that raised it above what the rules give."""

    level: Level
    fired: tuple[Shown, ...]
    raised: Shown | None
    near: tuple[Near, ...]
    wish: Shown | None
    categories: tuple[Shown, ...]
    when: tuple[Shown, ...]
