from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from processor.incident.reading import When
from processor.incident.when import read_when
from tests.support.messages import read, source, values

FRIDAY = datetime(2026, 7, 17, 10, 30)  # noqa: DTZ001 - the sender's own clock

with Path(__file__).with_name("said.tsv").open(encoding="utf-8", newline="") as file:
    SAID = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", SAID, ids=lambda row: row["words"])
def test_when_is_read_as_british_people_say_it(row):
    words, written = row["words"].replace("\\n", "\n"), datetime.fromisoformat(row["written"])

    main = values(read_when(source(words), written))[0]

    assert When(row["start"], row["end"], row["precision"]) == main


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
    ("words", "start"),
    [
        ("On Wednesday 15 July at around 6.45pm he came.", "2026-07-15T18:45"),
        ("It was Tuesday evening, about eight.", "2026-07-14T20:00"),
        ("This morning at 8.20 as I left for work.", "2026-07-17T08:20"),
        ("Between 9pm and 11pm last night somebody did it.", "2026-07-16T21:00"),
        ("Last Saturday, the 11th of July, he shouted.", "2026-07-11"),
        ("Two days ago he rang.", "2026-07-15"),
        ("On 14/07/2026 at 1830 hours a man came.", "2026-07-14T18:30"),
        ("At 7:15 pm on Thursday 9th July I was at the hall.", "2026-07-09T19:15"),
        ("The day before yesterday he came.", "2026-07-15"),
        ("Just after midnight last night my car was hit.", "2026-07-17T00:00"),
        ("Around lunchtime yesterday he rang.", "2026-07-16"),
        ("On the evening of 3 July he came to the gate.", "2026-07-03"),
        ("Sunday night, half eleven, a brick came in.", "2026-07-12T23:30"),
        ("It happened on Monday (13 July) at approximately 16:05.", "2026-07-13T16:05"),
        ("He first rang on 1 June, then again on 20 June, and last night he came.", "2026-07-16"),
        ("Yesterday, at 3 o'clock in the afternoon, he shouted.", "2026-07-16T15:00"),
        ("I was at the shop at ten to six yesterday.", "2026-07-16T17:50"),
        ("On Friday last week he spat.", "2026-07-10"),
        ("A fortnight ago he wrote.", "2026-07-03"),
        ("From 2pm until 4pm on 12 July they stood there.", "2026-07-12T14:00"),
        ("About an hour ago a man came.", "2026-07-17T09:30"),
        ("My surgery is on Saturday at 10. Yesterday he said he would come.", "2026-07-16"),
        ("Thursday 16 July 2026, 19:30 - man shouted", "2026-07-16T19:30"),
        ("Tuesday just gone at teatime.", "2026-07-14"),
        ("Late last night, must have been 11ish, he banged.", "2026-07-16T23:00"),
        ("I got home at 5 yesterday and found it.", "2026-07-16T17:00"),
        ("It was at 2am on Saturday morning.", "2026-07-11T02:00"),
        ("Earlier today a man spat.", "2026-07-17"),
        ("Early hours of Sunday, around 3am.", "2026-07-12T03:00"),
    ],
)
def test_the_main_occurrence_is_the_one_the_report_is_about(words, start):
    assert start == values(read_when(source(words), FRIDAY))[0].start


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Between 10pm and 2am on Friday night it was cut.",
            When("2026-07-17T22:00", "2026-07-18T02:00", "range"),
        ),
        (
            "Between 11pm on Tuesday night and half six on Wednesday morning it was cut.",
            When("2026-07-14T23:00", "2026-07-15T06:30", "range"),
        ),
        ("Overnight Monday into Tuesday it went.", When("2026-07-13", "2026-07-14", "range")),
        (
            "Yesterday, 4 to 5pm, he sat there.",
            When("2026-07-16T16:00", "2026-07-16T17:00", "range"),
        ),
    ],
)
def test_two_ends_make_a_range(words, expected):
    later = datetime(2026, 7, 18, 10, 30)  # noqa: DTZ001 - the sender's own clock
    base = later if "Friday" in words else FRIDAY

    assert expected == values(read_when(source(words), base))[0]


@pytest.mark.parametrize(
    "words",
    [
        "My surgery is on Saturday at ten.",
        "I am opening the fair on Monday.",
        "It is open until Tuesday.",
        "Please tell them today.",
    ],
)
def test_what_is_to_come_is_no_occurrence(words):
    assert read_when(source(words), FRIDAY) == ()


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


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (
            "1 July: leat cleared. 8 July: he said he would kill me. 14 July: chased officers.",
            "2026-07-08",
        ),
        (
            'On Saturday we were out canvassing. On Sunday he put "vote for a grown-up next time".',
            "2026-07-12",
        ),
        ("Since then: 1 July, he stared. 8 July, he stared. Last night he stared.", "2026-07-16"),
    ],
)
def test_the_main_one_is_that_of_which_the_act_is_told_or_the_last_of_a_series(words, start):
    assert start == read(words).when[0].value.start


@pytest.mark.parametrize(
    "words",
    [
        "This afternoon just after four he wrote it on my page. It's still there.",
        "At four yesterday he left and then he was right behind me.",
    ],
)
def test_what_is_left_standing_or_gone_by_is_not_now(words):
    late = datetime.fromisoformat("2026-07-17T20:05:00+01:00")

    assert read(words, date=late, at=late).when[0].value.start[11:] == "16:00"


def test_a_flood_of_dates_is_read_in_bounded_time():
    assert len(read_when(source("last monday at 7.30pm " * 9_000), FRIDAY)) <= 6
