"""Whole mails that come near to danger and report none, and some that report much."""

from __future__ import annotations

import time

import pytest

from processor.incident.reading import Level
from tests.support.messages import read, values

HARMLESS = [
    "They'll crucify us in the budget debate. A man called me a dinosaur. Just for the log.",
    "What a night, shot down in flames and stabbed in the back by my own side. Log it.",
    "If a chap pulled a knife on me, what am I meant to do? Nobody has. Log that he tutted.",
    "Back in 2019 he said he would kill me, in writing. One rude postcard now. Just for the log.",
    "He did not threaten me and he didn't touch me. He said I am useless. Just for the log.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_words_near_to_danger_do_not_alarm(text):
    assert read(text).level.rank <= Level.STANDARD.rank


def test_a_report_is_read_whole():
    reading = read(
        "Yesterday at 7.30pm a man called Lee Brathe came to my house in a van, YK19 HZB, and "
        'said "I will break your legs". He rang again from 07700 900733. I am 4 out of 5. '
        "Please report it to the police."
    )

    assert Level.URGENT is reading.level
    assert {"U1", "U3", "S7"} <= set(values(reading.rules))
    assert reading.when[0].value.start == "2026-07-16T19:30"
    assert values(reading.suspect_names) == ["Lee Brathe"]
    assert values(reading.exact_words) == ["I will break your legs"]


def test_forwarded_words_are_never_taken_for_the_reporters():
    reading = read("See below.", forwarded="I am very frightened. No police please.")

    assert reading.account == "See below."
    assert reading.wish is None


@pytest.mark.parametrize(
    "unit", ["a ", "kill you ", '"a', "0 ", "\n", "1.", "From: a@b.c\n", "monday at 7.30pm "]
)
def test_a_huge_message_is_read_in_time_linear_in_its_length(unit):
    begun = time.perf_counter()
    read((unit * 30_000)[:30_000])

    assert time.perf_counter() - begun < 3
