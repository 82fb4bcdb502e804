from __future__ import annotations

import pytest

from processor.incident.doubts import Doubt, doubt
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


@pytest.mark.parametrize(
    "text",
    ["Since 2019 he writes, and today he said he would kill me.", "On 3 May 2026 he said kill."],
)
def test_a_year_does_not_make_the_present_past(text):
    assert doubt_about("kill", text) is None


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("laid a hand", "Had she laid a hand on me, or followed me home, I should ring you."),
        ("followed", "Had she laid a hand on me, or followed me home, I should ring you."),
        ("gone for", "If he'd gone for me I'd tell you."),
        ("weapon", "It would be a different story if he'd had a weapon, he hadn't."),
    ],
)
def test_what_would_have_been_is_not_meant(word, text):
    assert Doubt.SUPPOSED is doubt_about(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("hit", "Had I not ducked it would have hit me."),
        ("punched", "If I had not ducked he would have punched me."),
        ("burned", "He said \"if she'd been in I'd have burned her\"."),
    ],
)
def test_what_the_reporter_escaped_is_meant(word, text):
    assert doubt_about(word, text) is None


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("spit", "Did he spit at me? No."),
        ("touched", "Had he touched me I should say so. He did nothing of the sort."),
        ("stick", "They said somebody would come with a stick, and in ten years no one has."),
    ],
)
def test_what_the_next_words_deny_is_not_meant(word, text):
    assert Doubt.NEGATED is doubt_about(word, text)


def test_what_was_something_else_is_a_mistake():
    text = "I thought he was following me but he was only going to his own car."

    assert Doubt.MISTAKEN is doubt_about("following", text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("windows", "A councillor in Leeds had her windows put in, poor soul."),
        ("brick", "Councillor Finch in Wiltshire had a brick through her window."),
        ("tyres", "Her tyres were slashed, I read."),
        ("blackmail", "The blackmail in the soap had us talking."),
    ],
)
def test_what_is_told_of_others_elsewhere_is_not_meant(word, text):
    assert Doubt.ELSEWHERE is doubt_about(word, text)


def test_a_colleague_elsewhere_may_tell_of_a_threat_to_us():
    assert doubt_about("kill", "A colleague in Leeds told me he would kill me.") is None


def test_what_happened_once_in_ones_youth_is_past():
    assert Doubt.PAST is doubt_about("punched", "I was once punched at a match in my twenties.")
