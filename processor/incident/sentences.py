"""Whether words are meant: sentences, and the doubts that a clause casts on what it holds.

"No threats were made", "if somebody came at me with a bat" and "back in 2019 he said" hold the
words of a threat and report none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from processor.incident.phrases import compiled
from processor.incident.texts import Passage, Voice

_END = re.compile(r"[.!?]+(?=[\s\"')\]]|$)|\n[\s>]*\n|\n[\s>]*(?:[-*\u2022\u2013]|\d{1,2}[.)])\s")
_CLAUSE = compiled(
    r"[,;:()\u2013\u2014\"]| - | "
    r"(?:but|and|so|because|cos|then|until|when|where|who|which|"
    r"(?<!never )(?<!not )(?<!n't )(?<!nobody )(?:says?|said)) "
)
_NEGATED = re.compile(
    r"\b(?:no|not|never|nobody|no-one|none|nothing|nowt|nor|neither|without|cannot|"
    r"\w+n't|(?:did|do|does|is|was|were|has|have|had|would|could)nt|naebody|ddim)\b"
)
_SUPPOSED = compiled(
    r"\bwhat if\b|\bif (?:somebody|someone|anyone|anybody|a \w+) "
    r"(?:said|did|had|were|was|is|came|pulled|comes|should|ever)\b|"
    r"\bif (?:he|she|they) (?:did|had|said|came|were)\b|\bwould happen if\b|"
    r"\b(?:suppose|supposing|hypothetical\w*|handbook|guidance|your (?:page|leaflet) says)\b"
)
_LONG_AGO = compiled(
    r"\b(?:years ago|years back|last year|back in the (?:day|\w+ties)|when i was (?:a|at|young)|"
    r"in my (?:day|youth)|decades?)\b|\bin '\d\d\b|\b(?:old|previous) (?:thread|conviction)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOW = compiled(
    r"\b(?:now|still|again|today|tonight|yesterday|last (?:night|week|\w{3,6}day)|"
    r"this (?:morning|afternoon|evening|week))\b"
)


_HALF_A_YEAR = timedelta(days=183)
_REACH = 45  # characters over which a denial carries: "if it is not settled he will ..." is none


class Doubt(StrEnum):
    """Why words that match are not what they say."""

    NEGATED = "negated"
    SUPPOSED = "supposed"
    PAST = "past"


def sentence(folded: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence or sentences around `folded[start:end]` begin and end.

    At most 600 characters are searched each way: the longest sentences people write.
    """
    low, high = max(0, start - 600), min(len(folded), end + 600)
    begin = low
    for stop in _END.finditer(folded, low, start):
        begin = stop.end()
    closing = _END.search(folded, end, high)
    return begin, closing.end() if closing else high


def sentences(folded: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of `folded` begins and ends, in order."""
    begin = 0
    for stop in _END.finditer(folded):
        yield begin, stop.end()
        begin = stop.end()
    if begin < len(folded):
        yield begin, len(folded)


def current_year(at: date) -> int:
    """Return the year before which a report made on `at` speaks of the past.

    In the first half of a year the one before is not over: December is told of in January.
    """
    return (at - _HALF_A_YEAR).year


def doubt(passage: Passage, start: int, end: int, year: int) -> Doubt | None:
    """Return why the words at `folded[start:end]` are not meant, or None where they are.

    Only the reporter is read like this: what somebody else wrote to them is a fact whatever
    its grammar, as are words between quotation marks, but for their being long past.
    year: sentences set in an earlier one are past; see `current_year`.
    """
    if passage.voice is not Voice.OWN:
        return None
    folded = passage.folded
    begin, stop = sentence(folded, start, end)
    if _is_past(_unspoken(passage, begin, stop), year):
        return Doubt.PAST
    if _SUPPOSED.search(folded, begin, end):
        return Doubt.SUPPOSED
    if passage.in_speech(start):
        return None
    begin = max(begin, start - _REACH)
    for pause in _CLAUSE.finditer(folded, begin, start):
        begin = pause.start()
    return Doubt.NEGATED if _NEGATED.search(folded, begin, start) else None


def _unspoken(passage: Passage, begin: int, end: int) -> str:
    """Return that stretch without what stands between quotation marks."""
    words = passage.folded[begin:end]
    for start, stop in passage.speech:
        if begin <= start and stop <= end:
            low, high = start - begin, stop - begin
            words = words[:low] + " " * (high - low) + words[high:]
    return words


def _is_past(words: str, year: int) -> bool:
    if _NOW.search(words):
        return False
    years = [int(match[0]) for match in _YEAR.finditer(words)]
    return bool(_LONG_AGO.search(words)) or bool(years and max(years) < year)
