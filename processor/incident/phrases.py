"""Finds the phrases of a list in a text, each once, left to right, in time linear in the text.

A pattern is tried only where a plain word it cannot do without stands in the text: hundreds of
patterns cost little on a message that uses few of their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from processor.incident.codes import Phrase

_SPACE = re.compile(r"\[[^\]]*\]|\(\?<[!=][^)]*\)| \?| ")
_MOST = 100  # of one phrase in one text: nobody who writes says it more often
_SHORTEST = 3  # a shorter word would hardly rule anything out


def find_phrases(phrases: tuple[Phrase, ...], folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield (code, start, end) for each place where a phrase stands in `folded`."""
    for code, needed, pattern in _compiled(phrases):
        if needed in folded:
            for match in islice(pattern.finditer(folded), _MOST):
                yield code, match.start(), match.end()


def needed_word(pattern: str) -> str:
    r"""Return a word that every match of `pattern` holds, or "" where none is certain.

    Only letters outside groups, classes and alternatives count, and none that may be absent:
    r"\bshame if (?:you|one)" needs "shame".
    """
    runs, run, depth, at = [], "", 0, 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "|" and depth == 0:
            return ""
        depth += (letter == "(") - (letter == ")")
        optional = pattern[at + 1 : at + 2] in ("?", "*", "{")
        if depth == 0 and letter.isalpha() and not optional:
            run += letter
        else:
            runs.append(run)
            run = ""
        at += _width(pattern, at)
    longest = max([*runs, run], key=len)
    return longest if len(longest) >= _SHORTEST else ""


def _width(pattern: str, at: int) -> int:
    """How many characters the element at `at` takes: an escape, a class, a count, or one."""
    letter = pattern[at]
    if letter == "\\":
        return 2
    if letter == "[":
        return pattern.index("]", at + 2) + 1 - at
    if letter == "{":
        return pattern.index("}", at) + 1 - at
    return 1


@lru_cache(maxsize=64)
def _compiled(phrases: tuple[Phrase, ...]) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (phrase.code, needed_word(phrase.pattern), compiled(phrase.pattern)) for phrase in phrases
    )


def compiled(pattern: str) -> re.Pattern[str]:
    """Return `pattern` ready to use: a space in it stands for a line break or quote mark too.

    Not so inside a class or a look-behind, which must keep their width.
    """
    return re.compile(_SPACE.sub(_loosened, pattern))


def _loosened(match: re.Match[str]) -> str:
    return {" ": r"[\s>]{1,8}", " ?": r"[\s>]{0,8}"}.get(match[0], match[0])
