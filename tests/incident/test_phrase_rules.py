from __future__ import annotations

import re
from time import monotonic

import pytest

from processor.incident.codes import Phrase
from processor.incident.phrase_rules import faults, known_codes
from processor.incident.phrases import compiled
from tests.support.reports import CODES


def wrong(pattern, example, *near_misses, code="veiled", known=("veiled",)):
    phrase = Phrase(code=code, pattern=pattern, example=example, near_misses=near_misses)
    return faults(phrase, known)


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        (r"\bscunnered\b", "I am SCUNNERED with you"),
        (r"shame if (?:\w+ ){0,5}happened", "Shame if owt happened"),
        (r"(?:,? (?:please|now)){1,5}", "tell him, please now"),
        (r"mind (?:you|yer)(?: \w+){0,3}", "mind yer back"),
        (r"\b(?:\w+,? ){0,4}?bother", "any more bother"),
        (r"wait.{0,60}home", "wait till you get home"),
        (r"harass\w*", "harassing"),
        (r"\d{4}", "0999"),
        (r"(?:ha){3}", "hahaha"),
        (r"[(*+]kill[)]", "(kill)"),
    ],
)
def test_a_phrase_that_ends_somewhere_is_taken(pattern, example):
    assert [] == wrong(pattern, example)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"b(?:\w+)+x", "repeats too often"),
        (r"b(a+)*x", "repeats too often"),
        (r"(?:a|aa)+x", "repeats too often"),
        (r"(?:a|aa){0,30}x", "repeats too often"),
        (r"b(?:\w+ ){2,}x", "repeats too often"),
        (r"b(?:\w+){0,9}x", "a repetition stands in a repetition"),
        (r"(?:\w?\w?){0,20}x", "a repetition stands in a repetition"),
        (r"b(?:x |\w+){0,5}x", "a repetition stands in a repetition"),
        (r"b(?:(?:\w+){2}){0,5}x", "a repetition stands in a repetition"),
        (r"b(?:[\w']+'){0,5}x", "a repetition stands in a repetition"),
        (r".*x", "runs on without limit"),
        (r"a.+x", "runs on without limit"),
        (r"a[^.]*x", "runs on without limit"),
        (r"a\s+x", "runs on without limit"),
        (r"a[ ,]{2,}x", "runs on without limit"),
        (r"b\w+\w*x", "two repetitions without limit"),
        (r"a.{0,999}x", "runs on too far"),
        (r"\w+day", "begins with what has no limit"),
        (r"\bmon|(?:the )?\w+day", "begins with what has no limit"),
    ],
)
def test_a_phrase_that_could_run_without_end_is_refused(pattern, why):
    found = wrong(pattern, "ax")

    assert found
    assert all(fault.startswith("pattern: ") and why in fault for fault in found)


@pytest.mark.parametrize("word", ["x", "ax", "a x", "aaaaaa", "the ", "it's ", "a,b. "])
@pytest.mark.parametrize(
    "pattern",
    [
        r"\b(?:\w+ ){0,20}zz",
        r"(?:,? (?:the|it|a)){0,8}zz",
        r"(?: [\w']+){0,20}zz",
        r"\b(?:the |it'?s |\w+day ){0,8}zz",
        r"a.{0,300}zz",
        r"\ba\w*zz",
    ],
)
def test_a_pattern_that_is_taken_is_soon_done_with_any_text(pattern, word):
    assert [] == wrong(pattern, "a the it's monday, a zz azz")
    begun = monotonic()

    assert not compiled(pattern).search(word * 5_000)
    assert monotonic() - begun < 5


@pytest.mark.parametrize("pattern", ["", r"\b", "x?", "(?:a|)", r"(?=a)", "(?:kill)?(?:you)?"])
def test_a_pattern_that_matches_nothing_at_all_is_refused(pattern):
    assert any("it matches where nothing stands" in fault for fault in wrong(pattern, "kill you"))


def test_an_example_that_its_pattern_does_not_match_is_said():
    assert ["example: the pattern does not match it"] == wrong("Kill you", "Kill you")


def test_a_near_miss_that_the_pattern_matches_is_said():
    found = wrong("kill you", "I will kill you", "that kind of joke", "It would kill you to smile")

    assert ['not: the pattern matches "It would kill you to smile"'] == found


def test_a_code_that_its_list_does_not_have_is_said():
    found = wrong("a", "a", code="threat", known=("veiled", "bomb"))

    assert ["code: threat is none of this list: bomb, veiled"] == found


def test_a_pattern_that_is_none_is_said():
    (fault,) = wrong("(a", "a")

    assert re.match(r"pattern: missing \)", fault)


def test_a_list_knows_the_codes_of_the_record_and_else_those_of_its_phrases():
    assert set(CODES.places) == set(known_codes("places", CODES))
    assert "question" in known_codes("wish", CODES)
    assert "threat_life" in known_codes("threats", CODES)
    assert "threat_life" not in known_codes("acts", CODES)
