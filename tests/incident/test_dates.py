from __future__ import annotations

from datetime import date, datetime

import pytest

from processor.incident.dates import spoken, spoken_day


@pytest.mark.parametrize(
    ("hour", "expected"), [(0, "12:05am"), (9, "9:05am"), (12, "12:05pm"), (23, "11:05pm")]
)
def test_times_are_said_as_people_say_them(hour, expected):
    moment = datetime(2026, 1, 5, hour, 5)  # noqa: DTZ001 - what a clock on the wall shows

    assert spoken(moment) == f"{expected} on Monday 5 January 2026"


def test_days_are_said_as_people_say_them():
    assert spoken_day(date(2026, 10, 3)) == "3 October 2026"
