from __future__ import annotations

import pytest

from processor.incident.claimed import claimed_moment


@pytest.mark.parametrize(
    "text",
    [
        "14 July 2026 07:41",
        "Tue, 14 Jul 2026 at 07:41",
        "Tue, 14 Jul 2026 07:41:05 +0100",
        "14 July 2026 at 07:41:22 BST",
        "Tuesday, July 14, 2026 7:41 AM",
        "On Tuesday, July 14th, 2026 at 7:41 AM",
        "14/07/2026 07:41 (GMT+00:00)",
        "07/14/2026 07:41",
        "14.07.2026, 07:41",
        "2026-07-14 07:41",
        "Dienstag, 14. Juli 2026 um 07:41",
        "mardi 14 juillet 2026 07:41",
        "14 lipca 2026 07:41",
        "14 Gorffennaf 2026 07:41",
    ],
)
def test_a_date_is_read_as_programs_write_it(text):
    found = claimed_moment(text)

    assert "2026-07-14T07:41" == found.moment.strftime("%Y-%m-%dT%H:%M")
    assert text[found.start : found.end] in text


@pytest.mark.parametrize(
    ("text", "hour"), [("1 May 2026 12:05 AM", 0), ("1 May 2026 12:05 p.m.", 12)]
)
def test_the_halves_of_the_day_are_read(text, hour):
    assert hour == claimed_moment(text).moment.hour


@pytest.mark.parametrize("month", ["mars", "Mawrth", "März", "marca", "March"])
def test_a_month_is_known_by_its_first_letters(month):
    assert 3 == claimed_moment(f"2 {month} 2026 10:00").moment.month


@pytest.mark.parametrize(
    "text", ["", "yesterday", "14 July 2026", "31 Feb 2026 10:00", "14 Foo 2026 10:00", "1/1/26"]
)
def test_what_is_no_date_with_a_time_is_none(text):
    assert None is claimed_moment(text)
