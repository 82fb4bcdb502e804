"""Whole mails that come near to danger and report none, and some that report much."""

from __future__ import annotations

import time

import pytest

from processor.incident.reading import Level
from tests.support.messages import read, values

HARMLESS = [
    "They'll crucify us in the budget debate. A man called me a dinosaur. Just for the log.",
    "What a night, shot down in flames and stabbed in the back by my own side. Log it.",
    "If a chap pulled a knife on me, what am I meant to do? Nobody has. Log that he tutted.",
    "Back in 2019 he said he would kill me, in writing. One rude postcard now. Just for the log.",
    "He did not threaten me and he didn't touch me. He said I am useless. Just for the log.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_words_near_to_danger_do_not_alarm(text):
    assert read(text).level.rank <= Level.STANDARD.rank


# (what the reporter writes, the level, a rule that fires or none): many ways of saying it.
PLAIN = [
    ("There's somebody trying to kick my front door in, please help.", Level.IMMEDIATE, "I1"),
    (
        "I'm hiding in the office toilet, a man with a hammer is smashing up the reception.",
        Level.IMMEDIATE,
        "I1",
    ),
    (
        "A man is following me round the shopping centre, I've gone into Boots.",
        Level.IMMEDIATE,
        "I1",
    ),
    ("A fire was lit under my car tonight, it is still burning.", Level.IMMEDIATE, "I5"),
    (
        "An envelope arrived with white powder inside, we opened it ten minutes ago.",
        Level.IMMEDIATE,
        "I5",
    ),
    (
        "He sent me a text: \"I'm coming round tonight with a knife and I'm going to kill you\".",
        Level.IMMEDIATE,
        "I3",
    ),
    ("I can't see a way forward, I've been thinking of taking my own life.", Level.IMMEDIATE, "I7"),
    ("I've been stabbed, I'm bleeding, I'm at the library.", Level.IMMEDIATE, "I2"),
    (
        "Yesterday a man told me \"I'm going to smash your teeth in, you'll see\".",
        Level.URGENT,
        "U1",
    ),
    ("He emailed to say he hopes somebody puts a bullet in my head.", Level.URGENT, "U1"),
    ("Somebody wrote on Facebook that I should be hung from a lamp post.", Level.URGENT, "U1"),
    ("On Tuesday a woman slapped me across the face outside the library.", Level.URGENT, "U2"),
    (
        "He grabbed my arm and pushed me against the wall after the meeting last week.",
        Level.URGENT,
        "U2",
    ),
    (
        "An egg was thrown at me while I was canvassing on Saturday, it hit my shoulder.",
        Level.URGENT,
        "U2",
    ),
    (
        "Someone has put my home address on Twitter and told people to pay me a visit.",
        Level.URGENT,
        "U3",
    ),
    ("Paint was thrown over my front door on Sunday night.", Level.URGENT, "U6"),
    ("My car was keyed outside the civic centre yesterday.", Level.URGENT, "U6"),
    ("He has an injunction against him but he emailed me again on Monday.", Level.URGENT, "U10"),
    (
        "A man messaged me demanding £500 or he will send the photos to my husband.",
        Level.URGENT,
        "U12",
    ),
    ("At the surgery he let me know he has a shotgun and a bad temper.", Level.URGENT, "U5"),
    ('A message on Facebook said "I know where your daughter goes to school".', Level.URGENT, "U7"),
    ("Somebody on X called me a clown. Not bothered, just for your records.", Level.LOG_ONLY, ""),
    (
        "A resident told me I was hopeless at last night's meeting. No threat, just logging it.",
        Level.LOG_ONLY,
        "",
    ),
    (
        "A constituent has emailed me forty times since June about his hedge. He is always civil.",
        Level.STANDARD,
        "S2",
    ),
    ("There's a profile on Instagram pretending to be me.", Level.STANDARD, "S4"),
    ('He shouted "go back to Pakistan" at me in the street on Saturday.', Level.STANDARD, "S3"),
    ("Someone wrote faggot on my leaflet.", Level.STANDARD, "S3"),
    ("A man sent me a picture of his penis on Messenger.", Level.STANDARD, "S5"),
    ("My election posters on Green Lane were ripped down overnight.", Level.STANDARD, "S6"),
    ("They've put a dead bird through my letterbox.", Level.URGENT, "U3"),
    ("Please see attached.", Level.STANDARD, "S8"),
    ("A man walked past and spat at my feet on Friday.", Level.URGENT, ""),
    ("Someone's hacked my email account and sent messages as me.", Level.URGENT, "U12"),
    ("He told the clerk he'd burn the town hall down with us in it.", Level.URGENT, "U1"),
    ("I found a GPS device stuck under my car.", Level.URGENT, "U12"),
    (
        "Three of us on planning have all had identical abusive letters this week.",
        Level.URGENT,
        "U13",
    ),
    (
        "A motorist nearly ran me over on purpose, he drove straight at me on Thursday.",
        Level.URGENT,
        "",
    ),
    ("He pulled a knife on me at the market an hour ago and ran off.", Level.IMMEDIATE, "I4"),
    (
        "They are killing our high street, he wrote, and I am a disgrace. No need for police.",
        Level.LOG_ONLY,
        "",
    ),
    ("I'm being followed home by a white van again.", Level.IMMEDIATE, "I1"),
    (
        "He's outside the surgery venue now shouting my name and I can't get out.",
        Level.IMMEDIATE,
        "I1",
    ),
    (
        "A man stood outside my house filming it yesterday. He drove off after an hour.",
        Level.URGENT,
        "U3",
    ),
    ("He threatened to kill me and my children in an email last Tuesday.", Level.URGENT, "U1"),
    ("He threatened me with violence if I vote for the scheme.", Level.URGENT, "U1"),
    (
        "A dog walker said good morning and told me the bins were late, he moaned a bit. Log it.",
        Level.LOG_ONLY,
        "",
    ),
    ("My tyres have been let down three times this month.", Level.URGENT, "U6"),
    (
        "Someone has been in my garden at night, there were footprints by the window.",
        Level.URGENT,
        "U3",
    ),
]


@pytest.mark.parametrize(("text", "level", "rule"), PLAIN)
def test_plain_english_gets_its_level_and_rule(text, level, rule):
    reading = read(text)

    assert level is reading.level
    assert not rule or rule in values(reading.rules)


def test_a_report_is_read_whole():
    reading = read(
        "Yesterday at 7.30pm a man called Lee Brathe came to my house in a van, YK19 HZB, and "
        'said "I will break your legs". He rang again from 07700 900733. I am 4 out of 5. '
        "Please report it to the police."
    )

    assert Level.URGENT is reading.level
    assert {"U1", "U3", "S7"} <= set(values(reading.rules))
    assert reading.when[0].value.start == "2026-07-16T19:30"
    assert values(reading.suspect_names) == ["Lee Brathe"]
    assert values(reading.exact_words) == ["I will break your legs"]


def test_forwarded_words_are_never_taken_for_the_reporters():
    reading = read("See below.", forwarded="I am very frightened. No police please.")

    assert reading.account == "See below."
    assert reading.wish is None


@pytest.mark.parametrize(
    "unit", ["a ", "kill you ", '"a', "0 ", "\n", "1.", "From: a@b.c\n", "monday at 7.30pm "]
)
def test_a_huge_message_is_read_in_time_linear_in_its_length(unit):
    begun = time.perf_counter()
    read((unit * 30_000)[:30_000])

    assert time.perf_counter() - begun < 3
