"""Reads the one author of a message, or nobody.

Whom a message is from decides who is answered and whether police are told, and mail programs
disagree about what an odd From field says. So only two shapes are read, from the raw field:

    cllr@council.example
    Cllr Smith <cllr@council.example>

where the name is made of atoms, quoted strings or encoded words (RFC 5322 section 3.4, without
comments, groups, routes and quoted local parts). Everything else is nobody, with a defect.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from processor.mail.defects import Defect
from processor.mail.headers import Block
from processor.mail.message import Address
from processor.mail.words import decode_words

_MAX_FIELD = 2_000  # characters; an encoded name takes its space
_MAX_ADDRESS = 254
_MAX_LOCAL = 64

_ATEXT = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~\-"
_ADDR_SPEC = re.compile(rf"[{_ATEXT}]+(?:\.[{_ATEXT}]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
# Words of a display name. The dot is obsolete syntax everybody uses ("J. Smith"); characters
# beyond ASCII are RFC 6532. The alternatives begin differently, so there is one way to match.
_PHRASE = re.compile(
    rf"(?:[{_ATEXT}. \t\u0080-\U0010ffff]"
    r'|"(?:[^"\\\x00-\x08\x0a-\x1f\x7f]|\\[\x20-\x7e])*")*'
)
_QUOTED_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_QUOTED_PAIR = re.compile(r"\\(.)")
# cllr@council, also with the full-width and the small at sign; "(@handle" is no address.
_LIKE_ADDRESS = re.compile(r"[\w.+-] ?[@\uff20\ufe6b] ?\w")
# A From field to readers that end a line at more than LF.
_HIDDEN = re.compile(r"[\r\x00\x0b\x0c]from[ \t]*:", re.IGNORECASE)
_OBSOLETE = "from :"  # how a block calls a From field with a blank before its colon
_BELOW = re.compile(rb"(?:\A|[\r\n])from[ \t]*:", re.IGNORECASE)
_MAX_BELOW = 65_536


def from_fields(header: Block, octets: bytes) -> tuple[str, ...]:
    """The raw value of every From field; beside one that all see, those that only some see.

    octets: those that `header` was read from. Some readers go on below a line that is no field.
    """
    plain = header.all("from")
    hidden = [f.raw for f in header.fields if f.name == _OBSOLETE or _HIDDEN.search(f.raw)]
    if Defect.NO_HEADER_SEPARATOR in header.defects:
        below = octets[header.end : header.end + _MAX_BELOW].replace(b"\r\n", b"\n")
        hidden += ["" for _ in _BELOW.finditer(below.partition(b"\n\n")[0])]
    return (*plain, *hidden) if plain else ()


def read_from(fields: Sequence[str]) -> tuple[Address | None, tuple[Defect, ...]]:
    """The author named by the raw values of every From field, and what was wrong.

    None means that the message must not be taken to come from anybody. With an address there
    may still be a defect that holds the message.
    """
    if not any(value.strip() for value in fields):
        return None, (Defect.NO_FROM,)
    if len(fields) > 1:
        return None, (Defect.TWO_FROM,)
    address = _read_one(fields[0].strip(" \t"))
    if address is None:
        return None, (Defect.UNSAFE_FROM,)
    if _poses_as_address(address):
        return address, (Defect.NAME_LOOKS_LIKE_ADDRESS,)
    return address, ()


def is_strict_address(text: str) -> bool:
    """Whether `text` is an addr-spec of dot-atoms, of a length that SMTP carries.

    What looks like an encoded word is refused: some readers decode it, and find another address.
    """
    local, _, _domain = text.rpartition("@")
    short = len(text) <= _MAX_ADDRESS and len(local) <= _MAX_LOCAL
    return short and "=?" not in text and _ADDR_SPEC.fullmatch(text) is not None


def _read_one(value: str) -> Address | None:
    if len(value) > _MAX_FIELD:
        return None
    if is_strict_address(value):
        return Address(value)
    name, opening, rest = value.rpartition("<")
    if not opening or not rest.endswith(">") or not is_strict_address(rest[:-1]):
        return None
    if _PHRASE.fullmatch(name) is None:
        return None
    return Address(rest[:-1], _display_name(name))


def _display_name(phrase: str) -> str:
    unquoted = _QUOTED_STRING.sub(lambda m: _QUOTED_PAIR.sub(r"\1", m.group(1)), phrase)
    return decode_words(unquoted)[0]


def _poses_as_address(address: Address) -> bool:
    """Whether the name shows an address other than the real one, as forgers like it.

    Mail programs often repeat the address itself as the name: that deceives nobody.
    """
    name = address.display_name.strip("'\" ").lower()
    return name != address.key and _LIKE_ADDRESS.search(name) is not None
