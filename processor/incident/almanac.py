"""Which day a pattern of `days` means: counting back from the day of writing, day before month."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from processor.incident.feasts import feast

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
    "a": 1.0, "an": 1.0, "half": 0.5, "half a": 0.5, "half an": 0.5, "about an": 1.0, "this": 1.0,
    "quarter of an": 0.25, "a quarter of an": 0.25, "three quarters of an": 0.75,
    "an hour and a half": 1.5, "a couple": 2.0, "twelve": 12.0, "forty": 40.0, "thirty": 30.0,
    "a couple of": 2.0, "couple of": 2.0, "a few": 4.0, "few": 4.0,
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "fifteen": 15.0, "twenty": 20.0,
}
# fmt: on
_HOURS = {"mi": 1 / 60, "ho": 1, "hr": 1, "da": 24, "ni": 24, "we": 168, "fo": 336, "mo": 720}
_AHEAD = timedelta(days=45)  # a date without a year further ahead than this is last year's
_FEASTS_TOLD = timedelta(days=70)  # for so long people speak of Easter without saying which
_WEEK = 7


def nearest(number: int, weekday: int, today: date) -> date | None:
    """Return the day of that number and weekday nearest to today, within two months."""
    for away in range(60):
        for day in (today - timedelta(days=away), today + timedelta(days=away)):
            if day.day == number and day.weekday() == weekday:
                return day
    return None


def span(count: str, unit: str) -> timedelta:
    """Return how long "two weeks" is, by its number and its unit."""
    words = " ".join(count.replace("-", " ").split())
    number = _COUNTS[words] if words in _COUNTS else float(words)
    return timedelta(hours=number * _HOURS[unit[:2]])


def _iso(match: re.Match[str], _: date) -> date | None:
    year, month, day = match[0].split("-")
    return _date(int(year), int(month), int(day))


def _numeric(match: re.Match[str], today: date) -> date | None:
    month, year = match["m1"] or match["m5"], match["y1"] or match["y5"]
    return _past(int(match["d1"]), int(month), year, today)


def _of_month(match: re.Match[str], today: date) -> date | None:
    day = _ordinal(match["o2"]) if match["o2"] else int(match["d2"])
    return _past(day, _month(match["m2"]), match["y2"], today)


def _ordinal(spelled: str) -> int:
    return ORDINALS.index("-".join(spelled.split())) + 1


def _month(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1


def _weekday(match: re.Match[str], today: date) -> date | None:
    """Return the last such day up to today, or a later one where the words point ahead."""
    which, tail = " ".join((match["which"] or "").split()), match["tail"] or ""
    if which in ("every", "each", "most"):
        return None
    wanted = _DAYS.index(match["w"][:3])
    if match["d7"] and (day := nearest(int(match["d7"]), wanted, today)):
        return day
    back = (today.weekday() - wanted) % _WEEK
    if which in ("next", "this coming", "a week on") or tail == "week":
        return today + timedelta(days=(_WEEK - back) if back else _WEEK)
    if match["weeks"]:
        return _weeks_before(match["weeks"], wanted, today)
    if tail.endswith("last week") or which.startswith("last week"):
        back = today.weekday() - wanted + _WEEK
    elif tail == "before last":
        back = (back or _WEEK) + _WEEK
    elif tail not in ("", "of this week", "this week") or which == "last":
        back = back or _WEEK
    return today - timedelta(days=back)


def _weeks_before(words: str, weekday: int, today: date) -> date:
    """Return "a week last Tuesday", or for "a week ago on Tuesday" the Tuesday nearest to then."""
    then = today - _weeks(words)
    if "ago" in words.split():
        return then + timedelta(days=(weekday - then.weekday() + 3) % _WEEK - 3)
    return then - timedelta(days=(today.weekday() - weekday) % _WEEK or _WEEK)


def _weeks(words: str) -> timedelta:
    """Return how long "a fortnight ago" or "two weeks last" is."""
    count, unit, *_ = words.split()
    return span(count, unit)


def _weeks_from(match: re.Match[str], today: date) -> date | None:
    """Return "a week yesterday", "three weeks ago tomorrow"."""
    days = {"today": 0, "yesterday": -1, "last night": -1, "tomorrow": 1}
    day = today + timedelta(days=days[" ".join(match["from"].split())])
    return day - _weeks(match["weeks2"])


def _weekdays_ago(match: re.Match[str], today: date) -> date | None:
    """Return "two Tuesdays ago"."""
    back = (today.weekday() - _DAYS.index(match["w3"][:3])) % _WEEK or _WEEK
    return today - timedelta(days=back) - span(match["n3"], "weeks") + timedelta(days=_WEEK)


def _weekend(match: re.Match[str], today: date) -> date | None:
    """Return the Saturday of the last weekend, or of the one before it."""
    back = (today.weekday() - _DAYS.index("sat")) % _WEEK
    return today - timedelta(days=back + (_WEEK if "before" in match[0] else 0))


def _feast(match: re.Match[str], today: date) -> date | None:
    day = feast(match["feast"], today)
    return day if day and today - day <= _FEASTS_TOLD else None


def _instant(match: re.Match[str], today: date) -> date | None:
    """Return "the 6th inst.", "the 21st ult.", "the 11th of last month"."""
    first = today.replace(day=1)
    if match["rel"].startswith(("ul", "of last")):
        first = (first - timedelta(days=1)).replace(day=1)
    return _date(first.year, first.month, int(match["d8"]))


def _spelled(match: re.Match[str], today: date) -> date | None:
    return _day_of_month(_ordinal(match["o4"]), today)


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
    "feast": _feast,
    "weeks_from": _weeks_from,
    "instant": _instant,
    "weekdays": _weekdays_ago,
    "weekend": _weekend,
    "spelled": _spelled,
    "iso": _iso,
    "numeric": _numeric,
    "listed": lambda m, today: _past(int(m["d6"]), _month(m["m6"]), None, today),
    "named": _of_month,
    "joined": lambda m, today: _past(int(m["d9"]), _month(m["m9"]), m["y9"], today),
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
