from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.mail import parse
from processor.mail.defects import HOLDING, Defect
from processor.mail.message import SegmentKind
from processor.mail.parse import parse_message
from processor.mail.wire import from_wire, to_wire
from tests.support.mail import CORPUS, message_of, octets_of

LEARNING = ("main", "more-a", "more-b")


def labelled(folder):
    paths = sorted((CORPUS / folder).glob("*.json"))
    assert paths
    return [
        (path.with_suffix(".eml").read_bytes(), json.loads(path.read_text("utf-8")))
        for path in paths
    ]


def squashed(text):
    for curly, straight in (("\u2019", "'"), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"')):
        text = text.replace(curly, straight)
    return " ".join(text.split()).casefold()


def account_of(message):
    own = (s for s in message.segments if s.kind is SegmentKind.OWN)
    return squashed("\n".join(message.text[s.start : s.end] for s in own))


@pytest.mark.parametrize("folder", LEARNING)
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"], ids=["crlf", "lf"])
def test_every_labelled_attachment_is_found_octet_for_octet(folder, line_end):
    for octets, label in labelled(folder):
        message = parse_message(octets.replace(b"\r\n", line_end))
        found = sorted(a.sha256 for a in message.attachments if not a.logo)

        assert sorted(a["sha256"] for a in label["attachments"]) == found


@pytest.mark.parametrize("folder", LEARNING)
def test_every_labelled_attachment_has_its_name_and_type(folder):
    for octets, label in labelled(folder):
        by_digest = {a.sha256: a for a in parse_message(octets).attachments}
        for expected in label["attachments"]:
            found = by_digest[expected["sha256"]]

            assert (expected["filename"], expected["media_type"]) == (
                found.filename,
                found.media_type,
            )


@pytest.mark.parametrize("folder", LEARNING)
def test_the_account_is_what_the_reporter_wrote(folder):
    for octets, label in labelled(folder):
        account = account_of(parse_message(octets))

        assert [] == [t for t in label["account_includes"] if squashed(t) not in account]
        assert [] == [t for t in label["account_excludes"] if squashed(t) in account]


@pytest.mark.parametrize("folder", LEARNING)
def test_well_formed_mail_has_no_holding_defect(folder):
    held = [set(parse_message(octets).defects) & HOLDING for octets, _label in labelled(folder)]

    # One message of main consists of pictures only, and a person has to look at those.
    assert ([{Defect.ONLY_ATTACHMENTS}] if folder == "main" else []) == [d for d in held if d]


def test_html_of_openings_only_is_read_in_time_and_travels():
    message = parse_message(octets_of("<![" * 5000, Content_Type="text/html"))

    assert Defect.UNREADABLE not in message.defects
    assert message == from_wire(*to_wire(message))


def test_the_fields_that_others_decide_on_are_read():
    message = message_of(
        Subject="=?utf-8?q?Br=C3=ADck?=",
        In_Reply_To="<a@x.example>",
        References="<c@x.example> <b@x.example> <a@x.example>",
        Reply_To="Eve <eve@evil.example>",
        Return_Path="<>",
    )

    assert "Bríck" == message.subject
    assert ("<a@x.example>", "<b@x.example>", "<c@x.example>") == message.in_reply_to
    assert "eve@evil.example" == message.reply_to
    assert "" == message.return_path
    assert "<a1@members.council.example>" == message.message_id
    assert datetime(2026, 1, 29, 16, 30, 12, tzinfo=UTC) == message.date


def test_an_unknown_return_path_is_none():
    assert None is message_of(Return_Path=None).return_path


@pytest.mark.parametrize(
    "date",
    [
        "31 Dec 9999 23:59:59 -0100",
        "1 Jan 1600 1:1 GMT",
    ],
)
def test_i28_a_date_that_cannot_be_is_no_date(date):
    message = message_of(Date=date)

    assert None is message.date
    assert Defect.IMPLAUSIBLE_DATE in message.defects


def test_i31_a_message_id_of_another_shape_is_no_key():
    message = message_of(Message_ID='<a"\x01b@x> junk')

    assert "" == message.message_id
    assert Defect.NO_MESSAGE_ID in message.defects


def test_the_reader_failing_is_a_defect_and_the_words_stay(monkeypatch):
    def broken(*_):
        raise MemoryError

    monkeypatch.setattr("processor.mail.parse.read_tree", broken)
    message = message_of("Please help")

    assert (Defect.UNREADABLE,) == message.defects
    assert "Please help" in message.text


NAMES = st.sampled_from(
    [
        "From",
        "From ",
        "To",
        "Subject",
        "Date",
        "Received",
        "Content-Type",
        "Reply-To",
        "Return-Path",
        "Content-Transfer-Encoding",
        "Content-Disposition",
        "Message-ID",
        "References",
        "\0",
        "A b",
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        [
            "text/html",
            "multipart/mixed; boundary=b",
            "multipart/alternative; boundary=b",
            "base64",
            "multipart/report; boundary=b",
            "message/rfc822",
            "message/delivery-status",
            "<a@b.example>",
            "quoted-printable",
            "attachment; filename*0*=a''%",
            "A <a@b.example>",
            "=?utf-7?q?+AA0-?=",
            'text/plain; charset="\0"',
            "=?x?b?/w==?=",
            "<>",
            "Thu, 29 Jan 2026 16:30:12 +0000",
        ]
    ),
    st.text(st.characters(exclude_categories=()), max_size=40),
)
LINES = st.one_of(
    st.sampled_from(
        [
            "--b",
            "--b--",
            "",
            "> quoted",
            "-- ",
            "On 1 Jan at 1:11, a@b wrote:",
            "From: x",
            "Sent: y",
            "To: z",
            "<p>",
            "=?",
            "/9j/",
            "begin 644 a",
            "Tel 01632 960119",
        ]
    ),
    st.text(st.characters(exclude_categories=()), max_size=30),
)
FIELDS = st.lists(st.tuples(NAMES, VALUES).map(": ".join), max_size=6)


@st.composite
def broken_messages(draw):
    pieces = [*draw(FIELDS), ""]
    for _ in range(draw(st.integers(0, 4))):
        pieces += [*draw(st.lists(LINES, max_size=4)), "--b", *draw(FIELDS), ""]
    pieces += draw(st.lists(LINES, max_size=4))
    line_end = draw(st.sampled_from(["\r\n", "\n", "\r"]))
    return line_end.join(pieces).encode("utf-8", "surrogatepass")


def test_a_message_whose_author_another_program_reads_differently_is_from_nobody(monkeypatch):
    monkeypatch.setattr(parse, "second_opinion", lambda *_: (Defect.FROM_DISPUTED,))
    message = message_of()

    assert None is message.from_
    assert (Defect.FROM_DISPUTED,) == message.defects


@given(st.one_of(broken_messages(), st.binary()))
@settings(max_examples=300, deadline=None)
def test_no_message_makes_it_raise_or_cannot_travel(octets):
    message = parse_message(octets)
    covered = "".join(message.text[s.start : s.end] for s in message.segments)

    assert Defect.UNREADABLE not in message.defects
    assert message == from_wire(*to_wire(message))
    assert message.text.replace("\n", "") == covered.replace("\n", "")
