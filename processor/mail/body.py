"""Sorts the leaves of a tree into what is read as text and what is kept as evidence.

Every leaf is one or the other. Left out are only machine parts whose content says nothing to a
person: signatures, keys, layout of picture messages, and the parts of a report by a mail
program, which `delivery_status` reads.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass

from processor.mail import charsets, flowed, html, transfer
from processor.mail.clean import clean_text
from processor.mail.defects import Defect
from processor.mail.headers import Block, read_block
from processor.mail.leaves import is_calendar, is_machine_part, is_unreadable, worth_reading
from processor.mail.message import Attachment
from processor.mail.parameters import clean_filename
from processor.mail.pictures import is_logo_sized
from processor.mail.stretches import Stretch, joined, quoted_as_in
from processor.mail.tree import MAX_DEPTH, Part, Tree, read_tree
from processor.mail.uuencode import uuencoded_files
from processor.mail.words import decode_words

MAX_ATTACHED_TEXT = 262_144
"""Octets of a text part up to which its text is read, and characters of it that are kept."""

# What is shown of the header of a message inside a message.
_SHOWN = ("from", "to", "cc", "date", "subject")
# Defects of a message inside this one that hide words from us.
_INHERITED = frozenset({Defect.TOO_DEEP, Defect.TOO_MANY_PARTS, Defect.UNREADABLE_PART})
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

    blocks: tuple[Stretch, ...]
    attachments: tuple[Attachment, ...]
    defects: tuple[Defect, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One leaf of body text, cleaned."""

    stretch: Stretch
    is_html: bool


def read_body(tree: Tree, depth: int = 0) -> Body:
    """Text and evidence of a message, itself nested `depth` deep."""
    reader = _Reader(tree.root, depth)
    pieces = reader.read(tree.root)
    outside = [_plain(charsets.decode(o, "")[0]) for o in (*tree.outside, *reader.leftover)]
    said = joined(piece.stretch for piece in pieces)
    blocks = (
        said if said.text.strip() else _plain(reader.calendar),
        joined(reader.apart),
        joined(outside),
    )
    return Body(
        tuple(block for block in blocks if block.text.strip()),
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
        self.apart: list[Stretch] = []
        self.leftover: list[bytes] = []
        self.defects: list[Defect] = []

    def read(self, part: Part) -> list[_Piece]:
        """The body text in and below `part`."""
        if part.media_type == "multipart/alternative":
            return self._alternative(part)
        if part.media_type == "multipart/encrypted":
            self.defects.append(Defect.UNREADABLE_PART)
        if part.parts:
            return [piece for child in worth_reading(part) for piece in self.read(child)]
        return self._leaf(part)

    def attachments(self) -> list[Attachment]:
        """The evidence, each with what can be read of it."""
        return [self._attachment(part, content) for part, content in self._evidence]

    def _alternative(self, part: Part) -> list[_Piece]:
        """One of several versions of the same, and the other too where it says more.

        What is quoted, the formatted version tells better: its structure says where it ends.
        """
        pieces = [p for child in part.parts for p in self.read(child)]
        plain = joined(piece.stretch for piece in pieces if not piece.is_html)
        formatted = joined(piece.stretch for piece in pieces if piece.is_html)
        if not plain.text.strip():
            return [_Piece(formatted, is_html=True)]
        if _says_more(formatted.text, plain.text):
            self.defects.append(Defect.ALTERNATIVES_DIFFER)
            self.apart.append(formatted)
        return [_Piece(quoted_as_in(plain.text, formatted), is_html=False)]

    def _leaf(self, part: Part) -> list[_Piece]:
        content = self._decoded(part)
        if is_machine_part(part, content):
            return []
        if is_unreadable(part, content):
            self.defects.append(Defect.UNREADABLE_PART)
        if is_calendar(part) and part.disposition != "attachment" and not self.calendar:
            self.calendar = charsets.decode(content, part.charset)[0]
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
            return _Piece(self._words(part, clean_text(text)), is_html=False)
        self._shown |= html.content_ids(text)
        converted, defect = html.to_text(text)
        if defect:
            self.defects.append(defect)
        return _Piece(converted, is_html=True)

    def _words(self, part: Part, text: str) -> Stretch:
        """The words of a plain text; files that were written into it become evidence beside."""
        for name, content in uuencoded_files(text):
            file = Part(media_type="application/octet-stream", name=clean_filename(name))
            if is_unreadable(file, content):
                self.defects.append(Defect.UNREADABLE_PART)
            self._evidence.append((file, content))
        if part.flowed:
            text = flowed.rejoin(text, delete_space=part.delete_space)
        return _plain(text)

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
        elif (part.main_type == "text" or is_calendar(part)) and len(content) <= MAX_ATTACHED_TEXT:
            text = charsets.decode(content, part.charset)[0]
            if part.media_type == "text/html":
                text = html.to_text(text)[0].text
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
        self.defects += [d for d in (*tree.defects, *body.defects) if d in _INHERITED]
        texts = (
            *(block.text for block in body.blocks),
            *(attachment.text for attachment in body.attachments if attachment.text),
        )
        return "\n\n".join((_head(header), *texts))


def _head(header: Block) -> str:
    lines = ((name, decode_words(header.first(name))[0]) for name in _SHOWN)
    return "\n".join(f"{name.capitalize()}: {value}" for name, value in lines if value)


def _plain(text: str) -> Stretch:
    return Stretch(clean_text(text).strip("\n"))


def _says_more(formatted: str, plain: str) -> bool:
    """Whether `formatted` holds materially more words than `plain`, in whatever order."""
    words = Counter(_WORD.findall(formatted.casefold()))
    missing = (words - Counter(_WORD.findall(plain.casefold()))).total()
    return missing > max(_SPARE_WORDS, words.total() // _SPARE_SHARE)
