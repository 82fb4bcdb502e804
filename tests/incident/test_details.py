from __future__ import annotations

import pytest

from tests.support.messages import SENT, read, values


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("He left a voicemail.", "voicemail"),
        ("He rang my mobile.", "phone_call"),
        ("I had a direct message.", "social_direct"),
        ("It is on Facebook.", "social_public"),
        ("He emailed me.", "email"),
        ("We were canvassing.", "doorstep_campaign"),
        ("He is cross.", "unknown"),
    ],
)
def test_the_channel_is_how_the_contact_was_made(text, channel):
    assert channel == read(text).channels[0].value


def test_a_forwarded_mail_came_by_email():
    reading = read("See below.", forwarded="From: Bo <bo@stray.example>\n\nYou will see.")

    assert values(reading.channels) == ["email"]


def test_what_came_only_online_has_no_place():
    assert read("An email about my house.").place_type is None


def test_a_place_is_where_the_reporter_says():
    assert read("He shouted at me in the car park.").place_type.value == "car_park"


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("I am at 4 out of 5.", 4),
        ("fear 5/5", 5),
        ("It's five. Out of five.", 5),
        ("You ask for a number, nought to five. Five.", 5),
        ("On your nought to five I'd have to put five.", 5),
        ("Your form asks for one between nought and five, and it is five.", 5),
        ("How frightened are you (0 not at all, 5 very): 0", 0),
    ],
)
def test_the_fear_score_is_the_one_stated(text, score):
    assert score == read(text).fear_score.value


@pytest.mark.parametrize("text", ["I am frightened.", "There were 5 of them.", "9 out of 10"])
def test_no_fear_score_is_guessed(text):
    assert read(text).fear_score is None


@pytest.mark.parametrize(
    ("text", "ongoing"),
    [
        ("He is outside my house now.", True),
        ("The post is still up.", True),
        ("He shouted and then he left.", False),
        ("On Tuesday a man was rude.", False),
        ("He has sent me three emails.", True),
    ],
)
def test_whether_it_goes_on_is_read_or_left_open(text, ongoing):
    assert ongoing is read(text).ongoing.value


def test_what_cannot_be_told_is_left_open():
    assert read("A man was rude.").ongoing is None


def test_strands_are_read_in_anybodys_words():
    reading = read('He wrote "you useless spastic".', forwarded="Get back where you came from.")

    assert sorted(values(reading.hostility_strands)) == ["disability", "race"]


def test_risk_factors_follow_from_what_was_found():
    reading = read("I live alone. He came to my house again with a knife, it is getting worse.")

    assert {"lives_alone", "home_known", "weapon", "escalating"} <= set(
        values(reading.risk_factors)
    )


def test_the_election_period_is_a_risk_by_the_calendar():
    in_april = SENT.replace(month=4, day=20)

    assert "election_period" in values(read("Rude.", at=in_april).risk_factors)
