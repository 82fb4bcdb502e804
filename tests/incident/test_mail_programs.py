from __future__ import annotations

import json

import pytest

from processor.incident.forwarded import forwarded_mails
from processor.incident.texts import own_account
from processor.mail.message import SegmentKind
from processor.mail.parse import parse_message
from tests.support.mail import CORPUS

SAMPLES = sorted((CORPUS / "clients").glob("*.eml"))


def in_one_line(text):
    return " ".join(text.split())


def stretches(message, kind):
    return [message.text[s.start : s.end] for s in message.segments if s.kind is kind]


def claims(message):
    """What the headings of the passed-on mails say, in their order."""
    return [
        {
            "name": mail.name,
            "address": mail.address,
            "sent": mail.sent.strftime("%Y-%m-%dT%H:%M") if mail.sent else None,
            "subject": mail.subject,
        }
        for stretch in stretches(message, SegmentKind.FORWARDED)
        for mail in forwarded_mails(stretch, writer=message.from_.key)
    ]


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def sample(request):
    expected = json.loads(request.param.with_suffix(".json").read_text(encoding="utf-8"))
    return parse_message(request.param.read_bytes()), expected


def test_there_are_samples_of_each_program():
    assert {"gmail", "outlook", "apple", "iphone", "yahoo", "proton", "thunderbird", "samsung"} <= {
        path.stem.split("-")[0] for path in SAMPLES
    }


def test_the_account_is_what_the_reporter_wrote_and_nothing_else(sample):
    message, expected = sample

    assert expected["account"] == in_one_line(own_account(message))


@pytest.mark.parametrize("kind", [SegmentKind.FORWARDED, SegmentKind.EARLIER])
def test_other_peoples_words_are_kept_apart(sample, kind):
    message, expected = sample
    kept = in_one_line(" ".join(stretches(message, kind)).replace("> ", ""))

    assert [] == [words for words in expected[kind.value] if words not in kept]
    assert bool(expected[kind.value]) == bool(kept)


def test_i80_a_mail_passed_on_keeps_its_heading_as_a_claim(sample):
    message, expected = sample

    if expected["mails"]:
        assert expected["mails"] == claims(message)
    attached = "\n".join(attachment.text for attachment in message.attachments)
    assert [] == [words for words in expected["attached"] if words not in attached]
