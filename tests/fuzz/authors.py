"""From fields of every shape, and what other readers of mail take them to say."""

from __future__ import annotations

import re
from contextlib import suppress
from email import message_from_bytes, policy
from email.utils import getaddresses

import mailparser
from hypothesis import strategies as st

from processor.incident.model import Standing
from tests.fuzz.pieces import AUTHOR, TRUSTED

BELIEVED = frozenset(
    {
        Standing.REGISTERED_AUTHENTICATED,
        Standing.UNREGISTERED_AUTHENTICATED,
        Standing.POLICE,
    }
)
"""Standings with which the program acts without a person."""

_EVIL = "evil@attacker.example"
# So that nothing is held for what it says, only for whom it is from.
_BODY = b"He is at my door with a knife and says he will kill me. Please tell the police.\r\n"
_SHAPES = [
    AUTHOR,
    f"<{AUTHOR}>",
    f"Amy Lark <{AUTHOR}>",
    f'"Lark, Amy" <{AUTHOR}>',
    f'"{_EVIL}" <{AUTHOR}>',
    f"=?utf-8?q?Amy_=3C{_EVIL.replace('@', '=40')}=3E?= <{AUTHOR}>",
    f"{_EVIL} <{AUTHOR}>",
    f"{AUTHOR} <{_EVIL}>",
    f"{AUTHOR}, {_EVIL}",
    f"Group: {AUTHOR}, {_EVIL};",
    f"<@attacker.example:{AUTHOR}>",
    f"{AUTHOR} ({_EVIL})",
    f"({AUTHOR}) {_EVIL}",
    f"<{AUTHOR}> <{_EVIL}>",
    f'"{AUTHOR}"@attacker.example',
]
_FRAGMENTS = [
    *(AUTHOR, _EVIL, "Amy Lark", "=?utf-8?q?a=40b?=", "=?utf-8?b?PGE+?=", "=?x?q?=00?="),
    *'<>"(),;:\\ @.[]\t',
    *("é", "\0", "\r", "\n", "\r\n ", "\r\n\t", "\x0b", "\x85", "\u2028", "\udcff", "\uff20"),
    *("\r\nFrom: ", "\nFrom: ", "\rFrom: ", "\0From: ", "\r\nFrom : ", "\r\nfrom:", "\r\n\r\n"),
    *("\r\nX: ", "\r\nno field\r\nFrom: ", "\r\nSender: ", "\r\nResent-From: ", "\r\n>From: "),
]


@st.composite
def author_fields(draw) -> bytes:
    """A message that our own server vouches for, and whose From field may be anything."""
    field = draw(st.sampled_from(_SHAPES))
    for fragment in draw(st.lists(st.sampled_from(_FRAGMENTS), max_size=4)):
        at = draw(st.integers(0, len(field)))
        field = field[:at] + fragment + field[at:]
    name = draw(st.sampled_from(["From", "From", "From", "from", "FROM", "From ", "Fr\0om"]))
    line = f"{name}: {field}".encode("utf-8", "surrogateescape")
    rest = [b"To: safety@kirkbourne.example", b"Subject: Help", b"Message-ID: <a@b.example>"]
    fields = draw(st.permutations([line, *draw(st.lists(st.sampled_from(_OTHERS), max_size=1))]))
    return b"\r\n".join([*TRUSTED, *fields, *rest, b"", _BODY])


_OTHERS = [
    b"X-Note: bare\rFrom: " + _EVIL.encode(),
    b"X-Note: bare\nFrom: " + _EVIL.encode(),
    b"X-Note: folded\r\n From: " + _EVIL.encode(),
    b"X-Note: nul\0\r\nFrom: " + _EVIL.encode(),
    b"From : " + _EVIL.encode(),
    b"Sender: " + _EVIL.encode(),
    b"no field at all",
    b"\x0b",
]


def readings(raw: bytes) -> set[str]:
    """Each address that some other reader takes for an author of `raw`, lower case.

    A reader that fails, or that has left the header before it finds one, has no opinion.
    """
    found: set[str] = set()
    for reader in (_by_mail_parser, _by_headers, _by_compat):
        with suppress(Exception):
            found.update(address.lower() for address in reader(raw))
    return found


def _by_mail_parser(raw: bytes) -> list[str]:
    return [address for _name, address in mailparser.parse_from_bytes(raw).from_]


def _by_headers(raw: bytes) -> list[str]:
    fields = message_from_bytes(raw, policy=policy.default).get_all("from", [])
    return [one.addr_spec for field in fields for one in field.addresses]


def _by_compat(raw: bytes) -> list[str]:
    fields = message_from_bytes(raw, policy=policy.compat32).get_all("from", [])
    # What calls this one has to unfold by itself.
    unfolded = [re.sub(r"(?:\r\n|\r|\n)(?=[ \t])", "", str(field)) for field in fields]
    return [address for _name, address in getaddresses(unfolded)]
