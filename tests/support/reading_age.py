"""How hard a letter is to read: the Flesch-Kincaid grade, with a plain count of syllables."""

from __future__ import annotations

import re

_NOT_PROSE = re.compile(r"https?://\S+|\b[A-Z]{2,4}-\d{4}-\w{5}-\w\b|^-+$", re.MULTILINE)
_SENTENCE = re.compile(r"[.!?:](?=\s|$)|\n")
_WORD = re.compile(r"[A-Za-z][A-Za-z'&]*")


def words(text: str) -> list[str]:
    """Return the words as a person counts them, reference and links counting one each."""
    return re.findall(r"\S*\w\S*", text)


def grade(text: str) -> float:
    """Return the school grade; 6 is a reading age of eleven. Every line ends a sentence."""
    prose = _NOT_PROSE.sub("", text)
    sentences = [s for s in _SENTENCE.split(prose) if _WORD.search(s)]
    found = _WORD.findall(prose)
    syllables = sum(map(_syllables, found))
    return 0.39 * len(found) / len(sentences) + 11.8 * syllables / len(found) - 15.59


def _syllables(word: str) -> int:
    """Groups of vowels; a silent e at the end counts nothing."""
    groups = re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e(?:s|d)?$", "", word.lower()))
    return max(1, len(groups))
