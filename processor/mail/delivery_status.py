"""Reads what a bounce says of the letter it returns.

The standard form is a tree with a message/delivery-status part (RFC 3464). Some servers still
write bounces for people only; those are known by their shape, and what can be read is read. A
bounce proves nothing by itself: anybody can write one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from processor.mail import transfer
from processor.mail.clean import clean_line
from processor.mail.headers import Block, read_block
from processor.mail.message import DeliveryStatus
from processor.mail.originator import is_strict_address
from processor.mail.tree import Part

MAX_RECIPIENTS = 100

_ACTIONS = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED_PARTS = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/global-headers",
)
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_DAEMON = re.compile(r"(?:mailer-daemon|mail-daemon|postmaster)@|mail delivery", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|has failed|delayed|notification)|returned mail"
    r"|failure notice|mail delivery|delayed mail|delivery incomplete|could not be delivered",
    re.IGNORECASE,
)
_DELAY = re.compile(r"delay|warning|still being retried|incomplete", re.IGNORECASE)
_RECIPIENT = re.compile(r"<([^\s<>@]{1,64}@[^\s<>@]{1,190})>")
_RETURNED_ID = re.compile(r"^>?\s*Message-ID:\s*(<[!-;=?-~]{1,250}>)", re.IGNORECASE | re.MULTILINE)


def read_delivery_status(root: Part, header: Block, text: str) -> tuple[DeliveryStatus, ...]:
    """What the message says of each recipient of a letter; nothing where it is no bounce.

    root: its tree. text: its body as plain text.
    """
    reports = [part for part in root.walk() if part.media_type in _STATUS_PARTS]
    if not reports:
        return _by_shape(header, text)
    returned = _returned_message_id(root)
    found = [status for part in reports for status in _recipients(part, returned)]
    if not found:
        found = [DeliveryStatus(action="", status="", recipient="", original_message_id=returned)]
    return tuple(found[:MAX_RECIPIENTS])


def _recipients(part: Part, returned: str) -> Iterator[DeliveryStatus]:
    """One for each group of fields that names a recipient (RFC 3464 section 2.3)."""
    octets = transfer.decode(part.octets, part.encoding).content
    position = 0
    for _ in range(MAX_RECIPIENTS):
        if position >= len(octets):
            return
        group = read_block(octets, position, len(octets))
        recipient = group.first("final-recipient") or group.first("original-recipient")
        if recipient:
            action = clean_line(group.first("action")).lower()
            status = _STATUS.search(group.first("status"))
            yield DeliveryStatus(
                action=action if action in _ACTIONS else "",
                status=status.group() if status else "",
                recipient=_address(recipient.partition(";")[2]),
                original_message_id=returned,
            )
        # Blank lines separate groups; a line that is no field is stepped over.
        position = max(group.end, position + 1)
        if group.end < len(octets) and group.defects:
            position = max(position, octets.find(b"\n", group.end) + 1)


def _returned_message_id(root: Part) -> str:
    for part in root.walk():
        if part.media_type in _RETURNED_PARTS:
            octets = transfer.decode(part.octets, part.encoding).content
            match = _MESSAGE_ID.search(read_block(octets, 0, len(octets)).first("message-id"))
            if match:
                return match.group()
    return ""


def _by_shape(header: Block, text: str) -> tuple[DeliveryStatus, ...]:
    """A bounce written for people: from a mail system, to nobody's reply, saying so."""
    subject = clean_line(header.first("subject"))
    null_path = header.first("return-path").strip() in ("", "<>")
    daemon = _DAEMON.search(clean_line(header.first("from")))
    if not (null_path and daemon and _SUBJECT.search(subject)):
        return ()
    failed = header.first("x-failed-recipients") or ""
    recipient = _RECIPIENT.search(text)
    status = _STATUS.search(text)
    returned = _RETURNED_ID.search(text)
    return (
        DeliveryStatus(
            action="delayed" if _DELAY.search(subject) else "failed",
            status=status.group() if status else "",
            recipient=_address(failed) or _address(recipient.group(1) if recipient else ""),
            original_message_id=returned.group(1) if returned else "",
        ),
    )


def _address(text: str) -> str:
    stripped = text.strip(" \t<>")
    return stripped if is_strict_address(stripped) else ""
