"""Strategies for mail whose words are known and whose form is broken in every way we know of.

Each leaf holds one word that stands nowhere else, so that a test can ask what became of it.
"""

from __future__ import annotations

import base64
import binascii
import quopri
from dataclasses import dataclass
from itertools import count

from hypothesis import strategies as st

from tests.fuzz import pieces
from tests.support.catalogue import CANARY

_MAX_DEPTH = 3
_DEEP = 60  # levels of wrapping that are more than is walked


@dataclass(frozen=True, slots=True)
class Planted:
    """A word, and the octets of the leaf it stands in as they are on the wire."""

    word: str
    wire: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A message and every word that was planted in it."""

    raw: bytes
    planted: tuple[Planted, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    fields: list[bytes]
    body: bytes

    @property
    def octets(self) -> bytes:
        return b"\r\n".join([*self.fields, b"", self.body])


@st.composite
def mails(draw) -> Mail:
    """A message from somebody who may be believed, with a tree of any shape below it."""
    builder = _Builder(draw)
    root = builder.node(0)
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 0, 0, 0, 1, _DEEP]))):
        root = builder.wrapped(root)
    top = [*pieces.PROVEN, *draw(st.lists(st.sampled_from(pieces.ODD_FIELDS), max_size=2))]
    raw = _Node([*top, *root.fields], root.body).octets
    line_end = draw(st.sampled_from([b"\r\n", b"\r\n", b"\n", b"\r"]))
    return Mail(raw.replace(b"\r\n", line_end), tuple(builder.planted))


class _Builder:
    """Draws one tree and remembers what it planted."""

    def __init__(self, draw) -> None:
        self._draw = draw
        self._number = count(1)
        self._boundaries: list[bytes] = []
        self.planted: list[Planted] = []

    def node(self, depth: int) -> _Node:
        shapes = [self._leaf, self._leaf, self._multipart, self._multipart, self._nested]
        shape = self._pick(shapes) if depth < _MAX_DEPTH else self._leaf
        return shape(depth)

    def wrapped(self, node: _Node) -> _Node:
        """`node` as the only part of a multipart."""
        boundary = b"w%d" % next(self._number)
        field = b'Content-Type: multipart/mixed; boundary="%s"' % boundary
        return _Node([field], b"--%s\r\n%s\r\n--%s--\r\n" % (boundary, node.octets, boundary))

    def _pick(self, values):
        return self._draw(st.sampled_from(values))

    def _odd_fields(self) -> list[bytes]:
        odd = st.sampled_from([*pieces.ODD_FIELDS, *pieces.ODD_PART_FIELDS])
        return self._draw(st.lists(odd, max_size=1))

    def _shuffled(self, fields: list[bytes]) -> list[bytes]:
        return list(self._draw(st.permutations([*fields, *self._odd_fields()])))

    def _word(self) -> str:
        return f"{CANARY}{next(self._number):03}x"

    def _lines(self, word: str, media_type: bytes) -> str:
        around = st.lists(st.sampled_from(pieces.LINES), max_size=2)
        lines = [
            *self._draw(around),
            f"He said {word} to me{self._pick('. ')}",
            *self._draw(around),
        ]
        text = "\r\n".join(lines) + "\r\n"
        if b"html" in media_type.lower():
            before, after = self._pick(pieces.MARKUP)
            return f"{before}{text.replace('<', '&lt;')}{after}"
        return text

    def _leaf(self, _depth: int) -> _Node:
        word, media_type = self._word(), self._pick(pieces.MEDIA_TYPES)
        written, declared = self._pick(pieces.CHARSETS)
        content = self._lines(word, media_type).encode(written, "replace")
        # Nobody can send the NULs of UTF-16 as they are.
        encoding, body = self._pick(_FOR_NULS if b"\0" in content else _ENCODINGS)
        body = body(content)
        self.planted.append(Planted(word, body))
        fields = []
        if media_type:
            parameters = b"".join(
                self._draw(st.lists(st.sampled_from(pieces.PARAMETERS), max_size=1))
            )
            charset = b"; charset=%s" % declared if declared else b""
            fields.append(b"Content-Type: %s%s%s" % (media_type, charset, parameters))
        if encoding:
            fields.append(b"Content-Transfer-Encoding: %s" % encoding)
        disposition = self._pick(pieces.DISPOSITIONS)
        if disposition:
            fields.append(b"Content-Disposition: %s" % disposition)
        return _Node(self._shuffled(fields), body)

    def _nested(self, depth: int) -> _Node:
        node = self.node(depth + 1)
        encoding = self._pick([b"", b"8bit", b"base64"])
        body = b"\r\n".join([*self._pick(pieces.NESTED_HEADERS), node.octets])
        fields = [b"Content-Type: " + self._pick(pieces.NESTED_TYPES)]
        if encoding:
            fields.append(b"Content-Transfer-Encoding: " + encoding)
        return _Node(self._shuffled(fields), _base64(body) if encoding == b"base64" else body)

    def _multipart(self, depth: int) -> _Node:
        boundary = self._boundary()
        self._boundaries.append(boundary)
        declared, used = self._pick(pieces.BOUNDARY_FORMS)
        line = b"--" + used % boundary
        body = self._between()
        for _ in range(self._draw(st.integers(1, 3))):
            body += line + self._pick([b"", b"", b" ", b"\t"]) + b"\r\n"
            body += self.node(depth + 1).octets + b"\r\n"
        body += self._pick([line + b"--\r\n", line + b"--\r\n", b"", line + b"--"])
        body += self._between()
        subtype = self._pick(pieces.MULTIPARTS)
        field = b"Content-Type: multipart/%s%s" % (subtype, declared.replace(b"%s", boundary))
        self._boundaries.pop()
        return _Node(self._shuffled([field]), body)

    def _boundary(self) -> bytes:
        """A new one, one already in use further out, or one that begins with that."""
        fresh = b"b%d" % next(self._number)
        outer = self._boundaries[-1:]
        return self._pick([fresh, fresh, *outer, *(one + b"x" for one in outer)])

    def _between(self) -> bytes:
        """What stands outside the parts: mostly nothing."""
        if self._pick([False, False, False, True]):
            word = self._word()
            self.planted.append(Planted(word, word.encode()))
            return b"\r\nOutside stands %s here.\r\n" % word.encode()
        return self._pick([b"", pieces.NOTICE])


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def _quoted(content: bytes) -> bytes:
    if b"\0" in content:  # then its line ends are no octets of their own
        return binascii.b2a_qp(content, istext=False).replace(b"\n", b"\r\n")
    return quopri.encodestring(content.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")


def _cut(content: bytes) -> bytes:
    """Base64 that ends too early for its last group, with words behind it."""
    return _base64(content).rstrip()[:-3] + b"!\r\n" + content


def _as_it_is(content: bytes) -> bytes:
    return content


# What is declared, and what is done.
_FOR_NULS = [(b"base64", _base64), (b"quoted-printable", _quoted)]
_ENCODINGS = [
    (b"", _as_it_is),
    (b"8bit", _as_it_is),
    (b"BASE64 ", _base64),
    (b"base64", _base64),
    (b"base64", _as_it_is),
    (b"base64", _cut),
    (b"base64; x=y", _base64),
    (b"base64 (so it is)", _base64),
    (b"quoted-printable", _quoted),
    (b"quoted-printable", _as_it_is),
    (b"Quoted-Printable", lambda content: _quoted(content) + b"=\r\n=Z=\x00="),
    (b"x-uuencode", _as_it_is),
    (b"\0", _as_it_is),
    (b"=?utf-8?q?base64?=", _as_it_is),
]
