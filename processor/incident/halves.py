"""Which half of the day is meant: by the words beside a time, else by when things are told of."""

from __future__ import annotations

import re

_MORNING = re.compile(
    r"(?:\b|(?<=\d))(?:morning|mornin|a\.?m|bore|breakfast|forenoon|early hours|small hours|dawn|"
    r"sunrise|first thing|before work|(?:for|to) work|school run|(?:before|to) school|"
    r"to church|matins)\b"
)
_LATE = re.compile(
    r"(?:\b|(?<=\d))(?:evening|eve|afternoon|aft|night|tonight|teatime|tea ?time|p\.?m|lunchtime|"
    r"after dark|nos|neithiwr|heno|last orders|full council|council meeting|committee|scrutiny|"
    r"cabinet|hustings|pub|bedtime|after tea|(?:after|from) work|supper|dusk|sunset|"
    r"closing time|gloaming|in the dark|(?:go|going|gone|went) to bed|parish meeting|"
    r"after school)\b"
)
_NOON = 12
_LATEST_GUESS = 9  # an hour up to this one, without am or pm, is likelier the later half's


def half_named(folded: str) -> str:
    """Return "a" or "p" where `folded` names one part of the day, else nothing."""
    morning, late = _MORNING.search(folded), _LATE.search(folded)
    if bool(morning) == bool(late):
        return ""
    return "a" if morning else "p"


def hour_of(hour: int, half: str) -> int:
    """Return the hour of the day from one on the clock face and its half."""
    hour %= 24
    if half == "a":
        return hour % _NOON if hour <= _NOON else hour
    if half == "p" and hour < _NOON:
        return hour + _NOON
    if half == "p":
        return hour
    return hour + _NOON if 0 < hour <= _LATEST_GUESS else hour
