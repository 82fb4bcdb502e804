from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from processor.incident.almanac import nearest, span
from processor.incident.days import days_named

FRIDAY = datetime(2026, 7, 17, 10, 30)  # noqa: DTZ001 - the sender's own clock
NEW_YEAR = datetime(2026, 1, 2, 9, 0)  # noqa: DTZ001 - the sender's own clock


@pytest.mark.parametrize(
    ("count", "unit", "expected"),
    [
        ("a", "fortnight", timedelta(weeks=2)),
        ("half an", "hour", timedelta(minutes=30)),
        ("three quarters of an", "hour", timedelta(minutes=45)),
        ("an hour and a half", "hours", timedelta(minutes=90)),
        ("a couple of", "days", timedelta(days=2)),
        ("20", "mins", timedelta(minutes=20)),
    ],
)
def test_a_span_is_its_number_of_units(count, unit, expected):
    assert expected == span(count, unit)


def test_a_number_and_a_weekday_name_the_nearest_such_day():
    assert date(2026, 7, 11) == nearest(11, 5, FRIDAY.date())
    assert nearest(31, 0, FRIDAY.date()) == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a week last tuesday", date(2026, 7, 7)),
        ("a week ago on tuesday", date(2026, 7, 7)),
        ("a fortnight last sunday", date(2026, 6, 28)),
        ("three weeks ago tomorrow", date(2026, 6, 27)),
        ("a week yesterday", date(2026, 7, 9)),
        ("two tuesdays ago", date(2026, 7, 7)),
        ("last week, on tuesday", date(2026, 7, 7)),
        ("tuesday of this week", date(2026, 7, 14)),
        ("at the weekend", date(2026, 7, 11)),
        ("the weekend before last", date(2026, 7, 4)),
        ("the 6th inst", date(2026, 7, 6)),
        ("the 28th ult", date(2026, 6, 28)),
        ("the 11th of last month", date(2026, 6, 11)),
        ("on the eleventh, ", date(2026, 7, 11)),
        ("11-jul-26", date(2026, 7, 11)),
        ("on friday night", date(2026, 7, 10)),
        ("next tuesday", date(2026, 7, 21)),
    ],
)
def test_a_day_counts_from_the_day_of_writing(words, expected):
    assert [expected] == [named.day for named in days_named(words, FRIDAY)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on 29 december", date(2025, 12, 29)),
        ("tuesday 30th", date(2025, 12, 30)),
        ("on the 31st", date(2025, 12, 31)),
        ("the 28th ult", date(2025, 12, 28)),
        ("boxing day", date(2025, 12, 26)),
    ],
)
def test_in_january_december_is_last_year_s(words, expected):
    assert [expected] == [named.day for named in days_named(words, NEW_YEAR)]


@pytest.mark.parametrize("words", ["on 31/02", "32 july", "every tuesday", "on polling day"])
def test_what_is_no_day_or_long_ago_is_none(words):
    assert days_named(words, FRIDAY) == ()
