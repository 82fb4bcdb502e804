"""A small linear model over the words of a sentence, learned from labelled sentences.

It finds what no phrase lists: people put one thing in more ways than anybody can write down.
It may raise a level or suggest a category, and what it finds is shown as learned, with the
labelled sentence nearest to it. It never lowers: it knows no sign that explains a thing away.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"\w+(?:'\w+)*|[!?\"]")
_ENDINGS = ("'s", "ing", "ed", "es", "s", "ly")
_STEM = 3  # letters that an ending must leave
_LONG = 5  # a word of so many letters is known by its parts too: people misspell
_PART = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A sentence somebody wrote as an example, with the signs it shows."""

    sentence: str
    signs: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """The model. weights: of a feature, by sign. offsets: of each sign, its threshold included.

    A sign is shown where its offset and the weights of a sentence's features, divided by the
    root of their number, add up to more than 0.
    """

    offsets: Mapping[str, float]
    weights: Mapping[str, Mapping[str, float]]

    def signs_in(self, sentence: str) -> Iterator[str]:
        """Yield the signs that the folded `sentence` shows, as far as it goes."""
        found = features(sentence)
        known = [self.weights[feature] for feature in found if feature in self.weights]
        sums: dict[str, float] = {}
        for weights in known:
            for sign, weight in weights.items():
                sums[sign] = sums.get(sign, 0.0) + weight
        length = math.sqrt(len(known))
        for sign, total in sums.items():
            if total / length + self.offsets[sign] > 0:
                yield sign


def learned_of(text: str) -> Learned:
    """Return the model written in `text`: an empty line parts the offsets from the weights.

    A line is a name, a tab, and pairs of a sign and a number. Raises ValueError.
    """
    offsets, _, weights = text.partition("\n\n")
    rows = dict(line.split("\t") for line in weights.splitlines())
    return Learned(
        offsets=_numbers(offsets.split()),
        weights={feature: _numbers(row.split(" ")) for feature, row in rows.items()},
    )


def _numbers(words: list[str]) -> dict[str, float]:
    return {sign: float(number) for sign, number in zip(words[::2], words[1::2], strict=True)}


def labelled_of(text: str) -> tuple[Labelled, ...]:
    """Return the labelled sentences in `text`: a line is signs, a tab, a sentence."""
    rows = (line.split("\t", 1) for line in text.splitlines())
    return tuple(
        Labelled(sentence=sentence, signs=frozenset(signs.split(","))) for signs, sentence in rows
    )


def features(sentence: str) -> AbstractSet[str]:
    """Return the features of a folded sentence: its words, their pairs, and parts of long words."""
    words = [_stem(word) for word in _WORD.findall(sentence)]
    spoken = '"' in words
    words = [word for word in words if word != '"']
    found = {*words, *(f"{one} {next_}" for one, next_ in pairwise(words))}
    for word in words:
        if len(word) >= _LONG:
            found.update("~" + word[at : at + _PART] for at in range(len(word) - _PART + 1))
    if spoken:
        found.add('"')
    return found


def nearest(sentence: str, examples: tuple[Labelled, ...], sign: str) -> Labelled | None:
    """Return the labelled example of `sign` most like `sentence`; None where there is none."""
    found = features(sentence)
    return max(
        (example for example in examples if sign in example.signs),
        key=lambda example: _likeness(found, features(example.sentence)),
        default=None,
    )


def _likeness(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    return len(one & other) / math.sqrt(len(one) * len(other) or 1)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word
