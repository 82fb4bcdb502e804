"""Decodes the encoded words of a header field for reading (RFC 2047).

What comes out is for people, never for a decision: addresses are read from the raw field.
Words that cannot be decoded stay as they are written.
"""

from __future__ import annotations

import binascii
import re

from processor.mail import charsets
from processor.mail.clean import clean_line
from processor.mail.defects import Defect

# A long subject is cut before it is decoded, so that work is bounded whatever is sent. Encoded
# text is at most some twelve times as long as what it says.
_MAX_ENCODED = 12_000

_BASE64 = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
# =?utf-8?Q?Sin=C3=A9ad?=  The charset may carry a language after "*" (RFC 2231 section 5).
_WORD = re.compile(r"=\?([^?\s]{1,80})\?([bBqQ])\?([^?\r\n]*)\?=")


def decode_words(raw: str) -> tuple[str, tuple[Defect, ...]]:
    """`raw` with its encoded words decoded, on one clean line, and what was wrong with them."""
    decoder = _Decoder()
    raw = raw[:_MAX_ENCODED]
    position = 0
    for match in _WORD.finditer(raw):
        octets = _octets(match.group(2), match.group(3))
        if octets is None:
            continue
        between = raw[position : match.start()]
        # White space between two encoded words is not shown (RFC 2047 section 6.2).
        if position == 0 or between.strip():
            decoder.plain(between)
        decoder.word(match.group(1).partition("*")[0].lower(), octets)
        position = match.end()
    decoder.plain(raw[position:])
    return clean_line("".join(decoder.pieces)), tuple(dict.fromkeys(decoder.defects))


class _Decoder:
    """Joins neighbouring words of one charset, because senders split characters between them."""

    def __init__(self) -> None:
        self._charset = ""
        self._octets = b""
        self.pieces: list[str] = []
        self.defects: list[Defect] = []

    def plain(self, text: str) -> None:
        """Take text that is not encoded, and end the run of words before it."""
        if self._octets:
            decoded, defect = charsets.decode(self._octets, self._charset)
            self.pieces.append(decoded)
            if defect:
                self.defects.append(Defect.HEADER_UNDECODABLE)
            self._octets = b""
        self.pieces.append(text)

    def word(self, charset: str, octets: bytes) -> None:
        """Take the octets of one encoded word."""
        if charset != self._charset:
            self.plain("")
        self._charset = charset
        self._octets += octets


def _octets(encoding: str, text: str) -> bytes | None:
    try:
        if encoding in "qQ":
            return binascii.a2b_qp(text.encode("ascii"), header=True)
        packed = text.encode("ascii").translate(None, b" \t")
        # Left alone, the library steps over what is no base64, and shows other words.
        return binascii.a2b_base64(packed + b"===") if _BASE64.fullmatch(packed) else None
    except (UnicodeEncodeError, binascii.Error):
        return None
