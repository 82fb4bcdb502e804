from __future__ import annotations

from datetime import datetime

import pytest

from processor.incident.reading import When
from processor.incident.when import read_when
from tests.support.messages import read, source, values

FRIDAY = datetime(2026, 7, 17, 10, 30)  # noqa: DTZ001 - the sender's own clock


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("It happened yesterday at 7.30pm.", When("2026-07-16T19:30", "", "exact")),
        ("Last night about ten past eight he rang.", When("2026-07-16T20:10", "", "about")),
        ("Half\nan hour ago he left, at half\npast nine.", When("2026-07-17T09:30", "", "exact")),
        ("A week\nlast Wednesday he came.", When("2026-07-08", "", "day")),
        ("On Tuesday he came.", When("2026-07-14", "", "day")),
        ("Last Friday he came.", When("2026-07-10", "", "day")),
        ("A week last Wednesday he came.", When("2026-07-08", "", "day")),
        ("On the 14th he came.", When("2026-07-14", "", "day")),
        ("On the 20th he came.", When("2026-06-20", "", "day")),
        ("On 3/4 it was posted.", When("2026-04-03", "", "day")),
        ("On 12.06.26 it was posted.", When("2026-06-12", "", "day")),
        ("On 5 October at 21:14 it came.", When("2025-10-05T21:14", "", "exact")),
        ("This morning it came.", When("2026-07-17", "", "part_of_day")),
        ("Ten minutes ago.", When("2026-07-17T10:20", "", "about")),
        ("Half an hour ago he left.", When("2026-07-17T10:00", "", "about")),
        ("Two weeks ago he came.", When("2026-07-03", "", "day")),
        ("He is here now.", When("2026-07-17T10:30", "", "about")),
    ],
)
def test_a_date_counts_back_from_when_the_sender_wrote(words, expected):
    assert [expected] == values(read_when(source(words), FRIDAY))


@pytest.mark.parametrize(
    "words",
    [
        "The order is dated 2 June.",
        "Back in 2019 on Tuesday he came.",
        "He said 'on Monday you will see'.",
        "The meeting is on 21 July 2026.",
        "On 31/02 nothing was.",
    ],
)
def test_what_is_no_occurrence_is_not_dated(words):
    assert read_when(source(words), FRIDAY) == ()


def test_a_forwarded_mail_is_dated_by_its_heading():
    found = read_when(
        source(forwarded="From: Bo <bo@stray.example>\nSent: 16 July 2026 21:07\n\nYou."), FRIDAY
    )

    assert [When("2026-07-16T21:07", "", "exact")] == values(found)
    assert found[0].quote == "16 July 2026 21:07"


def test_an_implausible_date_of_the_sender_does_not_move_yesterday():
    reading = read("He came yesterday.", date=datetime.fromisoformat("2099-01-01T00:00:00+00:00"))

    assert [found.value.start for found in reading.when] == ["2026-07-16"]


def test_a_flood_of_dates_is_read_in_bounded_time():
    assert len(read_when(source("last monday at 7.30pm " * 9_000), FRIDAY)) <= 6
