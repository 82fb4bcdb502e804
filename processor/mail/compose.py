"""Turns a letter into the octets that are sent, the same octets every time.

A retry must carry what the first attempt carried, so nothing here depends on the clock or on
chance. Whatever came from a message is cleaned and encoded; an address or an identifier that is
not strictly formed raises, because a letter must not go where nobody meant it to go. All lines
are CRLF, 7-bit and short, and no line of a body is a lone dot.
"""

from __future__ import annotations

import binascii
import hashlib
import io
import re
import urllib.parse
from collections.abc import Iterable, Iterator
from email.utils import format_datetime

from processor.mail.clean import clean_line, clean_text
from processor.mail.message import Address, OutboundAttachment, OutboundMessage
from processor.mail.originator import is_strict_address
from processor.mail.parameters import clean_filename

_LINE = 76
_SLICE = 57 * 4096  # of a file at a time; whole lines of base64, each of 57 octets
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,200}>")
_KEYWORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,100}")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_ENCODED_OCTETS = 39  # of text in one encoded word, so that it fits behind "Subject: "


def compose(message: OutboundMessage) -> bytes:
    """The octets of `message`, ready for SMTP.

    Raises ValueError where an address, an identifier or the date cannot be written safely.
    """
    # Piece by piece into one buffer: evidence of many megabytes is in memory once, not five times.
    buffer = io.BytesIO()
    for piece in _pieces(message):
        buffer.write(piece)
    return buffer.getvalue()


def _pieces(message: OutboundMessage) -> Iterator[bytes]:
    for name, value in _fields(message):
        yield f"{name}: {value}\r\n".encode("ascii")
    yield from _part(message)


def _fields(message: OutboundMessage) -> Iterator[tuple[str, str]]:
    yield "From", _mailbox(message.from_)
    yield "To", _mailbox(message.to)
    if message.reply_to:
        yield "Reply-To", _strict(message.reply_to)
    yield "Subject", _unstructured(message.subject)
    if message.date.tzinfo is None:
        raise ValueError("naive-date")
    yield "Date", format_datetime(message.date)
    yield "Message-ID", _identifier(message.message_id)
    if message.in_reply_to:
        yield "In-Reply-To", _identifier(message.in_reply_to)
    if message.auto_submitted:
        if not _KEYWORD.fullmatch(message.auto_submitted):
            raise ValueError("auto-submitted")
        yield "Auto-Submitted", message.auto_submitted
        # Exchange looks at this field and not at the one above.
        yield "X-Auto-Response-Suppress", "All"
    yield "MIME-Version", "1.0"


def _part(message: OutboundMessage) -> Iterator[bytes]:
    """The top of the body with its own Content fields, beginning at their first line."""
    body = _text_part("plain", message.text)
    if message.html:
        versions = (body, _text_part("html", message.html))
        body = _multipart("alternative", message.message_id, versions)
    if message.attachments:
        files = (_file_part(attachment) for attachment in message.attachments)
        body = _multipart("mixed", message.message_id, (body, *files))
    return body


def _multipart(subtype: str, message_id: str, parts: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    digest = hashlib.sha256(f"{subtype} {message_id}".encode()).hexdigest()[:32]
    # "=_" occurs neither in base64 nor in quoted-printable, so no part can hold the boundary.
    boundary = b"=_" + digest.encode("ascii")
    yield b'Content-Type: multipart/%b;\r\n boundary="%b"\r\n\r\n' % (subtype.encode(), boundary)
    for part in parts:
        yield b"--" + boundary + b"\r\n"
        yield from part
        yield b"\r\n"
    yield b"--" + boundary + b"--\r\n"


def _text_part(subtype: str, text: str) -> Iterator[bytes]:
    octets = clean_text(text).rstrip("\n").replace("\n", "\r\n").encode("utf-8") + b"\r\n"
    head = (
        f"Content-Type: text/{subtype}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    yield head.encode("ascii")
    yield binascii.b2a_qp(octets)


def _file_part(attachment: OutboundAttachment) -> Iterator[bytes]:
    kind = attachment.media_type.lower()
    # A nested message or multipart could not be sent as base64, and would be opened as mail.
    composite = kind.startswith(("message/", "multipart/"))
    if composite or not _MEDIA_TYPE.fullmatch(kind):
        kind = "application/octet-stream"
    name = _parameter("filename", clean_filename(attachment.filename) or "attachment")
    head = (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;{name}\r\n\r\n"
    )
    yield head.encode("ascii")
    for start in range(0, len(attachment.content), _SLICE):
        yield _base64(attachment.content[start : start + _SLICE])


def _base64(octets: bytes) -> bytes:
    # Encoding at once and cutting afterwards is three times as fast as line by line.
    encoded = binascii.b2a_base64(octets, newline=False)
    lines = (encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE))
    return b"\r\n".join((*lines, b""))


def _mailbox(address: Address) -> str:
    addr_spec = _strict(address.addr_spec)
    name = clean_line(address.display_name)
    if not name:
        return addr_spec
    if not name.isascii() or "=?" in name or len(name) > _LINE - len("Reply-To: "):
        return f"{_encoded_words(name)}\r\n <{addr_spec}>"
    if not _ATOMS.fullmatch(name):
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        name = f'"{escaped}"'
    fits = len(name) + len(addr_spec) <= _LINE - len("From:  <>")
    return f"{name} <{addr_spec}>" if fits else f"{name}\r\n <{addr_spec}>"


def _strict(addr_spec: str) -> str:
    if not is_strict_address(addr_spec):
        raise ValueError("address")
    return addr_spec


def _identifier(message_id: str) -> str:
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("message-id")
    return message_id


def _unstructured(text: str) -> str:
    line = clean_line(text)
    plain = line.isascii() and "=?" not in line and len(line) <= _LINE - len("Subject: ")
    return line if plain else _encoded_words(line)


def _encoded_words(text: str) -> str:
    """`text` as encoded words (RFC 2047), each of whole characters, folded one a line."""
    words: list[bytes] = [b""]
    for character in text:
        octets = character.encode("utf-8")
        if len(words[-1]) + len(octets) > _ENCODED_OCTETS:
            words.append(b"")
        words[-1] += octets
    encoded = (binascii.b2a_base64(word, newline=False).decode("ascii") for word in words)
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in encoded)


def _parameter(name: str, value: str) -> str:
    """A parameter on lines of its own, split where it is long (RFC 2231 section 3)."""
    if value.isascii() and '"' not in value and "\\" not in value and len(value) <= _LINE // 2:
        return f'\r\n {name}="{value}"'
    triplets = re.findall(r"%..|.", urllib.parse.quote(value, safe=""))
    chunks = ["".join(triplets[at : at + 18]) for at in range(0, len(triplets), 18)]
    chunks[0] = f"utf-8''{chunks[0]}"
    return ";".join(f"\r\n {name}*{number}*={chunk}" for number, chunk in enumerate(chunks))
