"""The evidence manifest: every exhibit with its hash, and what became of it on the way out.

The original message is exhibit 00, its files are 01 and on, in their order in the message.
Nothing is changed, left out or renamed in our record; only the copy sent has a plain name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from processor.incident.filetypes import MAIL, TEXT, FileType, is_active, type_of
from processor.incident.intimate import may_hold_intimate_image
from processor.incident.model import Incident
from processor.mail.locked import is_locked
from processor.mail.message import Attachment, InboundMessage, OutboundAttachment

MOST_FILES = 40
"""More than these in one email is more than an officer opens; the rest is asked for."""

_HEADER_BYTES = 256 * 1024


class SendStatus(StrEnum):
    """What became of an exhibit. Values are exchanged: never rename one."""

    ATTACHED = "attached"
    TOO_LARGE = "too_large"
    BLOCKED_TYPE = "blocked_type"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One row of the manifest.

    exhibit: KMB-2026-7F3K9-R/01. filename: as the sender named it, cleaned; "" where they did
    not. sent_as: the name of the attachment that carries it, "" unless attached.
    """

    exhibit: str
    shows: str
    filename: str
    media_type: str
    sha256: str
    bytes: int
    status: SendStatus
    sent_as: str = ""


def exhibits(
    incident: Incident, message: InboundMessage, raw: bytes, max_bytes: int
) -> tuple[Exhibit, ...]:
    """Return the manifest, the original message first.

    max_bytes: how much evidence one letter may carry. The original comes first, because its
    header chain is evidence that nothing else holds.
    """
    files = evidence(message)
    intimate = may_hold_intimate_image(incident.reading)
    original = _original(incident, files, raw, max_bytes, intimate=intimate)
    room = max_bytes - (len(raw) if original.sent_as else 0)
    rows = [original]
    for number, file in enumerate(files, start=1):
        kind = type_of(file)
        status = _status(file, kind, room, number, intimate=intimate)
        sent_as = ""
        if kind and status is SendStatus.ATTACHED:
            sent_as = f"{incident.reference}-{number:02}.{kind.extension}"
            room -= len(file.content)
        rows.append(
            Exhibit(
                exhibit=f"{incident.reference}/{number:02}",
                shows=_shows(file, kind),
                filename=file.filename,
                media_type=file.media_type,
                sha256=file.sha256,
                bytes=len(file.content),
                status=status,
                sent_as=sent_as,
            )
        )
    return tuple(rows)


def evidence(message: InboundMessage) -> tuple[Attachment, ...]:
    """Return the files of a message that are evidence; signature logos are none."""
    return tuple(file for file in message.attachments if not file.logo)


def evidence_attachments(
    manifest: Sequence[Exhibit], message: InboundMessage, raw: bytes
) -> Iterator[OutboundAttachment]:
    """Yield what the manifest says is attached, under the names it gives.

    The original goes as opaque octets, never as a mail: a program that took it apart and put
    it together again would change what its hash vouches for. Where it must stay with us, its
    header fields go alone, because they say which way the message came.
    """
    original, *rest = manifest
    if original.sent_as:
        yield OutboundAttachment(filename=original.sent_as, media_type=MAIL.media_type, content=raw)
    else:
        name = original.exhibit.replace("/00", "-headers.txt")
        yield OutboundAttachment(
            filename=name, media_type="application/octet-stream", content=header_block(raw)
        )
    for row, file in zip(rest, evidence(message), strict=True):
        kind = type_of(file)
        if row.sent_as and kind:
            yield OutboundAttachment(
                filename=row.sent_as, media_type=kind.media_type, content=file.content
            )


def header_block(raw: bytes) -> bytes:
    """Return the octets before the first empty line, at most 256 KB of them."""
    ends = [end for gap in (b"\r\n\r\n", b"\n\n") if (end := raw.find(gap, 0, _HEADER_BYTES)) >= 0]
    return raw[: min(ends, default=min(len(raw), _HEADER_BYTES))]


def _shows(file: Attachment, kind: FileType | None) -> str:
    if kind is MAIL:
        return "mail passed on; who wrote it is not proved"
    if is_locked(file.content):
        return "file that opens only with a password, a key or another program"
    return "file sent with the message"


def _original(
    incident: Incident, files: Sequence[Attachment], raw: bytes, max_bytes: int, *, intimate: bool
) -> Exhibit:
    status = SendStatus.ATTACHED
    if intimate:
        status = SendStatus.QUARANTINED
    elif any(is_active(file) for file in files):
        status = SendStatus.BLOCKED_TYPE
    elif len(raw) > max_bytes:
        status = SendStatus.TOO_LARGE
    return Exhibit(
        exhibit=f"{incident.reference}/00",
        shows="the whole message as our server received it",
        filename="",
        media_type="message/rfc822",
        sha256=incident.digest,
        bytes=len(raw),
        status=status,
        sent_as=f"{incident.reference}-original.eml" if status is SendStatus.ATTACHED else "",
    )


def _status(
    file: Attachment, kind: FileType | None, room: int, number: int, *, intimate: bool
) -> SendStatus:
    """First reason wins. Where an intimate image is suspected, only plain text may go."""
    if intimate and kind is not TEXT:
        return SendStatus.QUARANTINED
    if kind is None or is_active(file):
        return SendStatus.BLOCKED_TYPE
    if len(file.content) > room or number > MOST_FILES:
        return SendStatus.TOO_LARGE
    return SendStatus.ATTACHED
