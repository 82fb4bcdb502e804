from __future__ import annotations

import pytest

from processor.incident.beginnings import DIGIT
from processor.incident.openings import Openings, openings


@pytest.mark.parametrize(
    ("pattern", "keys"),
    [
        (r"\bkill you", {"kill "}),
        (r"\b(?:hit|kick)(?:s)? you", {"hit ", "hits ", "kick ", "kicks "}),
        (r"\bthreat\w*", {"threat"}),
        (r"\bthreat", {"threat"}),
        (r"\bi'?ll\b", {"i'", "ill "}),
        (r"'ll\b", {"'"}),
        (r"\bcolou?r\b", {"color ", "colour "}),
        (r"\b[abc]ad\b", {"aad ", "bad ", "cad "}),
        (r"\b(?P<day>mon|tues)day\b", {"monday ", "tuesday "}),
        (r"\b(?:the )?end\b", {"the ", "end "}),
        (r"\bx{3}abc", {"x"}),
        (r"\b20\d\d", {"20"}),
        (r"(?<!\d)[0-3]?\d/", {DIGIT}),
        (r"\d+%", {DIGIT}),
        (r"(?<=since )may\b", {"may "}),
        (r"(?<!\w)it(?: is|'s) me", {"it ", "it'"}),
        (r"(?!not )\bhome\b(?= now)", {"home "}),
        (r"(?m:^)stop\b", {"stop "}),
        ("\\u2013", {"\u2013"}),
    ],
)
def test_a_match_begins_with_one_of_the_keys(pattern, keys):
    expected = Openings(frozenset(keys), frozenset(), certain=True, otherwise=frozenset())

    assert expected == openings(pattern)


def test_a_word_without_an_edge_may_stand_within_another():
    found = openings(r"kill you|\bstab")

    assert Openings(
        frozenset({"stab"}), frozenset({"kill"}), certain=True, otherwise=frozenset()
    ) == (found)


@pytest.mark.parametrize(
    ("pattern", "keys", "words"),
    [
        (r"\b(?:van|\w+)\s(?:\w+\s)?behind\s(?:me|us)", {"van "}, {"behind"}),
        (r"\bhere\b|\b\w+\sand\s(?:kill|stab)", {"here "}, {"kill", "stab"}),
        (r"\b(?:\w+ly\swrote|rang)\sus", {"rang "}, {"wrote"}),
        (r"\s(?:at|in)\smarket", set(), {"market"}),
    ],
)
def test_a_match_that_may_begin_with_anything_holds_a_word(pattern, keys, words):
    found = openings(pattern)

    assert not found.certain
    assert keys == found.keys
    assert words == found.otherwise


@pytest.mark.parametrize(
    "pattern",
    [
        r"\w+",
        r"(?i)\bkill\b",
        r"(?i:\bkill)",
        r"(\w)\1",
        r"\N{DIGIT ONE}",
        r"\b(?:a|b|c)(?:d|e|f)(?:g|h|i)(?:j|k|l)(?:m|n|o)(?:p|q|r)(?:s|t|u)\b",  # 2187 ways
        r"[^a]",
        r"[a-z]+",
        r"[]a]",
        r"",
    ],
)
def test_where_nothing_is_certain_nothing_is_claimed(pattern):
    expected = Openings(frozenset(), frozenset(), certain=False, otherwise=frozenset())

    assert expected == openings(pattern)
