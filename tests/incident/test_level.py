"""Each rule with the mail that fires it and the nearest mail that must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from processor.incident.read import read_report
from processor.incident.reading import Level
from processor.mail.message import Attachment
from tests.support.messages import COUNCIL, SENT, mail, read, values

FIRES = [
    ("I3", 'He said "vote for it tonight. I know your car. You will leave in a box."'),
    ("U3", "A man dressed as a postman stood at our gate."),
    ("U5", 'He wrote "I have three twelve bores and nothing left to lose".'),
    ("U12", "He will show them to all unless two bitcoin are paid."),
    ("U13", "They are the same text with the name swapped."),
    ("I1", "He is outside my house now, banging on the door."),
    ("I2", "She was hit and it won't stop bleeding."),
    ("I2", "We are locked in the hall."),
    ("I3", 'He wrote "I will kill you tonight".'),
    ("I3", 'My surgery is tomorrow at ten. He wrote "I will kill you".'),
    ("I4", "This morning a man with a knife in his belt asked for me."),
    ("I5", "White powder has come out of an envelope."),
    ("I6", "A man tried to grab my daughter at the gate."),
    ("I7", "I keep thinking about ending it."),
    ("U1", 'He wrote "I will break your legs".'),
    ("U2", "On Monday he spat in my face."),
    ("U3", "Somebody posted glass through my letterbox last week."),
    ("U4", "The same man followed me to the gym on Monday and on Tuesday."),
    ("U5", "On 2 July he showed me a machete."),
    ("U6", "On Monday all four tyres on my car were slashed."),
    ("U7", 'She wrote "I know which school your daughter goes to".'),
    ("U9", "He has sent three letters and it is getting worse."),
    ("U10", "He rang me although there is a restraining order."),
    ("U11", 'He wrote "you dirty paki, watch your back".'),
    ("U12", "The garage found a tracker under my car."),
    ("U13", "Three of us got the same email, word for word."),
    ("U14", "I would say five out of five."),
    ("S1", 'A card said "shame if something broke".'),
    ("S2", "He has sent me three emails."),
    ("S3", 'She shouted "go back where you came from".'),
    ("S4", "There is a fake account in my name."),
    ("S5", 'He called me "vermin".'),
    ("S6", "Three of my posters were torn."),
    ("S7", "A man was rude. Please report it to the police."),
    ("S8", "Please see the picture."),
]
SPARES = [
    ("I1", "He was outside my house on Monday, then he left."),
    ("I2", "Nobody was hurt and nobody was bleeding."),
    ("I3", 'He wrote "I will kill you". The council meets at six and we adjourned.'),
    ("I4", "On 2 July he showed me a machete."),
    ("I4", "This morning he had a knife. The police took it and he was arrested."),
    ("I5", "There was no white powder in it."),
    ("I6", "I presented the cups at my daughter's school."),
    ("I7", "I want to end it there and move on."),
    ("U1", "No threats were made and nobody said they would kill me."),
    ("U1", "Back in 2019 he said he would kill me."),
    ("U1", "They will crucify us in the budget debate."),
    ("U1", "My wife would shoot me for sending this."),
    ("U1", "I absolutely killed it and murdered poor Geoff on potholes."),
    ("U1", "If somebody said they would kill me, whom should I ring?"),
    ("U2", "He did not touch me, nobody was hit."),
    ("U2", "It was aimed at me, I suppose, for I voted for it."),
    ("U2", "The police horse trod on my foot."),
    ("U2", "I could have throttled him."),
    ("U6", "Somebody pulled up on the forecourt at the garage."),
    ("U3", "He never came to my house."),
    ("U3", "My notice was torn up and left on the step of the Institute."),
    ("U3", "A card was pushed through our letterbox, a thank-you from a resident."),
    ("U3", "One lady said she had told her whole street."),
    ("U3", "The tree surgeon parked across our gate."),
    ("U3", "It came to the house computer last night."),
    ("U4", "He followed me once."),
    ("U5", "Knives out from the first minute of group."),
    ("U5", "Sidewalls cut, garage says a stanley knife or similar."),
    ("U6", "The paint on the car park was fresh."),
    ("U7", "My daughter wants it on a mug."),
    ("U7", "I rang my mum after."),
    ("U9", "He has sent me three emails about bins."),
    ("U10", "I asked the chair for order."),
    ("U11", 'She shouted "go back where you came from".'),
    ("U12", "False alarm, the tracker found on my car was my own."),
    ("U13", "My picture and my words were copied word for word."),
    ("U14", "I would say two out of five."),
    ("S1", "He called me a windbag. Just for the log."),
    ("S2", "It was the first email I have had."),
    ("S4", "Somebody rang."),
    ("S6", "My posters look splendid."),
    ("S7", "A man was rude. I do not want it reported to the police."),
    ("S8", "He called me a windbag. Just for the log."),
]


@pytest.mark.parametrize(("rule", "text"), FIRES)
def test_the_mail_that_fires_a_rule(rule, text):
    assert rule in values(read(text).rules)


@pytest.mark.parametrize(("rule", "text"), SPARES)
def test_the_nearest_mail_that_does_not(rule, text):
    assert rule not in values(read(text).rules)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("He is outside my house now.", Level.IMMEDIATE),
        ("On Monday he spat in my face.", Level.URGENT),
        ("He has sent me three emails.", Level.STANDARD),
        ("He called me a windbag. Just for the log.", Level.LOG_ONLY),
        ("", Level.STANDARD),
        ("Bore da.", Level.STANDARD),
    ],
)
def test_the_gravest_rule_gives_the_level_and_unclear_is_standard(text, level):
    assert level is read(text).level


@pytest.mark.parametrize("wish", ["", " No police please.", " Just some advice please."])
def test_the_wish_never_changes_the_level(wish):
    assert Level.URGENT is read("On Monday he spat in my face." + wish).level


def test_evidence_about_to_be_lost_raises_one_step_and_not_above_urgent():
    soon = " The cameras record over after 72 hours."

    assert Level.URGENT is read("He has sent me three emails." + soon).level
    assert Level.URGENT is read("On Monday he spat in my face." + soon).level


def test_a_threat_counts_in_an_election_period_of_the_ward():
    text = 'He wrote "watch your back".'
    in_april = SENT.replace(month=4, day=20)

    assert "U8" in values(read(text, at=in_april, date=in_april).rules)
    assert "U8" not in values(read(text).rules)


def test_the_servers_time_decides_on_the_election_period_not_the_senders():
    text = 'He wrote "watch your back".'

    assert "U8" not in values(read(text, date=SENT.replace(month=4)).rules)


def test_a_threat_in_forwarded_mail_counts():
    assert "U1" in values(read("See below.", forwarded="I will break your legs.").rules)


def test_a_threat_in_a_readable_attachment_counts_and_names_it():
    file = Attachment(
        filename="mail.eml",
        media_type="message/rfc822",
        content=b"x",
        sha256="0" * 64,
        text="I will kill you.",
    )

    (rule,) = (r for r in read("See attached.", attachments=(file,)).rules if r.value == "U1")

    assert (rule.quote, rule.item) == ("will kill you", 0)


def test_a_threat_in_earlier_mail_never_fires():
    reading = read("Nothing new. Just for the log.", earlier="> I will kill you tonight")

    assert Level.LOG_ONLY is reading.level


def test_what_is_undated_is_not_taken_for_long_ago():
    assert "I4" in values(read("A man with a knife asked for me.").rules)


def test_yesterdays_weapon_is_no_longer_recent_two_days_later():
    message = mail("Yesterday a man with a knife asked for me.")
    late = read_report(message, COUNCIL, reported_at=SENT + timedelta(days=2), ward="")

    assert "I4" in values(read_report(message, COUNCIL, reported_at=SENT, ward="").rules)
    assert "U5" in values(late.rules)


def test_the_same_thing_is_not_said_twice():
    rules = values(read('He wrote "I will kill you tonight", with a knife.').rules)

    assert "U1" not in rules
    assert "U5" not in rules


def test_every_rule_shows_the_words_that_fired_it():
    reading = read("On Monday he spat in my face.")

    assert [rule.quote for rule in reading.rules if rule.value == "U2"] == ["he spat"]


def test_a_policy_without_election_has_no_election_period():
    council = replace(COUNCIL, elections=())

    assert "election_period" not in values(read("Rude.", council=council).risk_factors)
