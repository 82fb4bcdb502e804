from __future__ import annotations

import pytest

from processor.incident.doubts import Doubt
from processor.incident.explain import explain
from processor.incident.learned import Labelled
from processor.incident.level import RULES
from processor.incident.read import study
from processor.incident.reading import Level
from processor.incident.sign import Aside
from processor.mail.parse import parse_message
from tests.support.council import messages_of
from tests.support.messages import COUNCIL, SENT, mail, values

LABELLED = (Labelled(sentence="A man is outside my door.", signs=frozenset({"present"})),)

# Every sixth of the mails that there are to learn from.
LEARNT = [
    (f"{folder}/{name}", raw)
    for folder in ("main", "more-a", "more-b")
    for name, raw in list(messages_of(folder).items())[::6]
]


def explained(text="", *, message=None, **changes):
    found = study(message or mail(text, **changes), COUNCIL, reported_at=SENT, ward="")
    return found.reading, explain(found, COUNCIL.codes, LABELLED)


def near(text="", **changes):
    """What nearly fired: code, reason, rules."""
    _, found = explained(text, **changes)
    return [(one.shown.value, one.why, one.rules) for one in found.near]


@pytest.mark.parametrize(("name", "raw"), LEARNT, ids=[name for name, _ in LEARNT])
def test_an_explanation_never_disagrees_with_the_reading(name, raw):
    reading, found = explained(message=parse_message(raw))
    texts = "".join(reading.texts.values())
    shown = [*found.fired, *found.categories, *found.when, *(one.shown for one in found.near)]

    assert name
    assert (reading.level, values(reading.rules)) == (found.level, values(found.fired))
    assert values(reading.categories) == values(found.categories)
    assert all(quote.before + quote.words + quote.after in texts for quote in quotes(shown))
    assert all(one.phrase for one in shown if one.by.partition(":")[0] in COUNCIL.codes.phrases)
    fired = set(values(reading.rules))
    assert all(fired.isdisjoint(one.rules) and set(one.rules) <= set(RULES) for one in found.near)


def quotes(shown):
    return [one.quote for one in shown]


def test_a_rule_is_shown_with_its_whole_sentence_and_the_phrase_that_found_it():
    _, found = explained('It rained. He wrote "I will break your legs" on Monday. I went home.')

    (one,) = [one for one in found.fired if one.value == "U1"]
    whole = one.quote.before + one.quote.words + one.quote.after

    assert 'He wrote "I will break your legs" on Monday.' == whole.strip()
    assert one.by.startswith("threats:threat_")
    assert one.phrase in COUNCIL.codes.phrases["threats"]


@pytest.mark.parametrize(
    ("text", "code", "why"),
    [
        ("Nobody said they will kill me.", "threat_life", Doubt.NEGATED),
        ("What if somebody said I will kill you?", "threat_life", Doubt.SUPPOSED),
        ("I saw on the news that a man was shouting I will kill you.", "threat_life", "elsewhere"),
        ("Back in 2011 he said he would kill me.", "threat_life", Doubt.PAST),
        ('He wrote "my tyres were slashed" to me.', "damage", Aside.NOT_TOLD),
        ("I have told him again and again.", "repeated", Aside.OWN_DOING),
    ],
)
def test_what_matched_and_did_not_count_is_shown_with_its_reason(text, code, why):
    assert (code, why) in [(found, reason) for found, reason, _ in near(text)]


def test_what_nearly_fired_names_the_rules_that_it_would_have_given():
    found = near("Nobody says my tyres were slashed.")

    assert ("damage", Doubt.NEGATED, ("U6",)) in found


def test_what_the_reporter_explains_away_is_shown_with_what_it_would_have_given():
    reading, found = explained("I saw a man with a knife. It turned out to be a phone charger.")
    (one,) = [one for one in found.near if one.why is Aside.EXPLAINED]

    assert "weapon" == one.shown.value
    assert "I4" in one.rules
    assert reading.level is not Level.IMMEDIATE


def test_what_only_the_reporter_may_tell_is_shown_where_mail_passed_on_says_it():
    forwarded = (
        "From: Jo Bloggs <jo@elsewhere.example>\nSent: 16 July 2026 10:00\nTo: Ada\n"
        "Subject: Hello\n\nMy tyres were slashed."
    )

    assert ("damage", Aside.NOT_TOLD, ("U6",)) in near("See below.", forwarded=forwarded)


def test_a_wish_that_is_only_quoted_is_shown():
    found = near('He told me "please report it to the police" and laughed.')

    assert ("report_it", Aside.NOT_TOLD, ("S7",)) in found


def test_the_same_doubt_in_one_sentence_is_said_once():
    found = near("Nobody says my tyres were slashed or my tyres were slashed.")

    assert 1 == sum(code == "damage" for code, _, _ in found)


def test_what_would_change_most_comes_first():
    found = near("He is past it, I saw. Nobody says my tyres were slashed.")

    assert found[0][2]
    assert [bool(rules) for _, _, rules in found] == sorted(
        (bool(rules) for _, _, rules in found), reverse=True
    )


def test_a_message_without_words_is_explained():
    reading, found = explained("")

    assert values(reading.rules) == values(found.fired)
    assert () == found.near
