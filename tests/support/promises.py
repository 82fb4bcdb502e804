"""What holds for every message of the catalogue, whatever is in it, and what its entry adds."""

from __future__ import annotations

import email
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from email.policy import default
from html.parser import HTMLParser

from processor.incident.model import Decision, Disposition, Letter, Purpose
from processor.incident.reading import Finding, Reading
from processor.incident.record import to_line
from processor.mail.compose import compose
from processor.mail.message import InboundMessage
from tests.support.catalogue import CANARY, GUESSED, Entry, rules

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
_NOT_IN_TEXT = re.compile(f"[{_CONTROLS}]")
_NOT_IN_A_LINE = re.compile(f"[{_CONTROLS}\n\t]")
_LONE_LINE_END = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_FIELDS = {
    *("from", "to", "subject", "date", "message-id", "reply-to", "in-reply-to", "references"),
    *("auto-submitted", "x-auto-response-suppress", "mime-version", "content-type"),
    *("content-transfer-encoding", "content-disposition"),
}
_TAGS = {
    *("html", "head", "meta", "title", "body", "p", "h1", "h2", "h3", "ul", "ol", "li", "br"),
    *(
        "table",
        "caption",
        "tbody",
        "tr",
        "th",
        "td",
        "strong",
        "em",
        "div",
        "span",
        "pre",
        "hr",
        "dl",
    ),
    *("dt", "dd", "section", "main", "header", "footer", "blockquote"),
}
_ATTRIBUTES = {
    *("lang", "charset", "name", "content", "style", "class", "role", "scope", "dir"),
    *("align", "valign", "width", "border", "cellpadding", "cellspacing"),
}
_EXACT = 2**53  # beyond it numbers are not kept by every reader of JSON
# Everybody but the police and our own people: no word of a message goes back to them.
_TO_OUTSIDERS = (Purpose.ACKNOWLEDGEMENT, Purpose.SAFETY_NOTICE, Purpose.SAFETY_NOW)


def assert_as_expected(entry: Entry, message: InboundMessage, decision: Decision) -> None:
    """The message is read, and ends, as its entry says."""
    files = message.attachments
    shown = [message.text, message.subject, message.from_shown, *(a.text for a in files)]
    text = "\n".join(shown)
    hold = decision.hold

    assert entry.defects == tuple(sorted(message.defects))
    assert entry.author == (message.from_.addr_spec if message.from_ else "")
    assert (entry.kind, entry.standing, entry.disposition) == (
        decision.kind.value,
        decision.standing.value,
        decision.disposition.value,
    )
    assert entry.reasons == (hold.reasons if hold else ())
    assert entry.letters == tuple(sorted({one.purpose.value for one in decision.letters}))
    assert [] == [words for words in entry.readable if words not in text]
    assert [] == [words for words in entry.absent if words in text]
    assert entry.subject in {None, message.subject}
    if entry.files:
        assert entry.files == tuple(one.filename for one in files)
    if entry.in_reply_to is not None:
        answers = [one.message.in_reply_to for one in decision.letters]
        assert {entry.in_reply_to} == set(answers)


def assert_promises(entry: Entry, message: InboundMessage, decision: Decision) -> None:
    """What is promised for every message."""
    assert _NOT_IN_TEXT.search(message.text) is None
    assert _NOT_IN_A_LINE.search(message.subject + message.from_shown) is None
    assert decision.disposition in set(Disposition)
    alerted = {one.recipient for one in decision.letters if one.purpose is Purpose.ALERT}
    if decision.disposition is Disposition.HELD:
        assert decision.hold
        assert {person.addr_spec for person in rules().alerts} == alerted
    for logged in decision.entries:
        assert CANARY not in str(logged)
    for one in decision.letters:
        assert_letter(one, message)
    if decision.incident:
        assert_reading(decision.incident.reading)
        line = to_line("", decision.kind, decision.standing, decision.incident.reading)
        assert line == json.loads(json.dumps(line, allow_nan=False).encode(), parse_int=_exact)
    assert CANARY in f"{message.text}{message.subject}{message.from_shown}" or not entry.canary


def assert_reading(reading: Reading) -> None:
    """Every finding has its words, and they stand where it says."""
    for found in findings(reading):
        assert found.quote == reading.texts[found.part][found.start : found.end]


def assert_letter(letter: Letter, message: InboundMessage) -> None:
    """One letter: to whom it may go, with nothing in it that acts."""
    ours = {person.addr_spec for person in (*rules().alerts, rules().police.address)}
    author = {message.from_.addr_spec} if message.from_ else set()
    outbound, octets = letter.message, compose(letter.message)
    parsed = email.message_from_bytes(octets, policy=default)

    assert letter.recipient in (author if letter.purpose in _TO_OUTSIDERS else ours)
    assert _LONE_LINE_END.search(octets) is None
    assert [] == [name for name in parsed.keys() if name.lower() not in _FIELDS]  # noqa: SIM118
    assert [letter.recipient] == [one.addr_spec for one in parsed["To"].addresses]
    assert _NOT_IN_A_LINE.search(outbound.subject) is None
    assert _NOT_IN_TEXT.search(outbound.text + outbound.html) is None
    assert _active_markup(outbound.html) == []
    if letter.purpose is not Purpose.REFERRAL:
        assert CANARY not in outbound.subject + outbound.text + outbound.html
        assert GUESSED not in outbound.subject + outbound.text + outbound.html
    for one in outbound.attachments:
        assert _NOT_IN_A_LINE.search(one.filename) is None
        assert not set(one.filename) & set('/\\:"')


def findings(reading: Reading) -> Iterator[Finding]:
    """Everything that was found, in whatever field it stands."""
    for field in fields(reading):
        value = getattr(reading, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Finding):
                yield one


def _exact(digits: str) -> int:
    assert abs(int(digits)) <= _EXACT
    return int(digits)


class _Markup(HTMLParser):
    """Collects what in a page is more than text laid out."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.active += [tag] * (tag not in _TAGS)
        self.active += [f"{tag} {name}" for name, _value in attrs if name not in _ATTRIBUTES]


def _active_markup(page: str) -> list[str]:
    markup = _Markup()
    markup.feed(page)
    markup.close()
    return markup.active
