from __future__ import annotations

import pytest

from processor.incident.reading import Part
from processor.incident.texts import Voice, fold, own_account, quoted_mail
from processor.mail.message import Attachment
from tests.support.messages import mail, source

FORWARDED = "From: Bo Stray <bo@stray.example>\nSent: 16 July 2026 21:07\n\nYou will see."


def attachment(text):
    return Attachment(
        filename="note.txt", media_type="text/plain", content=b"", sha256="0" * 64, text=text
    )


@pytest.mark.parametrize("text", ["İstanbul ISN\u2019T \u201cfar\u201d", "ẞ Ǆ ŉ", "😀 K", ""])
def test_folding_never_moves_an_offset(text):
    assert len(text) == len(fold(text))


def test_folded_quotes_are_plain():
    assert fold("\u201cISN\u2019T\u201d") == '"isn\'t"'


def test_each_voice_stands_in_its_own_passage():
    found = source("He wrote again.", forwarded=FORWARDED, earlier="> our letter")

    assert [p.voice for p in found.passages] == [Voice.OWN, Voice.HEADING, Voice.FORWARDED]


def test_earlier_mail_is_in_no_passage():
    found = source("Thank you.", earlier="> I will kill you")

    assert not any("kill" in passage.folded for passage in found.passages)


def test_a_finding_quotes_the_text_it_points_into():
    found = source("First.", forwarded=FORWARDED)
    words = next(found.spoken_by(Voice.FORWARDED))
    at = words.folded.index("you will")

    finding = found.finding(words, at, at + 8, "x", rule="test")

    assert finding.quote == "You will"
    assert finding.quote == found.texts[Part.BODY][finding.start : finding.end]


def test_readable_attachments_are_joined_and_keep_their_number():
    found = source(
        "See attached.", attachments=(attachment("one"), attachment(""), attachment("three"))
    )

    assert found.texts[Part.ATTACHMENT] == "one\n\nthree"
    assert [passage.item for passage in found.spoken_by(Voice.ATTACHED)] == [0, 2]


@pytest.mark.parametrize(
    ("subject", "count"), [("Threat", 2), ("Re: Threat", 1), ("FW: Threat", 1), ("", 1)]
)
def test_the_subject_of_a_reply_or_forward_is_not_the_reporters(subject, count):
    assert count == len(source("Hello", subject=subject).passages)


def test_words_between_quotation_marks_are_speech():
    (passage,) = source('He said "I will find you" and left. It isn\'t on.').passages

    assert passage.in_speech(passage.folded.index("find"))
    assert not passage.in_speech(passage.folded.index("left"))
    assert not passage.in_speech(passage.folded.index("on."))


def test_the_account_is_the_reporters_words_and_other_mail_is_kept_apart():
    message = mail("He wrote.", forwarded=FORWARDED, earlier="> ours")

    assert own_account(message) == "He wrote."
    assert quoted_mail(message) == (FORWARDED, "> ours")


def test_the_text_given_to_patterns_is_bounded():
    (passage,) = source("a" * 300_000).passages

    assert len(passage.folded) == 200_000


@pytest.mark.parametrize(("subject", "count"), [("I will kill you", 1), ("RE: bins", 0)])
def test_the_subject_of_a_mail_passed_on_is_a_passage_of_its_own(subject, count):
    forwarded = f"From: Bo Stray <bo@stray.example>\nSubject: {subject}\n\nSee you."
    found = source("He wrote again.", forwarded=forwarded)

    assert [subject.lower()] * count == [p.folded for p in found.spoken_by(Voice.TOPIC)]
