"""Messages written by hand, field by field, for tests of the mail folder."""

from __future__ import annotations

from pathlib import Path

from processor.mail.message import InboundMessage
from processor.mail.parse import parse_message

CORPUS = Path(__file__).parent.parent / "corpus"
BAD_INPUT = CORPUS / "bad_input"

ORDINARY = {
    "Return-Path": "<amy.lark@members.council.example>",
    "From": "Amy Lark <amy.lark@members.council.example>",
    "To": "safety@council.example",
    "Subject": "Brick through the window",
    "Date": "Thu, 29 Jan 2026 16:30:12 +0000",
    "Message-ID": "<a1@members.council.example>",
}


def octets_of(body: str = "A brick.", **fields: str | None) -> bytes:
    """An ordinary message; `In_Reply_To="<x@y>"` adds or replaces a field, None takes it away."""
    named = ORDINARY | {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value is not None)
    return (head + "\r\n" + body.replace("\n", "\r\n") + "\r\n").encode("utf-8", "surrogateescape")


def message_of(body: str = "A brick.", **fields: str | None) -> InboundMessage:
    return parse_message(octets_of(body, **fields))


def bad_input(name: str) -> InboundMessage:
    return parse_message((BAD_INPUT / f"{name}.eml").read_bytes())
