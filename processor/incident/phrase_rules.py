"""What a phrase of schema/codes/phrases/, or of a council's own, must be before it is used.

Each phrase is tried on every message, and no clock stops it: a pattern that can take time without
end would stop the mailbox. So how often anything repeats has a limit, and what repeats twice over
must say where each round ends. Faults are told in words for whoever wrote the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from processor.incident.codes import Codes, Phrase
from processor.incident.phrases import compiled
from processor.incident.reading import Wish
from processor.incident.texts import fold

_ELEMENT = re.compile(
    r"(?P<open>\((?:\?(?:[:=!>]|<[=!]|[a-z]+:|P<\w+>))?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<atom>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\])",
    re.DOTALL,
)
_REPEATED = re.compile(r"([*+?]|\{\d*,?\d*\})[?+]?")
_WIDE = re.compile(r"\.|\[\^.*|\\[SDWs]|\[.*(?: |\\[SDWs]).*\]", re.DOTALL)
_SEPARATES = re.compile(r"[^\w\\.^$()\[\]]|\\[^\w]|\\n")
_MOST_CHARACTERS = 300
_MOST_ROUNDS = 20
_MOST_CHOICES = 8  # rounds of a group of alternatives, where two may match the same words
_ENDLESS = 10**9
_PROBES = ("", " ", "a", "a b")


def known_codes(name: str, codes: Codes) -> Collection[str]:
    """Return the codes for which a phrase of the list `name` may speak.

    Where no list of codes says so, they are those of the phrases that `codes` holds already.
    """
    named: Mapping[str, Collection[str]] = {
        "channels": codes.channels,
        "places": codes.places,
        "strands": codes.strands,
        "risk_factors": codes.risk_factors,
        "wish": (*Wish, "question"),
        "ongoing": ("true", "false"),
    }
    return named.get(name) or {phrase.code for phrase in codes.phrases.get(name, ())}


def faults(phrase: Phrase, known: Collection[str]) -> list[str]:
    """Return what is wrong with `phrase`, key first; nothing where it can be used.

    known: the codes of its list.
    """
    found = []
    if phrase.code not in known:
        found.append(f"code: {phrase.code} is none of this list: {', '.join(sorted(known))}")
    try:
        pattern = compiled(phrase.pattern)
    except re.error as error:
        return [*found, f"pattern: {error}"]
    found += [f"pattern: {hazard}" for hazard in _hazards(phrase.pattern)]
    if found:
        return found  # it is not tried on anything
    example = fold(phrase.example)
    if any(not match[0] for text in (*_PROBES, example) for match in pattern.finditer(text)):
        found.append("pattern: it matches where nothing stands: every part of it may be absent")
    if not pattern.search(example):
        found.append("example: the pattern does not match it")
    found += [
        f'not: the pattern matches "{m}"' for m in phrase.near_misses if pattern.search(fold(m))
    ]
    return found


class _Before(Enum):
    """What stands before an element: it decides whether that may run on."""

    NOTHING = auto()  # a match may begin here, at every letter of a text
    ENDLESS = auto()
    SOMETHING = auto()


@dataclass(slots=True)
class _Group:
    """A group whose end has not been reached. varied: something in it may be longer or shorter."""

    begin: int
    before: _Before
    varied: bool = False


def _hazards(pattern: str) -> Iterator[str]:
    """Yield each repetition in `pattern` that has no limit, or no end to its rounds."""
    stack, at, before = [_Group(0, _Before.NOTHING)], 0, _Before.NOTHING
    while at < len(pattern) and (element := _ELEMENT.match(pattern, at)):
        begin, at = element.span()
        if element["open"]:
            stack.append(_Group(at, before))
            continue
        if element["bar"]:
            before = stack[-1].before
            continue
        repeated = _REPEATED.match(pattern, at)
        count = repeated[1] if repeated else "{1}"
        at = repeated.end() if repeated else at
        varied = repeated is not None
        if element["close"] and len(stack) > 1:
            group = stack.pop()
            yield from _of_group(pattern[group.begin : begin], group, _most(count))
            before = group.before if _may_be_absent(count) else _Before.SOMETHING
            varied = varied or group.varied
        else:
            yield from _of_atom(element[0], _most(count), before)
            before = _after(before, count)
        stack[-1].varied |= varied


def _after(before: _Before, count: str) -> _Before:
    if _most(count) == _ENDLESS:
        return _Before.ENDLESS
    return before if _may_be_absent(count) else _Before.SOMETHING


def _may_be_absent(count: str) -> bool:
    return count in ("*", "?") or count.startswith(("{0", "{,"))


def _of_group(written: str, group: _Group, most: int) -> Iterator[str]:
    if most > (_MOST_CHOICES if "|" in written else _MOST_ROUNDS):
        yield f"a group repeats too often: say at most how often, such as {{0,5}}: ({written})"
    elif most > 1 and group.varied and not _is_separated(written):
        yield (
            "a repetition stands in a repetition: end each round with a space or a mark,"
            f" as in (?:\\w+ ){{0,5}}: ({written})"
        )


def _of_atom(written: str, most: int, before: _Before) -> Iterator[str]:
    if _MOST_CHARACTERS < most < _ENDLESS:
        yield f"it runs on too far: {_MOST_CHARACTERS} characters are the most: {written}"
    if most < _ENDLESS:
        return
    if _WIDE.fullmatch(written):
        yield f"it runs on without limit: say how far, such as .{{0,60}}: {written}"
    elif before is _Before.NOTHING:
        yield f"it begins with what has no limit: put \\b before it: {written}"
    elif before is _Before.ENDLESS:
        yield f"two repetitions without limit stand side by side: take one out: {written}"


def _is_separated(written: str) -> bool:
    r"""Whether each alternative begins or ends with a mark that nothing else in it can match.

    A mark that may be absent, as the comma in (?:,? \w+), is passed over.
    """
    firm = (
        [e for e in one if not _SEPARATES.match(e) or e[-1] != "?"]
        for one in _alternatives(written)
    )
    return all(_ends_rounds(e[0], e[1:]) or _ends_rounds(e[-1], e[:-1]) for e in firm if e)


def _ends_rounds(mark: str, others: Sequence[str]) -> bool:
    variable = [other for other in others if other.endswith(("*", "+", "?", "}"))]
    return bool(_SEPARATES.fullmatch(mark)) and not any(mark in other for other in variable)


def _alternatives(written: str) -> list[list[str]]:
    """Return the elements of each alternative, a group or a repeated element in one piece."""
    found: list[list[str]] = [[]]
    depth, at = 0, 0
    while at < len(written) and (element := _ELEMENT.match(written, at)):
        piece, at = element[0], element.end()
        repeated = _REPEATED.match(written, at)
        if repeated and not element["open"] and not element["bar"]:
            piece, at = piece + repeated[0], repeated.end()
        inner = depth > 0
        depth += bool(element["open"]) - bool(element["close"])
        if inner:
            found[-1][-1] += piece
        elif element["bar"]:
            found.append([])
        else:
            found[-1].append(piece)
    return found


def _most(count: str) -> int:
    """How often at most: "*" without end, "?" once, "{2,5}" five times."""
    if count == "?":
        return 1
    last = count.strip("{}").rpartition(",")[2]
    return int(last) if last.isdigit() else _ENDLESS
