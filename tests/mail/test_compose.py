from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.mail.compose import compose
from processor.mail.message import Address, OutboundAttachment, OutboundMessage
from processor.mail.parse import parse_message

LETTER = OutboundMessage(
    message_id="<ack.1@council.example>",
    from_=Address("safety@council.example", "Councillor Safety"),
    to=Address("amy@members.council.example", "Amy Lark"),
    reverse_path="bounce+abc@council.example",
    subject="We have received your report",
    date=datetime(2026, 11, 22, 18, 0, tzinfo=UTC),
    text="Ring 999 if you are in danger.\n",
)
FILE = OutboundAttachment(
    filename="report.eml", media_type="message/rfc822", content=b"From: a\n\n.\n"
)

any_text = st.text(st.characters(exclude_categories=()), max_size=200)


def read(letter):
    return email.message_from_bytes(compose(letter), policy=email.policy.default)


def test_a_letter_has_the_fields_it_needs_and_no_more():
    letter = replace(LETTER, reply_to="reply+t@council.example", in_reply_to="<a@b.example>")
    expected = {
        "From": "Councillor Safety <safety@council.example>",
        "To": "Amy Lark <amy@members.council.example>",
        "Reply-To": "reply+t@council.example",
        "Subject": "We have received your report",
        "Date": "Sun, 22 Nov 2026 18:00:00 +0000",
        "Message-ID": "<ack.1@council.example>",
        "In-Reply-To": "<a@b.example>",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
    }

    assert expected == dict(read(letter).items())


def test_an_acknowledgement_says_that_a_program_sent_it():
    message = read(replace(LETTER, auto_submitted="auto-replied"))

    assert ("auto-replied", "All") == (
        message["Auto-Submitted"],
        message["X-Auto-Response-Suppress"],
    )


def test_the_return_path_is_for_the_relay_and_not_in_the_letter():
    assert b"bounce+abc" not in compose(LETTER)


def test_the_same_letter_is_always_the_same_octets():
    letter = replace(LETTER, html="<p>Ring 999</p>", attachments=(FILE,))

    assert compose(letter) == compose(letter)


def test_text_html_and_files_stand_in_their_usual_order():
    letter = replace(LETTER, html="<p>Ring 999 é</p>", attachments=(FILE, FILE))
    kinds = [part.get_content_type() for part in read(letter).walk()]

    assert [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/octet-stream",
        "application/octet-stream",
    ] == kinds


@pytest.mark.parametrize(
    ("given_type", "sent"),
    [
        ("image/png", "image/png"),
        ("application/pdf", "application/pdf"),
        ("message/rfc822", "application/octet-stream"),
        ("multipart/mixed", "application/octet-stream"),
        ("text/plain; charset=x\r\nBcc: eve@evil.example", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_a_file_is_opaque_and_its_type_a_plain_one(given_type, sent):
    letter = replace(LETTER, attachments=(replace(FILE, media_type=given_type),))
    part = list(read(letter).walk())[-1]

    assert (sent, "attachment") == (part.get_content_type(), part.get_content_disposition())
    assert FILE.content == part.get_payload(decode=True)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("report.eml", "report.eml"),
        ("Mrs Noakes\u2019 letter \u2013 scan.pdf", "Mrs Noakes\u2019 letter \u2013 scan.pdf"),
        ("ΔΔ" * 80 + ".pdf", "ΔΔ" * 80 + ".pdf"),
        ('a"b\\c.txt', "c.txt"),
        ("../../etc/passwd", "passwd"),
        ("", "attachment"),
    ],
)
def test_the_name_of_a_file_arrives_cleaned(name, sent):
    letter = replace(LETTER, attachments=(replace(FILE, filename=name),))

    assert sent == list(read(letter).walk())[-1].get_filename()


@pytest.mark.parametrize(
    "change",
    [
        {"to": Address("amy@council.example\r\nBcc: eve@evil.example")},
        {"to": Address("amy@council.example, eve@evil.example")},
        {"to": Address("")},
        {"from_": Address("not an address")},
        {"reply_to": "a@b.example>\r\nBcc: <eve@evil.example"},
        {"message_id": "ack.1@council.example"},
        {"message_id": "<ack 1@council.example>"},
        {"in_reply_to": "<a@b.example> <c@d.example>"},
        {"in_reply_to": "<a@b.example>\r\nBcc: eve@evil.example"},
        {"auto_submitted": "auto-replied\r\nBcc: eve@evil.example"},
        {"date": datetime(2026, 11, 22, 18, 0)},  # noqa: DTZ001 - naive is what is refused
    ],
)
def test_i98_what_cannot_be_written_safely_is_refused(change):
    with pytest.raises(ValueError, match=r"."):
        compose(replace(LETTER, **change))


@given(any_text, any_text, any_text, any_text)
def test_i98_no_text_becomes_a_header_or_breaks_a_line(subject, name, body, filename):
    letter = replace(
        LETTER,
        subject=subject,
        to=Address("amy@council.example", name),
        text=body,
        html=body,
        attachments=(replace(FILE, filename=filename),),
    )
    octets = compose(letter)
    lines = octets.split(b"\r\n")

    assert octets.isascii()
    assert max(map(len, lines)) <= 78
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert b"." not in lines
    assert [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
    ] == email.message_from_bytes(octets).keys()


@given(any_text)
def test_i33_a_subject_arrives_as_it_was_cleaned(subject):
    letter = replace(LETTER, subject=subject)
    arrived = parse_message(compose(letter))

    assert (
        arrived.subject == parse_message(compose(replace(letter, subject=arrived.subject))).subject
    )
    assert arrived.from_ == LETTER.from_


def test_i99_dots_and_from_lines_in_a_text_arrive():
    text = "a\n.\nFrom b\n\n..\n\tc  \nend"

    assert text == parse_message(compose(replace(LETTER, text=text))).text


def test_a_large_file_arrives_octet_for_octet():
    content = bytes(range(256)) * 8000
    letter = replace(LETTER, attachments=(replace(FILE, content=content),))

    assert content == parse_message(compose(letter)).attachments[0].content


def test_our_own_letter_is_read_without_a_defect():
    letter = replace(LETTER, html="<p>Ring 999 if you are in danger.</p>", attachments=(FILE,))
    message = parse_message(compose(letter))

    assert () == message.defects
    assert (LETTER.from_, LETTER.text.strip()) == (message.from_, message.text)
