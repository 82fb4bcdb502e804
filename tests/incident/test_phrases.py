from __future__ import annotations

import pytest

from processor.incident.codes import Phrase
from processor.incident.phrases import find_phrases, needed_word


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        (r"\bshame if (?:you|one)", "shame"),
        (r"\b(?:kill|stab) you\b", "you"),
        (r"won'?t be asking", "asking"),
        (r"one|two", ""),
        (r"colou?r", "colo"),
        (r"[abc]defg", "defg"),
        (r"x{3}abc", "abc"),
        (r"\b\w+\b", ""),
    ],
)
def test_the_needed_word_is_in_every_match(pattern, word):
    assert word == needed_word(pattern)


def hits(pattern, text):
    return list(find_phrases((Phrase(code="c", pattern=pattern, example=""),), text))


def test_a_space_matches_a_line_break_and_a_quote_mark():
    assert hits(r"kill you", "kill\n> you") == [("c", 0, 10)]


def test_an_optional_space_may_be_missing():
    assert len(hits(r"letter ?box", "letterbox, letter box")) == 2


def test_a_flood_of_one_phrase_is_cut_short():
    assert len(hits(r"kill you", "kill you " * 5_000)) == 100
