"""Dates and times as people write them; in the council's own time, which the caller gives."""

from __future__ import annotations

from datetime import date, datetime

_NOON = 12


def spoken(local: datetime) -> str:
    """Return a moment: "7:42pm on Saturday 3 October 2026"."""
    return f"{spoken_time(local)} on {local:%A} {spoken_day(local)}"


def spoken_day(day: date) -> str:
    """Return a day: "3 October 2026"."""
    return f"{day.day} {day:%B %Y}"


def spoken_time(local: datetime) -> str:
    """Return a time of day: "7:42pm"."""
    half = "am" if local.hour < _NOON else "pm"
    return f"{local.hour % _NOON or _NOON}:{local:%M}{half}"
