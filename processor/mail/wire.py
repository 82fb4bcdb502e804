"""Carries an `InboundMessage` from the parsing child to the worker.

The child reads hostile octets and may have been taken over by them, so what it hands back is
checked like anything from outside: types, bounds, closed sets, digests. It is JSON, and not
pickle, because reading must not be able to run anything. The octets of attachments travel apart.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime

from processor.mail.clean import clean_line
from processor.mail.defects import Defect
from processor.mail.headers import MAX_FIELDS, MAX_VALUE
from processor.mail.message import (
    Address,
    Attachment,
    DeliveryStatus,
    InboundMessage,
    Segment,
    SegmentKind,
)
from processor.mail.originator import is_strict_address
from processor.mail.tree import MAX_PARTS

MAX_TEXT = 100_000_000
"""Characters of one text: more than a message of the largest accepted size can hold."""
_MAX_LIST = MAX_FIELDS + MAX_PARTS
_LINES = ("from_shown", "reply_to", "subject", "message_id")


def to_wire(message: InboundMessage) -> tuple[bytes, list[bytes]]:
    """`message` as JSON, and the content of its attachments in order."""
    described = {
        "headers": message.headers,
        "from": astuple(message.from_) if message.from_ else None,
        **{name: getattr(message, name) for name in _LINES},
        "date": message.date.isoformat() if message.date else None,
        "in_reply_to": message.in_reply_to,
        "return_path": message.return_path,
        "text": message.text,
        "segments": [astuple(segment) for segment in message.segments],
        "attachments": [
            [a.filename, a.media_type, a.sha256, a.text, a.logo] for a in message.attachments
        ],
        "media_types": message.media_types,
        "delivery_status": [astuple(status) for status in message.delivery_status],
        "defects": message.defects,
    }
    octets = json.dumps(described, ensure_ascii=False).encode("utf-8")
    return octets, [attachment.content for attachment in message.attachments]


def from_wire(octets: bytes, contents: Sequence[bytes]) -> InboundMessage:
    """The message of `to_wire`. Raises ValueError where anything is not as it must be."""
    try:
        return _message(json.loads(octets.decode("utf-8")), contents)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("shape") from error


def _message(described: dict[str, object], contents: Sequence[bytes]) -> InboundMessage:
    text = _text(described["text"])
    date = described["date"]
    path = described["return_path"]
    return InboundMessage(
        headers=tuple(
            (_line(name), _line(value)) for name, value in _rows(described["headers"], 2)
        ),
        from_=_address(described["from"]),
        from_shown=_line(described["from_shown"]),
        reply_to=_line(described["reply_to"]),
        subject=_line(described["subject"]),
        message_id=_line(described["message_id"]),
        date=None if date is None else _date(date),
        in_reply_to=_lines(described["in_reply_to"]),
        return_path=None if path is None else _line(path),
        text=text,
        segments=_segments(described["segments"], len(text)),
        attachments=_attachments(described["attachments"], contents),
        media_types=_lines(described["media_types"]),
        delivery_status=tuple(
            DeliveryStatus(
                action=_line(action),
                status=_line(status),
                recipient=_line(recipient),
                original_message_id=_line(returned),
            )
            for action, status, recipient, returned in _rows(described["delivery_status"], 4)
        ),
        defects=tuple(Defect(_line(defect)) for defect in _list(described["defects"])),
    )


def _address(value: object) -> Address | None:
    if value is None:
        return None
    addr_spec, display_name = (_line(item) for item in _row(value, 2))
    if not is_strict_address(addr_spec):
        raise ValueError("address")
    return Address(addr_spec, display_name)


def _date(value: object) -> datetime:
    date = datetime.fromisoformat(_line(value))
    if date.tzinfo is None:
        raise ValueError("naive-date")
    return date


def _segments(value: object, length: int) -> tuple[Segment, ...]:
    segments = []
    reached = 0
    for kind, start, end in _rows(value, 3):
        first, last = _number(start), _number(end)
        if not reached <= first <= last <= length:
            raise ValueError("segment")
        segments.append(Segment(SegmentKind(_line(kind)), first, last))
        reached = last
    return tuple(segments)


def _attachments(value: object, contents: Sequence[bytes]) -> tuple[Attachment, ...]:
    rows = _rows(value, 5)
    if len(rows) != len(contents):
        raise ValueError("attachments")
    attachments = []
    for (filename, media_type, digest, text, logo), content in zip(rows, contents, strict=True):
        if hashlib.sha256(content).hexdigest() != digest or not isinstance(logo, bool):
            raise ValueError("attachment")
        attachments.append(
            Attachment(
                filename=_line(filename),
                media_type=_line(media_type),
                content=content,
                sha256=digest,
                text=_text(text),
                logo=logo,
            )
        )
    return tuple(attachments)


def _line(value: object) -> str:
    """A single-line value: one that cleaning would leave as it is."""
    if not isinstance(value, str) or clean_line(value, MAX_VALUE) != value:
        raise ValueError("line")
    return value


def _lines(value: object) -> tuple[str, ...]:
    return tuple(_line(item) for item in _list(value))


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT or "\0" in value:
        raise ValueError("text")
    value.encode("utf-8")  # raises on a lone surrogate, which is a ValueError too
    return value


def _number(value: object) -> int:
    if type(value) is not int:  # a bool is an int, and no offset
        raise ValueError("number")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or len(value) > _MAX_LIST:
        raise ValueError("list")
    return value


def _row(value: object, width: int) -> list[object]:
    row = _list(value)
    if len(row) != width:
        raise ValueError("row")
    return row


def _rows(value: object, width: int) -> list[list[object]]:
    return [_row(item, width) for item in _list(value)]
