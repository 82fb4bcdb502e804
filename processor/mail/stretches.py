"""Text together with what its markup says is quoted, before it is divided by who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_BETWEEN = "\n\n"
_WORD = re.compile(r"\w+")
_MIN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """A text, and the parts `text[start:end]` of it that its structure says are quotations."""

    text: str
    quoted: tuple[tuple[int, int], ...] = ()


def joined(stretches: Iterable[Stretch]) -> Stretch:
    """The stretches that are not blank, one below the other."""
    texts: list[str] = []
    quoted: list[tuple[int, int]] = []
    position = 0
    for stretch in stretches:
        if stretch.text.strip():
            quoted += [(position + start, position + end) for start, end in stretch.quoted]
            texts.append(stretch.text)
            position += len(stretch.text) + len(_BETWEEN)
    return Stretch(_BETWEEN.join(texts), tuple(quoted))


def quoted_as_in(plain: str, formatted: Stretch) -> Stretch:
    """`plain` with the quotations of `formatted`, another version of the same text.

    A quotation is carried over only where its words stand in `plain` once, without a gap. What
    is changed, doubled or short stays as it is.
    """
    places = list(_WORD.finditer(plain))
    words = _as_one(match.group() for match in places)
    # For the offset of each word in `words`, which word it is.
    number_at: dict[int, int] = {}
    position = 1
    for number, match in enumerate(places):
        number_at[position] = number
        position += len(match.group().casefold()) + 1
    quoted = []
    for start, end in formatted.quoted:
        wanted = _WORD.findall(formatted.text[start:end])
        needle = _as_one(wanted)
        found = words.find(needle)
        if len(wanted) < _MIN_WORDS or found < 0 or words.find(needle, found + 1) >= 0:
            continue
        first = number_at[found + 1]
        last = first + len(wanted) - 1
        # With the marks that stand around the words in their lines.
        before = places[first - 1].end() if first else 0
        after = places[last + 1].start() if last + 1 < len(places) else len(plain)
        begins = max(before, plain.rfind("\n", before, places[first].start()) + 1)
        ends = plain.find("\n", places[last].end(), after)
        quoted.append((begins, ends if ends >= 0 else after))
    return Stretch(plain, tuple(quoted))


def _as_one(words: Iterable[str]) -> str:
    return " " + "".join(f"{word.casefold()} " for word in words)
