from __future__ import annotations

from datetime import datetime

import pytest

from processor.incident.occasions import occasions
from processor.incident.texts import Voice
from tests.support.messages import source

FRIDAY = datetime(2026, 7, 17, 10, 30)  # noqa: DTZ001 - the sender's own clock


def told(words: str, written: datetime = FRIDAY) -> list[tuple[str, bool]]:
    """When each occasion began, and whether it only explains."""
    (passage,) = source(words).spoken_by(Voice.OWN)
    return [(point.value.start, point.aside) for point in occasions(passage, written)]


def test_a_time_belongs_to_the_day_nearest_to_it():
    words = "He came on Monday at 9am and on Tuesday at 4pm."

    assert [("2026-07-13T09:00", False), ("2026-07-14T16:00", False)] == told(words)


def test_a_time_before_a_list_of_days_is_that_of_each():
    words = "Ten past two in the morning on Tuesday, on Wednesday and again today."

    assert ["2026-07-14T02:10", "2026-07-15T02:10", "2026-07-17T02:10"] == [
        start for start, _ in told(words)
    ]


def test_a_time_alone_is_of_the_day_last_spoken_of():
    assert ("2026-07-15T20:00", False) in told("On Wednesday he came. It was about 8pm.")


def test_what_is_left_over_at_midnight_is_of_the_evening_before():
    late = datetime(2026, 7, 18, 0, 40)  # noqa: DTZ001 - the sender's own clock

    assert [("2026-07-17T23:55", False)] == told("He banged at five to midnight.", late)


def test_a_full_stop_that_shortens_a_word_ends_no_sentence():
    assert [("2026-07-15T07:45", False)] == told("At 7.45 a.m. on the 15th he came.")


def test_a_year_like_time_of_day_is_no_year():
    words = "Date of incident: Tuesday 14th July\nTime of incident: approx 1945\nHe shouted."

    assert ("2026-07-14T19:45", False) in told(words)


@pytest.mark.parametrize(
    "words",
    [
        "He came on Wednesday (I was told of it on Thursday).",
        "My email of Thursday was wrong: he came on Wednesday.",
        "I told you that he came on Thursday. It was Wednesday.",
        "Tonight she showed me what came on Wednesday.",
        "He came on Wednesday and I was still shaking as of yesterday.",
        "He came on Wednesday. There is still a mark on my arm today.",
        "Thank you for yesterday's session. He came on Wednesday.",
        "He came on Wednesday, not Thursday.",
        "He came on Wednesday. The footage goes Thursday.",
        "He came on Wednesday. I work Mon-Thu.",
        "He came on Wednesday. Office hours Tues and Thurs.",
        "He came on Wednesday. I have to be there by Monday.",
        "He came on Wednesday. I doubt I will do the bookings tonight.",
        "He came on Wednesday. My husband is on shift until 10.",
        "Something happened at the weekend and on Wednesday he came.",
    ],
)
def test_a_date_that_explains_is_not_that_of_the_occasion(words):
    assert ["2026-07-15"] == [start for start, aside in told(words) if not aside]


def test_a_day_in_brackets_that_only_names_it_again_explains_nothing():
    assert [("2026-07-16", False)] == told("A letter came, opened by me (last night).")


def test_both_ends_of_a_stretch_are_read():
    (passage,) = source("Last night between 9 and 10 he came.").spoken_by(Voice.OWN)
    (point,) = occasions(passage, FRIDAY)

    assert ("2026-07-16T21:00", "2026-07-16T22:00") == (point.value.start, point.value.end)


def test_many_days_and_times_are_read_in_bounded_number():
    (passage,) = source("on monday at 7.30pm he came. " * 2_000).spoken_by(Voice.OWN)

    assert len(occasions(passage, FRIDAY)) <= 100
