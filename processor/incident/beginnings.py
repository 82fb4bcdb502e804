r"""Reads a regular expression for the ways in which its matches begin.

A way is what is certain of the first characters, in plain letters and three signs: EDGE, ANY and
DIGIT. It goes no further than the first word, or the first character that belongs to none.

    \b(?:kill|murder)(?:ed|s)? (?:you|them)    EDGE "kill ", EDGE "kills ", EDGE "murdered ", ...
    \bthreat\w* (?:to|of)                      EDGE "threat" ANY, EDGE "threat "
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

EDGE = "\x01"
"""The edge of a word."""

ANY = "\x02"
"""From here on anything may follow."""

DIGIT = "\x03"
"""One digit."""

_MOST = 1_000  # ways to begin; a pattern with more is not worth the memory
_PLAIN = re.compile(r"[^\\\[\](){}|.^$*+?]+(?![*+?{])")
_COUNT = re.compile(r"(?:[*+?]|\{(\d*)(,?)(\d*)\})[?+]?")
_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\\[]", re.DOTALL)
_BEHIND_EDGE = re.compile(r"\(\?<!\\w\)|\(\?<=(?:[^|]*(?: |\\\(|\\n)|\[[.!?]+\])\)")
_GROUP = re.compile(r"\((?:\?m?:|\?P<\w+>|(?P<looking>\?<?[=!])|(?!\?))")
WORD = re.compile(rf"[\w{DIGIT}]+")
_DIGITS = re.compile(r"[0-9]-[0-9]")
_CODED = re.compile(r"x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}", re.IGNORECASE)
_ESCAPES = dict.fromkeys("bA", EDGE) | dict.fromkeys("BZ", "") | dict.fromkeys("wWDS", ANY)
_ESCAPES |= {"s": " ", "d": DIGIT, "n": "\n"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a pattern: the ways in which it begins.

    otherwise: where it begins openly it holds one of these words; empty where none are known.
    """

    begins: frozenset[str]
    otherwise: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether it can begin with anything."""
        return any(is_open(way) for way in self.begins)


class UnknownError(Exception):
    """The pattern holds something that this reader does not know."""


class Reader:
    """Reads a pattern that compiles, once and from left to right. Raises UnknownError."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def alternatives(self) -> Part:
        """Return all up to the end, or up to the bracket that closes the group, as one part."""
        parts = [self._sequence()]
        while self._next("|"):
            parts.append(self._sequence())
        return Part(
            frozenset().union(*(part.begins for part in parts)),
            _either(part.otherwise for part in parts if part.is_open),
        )

    def _sequence(self) -> Part:
        """Read elements up to the next bar or bracket, or until nothing more need be known.

        Stretch by stretch between what may be missing or anything, it must hold what they begin
        with; so must it what its first element holds, where that is what makes it open.
        """
        begins = stretch = frozenset({""})
        told, opened, held = False, [], []
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            element = self._counted(self._element())
            if not told:
                if element.is_open and not all(way.strip(EDGE) for way in begins):
                    opened.append(element.otherwise)
                begins = _joined(begins, element.begins)
                told = all(map(_is_told, begins))
            if told and not opened:
                self._skip()
                return Part(begins)
            if "" not in element.begins:
                stretch = _joined(stretch, element.begins)
            if "" in element.begins or all(map(_is_told, stretch)):
                held.append(frozenset(map(letters, stretch)))
                stretch = frozenset({""})
        held.append(frozenset(map(letters, stretch)))
        if len(opened) == 1:  # else which of them it was is not known
            held += opened
        return Part(begins, _plainest(held))

    def _counted(self, element: Part) -> Part:
        """Return `element` as often as the sign behind it says, if there is one."""
        sign = _COUNT.match(self._pattern, self._at)
        if sign is None:
            return element
        self._at = sign.end()
        least, comma, most = sign.groups()
        once = sign[0][0] == "?" or (most or ("" if comma else least)) in ("0", "1")
        begins = element.begins if once else _joined(element.begins, frozenset({ANY}))
        if sign[0][0] in "?*" or (comma and not least) or least == "0":
            begins |= {""}
        return Part(begins, element.otherwise)

    def _element(self) -> Part:
        if plain := _PLAIN.match(self._pattern, self._at):
            self._at = plain.end()
            return Part(frozenset({plain[0]}))
        letter = self._pattern[self._at]
        if letter == "(":
            return self._group()
        self._at += 1
        if letter == "[":
            return Part(self._class())
        if letter == "\\":
            return Part(frozenset({self._escaped()}))
        return Part(frozenset({{".": ANY, "^": EDGE, "$": ""}.get(letter, letter)}))

    def _group(self) -> Part:
        """Read a group; what looks ahead or behind takes no room, and so begins nothing."""
        begin = self._at
        opened = _GROUP.match(self._pattern, begin)
        if opened is None:
            raise UnknownError
        self._at = opened.end()
        if not opened["looking"]:
            part = self.alternatives()
            self._next(")")
            return part
        while not self._next(")"):
            self._skip()
            self._next("|")
        at_edge = _BEHIND_EDGE.fullmatch(self._pattern, begin, self._at)
        return Part(frozenset({EDGE if at_edge else ""}))

    def _skip(self) -> None:
        """Step over the rest of a sequence."""
        depth = 0
        for sign in _SIGN.finditer(self._pattern, self._at):
            if not depth and sign[0] in ("|", ")"):
                self._at = sign.start()
                return
            depth += (sign[0] == "(") - (sign[0] == ")")
        self._at = len(self._pattern)

    def _class(self) -> frozenset[str]:
        """Read the rest of a class; a range or the contrary of one may be anything."""
        begin = self._at
        self._next("^")
        self._next("]")
        found = set()
        while not self._next("]"):
            letter = self._pattern[self._at]
            self._at += 1
            found.add(self._escaped() if letter == "\\" else letter)
        written = self._pattern[begin : self._at - 1]
        if _DIGITS.fullmatch(written):
            return frozenset({DIGIT})
        unclear = written.startswith(("^", "]")) or "-" in written or found & {EDGE, ""}
        return frozenset({ANY} if unclear else found)

    def _escaped(self) -> str:
        """Read what follows a backslash."""
        letter = self._pattern[self._at]
        self._at += 1
        if coded := _CODED.match(self._pattern, self._at - 1):
            self._at = coded.end()
            return chr(int(coded[0][1:], 16))
        if letter.isalnum() and letter not in _ESCAPES:
            raise UnknownError
        return _ESCAPES.get(letter, letter)

    def _next(self, sign: str) -> bool:
        """Step over `sign` if it comes next."""
        found = self._pattern.startswith(sign, self._at)
        self._at += len(sign) if found else 0
        return found


def _joined(ones: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Return each way followed by each other, no further than the first word tells."""
    ways = frozenset(one if _is_told(one) else one + two for one, two in product(ones, others))
    if len(ways) > _MOST:
        raise UnknownError
    return ways


def _is_told(way: str) -> bool:
    """Whether nothing behind it can say more: a word has ended, or anything may follow."""
    plain = way.lstrip(EDGE)
    word = WORD.match(plain)
    return bool(plain) and (word is None or word.end() < len(plain))


def is_open(way: str) -> bool:
    """Whether it may be anything, or a blank: those are no keys."""
    first = way.lstrip(EDGE)[:1]
    return first == ANY or first.isspace()


def letters(way: str) -> str:
    """Return the word with which it begins, as far as it is certain; else ""."""
    word = WORD.match(way.lstrip(EDGE))
    return word[0].partition(DIGIT)[0] if word else ""


def _either(choices: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return all words of the choices, none where one of them has none."""
    known = list(choices)
    return frozenset().union(*known) if all(known) else frozenset()


def _plainest(choices: list[frozenset[str]]) -> frozenset[str]:
    """Return the choice that says most: that of which the shortest word is longest."""
    best = max(choices, key=lambda words: min(map(len, words), default=0), default=frozenset())
    return frozenset() if "" in best else best
