"""Reads the date in the heading of a mail that was passed on, in the ways programs write it.

It is a claim without a zone. Day and month in figures are read the British way round; where
the figures allow no other reading, the American.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

# By their first letters: English, Welsh, German, French, Polish.
_MONTHS = {
    1: ("jan", "ion", "jän", "sty"),
    2: ("feb", "chw", "fév", "fev", "lut"),
    3: ("mar", "maw", "mär", "mrz"),
    4: ("apr", "ebr", "avr", "kwi"),
    5: ("may", "mai", "maj"),
    6: ("jun", "meh", "juin", "cze"),
    7: ("jul", "gor", "juil", "lip"),
    8: ("aug", "aws", "aoû", "aou", "sie"),
    9: ("sep", "med", "wrz"),
    10: ("oct", "hyd", "okt", "paź"),
    11: ("nov", "tac", "lis"),
    12: ("dec", "rha", "dez", "déc", "gru"),
}
_MONTH_OF = {prefix: month for month, prefixes in _MONTHS.items() for prefix in prefixes}
_LAST_MONTH = 12
_WORD = r"[^\W\d_]{3,12}"
_TIME = (
    r"[,.]?\s{1,3}(?:(?:at|am|um|à|o|godz\.) )?"
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?:[:.]\d\d)?\s?(?P<half>[AaPp]\.?[Mm]\b)?"
)
# 12 October 2026 21:07; 7. Juli 2026 um 16:20; 1 October 2026 at 13:37:22 BST; 7 Jul 2026 16:20
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)? (?P<name>{_WORD})\.?,? (?P<year>\d{{4}}){_TIME}"
)
# July 7, 2026 4:20 PM; July 7th, 2026 at 4:20 PM
_MONTH_FIRST = re.compile(
    rf"(?P<name>{_WORD})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_TIME}"
)
# 07/07/2026 16:20; 07.07.2026, 16:20
_FIGURES = re.compile(rf"(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}}){_TIME}")
# 2026-07-07 16:20
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){_TIME}")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A moment without zone, and where it stands: `text[start:end]`."""

    moment: datetime
    start: int
    end: int


def claimed_moment(text: str) -> Claimed | None:
    """The first date with a time of day in `text`, None where there is none that can be."""
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST, _FIGURES):
        match = pattern.search(text)
        moment = _moment(match) if match else None
        if match and moment:
            return Claimed(moment, match.start(), match.end())
    return None


def _moment(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    day, year, hour = int(parts["day"]), int(parts["year"]), int(parts["hour"])
    month = _month(parts["name"]) if "name" in parts else int(parts["month"])
    if "name" not in parts and month > _LAST_MONTH:
        day, month = month, day
    if parts["half"]:
        hour = hour % 12 + 12 * (parts["half"][0] in "pP")
    try:
        return datetime(year, month, day, hour, int(parts["minute"]))  # noqa: DTZ001 - a heading has no zone
    except ValueError:
        return None


def _month(name: str) -> int:
    """The number of a month; 0, which no date has, for any other word."""
    word = name.lower()
    return _MONTH_OF.get(word[:4], _MONTH_OF.get(word[:3], 0))
