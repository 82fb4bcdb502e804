from __future__ import annotations

import pytest

from processor.incident.filetypes import is_active, type_of
from tests.support.reports import file

DOCX = b"PK\x03\x04 word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (b"\xff\xd8\xff\xe1", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF89a", "gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        (b"\0\0\0\x18ftypheic", "heic"),
        (b"\0\0\0\x18ftypmsf1", "heic"),
        (b"\0\0\0\x1cftypavif", "avif"),
        (b"\0\0\0\x18ftypM4A ", "m4a"),
        (b"\0\0\0\x18ftypqt  ", "mov"),
        (b"\0\0\0\x18ftyp3gp4", "3gp"),
        (b"\0\0\0\x18ftypisom", "mp4"),
        (b"ID3\x04", "mp3"),
        (b"\xff\xf2\x44", "mp3"),
        (b"\xff\xf1\x50", "aac"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", "webm"),
        (b"OggS\0", "ogg"),
        (b"#!AMR\n", "amr"),
        (b"%PDF-1.4", "pdf"),
        (DOCX, "docx"),
    ],
)
def test_pictures_sound_film_and_papers_are_known_by_their_octets(content, extension):
    known = type_of(file("whatever.bin", content))

    assert known
    assert extension == known.extension


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.txt", b"words", "text/plain"),
        ("a.csv", b"=HYPERLINK(1)", "text/csv"),
        ("a.ps1", b"Remove-Item", "text/plain"),
    ],
)
def test_text_is_text_under_a_harmless_name(name, content, media_type):
    assert type_of(file(name, content, media_type)).extension == "txt"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.html", b"<html>", "text/html"),
        ("a.txt", b"  <!DOCTYPE html>", "text/plain"),
        ("a.svg", b"<svg onload=x>", "image/svg+xml"),
        ("a.jpg", b"<svg>", "image/jpeg"),
        ("a.zip", b"PK\x03\x04", "application/zip"),
        ("a.exe", b"MZ", "application/octet-stream"),
        ("a.doc", OLE, "application/msword"),
        ("a.docm", DOCX + b"word/vbaProject.bin", "application/octet-stream"),
        ("a.txt", b"a\0b", "text/plain"),
        ("f.eml", b"MZ\x90\0", "message/rfc822"),
        ("empty.jpg", b"", "image/jpeg"),
        ("unknown", b"\x01\x02", "application/octet-stream"),
    ],
)
def test_what_is_not_on_the_list_is_not_sent(name, content, media_type):
    assert type_of(file(name, content, media_type)) is None


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.exe", b"MZ", "application/octet-stream"),
        ("photo.jpg", b"MZ", "image/jpeg"),
        ("photo.jpg.js", b"x", "text/plain"),
        ("a.zip", b"PK\x03\x04", "application/zip"),
        ("a.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), "application/msword"),
        ("f.eml", b"MZ\x90\0", "message/rfc822"),
        ("f.eml", b'Content-Type: x; name="a.exe"\r\n\r\nTVo=', "message/rfc822"),
    ],
)
def test_what_could_run_or_unpack_is_active(name, content, media_type):
    assert is_active(file(name, content, media_type))


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.docx", DOCX, "application/octet-stream"),
        ("a.doc", OLE, "application/msword"),
        ("a.html", b"<html>", "text/html"),
        ("f.eml", b'Content-Type: x; name="a.jpg"\r\n\r\n', "message/rfc822"),
    ],
)
def test_what_only_shows_is_not_active(name, content, media_type):
    assert not is_active(file(name, content, media_type))
