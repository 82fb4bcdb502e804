"""Changes messages: their octets, their lines, their parts, and words that mean something."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.fuzz import pieces
from tests.fuzz.corpus import MAX_OCTETS

_MOST_CHANGES = 6
_MOST_COPIES = 300
_INTERESTING = b'\0\t\n\r\x0b\x0c\x1b "%()*+,-./:;<=>?@[\\]_`{}\x7f\x80\x85\xa0\xc3\xe2\xf0\xfe\xff'
_WRAPPERS = (
    b"Content-Type: multipart/mixed; boundary=wrap\r\n\r\n--wrap\r\n%s\r\n--wrap--\r\n",
    b"Content-Type: multipart/alternative; boundary=wrap\r\n\r\nlost\r\n--wrap\r\n%s",
    b"Content-Type: message/rfc822\r\n\r\n%s",
    b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s",
)


def _tokens() -> list[bytes]:
    """What the readers look for, and what they should not trip over."""
    lines = [line.encode("utf-8", "surrogateescape") for line in pieces.LINES]
    fields = [b"\r\n%s\r\n" % field for field in (*pieces.ODD_FIELDS, *pieces.ODD_PART_FIELDS)]
    values = [*pieces.MEDIA_TYPES, *pieces.PARAMETERS, *pieces.DISPOSITIONS]
    charsets = [b"; charset=%s" % declared for _written, declared in pieces.CHARSETS]
    boundaries = [declared for declared, _used in pieces.BOUNDARY_FORMS]
    markup = [side.encode() for pair in pieces.MARKUP for side in pair]
    return [one for one in (*lines, *fields, *values, *charsets, *boundaries, *markup) if one]


_TOKENS = _tokens()


class Mutator:
    """Makes messages of messages. The same seed makes the same ones."""

    def __init__(self, seed: int, pool: Sequence[bytes]) -> None:
        self._random = Random(seed)  # noqa: S311 - noise, no secret
        self._pool = pool
        self._changes = (
            *(self._octet, self._cut, self._copy, self._token, self._token, self._token),
            *(self._line_away, self._line_of_another, self._line_of_another, self._line_twice),
            *(self._splice, self._part_of_another, self._wrap, self._line_ends, self._end_early),
        )

    def fresh(self) -> bytes:
        """A message of the pool, changed."""
        return self.changed(self._random.choice(self._pool))

    def changed(self, raw: bytes) -> bytes:
        """`raw` with a few changes."""
        for _ in range(self._random.randint(1, _MOST_CHANGES)):
            raw = self._random.choice(self._changes)(raw)[:MAX_OCTETS]
        return raw

    def _at(self, raw: bytes) -> int:
        """A place, as often in the header as in the body, which is longer."""
        end = len(raw)
        if self._random.random() < 0.5:
            end = max(raw.find(b"\r\n\r\n"), 0) or end
        return self._random.randint(0, end)

    def _span(self, raw: bytes) -> tuple[int, int]:
        start = self._at(raw)
        return start, start + int(self._random.expovariate(1 / 40))

    def _octet(self, raw: bytes) -> bytes:
        at = self._at(raw)
        octet = self._random.choice([*_INTERESTING, self._random.randrange(256)])
        return raw[:at] + bytes([octet]) + raw[at + self._random.randint(0, 1) :]

    def _cut(self, raw: bytes) -> bytes:
        start, end = self._span(raw)
        return raw[:start] + raw[end:]

    def _copy(self, raw: bytes) -> bytes:
        start, end = self._span(raw)
        at, times = self._at(raw), self._random.choice([1, 2, _MOST_COPIES])
        return raw[:at] + raw[start:end] * times + raw[at:]

    def _token(self, raw: bytes) -> bytes:
        at, times = self._at(raw), self._random.choice([1, 1, 1, 1, _MOST_COPIES])
        return raw[:at] + self._random.choice(_TOKENS) * times + raw[at:]

    def _line(self, raw: bytes) -> tuple[int, int]:
        """Start and end of a line, its line end included."""
        at = self._at(raw)
        end = raw.find(b"\n", at)
        return raw.rfind(b"\n", 0, at) + 1, len(raw) if end < 0 else end + 1

    def _line_away(self, raw: bytes) -> bytes:
        start, end = self._line(raw)
        return raw[:start] + raw[end:]

    def _line_twice(self, raw: bytes) -> bytes:
        start, end = self._line(raw)
        to = self._line(raw)[0]
        return raw[:to] + raw[start:end] + raw[to:]

    def _line_of_another(self, raw: bytes) -> bytes:
        other = self._random.choice(self._pool)
        start, end = self._line(other)
        to, behind = self._line(raw)
        behind = self._random.choice([to, behind])
        return raw[:to] + other[start:end] + raw[behind:]

    def _splice(self, raw: bytes) -> bytes:
        other = self._random.choice(self._pool)
        return raw[: self._at(raw)] + other[self._at(other) :]

    def _part_of_another(self, raw: bytes) -> bytes:
        """With what stands between two delimiters of another message."""
        other = self._random.choice(self._pool).split(b"\n--")
        parts = raw.split(b"\n--")
        parts.insert(self._random.randint(0, len(parts)), self._random.choice(other))
        return b"\n--".join(parts)

    def _wrap(self, raw: bytes) -> bytes:
        """As a part of a message with the same beginning."""
        head, _, body = raw.partition(b"\r\nContent-Type:")
        head = head if body else raw.partition(b"\r\n\r\n")[0]
        return head + b"\r\n" + self._random.choice(_WRAPPERS) % raw

    def _line_ends(self, raw: bytes) -> bytes:
        old, new = self._random.sample([b"\r\n", b"\n", b"\r"], 2)
        return raw.replace(old, new)

    def _end_early(self, raw: bytes) -> bytes:
        return raw[: self._random.randint(0, len(raw))]
