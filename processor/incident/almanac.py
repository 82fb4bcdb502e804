"""Which day a pattern of `days` means: counting back from the day of writing, day before month."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# fmt: off
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third",
    "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth",
    "twenty-ninth", "thirtieth", "thirty-first",
)
_COUNTS = {
    "a": 1.0, "an": 1.0, "half": 0.5, "half a": 0.5, "half an": 0.5, "about an": 1.0,
    "a couple of": 2.0, "couple of": 2.0, "a few": 4.0, "few": 4.0,
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "fifteen": 15.0, "twenty": 20.0,
}
# fmt: on
_HOURS = {"mi": 1 / 60, "ho": 1, "hr": 1, "da": 24, "ni": 24, "we": 168, "fo": 336, "mo": 720}
_AHEAD = timedelta(days=45)  # a date without a year further ahead than this is last year's


def nearest(number: int, weekday: int, today: date) -> date | None:
    """Return the day of that number and weekday nearest to today, within two months."""
    for away in range(60):
        for day in (today - timedelta(days=away), today + timedelta(days=away)):
            if day.day == number and day.weekday() == weekday:
                return day
    return None


def span(count: str, unit: str) -> timedelta:
    """Return how long "two weeks" is, by its number and its unit."""
    words = " ".join(count.split())
    number = _COUNTS[words] if words in _COUNTS else float(words)
    return timedelta(hours=number * _HOURS[unit[:2]])


def _iso(match: re.Match[str], _: date) -> date | None:
    year, month, day = match[0].split("-")
    return _date(int(year), int(month), int(day))


def _numeric(match: re.Match[str], today: date) -> date | None:
    month, year = match["m1"] or match["m5"], match["y1"] or match["y5"]
    return _past(int(match["d1"]), int(month), year, today)


def _of_month(match: re.Match[str], today: date) -> date | None:
    spelled = match["o2"]
    day = ORDINALS.index(spelled.replace(" ", "-")) + 1 if spelled else int(match["d2"])
    return _past(day, _month(match["m2"]), match["y2"], today)


def _month(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1


def _weekday(match: re.Match[str], today: date) -> date | None:
    """Return the last such day up to today, or a later one where the words point ahead."""
    which, tail = match["which"] or "", match["tail"] or ""
    if which in ("every", "each", "most"):
        return None
    wanted = _DAYS.index(match["w"][:3])
    if match["d7"] and (day := nearest(int(match["d7"]), wanted, today)):
        return day
    back = (today.weekday() - wanted) % 7
    if which in ("next", "this coming", "a week on") or tail == "week":
        return today + timedelta(days=(7 - back) if back else 7)
    if tail == "before last" or which.startswith("a week"):
        back = (back or 7) + 7
    elif tail.endswith("last week"):
        back = today.weekday() - wanted + 7
    elif tail or which == "last":
        back = back or 7
    return today - timedelta(days=back)


def _day_of_month(number: int, today: date) -> date | None:
    """Return the last day of that number up to today."""
    first = today.replace(day=1)
    for month in (first, (first - timedelta(days=1)).replace(day=1)):
        day = _date(month.year, month.month, number)
        if day and day <= today:
            return day
    return None


def _past(day: int, month: int, year: str | None, today: date) -> date | None:
    """Return that date: of this year, or of the last where it would lie months ahead."""
    if year:
        return _date(int(year) + (2000 if len(year) == len("26") else 0), month, day)
    this = _date(today.year, month, day)
    if this is None or this <= today + _AHEAD:
        return this
    return _date(today.year - 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


KINDS: Mapping[str, Callable[[re.Match[str], date], date | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "listed": lambda m, today: _past(int(m["d6"]), _month(m["m6"]), None, today),
    "named": _of_month,
    "us": lambda m, today: _past(int(m["d3"]), _month(m["m3"]), m["y3"], today),
    "weekday": _weekday,
    "today": lambda _, today: today,
    "before": lambda _, today: today - timedelta(days=2),
    "yesterday": lambda _, today: today - timedelta(days=1),
    "tomorrow": lambda _, today: today + timedelta(days=1),
    "month": lambda m, today: _past(1, _month(m["m4"]), None, today),
    "ordinal": lambda m, today: _day_of_month(int(m["d4"]), today),
    "counted": lambda m, today: _day_of_month(int(m["d5"]), today),
}
"""The day by the group of the pattern that matched; None where there is no such day."""
