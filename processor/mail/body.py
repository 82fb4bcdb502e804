"""Sorts the leaves of a tree into what is read as text and what is kept as evidence.

Every leaf is one or the other. Left out are only machine parts whose content says nothing to a
person: signatures, keys, layout of picture messages, and the parts of a report by a mail
program, which `delivery_status` reads.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from processor.mail import charsets, html, transfer
from processor.mail.clean import clean_text
from processor.mail.defects import Defect
from processor.mail.headers import Block, read_block
from processor.mail.message import Attachment
from processor.mail.pictures import is_logo_sized
from processor.mail.tree import MAX_DEPTH, Part, Tree, read_tree
from processor.mail.words import decode_words

MAX_ATTACHED_TEXT = 262_144
"""Octets of a text part up to which its text is read, and characters of it that are kept."""

_MACHINE = frozenset(
    {
        "application/pgp-signature",
        "application/pgp-keys",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/smil",
    }
)
_CALENDAR = frozenset({"text/calendar", "application/ics"})
_UNREADABLE = frozenset(
    {
        "application/pkcs7-mime",
        "application/x-pkcs7-mime",
        "application/pgp-encrypted",
        "application/ms-tnef",
        "application/vnd.ms-tnef",
        "message/partial",
        "message/external-body",
    }
)
_REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/global-disposition-notification",
        "message/feedback-report",
    }
)
# What is shown of the header of a message inside a message.
_SHOWN = ("from", "to", "cc", "date", "subject")
_RETURNED = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"}
)
_INLINE_PGP = "-----BEGIN PGP MESSAGE-----"
_WORD = re.compile(r"\w+")
# Plain text and HTML of one mail program differ by a few words: alternative texts of pictures,
# numbers of lists, names of links.
_SPARE_WORDS = 3
_SPARE_SHARE = 10


@dataclass(frozen=True, slots=True)
class Body:
    """What was found.

    blocks: stretches of text that are read one by one: the body; another version of it that
        says more; what stood outside the parts. Those that are blank are left out.
    """

    blocks: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    defects: tuple[Defect, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One leaf of body text."""

    text: str
    is_html: bool


def read_body(tree: Tree, depth: int = 0) -> Body:
    """Text and evidence of a message, itself nested `depth` deep."""
    reader = _Reader(tree.root, depth)
    pieces = reader.read(tree.root)
    outside = (charsets.decode(octets, "")[0] for octets in (*tree.outside, *reader.leftover))
    blocks = (_joined(pieces) or reader.calendar, "\n\n".join(reader.apart), "\n\n".join(outside))
    return Body(
        tuple(block for text in blocks if (block := clean_text(text).strip("\n")).strip()),
        tuple(reader.attachments()),
        tuple(dict.fromkeys(reader.defects)),
    )


class _Reader:
    """Goes through one tree. Evidence is collected on the way, text is returned."""

    def __init__(self, root: Part, depth: int) -> None:
        self._root = root
        self._depth = depth
        self._evidence: list[tuple[Part, bytes]] = []
        self._shown: set[str] = set()
        self.calendar = ""
        self.apart: list[str] = []
        self.leftover: list[bytes] = []
        self.defects: list[Defect] = []

    def read(self, part: Part) -> list[_Piece]:
        """The body text in and below `part`."""
        if part.media_type == "multipart/alternative":
            return self._alternative(part)
        if part.media_type == "multipart/encrypted":
            self.defects.append(Defect.UNREADABLE_PART)
        if part.parts:
            return [piece for child in _worth_reading(part) for piece in self.read(child)]
        return self._leaf(part)

    def attachments(self) -> list[Attachment]:
        """The evidence, each with what can be read of it."""
        return [self._attachment(part, content) for part, content in self._evidence]

    def _alternative(self, part: Part) -> list[_Piece]:
        """One of several versions of the same, and the other too where it says more."""
        pieces = [p for child in part.parts for p in self.read(child)]
        plain = _joined([piece for piece in pieces if not piece.is_html])
        formatted = _joined([piece for piece in pieces if piece.is_html])
        if not plain.strip():
            return [_Piece(formatted, is_html=True)]
        if _says_more(formatted, plain):
            self.defects.append(Defect.ALTERNATIVES_DIFFER)
            self.apart.append(formatted)
        return [_Piece(plain, is_html=False)]

    def _leaf(self, part: Part) -> list[_Piece]:
        if part.media_type in _MACHINE:
            return []
        content = self._decoded(part)
        if part.media_type in _CALENDAR and part.disposition != "attachment":
            self.calendar = self.calendar or charsets.decode(content, part.charset)[0]
            return []
        if part.media_type in _UNREADABLE or part.name.lower() == "winmail.dat":
            self.defects.append(Defect.UNREADABLE_PART)
        named = part.disposition == "attachment" or part.name != ""
        if part.media_type in ("text/plain", "text/html") and (part is self._root or not named):
            return [self._piece(part, content)]
        self._evidence.append((part, content))
        return []

    def _decoded(self, part: Part) -> bytes:
        decoded = transfer.decode(part.octets, part.encoding)
        if decoded.defect:
            self.defects.append(decoded.defect)
        if decoded.leftover:
            self.leftover.append(decoded.leftover)
        return decoded.content

    def _piece(self, part: Part, content: bytes) -> _Piece:
        text, defect = charsets.decode(content, part.charset)
        if defect:
            self.defects.append(defect)
        if _INLINE_PGP in text:
            self.defects.append(Defect.UNREADABLE_PART)
        if part.media_type != "text/html":
            return _Piece(text, is_html=False)
        self._shown |= html.content_ids(text)
        converted, defect = html.to_text(text)
        if defect:
            self.defects.append(defect)
        return _Piece(converted, is_html=True)

    def _attachment(self, part: Part, content: bytes) -> Attachment:
        logo = (
            part.main_type == "image"
            and part.disposition != "attachment"
            and part.content_id in self._shown
            and is_logo_sized(content)
        )
        return Attachment(
            filename=part.name,
            media_type=part.media_type,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            text=self._readable(part, content),
            logo=logo,
        )

    def _readable(self, part: Part, content: bytes) -> str:
        """The text of an attachment that is text, or a message; "" for the rest."""
        if part.is_nested_message:
            text = self._nested(content)
        elif part.main_type == "text" and len(content) <= MAX_ATTACHED_TEXT:
            text = charsets.decode(content, part.charset)[0]
            if part.media_type == "text/html":
                text = html.to_text(text)[0]
        else:
            return ""
        return clean_text(text)[:MAX_ATTACHED_TEXT]

    def _nested(self, octets: bytes) -> str:
        """A message inside this one as text, under its own header; its sender is unproven."""
        if self._depth >= MAX_DEPTH:
            self.defects.append(Defect.TOO_DEEP)
            return ""
        header = read_block(octets, 0, len(octets))
        tree = read_tree(octets, header, self._depth + 1)
        body = read_body(tree, self._depth + 1)
        too_much = {Defect.TOO_DEEP, Defect.TOO_MANY_PARTS}
        self.defects += [d for d in (*tree.defects, *body.defects) if d in too_much]
        texts = (a.text for a in body.attachments if a.text)
        return "\n\n".join((_head(header), *body.blocks, *texts))


def _worth_reading(multipart: Part) -> list[Part]:
    """The parts that are not the machine's half of a report on a message (RFC 6522)."""
    parts = list(multipart.parts)
    if multipart.media_type != "multipart/report" or _REPORTS.isdisjoint(
        p.media_type for p in parts
    ):
        return parts
    return [part for part in parts if part.media_type not in _REPORTS | _RETURNED]


def _head(header: Block) -> str:
    lines = ((name, decode_words(header.first(name))[0]) for name in _SHOWN)
    return "\n".join(f"{name.capitalize()}: {value}" for name, value in lines if value)


def _joined(pieces: Sequence[_Piece]) -> str:
    return "\n\n".join(piece.text for piece in pieces if piece.text.strip())


def _says_more(formatted: str, plain: str) -> bool:
    """Whether `formatted` holds materially more words than `plain`, in whatever order."""
    words = Counter(_WORD.findall(formatted.casefold()))
    missing = (words - Counter(_WORD.findall(plain.casefold()))).total()
    return missing > max(_SPARE_WORDS, words.total() // _SPARE_SHARE)
