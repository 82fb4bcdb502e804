r"""Derives from a regular expression what its matches begin with, and what else they hold.

A finder that knows this looks only where a match can begin, instead of at each character. What
is derived may be wider than the truth, never narrower: a pattern that is not understood may
begin with anything.

    \b(?:kill|murder)(?:ed|s)? (?:you|them)    begins with kill, kills, killed, murder, ...
    \bthreat\w* (?:to|of)                      begins with a word that begins with threat
    \b(?:van|\w+) (?:\w+ )?behind (?:me|us)    begins with van, or else holds behind
"""

from __future__ import annotations

from dataclasses import dataclass

from processor.incident.beginnings import (
    ANY,
    DIGIT,
    EDGE,
    WORD,
    Reader,
    UnknownError,
    is_open,
    letters,
)


@dataclass(frozen=True, slots=True)
class Openings:
    """What the matches of a pattern begin with.

    keys: each is a whole word and a space ("kill "), or an apostrophe where one follows ("i'"),
    the start of a word ("threat"), DIGIT, or one character that belongs to no word ("'").
    within: the same, but of words that may also stand within a word.
    certain: every match begins with one of these.
    otherwise: every other match holds one of these words; none where that is not known.
    """

    keys: frozenset[str]
    within: frozenset[str]
    certain: bool
    otherwise: frozenset[str]


def openings(pattern: str) -> Openings:
    """Return what is certain of the matches of `pattern`, which must be one that compiles."""
    try:
        part = Reader(pattern).alternatives()
    except UnknownError:
        return Openings(frozenset(), frozenset(), certain=False, otherwise=frozenset())
    keys = {way: _key(way) for way in part.begins}
    within = {way: letters(way) for way, key in keys.items() if not key}
    opened = {way for way, word in within.items() if not word}
    return Openings(
        frozenset(keys.values()) - {""},
        frozenset(within.values()) - {""},
        certain=not opened,
        otherwise=part.otherwise if all(map(is_open, opened)) else frozenset(),
    )


def _key(way: str) -> str:
    """Return the key of one way to begin, "" where there is none."""
    plain = way.lstrip(EDGE)
    word = WORD.match(plain)
    if word is None:
        return "" if is_open(way) else plain[:1]
    if plain[0] == DIGIT or (plain == way and plain[0].isdecimal()):
        return DIGIT
    if plain == way:
        return ""  # it may begin within a word
    start = letters(way)
    behind = plain[len(start) :][:1]
    if behind in ("", ANY, DIGIT):
        return start
    return start + ("'" if behind == "'" else " ")
