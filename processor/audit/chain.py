"""Seals entries into a chain and verifies one: whoever holds the leaves needs nothing else.

A leaf is the canonical JSON of one entry together with the digest of the entry before it; its
digest is SHA-256 over a zero octet and the leaf (the leaf hash of RFC 6962 section 2.1, so
that a tree can be grown over the same leaves later). Leaves are stored and verified as the
exact octets that were sealed; they are written anew only to see that they are canonical.

A chain cannot show that its end was cut off: for that, compare the `Head` with one kept
elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import Never, Protocol

from processor.audit.entry import Entry, EntryType
from processor.errors import ChainBroken

GENESIS = bytes(32)
"""What the first entry names as the digest before it."""

_VERSION = "1"
_KEYS = frozenset({"v", "seq", "at", "type", "actor", "subject", "detail", "prev"})
_TYPES = frozenset(entry_type.value for entry_type in EntryType)


class Fault(StrEnum):
    """How a chain can be broken; the `what` of `ChainBroken`."""

    GAP = "gap"  # this number is missing
    INSERTED = "inserted"  # an entry stands after one with the same or a higher number
    REORDERED = "reordered"  # the entry was sealed under another number than its place
    EDITED = "edited"  # this entry, or the one before it, is not what was sealed
    NOT_CANONICAL = "not-canonical"  # not the one way in which we write an entry
    UNKNOWN_TYPE = "unknown-type"  # no entry of ours has this type


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """One link. seq: from 1, without gaps. leaf: canonical JSON, ASCII. digest: 32 octets."""

    seq: int
    leaf: bytes
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of a chain: how many entries it has, and the digest of the last one."""

    seq: int
    digest: bytes


class Link(Protocol):
    """What `verify` needs of an entry; a `Sealed` or a line of an export."""

    @property
    def seq(self) -> int:
        """The place where it stands, from 1."""

    @property
    def leaf(self) -> bytes:
        """The octets that were sealed."""

    @property
    def digest(self) -> bytes:
        """The digest kept beside them."""


def seal(previous: bytes, seq: int, entry: Entry) -> Sealed:
    """Return `entry` as link number `seq` after the link whose digest is `previous`.

    Raises ValueError where `entry.at` is naive.
    """
    if entry.at.tzinfo is None:
        raise ValueError("naive time in a log entry")
    leaf = _canonical(
        {
            "v": _VERSION,
            "seq": str(seq),
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "type": entry.type.value,
            "actor": entry.actor,
            "subject": entry.subject,
            "detail": dict(entry.detail),
            "prev": previous.hex(),
        }
    )
    return Sealed(seq=seq, leaf=leaf, digest=_digest(leaf))


def verify(chain: Iterable[Link]) -> Head:
    """Return the head of `chain`, whose links come in the order of their places.

    Raises ChainBroken at the first link that does not follow, with a `Fault` as `what`.
    """
    head = Head(seq=0, digest=GENESIS)
    for link in chain:
        fault = _fault(head, link)
        if fault:
            raise ChainBroken(head.seq + 1 if fault is Fault.GAP else link.seq, fault)
        head = Head(seq=link.seq, digest=link.digest)
    return head


def _fault(head: Head, link: Link) -> Fault | None:
    """Why `link` does not follow `head`, or None. The order gives the most telling name."""
    if link.seq <= head.seq:
        return Fault.INSERTED
    if link.seq > head.seq + 1:
        return Fault.GAP
    # Who edits a database by hand may well leave text where octets were.
    if not isinstance(link.leaf, bytes) or _digest(link.leaf) != link.digest:
        return Fault.EDITED
    return _fault_within(head, link)


def _fault_within(head: Head, link: Link) -> Fault | None:
    """Why what `link` says of itself is not what we would have sealed, or None."""
    fields = _parse(link.leaf)
    if fields is None:
        return Fault.NOT_CANONICAL
    if fields["seq"] != str(link.seq):
        return Fault.REORDERED
    if fields["prev"] != head.digest.hex():
        return Fault.EDITED
    return None if fields["type"] in _TYPES else Fault.UNKNOWN_TYPE


def _parse(leaf: bytes) -> dict[str, object] | None:
    """Return the fields of `leaf`, or None where it is not the canonical form of an entry.

    Writing it anew and comparing also finds repeated keys, spaces and needless escapes.
    """
    try:
        fields = json.loads(leaf, parse_int=_number, parse_float=_number, parse_constant=_number)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or fields.keys() != _KEYS or fields["v"] != _VERSION:
        return None
    return fields if _canonical(fields) == leaf and _all_text(fields) else None


def _all_text(fields: dict[str, object]) -> bool:
    """Whether every value is a string, but for `detail`, whose values are."""
    detail = fields["detail"]
    if not isinstance(detail, dict):
        return False
    rest = (value for key, value in fields.items() if key != "detail")
    return all(isinstance(value, str) for value in (*rest, *detail.values()))


def _number(_: str) -> Never:
    """Refuse numbers: JSON readers differ on them, so we write them as strings."""
    raise ValueError("number in a leaf")


def _canonical(fields: dict[str, object]) -> bytes:
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode("ascii")


def _digest(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()
