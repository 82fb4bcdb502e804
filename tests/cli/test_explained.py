"""The text of `processor read --explain`, with phrases of the tests' own so that it stays put."""

from __future__ import annotations

from dataclasses import replace

import pytest

from processor.cli import explained_words as words
from processor.cli.explained import explained, unreadable
from processor.desk.dry_run import judge
from processor.incident.classify import RULES
from processor.incident.codes import Phrase
from processor.incident.doubts import Doubt
from processor.incident.learned import Labelled
from processor.incident.model import Standing
from processor.incident.sign import Aside
from processor.mail.automatic import _REASONS
from processor.mail.parse import parse_message
from tests.support.fakes import ADA, OFFICER, STRANGER, bounce_of, council, email
from tests.support.reports import CODES, person

LABELLED = (Labelled(sentence="He had a sword.", signs=frozenset({"weapon"})),)


def _list(name, *rows):
    return tuple(
        Phrase(code=code, pattern=pattern, example=example, place=f"{name}.toml: phrase {number}")
        for number, (code, pattern, example) in enumerate(rows, start=1)
    )


PHRASES = {
    "threats": _list(
        "threats",
        ("threat_violence", r"\bbreak (?:your|my) legs\b", "I'll break your legs"),
        ("weapon", r"\b(?:knife|machete)\b", "he had a knife"),
        ("veiled", r"\bwatch your back\b", "watch your back"),
    ),
    "acts": _list("acts", ("damage", r"\bslashed\b", "my tyres were slashed")),
    "circumstances": _list(
        "circumstances",
        ("decaying", r"\bdisappears\b", "the video disappears tonight"),
        ("explained", r"\bturned out to be\b", "it turned out to be a torch"),
    ),
    "kinds": _list(
        "kinds",
        ("marketing", r"\d+% off\b", "15% off"),
        ("marketing_confirmed", r"\bunsubscribe\b", "unsubscribe"),
    ),
    "wish": _list("wish", ("report_it", r"\breport (?:it|this)\b", "please report it")),
}
COUNCIL = council()
COUNCIL = replace(COUNCIL, codes=replace(CODES, phrases=PHRASES))
ADA_QUILL = person(email=ADA)


def mail(body, sender=ADA, **fields):
    return email(body, sender, **{"Subject": "From Ada", **fields})


def text_of(raw):
    judged = judge(raw, parse=parse_message, people=(ADA_QUILL,), policy=COUNCIL)
    return explained("one.eml", judged, COUNCIL.codes, LABELLED)


THREAT = """\
one.eml
  kind    report: nothing shows that it is anything else
  sender  registered_authenticated: on the register, and our server vouches for the address \
(dmarc-pass)
  level   urgent by U1

  Rules that fired
    U1  An explicit threat of violence to a person or home
      He wrote "I will >>break your legs<<".
      found by threats.toml: phrase 1, as in "I'll break your legs"
    S7  The reporter asks for the police
      Please >>report it<<.
      found by wish.toml: phrase 1, as in "please report it"

  What nearly fired
    damage: the sentence denies it
      My tyres were not >>slashed<<.
      found by acts.toml: phrase 1, as in "my tyres were slashed"
      would have given U6 (Damage to home, car or office)

  What the reporter wants of the police
    report_it
      Please >>report it<<.
      found by wish.toml: phrase 1, as in "please report it"

  Categories, the leading one first
    THREAT_OTHER  other threat of violence
      He wrote "I will >>break your legs<<".
      found by threats.toml: phrase 1, as in "I'll break your legs"

  When
    not stated"""

TRIFLE = """\
one.eml
  kind    report: nothing shows that it is anything else
  sender  unregistered_unauthenticated: not on the register, and the address is not proven \
(dmarc-fail)
  level   log_only: no rule fired

  Rules that fired
    none

  What nearly fired
    weapon: the reporter says that it was nothing
      I saw a >>machete<< in his car today.
      found by threats.toml: phrase 2, as in "he had a knife"
      would have given I4 (A weapon seen in the last day and not known to be secured, or one \
announced for a place or time)
    report_it: it is only supposed, or asked about
      What would happen if I asked you to >>report it<<?
      found by wish.toml: phrase 1, as in "please report it"
      would have given S7 (The reporter asks for the police)

  What the reporter wants of the police
    not stated

  Categories, the leading one first
    OTHER  other unpleasant contact
      It >>turned out to be<< a torch.
      found by circumstances.toml: phrase 2, as in "it turned out to be a torch"

  When
    2026-11-25
      I saw a machete in his car >>today<<.
      found by the days told of"""

ADVERTISEMENT = """\
one.eml
  kind    not_a_report: it has two signs of one sort of mail that is no report, and none of danger
  sender  unregistered_authenticated: not on the register; the address is genuine (dmarc-pass)
  level   none: it is not read as a report (as one it would be standard)

  Rules that fired, were it a report
    S8  Not clear yet: a person must read it
      >>Get 15% off our vests. Unsubscribe here.<<
      found by the first words, as nothing was recognised

  What nearly fired
    nothing

  Signs of mail that is no report (it takes two of one sort, and none of danger)
    marketing
      Get >>15% off<< our vests.
      found by kinds.toml: phrase 1, as in "15% off"
    marketing_confirmed
      >>Unsubscribe<< here.
      found by kinds.toml: phrase 2, as in "unsubscribe"

  What the reporter wants of the police
    not stated

  Categories, the leading one first
    UNCLEAR  not yet clear
      >>Get 15% off our vests. Unsubscribe here.<<
      found by no phrase, as nothing was recognised

  When
    not stated"""


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            mail(
                'He wrote "I will break your legs". My tyres were not slashed.\nPlease report it.'
            ),
            THREAT,
        ),
        (
            mail(
                "I saw a machete in his car today.\n\nIt turned out to be a torch."
                " What would happen if I asked you to report it?",
                STRANGER,
                proven=False,
            ),
            TRIFLE,
        ),
        (mail("Get 15% off our vests. Unsubscribe here.", STRANGER), ADVERTISEMENT),
    ],
    ids=["threat", "trifle", "advertisement"],
)
def test_a_message_is_explained_in_plain_text(raw, expected):
    assert expected == text_of(raw)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (
            email(Auto_Submitted="auto-replied"),
            "kind    automatic: a program wrote it: its Auto-Submitted field says so",
        ),
        (bounce_of(ADA), "kind    bounce: it tells what became of a letter"),
        (email("Noted.", OFFICER), "kind    police_reply: it comes from the police"),
        (
            email(Subject="Automatic reply: Last night"),
            "read like any other, but its subject reads like an absence note",
        ),
    ],
)
def test_what_decided_the_kind_of_mail_is_said(raw, line):
    assert line in text_of(raw)


def test_evidence_that_raised_the_level_is_said():
    text = text_of(email('He wrote "watch your back". The video disappears tonight.'))

    assert "level   urgent: raised by one step, as evidence may be lost" in text
    assert "The video >>disappears<< tonight." in text


def test_a_message_without_words_is_explained_too():
    text = text_of(email("", Subject=None))

    assert "(no words)" in text


def test_nothing_in_a_message_is_obeyed_by_a_terminal():
    text = text_of(email("He will break your legs \x1b[2J\x07 tonight."))

    assert text.isprintable() is False  # it has line breaks
    assert all(letter.isprintable() or letter == "\n" for letter in text)


def test_a_message_that_broke_the_parser_is_said_to_be_held():
    expected = "one.eml\n  It could not be read (time): it is held for a person."

    assert expected == unreadable("one.eml", "time")


def test_every_code_has_its_words():
    assert {rule for rule, _, _ in RULES} | {"report"} == set(words.KINDS)
    assert {reason for reason, _, _ in _REASONS} == set(words.AUTOMATIC)
    assert {*Doubt, *Aside} == set(words.REASONS)
    assert set(Standing) == set(words.STANDINGS)
