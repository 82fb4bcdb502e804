"""Mails passed on inline: who is said to have written each, when, and where the words begin.

Nothing here is proven: the heading is text that anybody can type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

_RECENT = timedelta(days=31)
_QUOTED = r"[ \t>*]*"
_FIELD = re.compile(
    rf"^{_QUOTED}(From|Sent|Date|To|Cc|Subject|Reply-To|Oddi wrth|Anfonwyd)[ \t]*:[* \t]*(.*)$",
    re.MULTILINE | re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# As in: 12 October 2026 21:07; Fri, 16 Jan 2026 at 11:58; 1 October 2026 at 13:37:22 BST.
_DATE = re.compile(
    r"(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4}),? (?:at )?"
    r"(\d{1,2}):(\d\d)(?::\d\d)?\s*([AaPp][Mm])?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """One mail in a forwarded stretch; offsets are into that stretch.

    start: of the heading; words: where the heading ends; end: of the mail. name, address:
    as the heading has them, "" where it has none. sent: as written there, without zone; None
    where the heading has no date we can read. date_start, date_end: where it stands.
    """

    start: int
    words: int
    end: int
    name: str = ""
    address: str = ""
    sent: datetime | None = None
    date_start: int = 0
    date_end: int = 0


def forwarded_mails(text: str, *, writer: str) -> tuple[Forwarded, ...]:
    """Return the mails of a forwarded stretch that are somebody else's and of this matter.

    writer: the reporter's own address, lower case; their replies in the thread are left out.
    The first mail always counts, however old; those beneath it count where they are at most a
    month older, so that a thread dealt with long ago does not fire again.
    """
    mails = tuple(_mails(text))
    first = next((mail.sent for mail in mails if mail.sent), None)
    return tuple(
        mail
        for number, mail in enumerate(mails)
        if not (mail.address and mail.address.lower() == writer)
        and (number == 0 or _is_recent(mail, first))
    )


def _is_recent(mail: Forwarded, first: datetime | None) -> bool:
    return first is None or mail.sent is None or mail.sent >= first - _RECENT


def _mails(text: str) -> Iterator[Forwarded]:
    headings = list(_headings(text))
    if not headings:
        yield Forwarded(0, 0, len(text))
        return
    ends = [heading[0].start() for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=True):
        yield _mail(heading, end)


def _headings(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the runs of field lines that follow each other and hold a From field."""
    run: list[re.Match[str]] = []
    fields = [*_FIELD.finditer(text)]
    for field, following in zip_longest(fields, fields[1:]):
        run.append(field)
        if following is None or text[field.end() : following.start()].strip("\r\n\t >"):
            if any(line[1].lower() in ("from", "oddi wrth") for line in run):
                yield run
            run = []


def _mail(heading: list[re.Match[str]], end: int) -> Forwarded:
    fields = {line[1].lower(): line for line in heading}
    author = fields.get("from") or fields["oddi wrth"]
    date = fields.get("date") or fields.get("sent") or fields.get("anfonwyd")
    address = _ADDRESS.search(author[2])
    when = _DATE.search(date[2]) if date else None
    offset = date.start(2) if date else 0
    return Forwarded(
        heading[0].start(),
        heading[-1].end(),
        end,
        name=re.split(r"[<\[]", author[2])[0].strip(' "*'),
        address=address[0] if address else "",
        sent=_moment(when) if when else None,
        date_start=offset + when.start() if when else 0,
        date_end=offset + when.end() if when else 0,
    )


def _moment(match: re.Match[str]) -> datetime | None:
    day, month, year, hour, minute, half = match.groups()
    name = month.lower()
    if name not in _MONTHS:
        return None
    hours = int(hour) % 12 + 12 * (half.lower() == "pm") if half else int(hour)
    try:
        return datetime(int(year), _MONTHS.index(name) + 1, int(day), hours, int(minute))  # noqa: DTZ001 - a heading has no zone
    except ValueError:
        return None
