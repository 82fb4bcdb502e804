from __future__ import annotations

import re
from datetime import date

import pytest

from processor.incident.feasts import FEAST, feast

NOVEMBER = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("boxing day", date(2025, 12, 26)),
        ("new year's eve", date(2025, 12, 31)),
        ("pancake day", date(2026, 2, 17)),
        ("mothering sunday", date(2026, 3, 15)),
        ("clocks went forward", date(2026, 3, 29)),
        ("good friday", date(2026, 4, 3)),
        ("easter monday", date(2026, 4, 6)),
        ("st. george's day", date(2026, 4, 23)),
        ("may day", date(2026, 5, 4)),
        ("polling day", date(2026, 5, 7)),
        ("spring bank holiday", date(2026, 5, 25)),
        ("father's day", date(2026, 6, 21)),
        ("august bank holiday", date(2026, 8, 31)),
        ("clocks went back", date(2026, 10, 25)),
        ("hallowe'en", date(2026, 10, 31)),
        ("bonfire night", date(2026, 11, 5)),
        ("remembrance sunday", date(2026, 11, 8)),
    ],
)
def test_a_day_with_a_name_is_the_last_of_that_name(name, expected):
    assert re.fullmatch(FEAST, name)
    assert expected == feast(name, NOVEMBER)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 4, 10), date(2026, 4, 6)),
        (date(2026, 5, 10), date(2026, 5, 4)),
        (date(2026, 5, 30), date(2026, 5, 25)),
        (date(2026, 9, 10), date(2026, 8, 31)),
        (date(2027, 3, 1), date(2026, 8, 31)),
    ],
)
def test_the_bank_holiday_is_the_last_there_was(today, expected):
    assert expected == feast("bank holiday monday", today)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1954, date(1954, 4, 18)),
        (1981, date(1981, 4, 19)),
        (2008, date(2008, 3, 23)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_is_the_sunday_after_the_full_moon_of_spring(year, expected):
    assert expected == feast("easter sunday", date(year, 12, 1))


def test_other_words_name_no_day():
    assert feast("surgery day", NOVEMBER) is None
