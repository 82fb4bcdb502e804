from __future__ import annotations

from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.codes import load_codes
from processor.incident.codes import Phrase
from processor.incident.phrases import compiled, find_phrases
from processor.incident.texts import fold, read_texts
from processor.mail.parse import parse_message

LISTS = tuple(load_codes().phrases.values())
CORPUS = Path(__file__).parents[1] / "corpus"
# What people write, and what stands around it: the examples cut into words, with odd marks.
WORDS = sorted({word for phrases in LISTS for p in phrases for word in fold(p.example).split()})
MARKS = [" ", "\n", "\n> ", "", "'", '"', ".", ",", "-", "_", "!", "4", "\u0663", "\U0001f52a"]
TEXTS = st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS), max_size=60).map(
    lambda parts: " ".join(parts).replace("  ", "")
)
# Patterns of every construct that the phrase files use, over an alphabet in which they meet.
WORDLIKE = ("ab", "b", "a1", "'a", r"\w+", r"\d", "[ab]", "[^a]", "[0-3]", r"\u0061", ".")
COUNTED = (" ", " ?", "b?", "a{1,2}", "(?:b){0,2}", r"\s{0,3}")
WIDTHLESS = (r"\b", r"(?<!\w)", "(?<=a )", "(?=b)", "(?!a)", "^", "$")
PIECES = st.sampled_from(WORDLIKE + COUNTED + WIDTHLESS)
PATTERNS = st.recursive(
    PIECES,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map("".join)
        | st.lists(inner, min_size=1, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})")
        | inner.map(lambda one: f"(?:{one})?")
    ),
    max_leaves=12,
)


def phrase(pattern):
    return Phrase(code="c", pattern=pattern, example="")


every = cache(compiled)


def hits(pattern, text):
    return list(find_phrases((phrase(pattern),), text))


def tried_everywhere(phrases, folded):
    """What the finder must find: every pattern at every place."""
    for one in phrases:
        for match in islice(every(one.pattern).finditer(folded), 100):
            yield one.code, match.start(), match.end()


def test_a_space_matches_a_line_break_and_a_quote_mark():
    assert hits(r"kill you", "kill\n> you") == [("c", 0, 10)]


def test_an_optional_space_may_be_missing():
    assert len(hits(r"letter ?box", "letterbox, letter box")) == 2


def test_a_flood_of_one_phrase_is_cut_short():
    assert len(hits(r"kill you", "kill you " * 5_000)) == 100
    assert len(hits(r"\bkill you", "kill you " * 5_000)) == 100


def test_a_phrase_that_overlaps_itself_is_found_once():
    assert [("c", 0, 11)] == hits(r"\bknife \w+", "knife knife")


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["main", "more-a", "more-b"])
def test_in_every_mail_it_finds_what_trying_everything_finds(folder):
    for path in sorted((CORPUS / folder).glob("*.eml")):
        for passage in read_texts(parse_message(path.read_bytes())).passages:
            for phrases in LISTS:
                expected = list(tried_everywhere(phrases, passage.folded))

                assert expected == list(find_phrases(phrases, passage.folded)), path.name


@settings(max_examples=400, deadline=None)
@given(pattern=PATTERNS, top=PATTERNS, folded=st.text("ab1' \n.\u0661", max_size=30))
def test_any_pattern_finds_what_trying_it_everywhere_finds(pattern, top, folded):
    phrases = (phrase(rf"\b{pattern}"), phrase(f"{pattern}|{top}"))

    assert list(tried_everywhere(phrases, folded)) == list(find_phrases(phrases, folded))


@settings(deadline=None)  # the first compiles every pattern
@given(folded=TEXTS)
def test_in_any_text_it_finds_what_trying_everything_finds(folded):
    for phrases in LISTS:
        assert list(tried_everywhere(phrases, folded)) == list(find_phrases(phrases, folded))
