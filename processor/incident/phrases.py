"""Finds the phrases of a list in a text, each once, left to right, in time linear in the text.

The words of a text are noted once, with the places where they stand; a pattern is then tried
only where something stands with which it can begin. Hundreds of patterns cost little on a
message that uses few of their words, and what is found is what trying them everywhere finds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from processor.incident.beginnings import DIGIT
from processor.incident.codes import Phrase
from processor.incident.openings import openings

_SPACE = re.compile(r"\[[^\]]*\]|\(\?<[!=][^)]*\)| \?| ")
_MOST = 100  # of one phrase in one text: nobody who writes says it more often
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SHORTENED = re.compile(r"\b\w+'")
_DIGIT = re.compile(r"\d")
_STEMS = (1, 2, 4)  # letters by which the start of a word is found; longer openings are cut
# How much is kept: the words of a message's passages, and what each list found in them.
_TEXTS, _READINGS = 16, 64


class Finder:
    """A pattern as `compiled` makes it, that looks only where it can begin."""

    def __init__(self, pattern: str) -> None:
        self._patterns = _Patterns((pattern,))

    def finditer(self, folded: str) -> Iterator[re.Match[str]]:
        """Return the matches in `folded`, in order. Best where many finders read one text."""
        return (match for _, found in self._patterns.found_in(folded) for match in found)


def find_phrases(phrases: tuple[Phrase, ...], folded: str) -> tuple[tuple[str, int, int], ...]:
    """Return (code, start, end) of each place where a phrase stands in `folded`, by phrase."""
    return _hits(_ready(phrases), folded)


def compiled(pattern: str) -> re.Pattern[str]:
    """Return `pattern` ready to use: a space in it stands for a line break or quote mark too.

    Not so inside a class or a look-behind, which must keep their width.
    """
    return re.compile(_loose(pattern))


def _loose(pattern: str) -> str:
    return _SPACE.sub(_loosened, pattern)


class _Patterns:
    """Patterns that are tried together on one text after another."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(_loose(pattern) for pattern in patterns)
        # Most messages touch few patterns: each is compiled when it is first tried.
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._within: list[tuple[int, frozenset[str]]] = []
        self._elsewhere: list[tuple[int, frozenset[str]]] = []
        for number, pattern in enumerate(self._patterns):
            begins = openings(pattern)
            for key in {_cut(key) for key in begins.keys}:
                self._by_key[key].append(number)
            if begins.within:
                self._within.append((number, begins.within))
            if not begins.certain:
                self._elsewhere.append((number, begins.otherwise))

    def found_in(self, folded: str) -> Iterator[tuple[int, Iterator[re.Match[str]]]]:
        """Yield the number of each pattern that may match, with its matches."""
        places = _places(folded)
        starts: dict[int, set[int]] = defaultdict(set)
        for key in self._by_key.keys() & places.keys():
            for number in self._by_key[key]:
                starts[number].update(places[key])
        for number, words in self._within:
            starts[number].update(start for word in words for start in _finds(word, folded))
        anywhere = {
            number
            for number, words in self._elsewhere
            if not words or any(word in folded for word in words)
        }
        for number in sorted(starts.keys() | anywhere):
            pattern = self._pattern(number)
            tried = _matches(pattern, folded, starts[number])
            yield number, pattern.finditer(folded) if number in anywhere else tried

    def _pattern(self, number: int) -> re.Pattern[str]:
        ready = self._compiled.get(number)
        if ready is None:
            ready = self._compiled[number] = re.compile(self._patterns[number])
        return ready


class _Ready:
    """A list of phrases and its patterns. Equal only to itself."""

    def __init__(self, phrases: tuple[Phrase, ...]) -> None:
        self.phrases = phrases
        self.patterns = _Patterns(phrase.pattern for phrase in phrases)


_LISTS = 64
_KEPT: dict[int, _Ready] = {}


def _matches(pattern: re.Pattern[str], folded: str, starts: set[int]) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer` would where matches can begin only at `starts`."""
    match_at, behind = pattern.match, 0
    for start in sorted(starts):
        if start >= behind and (match := match_at(folded, start)):
            behind = match.end()
            yield match


def _finds(word: str, folded: str) -> Iterator[int]:
    """Yield every place where `word` stands in `folded`, within other words too."""
    start = folded.find(word)
    while start >= 0:
        yield start
        start = folded.find(word, start + 1)


def _ready(phrases: tuple[Phrase, ...]) -> _Ready:
    """Return the patterns of a list, kept by its identity: to hash hundreds costs more than it."""
    kept = _KEPT.get(id(phrases))
    if kept is None or kept.phrases is not phrases:
        if len(_KEPT) >= _LISTS:
            _KEPT.clear()
        kept = _KEPT[id(phrases)] = _Ready(phrases)
    return kept


@lru_cache(maxsize=_READINGS)
def _hits(ready: _Ready, folded: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (ready.phrases[number].code, match.start(), match.end())
        for number, found in ready.patterns.found_in(folded)
        for match in islice(found, _MOST)
    )


def _cut(key: str) -> str:
    """Return the longest key that is noted of a text and stands wherever `key` does."""
    if key[-1] in " '":
        return key
    return key[: max(length for length in _STEMS if length <= len(key))]


@lru_cache(maxsize=_TEXTS)
def _places(folded: str) -> Mapping[str, list[int]]:
    """Return where each key that an opening can be stands in `folded`."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for token in _TOKEN.finditer(folded):
        by_word[token[0]].append(token.start())
    places: dict[str, list[int]] = defaultdict(list)
    for word, starts in by_word.items():
        places[f"{word} "] = starts
        for length in _STEMS:
            if length <= len(word):
                places[word[:length]] += starts
    for shortened in _SHORTENED.finditer(folded):
        places[shortened[0]].append(shortened.start())
    places[DIGIT] = [digit.start() for digit in _DIGIT.finditer(folded)]
    return dict(places)


def _loosened(match: re.Match[str]) -> str:
    return {" ": r"[\s>]{1,8}", " ?": r"[\s>]{0,8}"}.get(match[0], match[0])
