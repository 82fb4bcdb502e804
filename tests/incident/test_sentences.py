from __future__ import annotations

from datetime import date

import pytest

from processor.incident.sentences import Doubt, current_year, doubt, sentence
from tests.support.messages import source


def doubt_about(word, text):
    (passage,) = source(text).passages
    start = passage.folded.index(word)
    return doubt(passage, start, start + len(word), 2026)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("threats", "No threats were made."),
        ("threaten", "He did not threaten me."),
        ("touched", "Nobody was touched."),
        ("kill", "She never said she would kill me."),
        ("follow", "He didnt follow me out."),
    ],
)
def test_what_is_denied_is_not_meant(word, text):
    assert Doubt.NEGATED is doubt_about(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("kill", "I don't know him, he says he will kill me."),
        ("kill", "He is not well and he said he would kill me."),
        ("come", "If it's not settled by the 30th of June he is going to come round."),
        ("home", 'He said "you are not getting home tonight".'),
        ("kill", "He will kill me."),
    ],
)
def test_a_denial_does_not_carry_past_its_clause(word, text):
    assert doubt_about(word, text) is None


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("firebomb", "If somebody said they would firebomb my house, whom do I ring?"),
        ("knife", "What if a chap pulled a knife on me?"),
        ("outside", "Your handbook says ring 999 if a person is outside."),
    ],
)
def test_what_is_only_supposed_is_not_meant(word, text):
    assert Doubt.SUPPOSED is doubt_about(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("kill", "Back in 2019 he said he'd kill me."),
        ("brick", "In '84 I had a brick through the window."),
        ("swing", "Years ago he told me he would swing for me."),
    ],
)
def test_what_is_long_past_is_not_meant_now(word, text):
    assert Doubt.PAST is doubt_about(word, text)


@pytest.mark.parametrize(("at", "year"), [(date(2026, 1, 9), 2025), (date(2026, 11, 9), 2026)])
def test_december_is_not_past_in_january(at, year):
    assert year == current_year(at)


@pytest.mark.parametrize(
    "text",
    ["Since 2019 he writes, and today he said he would kill me.", "On 3 May 2026 he said kill."],
)
def test_a_year_does_not_make_the_present_past(text):
    assert doubt_about("kill", text) is None


def test_a_sentence_ends_at_its_stop_or_at_a_blank_line():
    text = "One thing. Another thing\n\nA third"
    start = text.index("Another")

    begin, end = sentence(text, start, start + 7)

    assert text[begin:end].strip() == "Another thing"
