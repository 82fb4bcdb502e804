from __future__ import annotations

from datetime import time

import pytest

from processor.incident.clock import clock_times


@pytest.mark.parametrize(
    ("words", "expected", "about"),
    [
        ("at 19:30", time(19, 30), False),
        ("twenty-five\nto ten this morning", time(9, 35), False),
        ("at 02:15", time(2, 15), False),
        ("at 7.30pm", time(19, 30), False),
        ("about 7.30 in the evening", time(19, 30), True),
        ("1800hrs on saturday", time(18), False),
        ("at 9am", time(9), False),
        ("at 12am", time(0), False),
        ("at 12pm", time(12), False),
        ("half past seven in the evening", time(19, 30), False),
        ("half seven in the morning", time(7, 30), False),
        ("quarter to eight this evening", time(19, 45), False),
        ("ten past six this morning", time(6, 10), False),
        ("20 to ten tonight", time(21, 40), False),
        ("about noon", time(12), True),
        ("at midnight", time(0), False),
        ("gone nine last night", time(21), True),
        ("around 4 in the afternoon", time(16), True),
    ],
)
def test_a_time_is_read_as_british_people_write_it(words, expected, about):
    (found,) = clock_times(words)

    assert (expected, about) == (found.time, found.about)


@pytest.mark.parametrize(
    "words",
    [
        "by 3 people",
        "half a dozen",
        "1.2.2026",
        "about 40 likes",
        "we live at 2 heol y felin",
        "mrs petrie at 9 mill row",
    ],
)
def test_other_numbers_are_no_times(words):
    assert clock_times(words) == ()


def test_a_time_may_stand_before_the_name_of_a_street():
    (found,) = clock_times("he came at 9 down mill lane")

    assert time(21) == found.time
