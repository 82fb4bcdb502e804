"""Where sentences begin and end in what people type, and which year they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

_END = re.compile(r"[.!?]+(?=[\s\"')\]]|$)|\n[\s>]*\n|\n[\s>]*(?:[-*\u2022\u2013]|\d{1,2}[.)])\s")
_HALF_A_YEAR = timedelta(days=183)
_ASKED = 256  # answers kept: of one sentence several readers ask the same


@lru_cache(maxsize=_ASKED)
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


def is_asked(folded: str, start: int, stop: int) -> bool:
    """Whether the sentence that ends at `stop` is a question, seen from `start` in it."""
    return folded[start:stop].rstrip(" \"')\n").endswith("?")


def current_year(at: date) -> int:
    """Return the year before which a report made on `at` speaks of the past.

    In the first half of a year the one before is not over: December is told of in January.
    """
    return (at - _HALF_A_YEAR).year
