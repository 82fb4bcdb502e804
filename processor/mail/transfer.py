"""Undoes a content transfer encoding (RFC 2045 section 6) without losing an octet.

What does not decode is handed back beside what does, so that plain words behind a broken
base64 body still reach a person.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

from processor.mail.defects import Defect

# The first place at which base64 stops: an octet outside the alphabet, or anything but blanks
# behind the padding.
_BASE64_STOPS = re.compile(rb"[^A-Za-z0-9+/= \t\r\n]|=(?=[ \t\r\n]*[A-Za-z0-9+/])")
# Words, which a program declared to be base64 and sent as they were.
_SPACED = re.compile(rb"[A-Za-z0-9+/][ \t]+[A-Za-z0-9+/]")
_BROKEN_QUOTED = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`content` is what came out; `leftover` the octets that could not be decoded, as sent."""

    content: bytes
    leftover: bytes = b""
    defect: Defect | None = None


def decode(octets: bytes, encoding: str) -> Decoded:
    """Decode the body of a leaf. encoding: lower case, "" where the field is missing."""
    if encoding in ("", "7bit", "8bit", "binary"):
        return Decoded(octets)
    if encoding == "base64":
        return _base64(octets)
    if encoding == "quoted-printable":
        broken = _BROKEN_QUOTED.search(octets) is not None
        defect = Defect.BROKEN_TRANSFER_ENCODING if broken else None
        return Decoded(binascii.a2b_qp(octets), defect=defect)
    return Decoded(octets, defect=Defect.UNKNOWN_TRANSFER_ENCODING)


def _base64(octets: bytes) -> Decoded:
    try:
        whole = _whole(octets)
    except binascii.Error:
        pass
    else:
        if _SPACED.search(octets) is None:
            return Decoded(whole)
        return Decoded(whole, octets.strip(), Defect.UNDECODABLE_BASE64)
    stop = _BASE64_STOPS.search(octets)
    # Cut at a line, because the words behind it begin there; after padding, at the padding.
    cut = len(octets) if stop is None else _cut(octets, stop)
    return Decoded(_lenient(octets[:cut]), octets[cut:].strip(), Defect.UNDECODABLE_BASE64)


def _whole(octets: bytes) -> bytes:
    packed = octets.translate(None, b" \t\r\n")
    missing = -len(packed) % 4
    # Senders that leave out the padding are common and unambiguous; one stray character is not.
    padding = b"" if packed.endswith(b"=") or missing > 2 else b"=" * missing  # noqa: PLR2004
    return binascii.a2b_base64(packed + padding, strict_mode=True)


def _cut(octets: bytes, stop: re.Match[bytes]) -> int:
    if stop.group() == b"=":
        return stop.end()
    return max(octets.rfind(b"\n", 0, stop.start()) + 1, 0)


def _lenient(octets: bytes) -> bytes:
    packed = octets.translate(None, b" \t\r\n=")
    whole = len(packed) - (1 if len(packed) % 4 == 1 else 0)
    return binascii.a2b_base64(packed[:whole] + b"=" * (-whole % 4))
