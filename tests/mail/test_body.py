from __future__ import annotations

import binascii
import hashlib

import pytest

from processor.mail.defects import Defect
from tests.support.mail import bad_input, message_of

LOGO = "iVBORw0KGgoAAAANSUhEUgAAADwAAAAY"  # the first octets of a PNG of 60 by 24
SCREENSHOT = "iVBORw0KGgoAAAANSUhEUgAAAYYAAAJs"  # and of one of 390 by 620


def multipart(subtype, *parts):
    body = "".join(f"--b\n{part}\n" for part in parts) + "--b--"
    return message_of(body, Content_Type=f'multipart/{subtype}; boundary="b"')


def plain(text):
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


def formatted(html):
    return f"Content-Type: text/html; charset=utf-8\n\n{html}"


def picture(data, content_id="", disposition="inline"):
    return (
        "Content-Type: image/png\nContent-Transfer-Encoding: base64\n"
        f"Content-Disposition: {disposition}\nContent-ID: <{content_id}>\n\n{data}"
    )


def test_the_plain_version_is_read_where_both_say_the_same():
    message = multipart("alternative", plain("A brick."), formatted("<p>A <b>brick</b>.</p>"))

    assert ("A brick.", ()) == (message.text, message.defects)


def test_the_formatted_version_is_read_where_the_plain_one_is_blank():
    assert "A brick." == multipart("alternative", plain(" "), formatted("<p>A brick.</p>")).text


def test_i09_both_versions_are_read_where_they_differ():
    message = bad_input("versions_differ")

    assert "All is well here.\n\nHe said he will burn the house down tonight" == message.text
    assert (Defect.ALTERNATIVES_DIFFER,) == message.defects


def test_a_few_more_words_in_the_formatted_version_are_no_difference():
    html = formatted("<p>A brick came in.</p><img alt='Council logo'><p>1.</p>")

    assert () == multipart("alternative", plain("A brick came in."), html).defects


def test_t26_texts_around_a_picture_are_one_body():
    message = bad_input("picture_between_texts")

    assert "This is the note.\n\nIt was on my car." == message.text
    assert ["IMG_1.png"] == [attachment.filename for attachment in message.attachments]


@pytest.mark.parametrize(
    "part",
    [
        "Content-Type: image/heic\n\nabc",
        "Content-Type: application/octet-stream\nContent-Disposition: inline\n\nabc",
        "Content-Type: text/plain; name=a.txt\n\nabc",
        "Content-Type: text/plain\nContent-Disposition: attachment\n\nabc",
        "Content-Type: text/vcard\n\nabc",
        "Content-Type: nonsense\n\nabc",
    ],
)
def test_t26_each_leaf_that_is_no_body_text_is_evidence_named_or_not(part):
    (attachment,) = multipart("mixed", plain("See."), part).attachments

    assert b"abc" == attachment.content
    assert hashlib.sha256(b"abc").hexdigest() == attachment.sha256


MACHINE = [
    ("application/pgp-signature", "-----BEGIN PGP SIGNATURE-----\nabc"),
    ("application/pgp-keys", "-----BEGIN PGP PUBLIC KEY BLOCK-----\nabc"),
    ("application/pkcs7-signature", "0\x01\x02"),
    ("application/smil", "<smil><body/></smil>"),
]


@pytest.mark.parametrize(("media_type", "content"), MACHINE)
def test_machine_parts_are_no_evidence(media_type, content):
    message = multipart("mixed", plain("See."), f"Content-Type: {media_type}\n\n{content}")

    assert () == message.attachments


@pytest.mark.parametrize("media_type", [media_type for media_type, _content in MACHINE])
def test_t26_what_only_calls_itself_a_machine_part_is_evidence(media_type):
    message = multipart("mixed", plain("See."), f"Content-Type: {media_type}\n\n\xff\xd8 a photo")

    assert 1 == len(message.attachments)


def test_an_invitation_beside_words_is_evidence_that_a_person_opens():
    part = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nSUMMARY:We will come"
    message = multipart("mixed", plain("See."), part)

    assert "See." == message.text
    assert "SUMMARY:We will come" in message.attachments[0].text
    assert (Defect.UNREADABLE_PART,) == message.defects


UUENCODED = "begin 644 ..\\note\u202egpj.txt\n%4V5E(0H`\n`\nend"


def test_t26_a_file_written_into_the_text_is_evidence_and_stays_in_the_text():
    message = message_of(f"See this.\n\n{UUENCODED}\n\nThat is all.")
    (attachment,) = message.attachments

    assert ("notegpj.txt", b"See!\n") == (attachment.filename, attachment.content)
    assert UUENCODED.splitlines()[1] in message.text
    assert message.text.endswith("That is all.")


def test_a_locked_file_written_into_the_text_is_said():
    archive = binascii.b2a_uu(b"Rar!\x1a\x07\x01\x00").decode()

    assert (Defect.UNREADABLE_PART,) == message_of(f"begin 644 a.rar\n{archive}`\nend").defects


def test_lines_that_the_program_broke_are_in_one_piece():
    message = message_of(
        "He said he would \ncome back.\n> quoted \n> too\n",
        Content_Type="text/plain; format=Flowed; DelSp=no",
    )

    assert "He said he would come back.\n> quoted too" == message.text


def test_what_the_markup_says_is_quoted_counts_for_the_plain_version_too():
    html = formatted(
        "<p>He wrote this.</p><blockquote type=cite>I know which gate is yours.</blockquote>"
        "<p>I kept it.</p>"
    )
    text = "He wrote this.\n\nI know which gate is yours.\n\nI kept it."
    message = multipart("alternative", plain(text), html)

    assert ["own", "forwarded", "own"] == [
        s.kind.value for s in message.segments if message.text[s.start : s.end].strip()
    ]


def test_what_cannot_be_read_inside_a_message_passed_on_is_said():
    nested = "Subject: x\nContent-Type: application/pkcs7-mime\n\nabc"
    message = multipart("mixed", plain("See."), f"Content-Type: message/rfc822\n\n{nested}")

    assert Defect.UNREADABLE_PART in message.defects


def test_the_only_text_of_a_message_is_its_body_even_when_it_has_a_name():
    assert "A brick." == message_of("A brick.", Content_Type="text/plain; name=a.txt").text


def test_a_small_picture_that_the_html_shows_is_a_logo():
    html = formatted("<p>Hi</p><img src='cid:logo'>")
    logo, screenshot = multipart(
        "related", html, picture(LOGO, "logo"), picture(SCREENSHOT, "logo")
    ).attachments

    assert (True, False) == (logo.logo, screenshot.logo)


@pytest.mark.parametrize(
    "part", [picture(LOGO, "other"), picture(LOGO, "logo", disposition="attachment")]
)
def test_a_small_picture_that_was_attached_is_evidence(part):
    (attachment,) = multipart("related", formatted("<img src='cid:logo'>Hi"), part).attachments

    assert not attachment.logo


def test_i80_a_forwarded_message_is_one_attachment_with_its_text_and_header():
    nested = (
        "From: Proud Kirk <proud@mail.example>\nSubject: =?utf-8?q?caf=C3=A9?=\n"
        "Content-Type: multipart/mixed; boundary=i\n\n--i\n\nYou will pay.\n--i\n"
        "Content-Type: text/plain; name=more.txt\n\nSoon.\n--i--"
    )
    message = multipart("mixed", plain("Passed on."), f"Content-Type: message/rfc822\n\n{nested}")
    (attachment,) = message.attachments

    assert "Passed on." == message.text
    assert nested.replace("\n", "\r\n").encode() == attachment.content
    assert "From: Proud Kirk <proud@mail.example>\nSubject: café\n\nYou will pay.\n\nSoon." == (
        attachment.text
    )


def test_the_text_of_an_attached_text_file_can_be_read():
    part = "Content-Type: text/html; name=chat.html\n\n<p>I will <b>find</b> you</p>"

    assert "I will find you" == multipart("mixed", plain("See."), part).attachments[0].text


@pytest.mark.parametrize(
    "name", ["winmail", "opaque_smime", "pgp_encrypted", "inline_pgp", "partial"]
)
def test_i76_i77_i78_i88_what_cannot_be_read_is_said(name):
    assert Defect.UNREADABLE_PART in bad_input(name).defects


def test_a_calendar_entry_is_read_where_nothing_else_is_said():
    message = message_of("BEGIN:VCALENDAR\nSUMMARY:I will come", Content_Type="text/calendar")

    assert "BEGIN:VCALENDAR\nSUMMARY:I will come" == message.text


def test_i81_a_message_of_pictures_only_says_so():
    message = bad_input("only_picture")

    assert (Defect.ONLY_ATTACHMENTS,) == message.defects
    assert b"abc" == message.attachments[0].content


def test_i85_words_behind_a_broken_encoding_are_read():
    assert "A brick.\n\nHe will burn the house." == bad_input("base64_then_text").text


def test_what_somebody_added_to_a_machine_report_is_evidence():
    message = multipart(
        "report",
        plain("It failed."),
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x.example",
        "Content-Type: message/rfc822\n\nSubject: returned",
        "Content-Type: image/png; name=note.png\n\nabc",
    )

    assert "It failed." == message.text
    assert ["note.png"] == [attachment.filename for attachment in message.attachments]
