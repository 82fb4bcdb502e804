"""Reads a block of header fields from raw octets.

The standard library's header parser is quadratic on hostile fields, and raises on some; this
reader is linear, bounded and total. It decides nothing about a field: it finds name and value,
in order, and says what was odd. It serves the top of a message and the top of each part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from processor.mail.clean import clean_line
from processor.mail.defects import Defect

MAX_FIELD_BYTES = 102_400
MAX_BLOCK_BYTES = 1_048_576
MAX_FIELDS = 10_000
MAX_NAME = 998
"""Characters of a name that are kept: no line is longer (RFC 5322 section 2.1.1)."""
MAX_VALUE = 8_192
"""Characters of a value that are kept: the trace and the results of authentication are long."""

# RFC 5322 section 2.2: a name is printable ASCII without the colon. The blank before the colon
# is obsolete syntax (section 4.5) that readers disagree about.
_FIELD = re.compile(rb"([!-9;-~]+)([ \t]*):")
_MBOX_LINE = re.compile(rb">?From ")


@dataclass(frozen=True, slots=True)
class Field:
    """One header field. `name` is lower case; `raw` is unfolded, decoded as UTF-8, not cleaned."""

    name: str
    raw: str

    @property
    def value(self) -> str:
        """The value on one line, safe to store; still encoded (RFC 2047)."""
        return clean_line(self.raw, MAX_VALUE)


@dataclass(frozen=True, slots=True)
class Block:
    """The fields in order, and `end`: the offset at which the body begins."""

    fields: tuple[Field, ...]
    end: int
    defects: tuple[Defect, ...]

    def all(self, name: str) -> tuple[str, ...]:
        """Every raw value of the field `name` (lower case), topmost first."""
        return tuple(field.raw for field in self.fields if field.name == name)

    def first(self, name: str) -> str:
        """The topmost raw value of the field `name`, or "" where there is none."""
        return next((field.raw for field in self.fields if field.name == name), "")


def read_block(octets: bytes, start: int, stop: int) -> Block:
    """The header block that begins at offset `start`; nothing at or after `stop` is read."""
    reader = _BlockReader(octets, start, stop)
    end = reader.read()
    return Block(tuple(reader.fields()), end, tuple(dict.fromkeys(reader.defects)))


class _BlockReader:
    """Goes through the lines once. Each line either begins a field, continues one, or ends all."""

    def __init__(self, octets: bytes, start: int, stop: int) -> None:
        self._octets = octets
        self._start = start
        self._stop = stop
        self._lines: list[tuple[str, list[bytes]]] = []
        self._crlf = self._bare_lf = False
        self.defects: list[Defect] = []

    def read(self) -> int:
        """The offset of the body; fields and defects are ready afterwards."""
        position = self._start
        while position < self._stop:
            found = self._octets.find(b"\n", position, self._stop)
            after = self._stop if found < 0 else found + 1
            line = self._octets[position:after]
            if line in (b"\r\n", b"\n", b"\r"):
                return self._ended(after)
            if after - self._start > MAX_BLOCK_BYTES or len(self._lines) > MAX_FIELDS:
                self.defects.append(Defect.HEADER_TOO_LARGE)
                return self._ended(self._skip(position))
            if not self._take(line, first=position == self._start):
                self.defects.append(Defect.NO_HEADER_SEPARATOR)
                return self._ended(position)
            position = after
        return self._ended(self._stop)

    def fields(self) -> list[Field]:
        """The fields read so far, unfolded (RFC 5322 section 2.2.3)."""
        return [Field(name, self._decode(b"".join(lines))) for name, lines in self._lines]

    def _take(self, line: bytes, *, first: bool) -> bool:
        """Keep one line; False where it is neither a field nor the continuation of one."""
        content = self._without_line_end(line)
        if content[:1] in (b" ", b"\t"):
            if not self._lines:
                return False
            self._lines[-1][1].append(content)
            return True
        match = _FIELD.match(content)
        if match is None:
            return first and _MBOX_LINE.match(content) is not None
        name = match.group(1).decode("ascii").lower()
        if len(name) > MAX_NAME:
            self.defects.append(Defect.HEADER_TOO_LARGE)
            name = name[:MAX_NAME]
        if match.group(2):
            # Kept under a name nobody looks up: a reader that took it would differ from one
            # that does not.
            self.defects.append(Defect.SPACE_BEFORE_COLON)
            name = f"{name} :"
        self._lines.append((name, [content[match.end() :]]))
        return True

    def _without_line_end(self, line: bytes) -> bytes:
        if line.endswith(b"\r\n"):
            self._crlf = True
            line = line[:-2]
        elif line.endswith(b"\n"):
            self._bare_lf = True
            line = line[:-1]
        if b"\r" in line:
            self.defects.append(Defect.MIXED_LINE_ENDS)
        if b"\0" in line:
            self.defects.append(Defect.NUL_IN_HEADER)
        return line

    def _decode(self, octets: bytes) -> str:
        if len(octets) > MAX_FIELD_BYTES:
            self.defects.append(Defect.HEADER_TOO_LARGE)
            octets = octets[:MAX_FIELD_BYTES]
        try:
            return octets.decode("utf-8")
        except UnicodeDecodeError:
            self.defects.append(Defect.RAW_8BIT_HEADER)
            return octets.decode("utf-8", "replace")

    def _skip(self, position: int) -> int:
        """Where the body begins when the block is too large to be read further."""
        ends = [
            found + len(blank)
            for blank in (b"\r\n\r\n", b"\n\n")
            if (found := self._octets.find(blank, position, self._stop)) >= 0
        ]
        return min(ends, default=self._stop)

    def _ended(self, end: int) -> int:
        if self._crlf and self._bare_lf:
            self.defects.append(Defect.MIXED_LINE_ENDS)
        return end
