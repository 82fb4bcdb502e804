"""Messages to measure with: reports of any length in the corpus's own words, and hostile ones."""

from __future__ import annotations

import base64
import random
from functools import cache

from processor.incident.texts import own_account
from processor.mail.parse import parse_message
from tests.support.mail import CORPUS, octets_of

PICTURE = random.Random(7).randbytes(400_000)  # noqa: S311 - noise for a file, no secret
_HTML = "text/html; charset=utf-8"
_STEP = 3_001  # characters between the beginnings of two reports: no two rounds read the same


@cache
def corpus() -> tuple[bytes, ...]:
    """Every message of the corpus."""
    folders = ("main", "more-a", "more-b")
    paths = sorted(path for name in folders for path in (CORPUS / name).glob("*.eml"))
    return tuple(path.read_bytes() for path in paths)


@cache
def _accounts() -> str:
    """What reporters wrote, one account after the other."""
    accounts = (own_account(parse_message(raw)) for raw in corpus())
    return "\n\n".join(account for account in accounts if account)


def words(characters: int, number: int) -> str:
    """As many characters of accounts, different ones for each `number`."""
    text = _accounts()
    start = number * _STEP % len(text)
    text = text[start:] + text * (characters // len(text) + 1)
    return text[:characters]


def report(characters: int, number: int) -> bytes:
    """A plain report of that length."""
    return octets_of(words(characters, number), Content_Type="text/plain; charset=utf-8")


def with_file(octets: bytes, number: int) -> bytes:
    """A report of 4 kB with a file of these octets."""
    body = (
        "--edge\nContent-Type: text/plain; charset=utf-8\n\n"
        f"{words(4_000, number)}\n"
        "--edge\nContent-Type: image/jpeg\nContent-Transfer-Encoding: base64\n"
        "Content-Disposition: attachment; filename=picture.jpg\n\n"
        f"{base64.encodebytes(octets).decode('ascii')}"
        "--edge--"
    )
    return octets_of(body, Content_Type="multipart/mixed; boundary=edge")


def _html(html: str, size: int = 200_000) -> bytes:
    return octets_of(html * (size // len(html)), Content_Type=_HTML)


def hostile() -> dict[str, bytes]:
    """Messages of 200 kB that are made to be slow to read, by what they are made of."""
    long = 200_000
    return {
        "HTML: open tags, one in the other": _html("<div><b>"),
        "HTML: quotations, one in the other": _html("<blockquote>"),
        "HTML: a table in each cell": _html("<table><tr><td>"),
        "HTML: tags that never end": _html("<a href="),
        "HTML: entities": _html("&amp;&#x27;&lt;"),
        "headers: one comment in the other": octets_of(From="(" * long + " a@b.example"),
        "headers: encoded words": octets_of(Subject="=?utf-8?q?kill?= " * (long // 17)),
        "headers: 10 000 fields": octets_of(**{f"X_{n}": "a; b=c" for n in range(10_000)}),
        "headers: References": octets_of(References="<a@b.example> " * (long // 14)),
        "headers: Received": octets_of(Received="from a by b; " * (long // 13)),
        "text: one phrase": octets_of("kill you " * (long // 9)),
        "text: one letter": octets_of("i " * (long // 2)),
        "text: quote marks": octets_of("> " * (long // 2)),
        "text: dates and times": octets_of("on 3/4 at 5 " * (long // 12)),
        "text: no space at all": octets_of("a" * long),
    }
