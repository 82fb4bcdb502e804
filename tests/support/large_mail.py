"""Messages of the catalogue that are too large to be kept: each function makes one.

All are from a councillor whom the council's server vouches for, unless they say otherwise.
"""

from __future__ import annotations

import base64
import io
import random
import struct
import zipfile

_TOP = (
    b"Return-Path: <amy.lark@members.kirkbourne.example>\r\n"
    b"Received: from a.example (a.example [203.0.113.9]) by mx.kirkbourne.example (Postfix)\r\n"
    b" with ESMTPS id 1F8; Thu, 29 Jan 2026 16:30:20 +0000\r\n"
    b"Authentication-Results: mx.kirkbourne.example; dmarc=pass"
    b" header.from=members.kirkbourne.example\r\n"
)
_FROM = b"From: Amy Lark <amy.lark@members.kirkbourne.example>\r\n"
_SUBJECT = b"Subject: Last night at Kestrelmoor\r\n"
_ID = b"Message-ID: <bad@members.kirkbourne.example>\r\n"
_REST = b"To: safety@kirkbourne.example\r\nDate: Thu, 29 Jan 2026 16:30:12 +0000\r\n"
_WORDS = b'A man at Kestrelmoor wrote "shame if something broke" on a card.\r\n'
_MIXED = b"Content-Type: multipart/mixed; boundary=cut\r\n"


def nested(depth: int) -> bytes:
    """Multiparts in each other, a text at the bottom."""
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d.\r\n\r\n--b%d.\r\n" % (n, n)
        for n in range(depth)
    )
    closed = b"".join(b"--b%d.--\r\n" % n for n in reversed(range(depth)))
    return _head() + opened + b"Content-Type: text/plain\r\n\r\n" + _WORDS + closed


def nested_messages(depth: int) -> bytes:
    """Messages in each other, without another word."""
    return _head() + b"Content-Type: message/rfc822\r\n\r\n" * depth + _WORDS


def parts(count: int) -> bytes:
    """So many parts of text."""
    return _mixed([b"\r\n" + _WORDS, *[b"Content-Type: text/plain\r\n\r\nx\r\n"] * (count - 1)])


def tiny_parts(count: int) -> bytes:
    """So many parts of nothing."""
    return _head() + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * count


def nuls(count: int) -> bytes:
    """Nothing but NUL octets."""
    return b"\0" * count


def random_octets(count: int) -> bytes:
    """Noise, the same each time."""
    return random.Random(11).randbytes(count)  # noqa: S311 - noise, no secret


def fields(count: int) -> bytes:
    """So many fields before the text."""
    return _head() + b"X-Field: Kestrelmoor\r\n" * count + b"\r\n" + _WORDS


def hops(count: int) -> bytes:
    """So many servers on the way."""
    hop = b"Received: from a.example by b.example; Thu, 29 Jan 2026 16:30:20 +0000\r\n"
    return _head() + hop * count + b"\r\n" + _WORDS


def long_subject(count: int) -> bytes:
    """A subject of so many octets."""
    return _TOP + _FROM + _REST + _ID + b"Subject: " + b"Kestrelmoor " * (count // 12) + _text()


def long_from(piece: str, count: int) -> bytes:
    """A From field of so many times `piece` before the address."""
    pieces = piece.encode() * count
    field = b"From: " + pieces + b" <amy.lark@members.kirkbourne.example>\r\n"
    return _TOP + field + _SUBJECT + _REST + _ID + b"\r\n" + _WORDS


def long_message_id(count: int) -> bytes:
    """A Message-ID of so many octets."""
    identity = b"Message-ID: <" + b"a" * count + b"@members.kirkbourne.example>\r\n"
    return _TOP + _FROM + _SUBJECT + _REST + identity + b"\r\n" + _WORDS


def parameters(count: int) -> bytes:
    """A Content-Type with so many parameters."""
    named = b"".join(b";\r\n p%d=x" % n for n in range(count))
    return _head() + b"Content-Type: text/plain" + named + b"\r\n\r\n" + _WORDS


def continuations(count: int) -> bytes:
    """A file name in so many pieces (RFC 2231 section 3)."""
    named = b"".join(b";\r\n filename*%d*=x" % n for n in range(count))
    part = b"Content-Type: text/plain\r\nContent-Disposition: attachment" + named + b"\r\n\r\nx\r\n"
    return _mixed([b"\r\n" + _WORDS, part])


def over_the_limit(size: int) -> bytes:
    """A message of at least so many octets."""
    return _head() + b"\r\n" + _WORDS + b"x" * 70 * (size // 70)


def one_line(count: int) -> bytes:
    """A text and one word of so many octets."""
    return _head() + b"\r\n" + _WORDS + b"x" * count + b"\r\n"


def lines(count: int) -> bytes:
    """A text and so many lines."""
    return _head() + b"\r\n" + _WORDS + b"a word or two\r\n" * count


def base64_line(count: int) -> bytes:
    """A text, and a file of so many encoded octets on one line."""
    encoded = b"QUJD" * (count // 4)
    return _mixed([b"\r\n" + _WORDS, _file("a.bin", "application/octet-stream") + encoded])


def base64_lines(count: int) -> bytes:
    """A text, and a file of about so many encoded octets on lines of the usual length."""
    encoded = (b"QUJD" * 19 + b"\r\n") * (count // 78)
    return _mixed([b"\r\n" + _WORDS, _file("a.bin", "application/octet-stream") + encoded])


def attachments(count: int) -> bytes:
    """A text and so many files of one name."""
    return _mixed([b"\r\n" + _WORDS, *[_file("a.txt", "text/plain") + b"QUJD\r\n"] * count])


def reply_chain(levels: int) -> bytes:
    """An answer to an answer, so many levels deep, each quoted once more."""
    quoted = b"".join(b">" * n + b" level %d\r\n" % n for n in range(1, levels))
    attribution = b"\r\nOn Wed, 28 Jan 2026 at 10:00, Bo <bo@x.example> wrote:\r\n\r\n"
    return _head() + b"\r\n" + _WORDS + attribution + quoted


def disclaimer(size: int) -> bytes:
    """A text and a disclaimer of so many octets."""
    sentence = b"This email is confidential and intended for the addressee only. "
    wrapped = (sentence + b"\r\n") * (size // len(sentence))
    return _head() + b"\r\n" + _WORDS + b"\r\n-- \r\nAmy Lark\r\n\r\n" + wrapped


def zip_bomb() -> bytes:
    """Fifty million zeros, packed."""
    return _with_zip("bomb.zip", _zipped("zeros", b"\0" * 50_000_000))


def zip_in_zip(depth: int) -> bytes:
    """An archive in an archive, each with ten copies of the one inside."""
    content = b"\0" * 1_000_000
    for _ in range(depth):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(zipfile.ZipInfo(str(number)), content, zipfile.ZIP_DEFLATED)
        content = buffer.getvalue()
    return _with_zip("42.zip", content)


def zip_of_names(count: int) -> bytes:
    """An archive whose directory lists so many files."""
    name = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, *[0] * 7, 1, *[0] * 6) + b"a"
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 65535, 65535, len(name) * count, 0, 0)
    return _with_zip("names.zip", name * count + end)


def frames(count: int) -> bytes:
    """A moving picture of so many frames."""
    frame = b"\x21\xf9\4\0\0\0\0\0\x2c\0\0\0\0\1\0\1\0\0\2\1\0\0"
    picture = b"GIF89a\1\0\1\0\0\0\0" + frame * count + b";"
    return _mixed([b"\r\n" + _WORDS, _file("frames.gif", "image/gif") + _encoded(picture)])


def _head() -> bytes:
    return _TOP + _FROM + _SUBJECT + _REST + _ID


def _text() -> bytes:
    return b"\r\n\r\n" + _WORDS


def _mixed(pieces: list[bytes]) -> bytes:
    body = b"".join(b"--cut\r\n" + piece + b"\r\n" for piece in pieces)
    return _head() + _MIXED + b"\r\n" + body + b"--cut--\r\n"


def _file(name: str, media_type: str) -> bytes:
    return (
        f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment; filename={name}\r\n\r\n"
    ).encode()


def _encoded(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def _zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _with_zip(name: str, archive: bytes) -> bytes:
    return _mixed([b"\r\n" + _WORDS, _file(name, "application/zip") + _encoded(archive)])
