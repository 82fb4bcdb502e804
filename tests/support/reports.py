"""Reports, files and a council to write letters about; nobody in them exists."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from processor.codes import load_codes
from processor.incident.model import Incident, Person, Sharing
from processor.incident.policy import Policy
from processor.incident.reading import File, Finding, Level, Part, Reading, Wish
from processor.incident.referral import referral
from processor.incident.samples import full_incident, sample_policy
from processor.mail.message import Attachment, InboundMessage, OutboundMessage
from processor.templates import Templates

NOW = datetime(2026, 11, 25, 20, 42, tzinfo=UTC)
RENDER = Templates.load(None).render
CODES = load_codes()

JPEG = b"\xff\xd8\xff\xe0 picture"
PNG = b"\x89PNG\r\n\x1a\n picture"


def policy(**changes) -> Policy:
    """The sample council with the shipped code lists and its own clock."""
    return replace(sample_policy(), codes=CODES, zone=ZoneInfo("Europe/London"), **changes)


def found(value, quote="the words", part=Part.BODY) -> Finding:
    return Finding(value=value, quote=quote, part=part, rule="test", start=0, end=len(quote))


def reading(account="Somebody shouted at me.", **changes) -> Reading:
    values = {"texts": {Part.BODY: account}, "account": account, "level": Level.STANDARD}
    return Reading(**{**values, **changes})


def person(*roles: str, **changes) -> Person:
    values = {
        "name": "Ada Quill",
        "roles": roles or ("councillor",),
        "ward": "Thistledown",
        "email": "ada.quill@members.council.example",
    }
    return Person(**{**values, **changes})


def incident(read: Reading | None = None, reporter: Person | None = None, **changes) -> Incident:
    return replace(
        full_incident(),
        reading=read or reading(),
        reporter=reporter or person(),
        reported_at=NOW,
        **changes,
    )


def wishing(wish: Wish, level: Level, *rules: str, categories: tuple[str, ...] = ()) -> Incident:
    """A report with this wish at this level."""
    return incident(
        reading(
            level=level,
            wish=found(wish),
            rules=tuple(found(rule) for rule in rules),
            categories=tuple(found(code) for code in categories),
        )
    )


def file(name: str, content: bytes, media_type: str = "application/octet-stream") -> Attachment:
    digest = hashlib.sha256(content).hexdigest()
    return Attachment(filename=name, media_type=media_type, content=content, sha256=digest)


def files_of(*files: Attachment) -> tuple[File, ...]:
    return tuple(
        File(
            index=index,
            filename=one.filename,
            media_type=one.media_type,
            sha256=one.sha256,
            bytes=len(one.content),
        )
        for index, one in enumerate(files)
    )


def message(*files: Attachment) -> InboundMessage:
    return InboundMessage(headers=(), from_=None, attachments=files)


RAW = b"From: ada.quill@members.council.example\r\nSubject: help\r\n\r\nSomebody shouted.\r\n"


def referred(
    one: Incident | None = None,
    *files: Attachment,
    sharing: Sharing = Sharing.SEND,
    council: Policy | None = None,
    raw: bytes = RAW,
) -> OutboundMessage:
    """The referral of `one`."""
    letter = referral(
        one or incident(), message(*files), raw, sharing, council or policy(), RENDER, NOW
    )
    return letter.message
