"""Splits a message into its MIME tree, by its own walk over offsets.

The standard library's parser recurses without a limit, is quadratic in the number of parts and
does not keep nested messages octet for octet, which evidence must be. This walk looks for the
boundary of one multipart at a time, so it is linear in the message for each level, and the
levels and parts are limited. Nothing is thrown away: what stands outside the parts is handed
back too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from processor.mail.defects import Defect
from processor.mail.headers import Block, read_block
from processor.mail.parameters import (
    MAX_FIELD,
    clean_filename,
    read_disposition,
    read_media_type,
)

MAX_DEPTH = 50
MAX_PARTS = 1_000
MAX_BOUNDARY = 2_048

_NESTED = ("message/rfc822", "message/global")
# What mail programs write before the first part for readers without MIME, in lower case and
# with single blanks. A closed list: a stretch that merely begins like one may hide words.
_NOTICE = re.compile(
    rb"(?:> ?)?(?:this is an? (?:multi-?part|mime-encapsulated|s/mime signed"
    rb"|openpgp/mime (?:signed|encrypted)|cryptographically signed) message"
    rb"(?: in mime format)?(?: \(rfc (?:2440|4880) and 3156\))?[.]?"
    rb"|this message is in mime format[.](?: since your mail reader does not understand this"
    rb" format, some or all of this message may not be legible[.])?)?"
)
_LONGEST_NOTICE = 300
_ONCE = ("content-type", "content-transfer-encoding")
# Nobody reads these where they are shown as they stand: parts that are encoded, and UTF-16.
_ENCODED = re.compile(
    rb"^content-transfer-encoding[ \t]*:\s*(?:base64|quoted-printable)|\x00",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A node of the tree. A leaf has octets, still encoded for transfer; a multipart has parts.

    name: cleaned file name, "" where the part has none. content_id: without angle brackets.
    flowed, delete_space: the parameters of RFC 3676, for text whose lines are to be rejoined.
    """

    media_type: str
    charset: str = ""
    disposition: str = ""
    name: str = ""
    content_id: str = ""
    encoding: str = ""
    flowed: bool = False
    delete_space: bool = False
    octets: bytes = field(default=b"", repr=False)
    parts: tuple[Part, ...] = ()

    @property
    def main_type(self) -> str:
        """What stands before the slash: "text", "image", "multipart" ..."""
        return self.media_type.partition("/")[0]

    @property
    def is_nested_message(self) -> bool:
        """Whether its octets are a message with a header of its own."""
        return self.media_type in _NESTED

    def walk(self) -> Iterator[Part]:
        """Each node from here downwards, in the order of the message."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Tree:
    """The root, the stretches of text outside all parts, and what was malformed."""

    root: Part
    outside: tuple[bytes, ...]
    defects: tuple[Defect, ...]


def read_tree(octets: bytes, header: Block, depth: int = 0) -> Tree:
    """The tree of the message whose header block is `header`, itself nested `depth` deep."""
    walk = _Walk(octets)
    root = walk.part(header, len(octets), "text/plain", depth)
    return Tree(root, tuple(walk.outside), tuple(dict.fromkeys(walk.defects)))


def _said(header: Block, name: str) -> set[str]:
    return {" ".join(value.lower().split()) for value in header.all(name)}


def _is_notice(stretch: bytes) -> bool:
    folded = b" ".join(stretch[:_LONGEST_NOTICE].lower().split())
    short = len(stretch) <= _LONGEST_NOTICE or not stretch.strip()
    return short and _NOTICE.fullmatch(folded) is not None


class _Walk:
    """One message being split; keeps the count of parts and what was noticed on the way."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._parts_left = MAX_PARTS
        self.outside: list[bytes] = []
        self.defects: list[Defect] = []

    def part(self, header: Block, stop: int, default: str, depth: int) -> Part:
        """The part whose fields are `header` and whose body ends at `stop`."""
        declared = header.first("content-type")
        if len(declared) > MAX_FIELD:
            self.defects.append(Defect.HEADER_TOO_LARGE)
        if any(len(_said(header, name)) > 1 for name in _ONCE):
            self.defects.append(Defect.CONTENT_DISPUTED)
        media_type, parameters = read_media_type(declared, default)
        if media_type.startswith("multipart/"):
            spans = self._spans(parameters.get("boundary", ""), header.end, stop, depth)
            if spans:
                below = "message/rfc822" if media_type == "multipart/digest" else "text/plain"
                return Part(
                    media_type=media_type,
                    parts=tuple(self._child(*span, below, depth + 1) for span in spans),
                )
            # Without usable boundaries it is one stretch of text, shown as it stands.
            self._note_encoded(self._octets[header.end : stop])
            media_type = "application/octet-stream" if depth >= MAX_DEPTH else "text/plain"
        disposition, details = read_disposition(header.first("content-disposition"))
        return Part(
            media_type=media_type,
            charset=parameters.get("charset", ""),
            disposition=disposition,
            name=clean_filename(details.get("filename") or parameters.get("name", "")),
            content_id=header.first("content-id").strip(" \t<>"),
            encoding=header.first("content-transfer-encoding").partition(";")[0].strip().lower(),
            flowed=parameters.get("format", "").strip().lower() == "flowed",
            delete_space=parameters.get("delsp", "").strip().lower() == "yes",
            octets=self._octets[header.end : stop],
        )

    def _child(self, start: int, stop: int, default: str, depth: int) -> Part:
        header = read_block(self._octets, start, stop)
        self.defects += [d for d in header.defects if d is not Defect.NO_HEADER_SEPARATOR]
        if Defect.NO_HEADER_SEPARATOR in header.defects:
            # A part without fields often has no blank line either: its text is no broken header.
            # But fields below a line that is none may say how it is encoded, and are not read.
            if header.fields:
                self.defects.append(Defect.NO_HEADER_SEPARATOR)
            self._note_encoded(self._octets[header.end : stop])
        return self.part(header, stop, default, depth)

    def _spans(self, boundary: str, start: int, stop: int, depth: int) -> list[tuple[int, int]]:
        """Start and end offset of each part between `start` and `stop`; none where unusable."""
        delimiter = b"--" + boundary.rstrip().encode("utf-8", "replace")
        problem = None
        if depth >= MAX_DEPTH:
            problem = Defect.TOO_DEEP
        elif delimiter == b"--":
            problem = Defect.BOUNDARY_MISSING
        elif len(delimiter) > MAX_BOUNDARY:
            problem = Defect.BOUNDARY_UNUSABLE
        if problem:
            self.defects.append(problem)
            return []
        spans, outside, closed = self._split(delimiter, start, stop)
        if not spans:
            self.defects.append(Defect.BOUNDARY_UNUSED)
            return []
        if not closed:
            self.defects.append(Defect.NOT_CLOSED)
        for stretch in outside:
            if not _is_notice(stretch):
                self.outside.append(stretch)
                self.defects.append(Defect.TEXT_OUTSIDE_PARTS)
                self._note_encoded(stretch)
        return spans

    def _note_encoded(self, stretch: bytes) -> None:
        """Note where a stretch that is shown as it stands holds what nobody can read so."""
        if _ENCODED.search(stretch):
            self.defects.append(Defect.UNREADABLE_PART)

    def _split(
        self, delimiter: bytes, start: int, stop: int
    ) -> tuple[list[tuple[int, int]], list[bytes], bool]:
        """The spans of the parts, what stands before and after them, and whether they end."""
        spans: list[tuple[int, int]] = []
        outside: list[bytes] = []
        previous: int | None = None
        for begins, ends, closes in self._delimiters(delimiter, start, stop):
            if previous is None:
                outside.append(self._octets[start:begins])
            elif self._parts_left <= 0:
                self.defects.append(Defect.TOO_MANY_PARTS)
                break
            else:
                self._parts_left -= 1
                spans.append((previous, max(begins, previous)))
            if closes:
                outside.append(self._octets[ends:stop])
                return spans, outside, True
            previous = ends
        if previous is not None:
            spans.append((previous, stop))
        return spans, outside, False

    def _delimiters(
        self, delimiter: bytes, start: int, stop: int
    ) -> Iterator[tuple[int, int, bool]]:
        """Where each delimiter line begins (with the line end before it) and ends; if it closes."""
        tail = re.compile(rb"(--)?[ \t]*(?:\r?\n|\r|\Z)")
        position = start
        while (found := self._octets.find(delimiter, position, stop)) >= 0:
            position = found + len(delimiter)
            match = tail.match(self._octets, position, stop)
            if match is None or not (found == start or self._octets[found - 1] in b"\r\n"):
                continue
            begins = found
            if begins > start:
                begins -= 1
                if begins > start and self._octets[begins - 1 : begins + 1] == b"\r\n":
                    begins -= 1
            yield begins, match.end(), match.group(1) is not None
            position = match.end()
