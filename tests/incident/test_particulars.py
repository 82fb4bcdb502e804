"""Ordinary ways of saying how, where, who, what risk: one line each in particulars.tsv."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.support.messages import read, values

with Path(__file__).with_name("particulars.tsv").open(encoding="utf-8", newline="") as file:
    SAID = [tuple(row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def said(kind):
    return [(code, text) for of, code, text in SAID if of == kind]


@pytest.mark.parametrize(("code", "text"), said("channel"))
def test_the_channel_is_told_in_many_ways(code, text):
    assert code in values(read(text).channels)


@pytest.mark.parametrize(("code", "text"), said("place"))
def test_the_place_is_told_in_many_ways(code, text):
    assert code == read(text).place_type.value


@pytest.mark.parametrize(("code", "text"), said("strand"))
def test_hostility_to_a_strand_is_told_in_many_ways(code, text):
    assert code in values(read(text).hostility_strands)


@pytest.mark.parametrize(("code", "text"), said("risk"))
def test_a_risk_factor_is_told_in_many_ways(code, text):
    assert code in values(read(text).risk_factors)


@pytest.mark.parametrize(("code", "text"), said("ongoing"))
def test_that_it_goes_on_or_is_over_is_told_in_many_ways(code, text):
    assert (code == "true") is read(text).ongoing.value


@pytest.mark.parametrize(("code", "text"), said("fear"))
def test_the_fear_score_is_told_in_many_ways(code, text):
    assert int(code) == read(text).fear_score.value


@pytest.mark.parametrize(("code", "text"), said("name"))
def test_a_suspect_is_named_in_many_ways(code, text):
    assert [code] == values(read(text).suspect_names)


@pytest.mark.parametrize("text", [text for _, text in said("noname")])
def test_who_helps_or_stands_by_is_no_suspect(text):
    assert [] == values(read(text).suspect_names)


@pytest.mark.parametrize(
    "text",
    [
        "He is on the planning committee for the gypsy site.",
        "Blue is your colour, he said.",
        "I was so tired that I walked off home.",
        "He said he would get back to you.",
        "I wear two hearing aids and could not catch what he said.",
        "I told him to go back to the office.",
        "A white man of forty shouted at me about the travellers site.",
        "My wife and I are a gay couple and we run the synagogue lunch.",
        "He dug up the bed with spades and left the pansies.",
    ],
)
def test_what_only_resembles_hostility_shows_no_strand(text):
    assert read(text).hostility_strands == ()


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("I had a letter about last night's planning committee.", ["letter"]),
        ("A man spat at me at my surgery.", ["in_person_surgery"]),
        ("My tyres were slashed in the car park of the Co-op.", ["property"]),
        ("A car slowed and a man shouted at me in the street.", ["in_person_public", "vehicle"]),
        ("On Facebook he posted a deepfake of me.", ["deepfake_media", "social_public"]),
        ("My neighbour told me he had heard it in the pub.", ["third_party"]),
    ],
)
def test_of_the_channels_named_the_one_that_was_used_is_taken(text, channels):
    assert channels == values(read(text).channels)


def test_the_subject_says_best_how_it_came():
    reading = read("He rang last week. Now this.", subject="Voicemail last night")

    assert values(reading.channels) == ["voicemail"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A letter came to me at the Civic Hall.", "council_building"),
        ("A letter came from a man who keeps a pub.", None),
        ("He hit me in Tesco car park.", "car_park"),
    ],
)
def test_the_surer_kind_of_place_is_taken(text, place):
    found = read(text).place_type

    assert place == (found and found.value)


def test_a_known_event_is_a_risk_only_where_somebody_threatens():
    event = "My surgery is tomorrow, it is advertised."

    assert "upcoming_event" not in values(read(event).risk_factors)
    assert {"upcoming_event", "fixed_public_timetable"} <= set(
        values(read(f'{event} He wrote "I will stab you there".').risk_factors)
    )


def test_what_happened_on_three_days_is_repeated_and_goes_on():
    reading = read("- 3 July: he shouted.\n- 8 July: he shouted.\n- 12 July: he shouted.")

    assert "repeated" in values(reading.risk_factors)
    assert reading.ongoing.value


@pytest.mark.parametrize("text", ["It wipes itself after two days.", "I asked him three times."])
def test_a_number_of_days_or_times_is_no_series(text):
    assert not read(f"On Tuesday he shouted. {text}").ongoing.value


def test_the_highest_fear_score_stated_counts():
    text = "I put 2 out of 5 on the form because I felt daft. It is 5 out of 5."

    assert 5 == read(text).fear_score.value
