"""Days that have a name of their own: Boxing Day, Good Friday, the August bank holiday.

Bank holidays are those of England and Wales; a day declared for one year alone is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

_MONDAY, _THURSDAY, _SUNDAY = 0, 3, 6


def feast(words: str, today: date) -> date | None:
    """Return the last day up to `today` that `words`, which `FEAST` matches, may name."""
    name = " ".join(words.split())
    rules = (rule for key, rule in _FEASTS if re.fullmatch(key, name))
    days = (rule(year) for rule in rules for year in (today.year - 1, today.year))
    return max((day for day in days if day <= today), default=None)


def _easter(year: int) -> date:
    """Return Easter Sunday of a year from 1901 to 2099."""
    golden = year % 19
    moon = (19 * golden + 24) % 30
    moon -= moon == 29 or (moon == 28 and golden > 10)  # noqa: PLR2004 - the Gregorian table's
    full = date(year, 3, 21) + timedelta(days=moon)
    return full + timedelta(days=_SUNDAY - full.weekday() or 7)


def _after_easter(days: int) -> Callable[[int], date]:
    return lambda year: _easter(year) + timedelta(days=days)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _weekday(weekday: int, month: int, first: int) -> Callable[[int], date]:
    """Return the rule: that weekday on or after day `first` of the month."""

    def on(year: int) -> date:
        day = date(year, month, first)
        return day + timedelta(days=(weekday - day.weekday()) % 7)

    return on


# The same name may stand for several days: the latest is meant.
_BANK = "bank holiday(?: monday)?"
_FEASTS: Sequence[tuple[str, Callable[[int], date]]] = (
    ("new year'?s day", _fixed(1, 1)),
    ("(?:new year'?s eve|hogmanay)", _fixed(12, 31)),
    ("twelfth night", _fixed(1, 5)),
    ("epiphany", _fixed(1, 6)),
    ("burns'? night", _fixed(1, 25)),
    ("candlemas", _fixed(2, 2)),
    ("valentine'?s(?: day| night)?", _fixed(2, 14)),
    ("st\\.? david'?s day", _fixed(3, 1)),
    ("st\\.? patrick'?s day", _fixed(3, 17)),
    ("(?:lady day|ladyday)", _fixed(3, 25)),
    ("st\\.? george'?s day", _fixed(4, 23)),
    ("midsummer'?s? day", _fixed(6, 24)),
    ("michaelmas", _fixed(9, 29)),
    ("hallow'?e'?en", _fixed(10, 31)),
    ("(?:bonfire|guy fawkes|fireworks?) night", _fixed(11, 5)),
    ("armistice day", _fixed(11, 11)),
    ("remembrance sunday", _weekday(_SUNDAY, 11, 8)),
    ("st\\.? andrew'?s (?:day|night)", _fixed(11, 30)),
    ("christmas eve", _fixed(12, 24)),
    ("(?:christmas|xmas) day", _fixed(12, 25)),
    ("boxing day", _fixed(12, 26)),
    ("(?:pancake day|shrove tuesday)", _after_easter(-47)),
    ("ash wednesday", _after_easter(-46)),
    ("(?:mothering sunday|mother'?s day)", _after_easter(-21)),
    ("palm sunday", _after_easter(-7)),
    ("maundy thursday", _after_easter(-3)),
    ("good friday", _after_easter(-2)),
    ("easter saturday", _after_easter(-1)),
    ("(?:over easter|at easter|easter sunday|easter day|easter weekend)", _after_easter(0)),
    (f"(?:easter monday|easter bank holiday|{_BANK})", _after_easter(1)),
    ("father'?s day", _weekday(_SUNDAY, 6, 15)),
    (f"(?:may day|(?:early )?may {_BANK}|{_BANK})", _weekday(_MONDAY, 5, 1)),
    (f"(?:whit monday|whitsun|(?:late may|spring|whit) {_BANK}|{_BANK})", _weekday(_MONDAY, 5, 25)),
    (f"(?:(?:late )?(?:august|summer) )?{_BANK}", _weekday(_MONDAY, 8, 25)),
    ("(?:polling|election) day", _weekday(_THURSDAY, 5, 1)),
    ("clocks (?:went|go|going) forward", _weekday(_SUNDAY, 3, 25)),
    ("clocks (?:went|go|going) back", _weekday(_SUNDAY, 10, 25)),
    ("clocks changed", _weekday(_SUNDAY, 3, 25)),
    ("clocks changed", _weekday(_SUNDAY, 10, 25)),
)

FEAST = "(?:" + "|".join(dict.fromkeys(key for key, _ in _FEASTS)) + ")"
"""Matches the name of such a day in folded text; see `phrases.compiled` for its spaces."""
