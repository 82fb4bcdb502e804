"""Mails passed on inline: who is said to have written each, when, and where the words begin.

Nothing here is proven: the heading is text that anybody can type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from processor.incident.claimed import claimed_moment
from processor.mail.headings import ADDRESS, FIELD, Role, role_of

_RECENT = timedelta(days=31)
_MAX_CONTINUED = 2
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """One mail in a forwarded stretch; offsets are into that stretch.

    start: of the heading; words: where the heading ends; end: of the mail. name, address,
    subject: as the heading has them, "" where it has none. sent: as written there, without
    zone; None where the heading has no date we can read. date_start, date_end, subject_start:
    where they stand.
    """

    start: int
    words: int
    end: int
    name: str = ""
    address: str = ""
    subject: str = ""
    sent: datetime | None = None
    date_start: int = 0
    date_end: int = 0
    subject_start: int = 0


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
    """Yield the runs of field lines that follow each other and hold the author's field."""
    run: list[re.Match[str]] = []
    fields = [*FIELD.finditer(text)]
    for field, following in zip_longest(fields, fields[1:]):
        run.append(field)
        if following is None or not _goes_on(run, following, text[field.end() : following.start()]):
            if any(role_of(line[1]) is Role.AUTHOR for line in run):
                yield run
            run = []


def _goes_on(run: list[re.Match[str]], following: re.Match[str], between: str) -> bool:
    """Whether `following` belongs to the same heading, with `between` above it.

    Programs break a long list of recipients over some lines; markup leaves blank lines between
    the fields. A field that was there already begins the next heading, or is no field at all.
    """
    roles = [role_of(line[1]) for line in run]
    role = role_of(following[1])
    if role is Role.AUTHOR and role in roles:
        return False
    lines = between.strip("\r\n\t >")
    if lines:
        continued = roles[-1] is Role.TO and lines.count("\n") < _MAX_CONTINUED
        return continued and not _BLANK_LINE.search(between)
    return role not in roles or not _BLANK_LINE.search(between)


def _mail(heading: list[re.Match[str]], end: int) -> Forwarded:
    fields = {role_of(line[1]): line for line in reversed(heading)}
    author = fields[Role.AUTHOR]
    date, subject = fields.get(Role.SENT), fields.get(Role.SUBJECT)
    address = ADDRESS.search(author[2])
    claimed = claimed_moment(date[2]) if date else None
    offset = date.start(2) if date else 0
    return Forwarded(
        heading[0].start(),
        heading[-1].end(),
        end,
        name=re.split(r"[<\[]", author[2])[0].strip(' "*'),
        address=address[0] if address else "",
        subject=subject[2].rstrip(" *") if subject else "",
        sent=claimed.moment if claimed else None,
        date_start=offset + claimed.start if claimed else 0,
        date_end=offset + claimed.end if claimed else 0,
        subject_start=subject.start(2) if subject else 0,
    )
