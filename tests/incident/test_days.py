from __future__ import annotations

from datetime import date, datetime

import pytest

from processor.incident.days import days_named

FRIDAY = datetime(2026, 7, 17, 10, 30)  # noqa: DTZ001 - the sender's own clock


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on tuesday, 14th july", [date(2026, 7, 14)]),
        ("last night (thursday)", [date(2026, 7, 16)]),
        ("bank holiday monday, that's the 6th of july", [date(2026, 7, 6)]),
        ("sunday just gone, 12/7/26", [date(2026, 7, 12)]),
        ("the second of july", [date(2026, 7, 2)]),
        ("july 3rd", [date(2026, 7, 3)]),
        ("10, 11 and 12 july", [date(2026, 7, 10), date(2026, 7, 11), date(2026, 7, 12)]),
        ("next tuesday", [date(2026, 7, 21)]),
        ("tomorrow (sat 18th)", [date(2026, 7, 18)]),
    ],
)
def test_two_names_of_a_day_are_one_mention(words, expected):
    assert expected == [named.day for named in days_named(words, FRIDAY)]


@pytest.mark.parametrize(
    "words",
    ["he sat on my wall", "fear score 4/5", "open 24/7", "the 38 bus", "32 july", "the sun"],
)
def test_other_words_and_numbers_name_no_day(words):
    assert days_named(words, FRIDAY) == ()


def test_tonight_is_the_evening_before_for_who_writes_after_midnight():
    late = datetime(2026, 7, 17, 1, 10)  # noqa: DTZ001 - the sender's own clock

    assert [date(2026, 7, 16)] == [named.day for named in days_named("tonight", late)]
