"""Recognises the lines with which mail programs introduce somebody else's mail.

A heading is the block of From, Sent, To and Subject that programs put above a mail they quote; a
mark is a line of dashes with words between them; an attribution is "On ..., ... wrote:". They
come in the language of the program, and here are those of a British council's correspondents:
English, Welsh, German, French and Polish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum


class Role(StrEnum):
    """What a field of a heading says."""

    AUTHOR = "author"
    SENT = "sent"
    TO = "to"
    SUBJECT = "subject"


_LABELS = {
    Role.AUTHOR: ("from", "oddi wrth", "von", "de", "od"),
    Role.SENT: (
        *("sent", "date", "anfonwyd", "dyddiad", "gesendet", "datum"),
        *("envoyé", "wysłano", "wysłane", "data"),
    ),
    Role.TO: (
        *("to", "cc", "bcc", "reply-to", "at", "copi", "an", "kopie", "à", "copie à", "do", "dw"),
    ),
    Role.SUBJECT: ("subject", "pwnc", "betreff", "objet", "temat"),
}
_ROLES = {label: role for role, labels in _LABELS.items() for label in labels}
FIELD = re.compile(
    rf"^[ \t>*]*({'|'.join(sorted(map(re.escape, _ROLES), key=len, reverse=True))})"
    r"[ \t\u00a0]?:[* \t\u00a0]*(.*)$",
    re.MULTILINE | re.IGNORECASE,
)
"""One field of a heading: its label, and its value as written. Quoted or bold too."""

ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}")
_REACH = 6
_OTHER_FIELDS = 2
CERTAIN = re.compile(r"@|\d[:.]\d\d")
"""An address or a time of day: nobody writes so by hand."""


_FORWARDED_MARK = re.compile(
    r"-{2,}\s*(?:forwarded (?:message|by\b.*?)|weitergeleitete nachricht|message transféré"
    r"|treść przekazanej wiadomości|przekazana wiadomość|wiadomość przekazana"
    r"|neges (?:wedi'i hanfon|a anfonwyd|ymlaen) ?(?:ymlaen)?)\s*-*"
    r"(?:\s*from:.*)?"  # Yahoo writes mark and heading in one line of its plain text
    r"|begin forwarded message\s?:|anfang der weitergeleiteten nachricht\s?:"
    r"|début du message (?:réexpédié|transféré)\s?:|początek przekazywanej wiadomości\s?:"
    r"|dechrau'r neges a anfonwyd ymlaen\s?:",
    re.IGNORECASE,
)
_ORIGINAL_MARK = re.compile(
    r"[-_]{2,}\s*(?:original (?:message|appointment)|ursprüngliche nachricht|originalnachricht"
    r"|message d['\u2019]origine|message original|oryginalna wiadomość|wiadomość oryginalna"
    r"|neges wreiddiol)\s*[-_]{2,}",
    re.IGNORECASE,
)
# In a language that is not listed: counts only where a heading follows.
_ANY_MARK = re.compile(r"-{5,} ?[^\W\d][^-\n]{2,60} ?-{5,}")
_RULE = re.compile(r"[_-]{5,}")

# On Tue, 7 Jul 2026 at 16:20, Councillor Safety <safety@council.example> wrote:
_ATTRIBUTIONS = tuple(
    (re.compile(begins, re.IGNORECASE), re.compile(ends, re.IGNORECASE))
    for begins, ends in (
        (r"(?:on|ar) ", r"(?:wrote|ysgrifennodd)\s?:$"),
        (r"am ", r"\bschrieb\b[^\n]*:$"),
        (r"le ", r"\ba écrit\s?:$"),
        (
            r"(?:w dniu|dnia|pon|wt|śr|czw|pt|sob|niedz|nd)\b",
            r"\b(?:napisał(?:a|\(a\))?|pisze)\s?:$",
        ),
    )
)
_ATTRIBUTION_LINES = 3
_MAX_LINE = 1_000  # no program writes such a line longer, and patterns stay within their time


def role_of(label: str) -> Role:
    """What the field `label`, as `FIELD` matched it, says."""
    return _ROLES[label.lower()]


def is_forwarded_mark(line: str) -> bool:
    """Whether `line` says that a forwarded mail follows."""
    return len(line) <= _MAX_LINE and _FORWARDED_MARK.fullmatch(line) is not None


def is_original_mark(lines: Sequence[str], number: int) -> bool:
    """Whether the line says that an older mail follows, answered or passed on."""
    line = lines[number]
    if _ORIGINAL_MARK.fullmatch(line):
        return True
    return _ANY_MARK.fullmatch(line) is not None and _fields_below(lines, number, Role.AUTHOR) > 0


def is_rule(line: str) -> bool:
    """Whether `line` is one that Outlook draws above a heading."""
    return _RULE.fullmatch(line) is not None


def begins_heading(lines: Sequence[str], number: int) -> bool:
    """Whether a heading begins here: the author, and two more fields below.

    One of them holds an address or a time of day; people head their notes of a message
    with From and Date, too.
    """
    match = FIELD.match(lines[number])
    if match is None or role_of(match[1]) is not Role.AUTHOR or not match[2].strip():
        return False
    reach = lines[number : number + 1 + _REACH]
    certain = any(CERTAIN.search(line) for line in reach if FIELD.match(line))
    others = sum(_fields_below(lines, number, role) for role in Role if role is not Role.AUTHOR)
    return certain and others >= _OTHER_FIELDS


def attributions(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last line of each "On ... wrote:", which programs wrap over up to three."""
    for first, line in enumerate(lines):
        ends = next((ends for begins, ends in _ATTRIBUTIONS if begins.match(line)), None)
        if ends is None:
            continue
        for last in range(first, min(first + _ATTRIBUTION_LINES, len(lines))):
            if len(lines[last]) <= _MAX_LINE and ends.search(lines[last]):
                if CERTAIN.search(" ".join(lines[first : last + 1])):
                    yield first, last
                break


def author_at(lines: Sequence[str], number: int) -> str:
    """The address of the author that a mark, heading or attribution here names, "" for none."""
    for first, last in attributions(lines[number : number + _ATTRIBUTION_LINES]):
        if first == 0:
            found = ADDRESS.search(" ".join(lines[number : number + last + 1]))
            return found[0].lower() if found else ""
    for below, line in enumerate(lines[number : number + 1 + _REACH]):
        match = FIELD.match(line)
        if match and role_of(match[1]) is Role.AUTHOR:
            found = ADDRESS.search(match[2])
            return found[0].lower() if found else ""
        if below and line and not match:
            break
    return ""


def _fields_below(lines: Sequence[str], number: int, role: Role) -> int:
    below = lines[number + 1 : number + 1 + _REACH]
    matches = (FIELD.match(line) for line in below)
    return sum(1 for match in matches if match and role_of(match[1]) is role)
