"""What mail-parser reads in a header: the received chain, and a second opinion on the rest.

The only door to that library. It sees fields, never bodies, and never large ones; whatever it
raises is a defect. Its addresses are compared with ours and never used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import mailparser

from processor.mail.defects import Defect
from processor.mail.headers import Block
from processor.mail.message import Address, InboundMessage

MAX_HOPS = 50
"""Received fields of a message that is still on its way anywhere (Postfix stops there too)."""
_MAX_FIELD = 8_192
_MAX_SHOWN = 65_536
# Fields that the library checks. The others would cost time and tell nothing.
_CHECKED = frozenset({"from", "reply-to", "to", "cc", "date", "received"})
_CATEGORIES = {
    "AddressHeaderDefect": Defect.ADDRESSES_DISPUTED,
    "ReceivedHeaderDefect": Defect.TRACE_DISPUTED,
    "DateHeaderDefect": Defect.DATE_DISPUTED,
}

# The library logs fields and what it cannot decode: addresses and words of a message, which no
# log of ours may hold.
for _module in (mailparser.core, mailparser.utils):
    _module.log.disabled = True


@dataclass(frozen=True, slots=True)
class Hop:
    """One Received field. by: host name, lower case, "" unknown; at: aware UTC, None unknown."""

    by: str
    at: datetime | None


def delivered_at(message: InboundMessage, *, trusted_hosts: Sequence[str]) -> datetime | None:
    """When one of our own servers took the message, aware UTC; None where none says so.

    trusted_hosts: names our servers give themselves. Only the topmost field by one of them
        counts: those below it may have been written by the sender.
    """
    trusted = {host.lower() for host in trusted_hosts}
    for value in message.all("received")[:MAX_HOPS]:
        hop = read_hop(value)
        if hop.by in trusted:
            return hop.at
    return None


@lru_cache(maxsize=MAX_HOPS)  # the topmost is asked for by whoever asks who took the message
def read_hop(value: str) -> Hop:
    """The value of one Received field; a `Hop` of unknowns where it cannot be read."""
    try:
        parsed = mailparser.parse_from_bytes(b"Received: " + _octets(value) + b"\r\n\r\n")
        clauses = parsed.received[0]
        host = str(clauses.get("by", "")).partition(" ")[0]
        at = clauses.get("date_utc")
        return Hop(host.lower(), datetime.fromisoformat(at).astimezone(UTC) if at else None)
    except Exception:  # noqa: BLE001 - another's parser may raise anything; unknown is an answer
        return Hop("", None)


def second_opinion(header: Block, author: Address | None) -> tuple[Defect, ...]:
    """What mail-parser finds wrong with a header whose author we read as `author`."""
    fields = [field for field in header.fields if field.name in _CHECKED]
    if any(len(field.raw) > _MAX_FIELD for field in fields):
        return (Defect.SECOND_OPINION_FAILED,)
    shown = b"".join(f.name.encode() + b":" + _octets(f.raw) + b"\r\n" for f in fields)
    if len(shown) > _MAX_SHOWN:
        return (Defect.SECOND_OPINION_FAILED,)
    try:
        parsed = mailparser.parse_from_bytes(shown + b"\r\n")
        defects = [d for name, d in _CATEGORIES.items() if name in parsed.defects_categories]
        theirs = [address.lower() for _name, address in parsed.from_]
    except Exception:  # noqa: BLE001 - another's parser may raise anything; that is the defect
        return (Defect.SECOND_OPINION_FAILED,)
    if author is not None and theirs != [author.key]:
        defects.append(Defect.FROM_DISPUTED)
    return tuple(defects)


def _octets(value: str) -> bytes:
    """`value` on one line, so that it cannot become two fields."""
    return value.replace("\r", " ").replace("\n", " ").encode("utf-8", "replace")
