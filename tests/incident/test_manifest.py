from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from processor.incident.manifest import MOST_FILES, exhibits, header_block
from processor.incident.reading import Part
from tests.support.reports import (
    JPEG,
    PNG,
    RAW,
    file,
    files_of,
    found,
    incident,
    message,
    policy,
    reading,
    referred,
)

REFERENCE = incident().reference
PICTURE = file("IMG_1.jpg", JPEG, "image/jpeg")
NOTE = file("note.txt", b"He said it again.", "text/plain")
PROGRAM = file("invoice.exe", b"MZ\x90\0", "application/octet-stream")


def statuses(one, *files, limit=1_000_000):
    return [row.status.value for row in exhibits(one, message(*files), RAW, limit)]


def names(outbound):
    return [one.filename for one in outbound.attachments]


def intimate():
    return incident(reading(categories=(found("SEXUAL"),)))


def test_each_exhibit_has_its_number_hash_size_and_the_name_the_sender_gave():
    row = exhibits(incident(), message(PICTURE), RAW, 1_000_000)[1]

    assert f"{REFERENCE}/01" == row.exhibit
    assert hashlib.sha256(JPEG).hexdigest() == row.sha256
    assert len(JPEG) == row.bytes
    assert row.filename == "IMG_1.jpg"
    assert f"{REFERENCE}-01.jpg" == row.sent_as


def test_the_original_goes_as_opaque_octets_with_its_hash_in_the_letter():
    one = incident(digest=hashlib.sha256(RAW).hexdigest())

    outbound = referred(one)

    original = outbound.attachments[0]
    assert f"{REFERENCE}-original.eml" == original.filename
    assert original.media_type == "application/octet-stream"
    assert original.content == RAW
    assert one.digest in outbound.text
    assert one.digest in outbound.html


def test_evidence_goes_under_plain_names_and_the_manifest_keeps_the_senders():
    outbound = referred(None, file("../../etc/x.jpg", JPEG, "image/jpeg"), NOTE)

    assert [
        f"{REFERENCE}-original.eml",
        f"{REFERENCE}-01.jpg",
        f"{REFERENCE}-02.txt",
        f"{REFERENCE}.json",
    ] == names(outbound)
    assert 'named "../../etc/x.jpg" by the sender' in outbound.text


def test_logos_of_signatures_are_no_evidence():
    assert statuses(incident(), replace(PICTURE, logo=True)) == ["attached"]


def test_a_program_stays_with_us_and_so_does_the_mail_that_holds_it():
    assert statuses(incident(), PICTURE, PROGRAM) == ["blocked_type", "attached", "blocked_type"]


def test_a_web_page_stays_with_us_but_the_original_goes():
    page = file("page.html", b"<html><script>x</script></html>", "text/html")

    assert statuses(incident(), page) == ["attached", "blocked_type"]


def test_where_the_original_stays_its_header_fields_go_alone():
    outbound = referred(None, PROGRAM)

    first = outbound.attachments[0]
    assert f"{REFERENCE}-headers.txt" == first.filename
    assert first.content == RAW.partition(b"\r\n\r\n")[0]
    assert "its header fields are, in a text file" in outbound.text
    assert hashlib.sha256(b"MZ\x90\0").hexdigest() in outbound.text


def test_the_header_block_ends_at_the_first_empty_line():
    assert header_block(b"A: 1\n\nB: 2\r\n\r\nbody") == b"A: 1"
    assert header_block(b"A: 1") == b"A: 1"
    assert len(header_block(b"x" * 1_000_000)) == 262_144


def test_what_is_too_large_is_listed_and_asked_for():
    large = file("film.mp4", b"\0\0\0\x18ftypmp42" + b"x" * 1000, "video/mp4")

    assert statuses(incident(), large, NOTE, limit=len(RAW) + 100) == [
        "attached",
        "too_large",
        "attached",
    ]
    council = policy(evidence_max_bytes=len(RAW) + 100)
    assert "it is inside the original message" in referred(None, large, council=council).text


def test_an_original_over_the_limit_leaves_room_for_the_files():
    assert statuses(incident(), NOTE, limit=len(RAW) - 1) == ["too_large", "attached"]


def test_i84_a_thousand_files_are_listed_but_not_all_sent():
    found_statuses = statuses(incident(), *[NOTE] * 1000)

    assert found_statuses.count("attached") == MOST_FILES + 1
    assert len(found_statuses) == 1001


@pytest.mark.parametrize("picture", [PICTURE, file("x.pdf", b"%PDF-1.7", "application/pdf")])
def test_where_an_image_may_be_intimate_no_picture_and_no_original_goes(picture):
    one = intimate()

    outbound = referred(one, picture, NOTE)

    assert statuses(one, picture, NOTE) == ["quarantined", "quarantined", "attached"]
    assert [f"{REFERENCE}-headers.txt", f"{REFERENCE}-02.txt", f"{REFERENCE}.json"] == names(
        outbound
    )
    assert all(picture.content not in one.content for one in outbound.attachments)
    assert picture.sha256 in outbound.text
    assert "An image that may show a child is never sent by email." in outbound.text.replace(
        "\n", " "
    )


def test_words_about_an_intimate_image_quarantine_it_too():
    text = "Somebody put a fake picture of me naked on a web site."
    one = incident(reading(text, texts={Part.BODY: text}, files=files_of(PICTURE)))

    assert statuses(one, PICTURE) == ["quarantined", "quarantined"]


def test_a_mail_that_was_passed_on_goes_as_opaque_octets():
    mail = file("Fwd.eml", b"From: a@example.org\r\n\r\nwords", "message/rfc822")

    sent = referred(None, mail).attachments[1]

    assert f"{REFERENCE}-01.eml" == sent.filename
    assert sent.media_type == "application/octet-stream"


def test_i84_a_type_that_lies_is_known_by_its_content():
    lying = file("holiday.png", b"<html>", "image/png")
    renamed = file("letter.pdf", PNG, "application/pdf")

    assert statuses(incident(), lying, renamed) == ["attached", "blocked_type", "attached"]
    assert f"{REFERENCE}-02.png" in names(referred(None, lying, renamed))


def test_a_file_that_nobody_opens_without_a_key_is_called_so():
    locked = file("pictures.zip", b"PK\x03\x04\x14\x00\x01\x00", "application/zip")
    rows = exhibits(incident(), message(locked, PICTURE), RAW, 1_000_000)

    assert ["password" in row.shows for row in rows] == [False, True, False]
