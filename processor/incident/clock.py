"""Times of day as British people write them: 19:30, 7.30pm, half seven, ten past six, noon.

A time without am or pm is read by the part of day beside it; else one to six are taken as
afternoon, because people rarely report the small hours without saying so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from processor.incident.phrases import compiled

_WORDS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_NUMBERS = {word: number for number, word in enumerate(_WORDS, start=1)} | {
    "twenty": 20,
    "twenty five": 25,
    "quarter": 15,
    "half": 30,
}
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_PAST = r"(?:twenty[ -]five|twenty|ten|five|quarter|half|\d{1,2})"
_CLOCK = compiled(
    r"(?P<digital>(?<![\d/.])(?P<h1>[01]?\d|2[0-3])[:.](?P<m1>[0-5]\d)(?![\d/.])"
    r"(?:\s?(?P<p1>a\.?m|p\.?m)\b)?)|"
    r"(?P<military>\b(?P<h2>[01]\d|2[0-3])(?P<m2>[0-5]\d)\s?(?:hrs|hours)\b)|"
    r"(?P<plain>\b(?P<h3>\d{1,2})\s?(?P<p3>a\.?m|p\.?m)\b)|"
    rf"(?P<spoken>\b(?P<rest>{_PAST}) (?:minutes )?(?P<way>past|to) (?P<h4>{_HOUR})\b"
    r"(?:\s?(?P<p4>a\.?m|p\.?m)\b)?)|"
    rf"(?P<halfpast>\bhalf (?P<h5>{_HOUR})\b(?! (?:a|an|of|the)))|"
    r"(?P<named>\b(?:noon|midday|midnight)\b)|"
    rf"(?P<bare>\b(?:at|about|around|round|gone|by|back of|till|until) (?P<h6>{_HOUR})\b"
    rf"(?! past| to {_HOUR}|[:./\d%]|"
    r" (?:times|people|others|of|more|likes|per|minutes|hours|days|weeks|years|months)))"
)
_ABOUT = re.compile(
    r"\b(?:about|around|round|roughly|gone|approx\w*|back of|call it|thereabouts|nearly|"
    r"just (?:before|after))\W*(?:\w+ ){0,2}$"
)
_MORNING = re.compile(r"\b(?:morning|a\.?m)\b")
_LATE = re.compile(r"\b(?:evening|afternoon|night|tonight|teatime|tea time|p\.?m|after dark)\b")
_NOON = 12
_EARLIEST_GUESS = 7


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day at `folded[start:end]`; `about` where the words say so."""

    time: time
    start: int
    end: int
    about: bool


def clock_times(folded: str) -> tuple[ClockTime, ...]:
    """Return the times of day in `folded`, in order."""
    return tuple(_read(folded, match) for match in _CLOCK.finditer(folded))


def _read(folded: str, match: re.Match[str]) -> ClockTime:
    kind = match.lastgroup and next(name for name in _KINDS if match[name] is not None)
    moment = _KINDS[kind](match, _half_of_day(folded, match)) if kind else time()
    before = folded[max(0, match.start() - 25) : match.start()]
    about = bool(_ABOUT.search(before)) or folded[match.end() : match.end() + 4].startswith("ish")
    about = about or bool(re.match(r"(?:about|around|round|gone|back of)", match[0]))
    return ClockTime(moment, match.start(), match.end(), about)


def _half_of_day(folded: str, match: re.Match[str]) -> str:
    """Return am, pm or nothing, by the words beside the time."""
    near = folded[max(0, match.start() - 30) : match.end() + 30]
    if _MORNING.search(near) and not _LATE.search(near):
        return "am"
    return "pm" if _LATE.search(near) and not _MORNING.search(near) else ""


def _digital(match: re.Match[str], half: str) -> time:
    hour, written = int(match["h1"]), match["p1"]
    if not written and ":" in match[0] and len(match["h1"]) > 1:
        return time(hour, int(match["m1"]))
    return time(_hour(hour, written or half), int(match["m1"]))


def _military(match: re.Match[str], _: str) -> time:
    return time(int(match["h2"]), int(match["m2"]))


def _plain(match: re.Match[str], _: str) -> time:
    return time(_hour(int(match["h3"]), match["p3"]), 0)


def _spoken(match: re.Match[str], half: str) -> time:
    minutes = _number(match["rest"])
    hour = _hour(_number(match["h4"]), match["p4"] or half)
    if match["way"] == "to":
        return time((hour - 1) % 24, (60 - minutes) % 60)
    return time(hour, minutes % 60)


def _half_past(match: re.Match[str], half: str) -> time:
    return time(_hour(_number(match["h5"]), half), 30)


def _named(match: re.Match[str], _: str) -> time:
    return time(0) if match[0] == "midnight" else time(_NOON)


def _bare(match: re.Match[str], half: str) -> time:
    return time(_hour(_number(match["h6"]), half), 0)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[" ".join(re.findall(r"[a-z]+", word))]


def _hour(hour: int, half: str) -> int:
    """Return the hour of the day from one on the clock face and its half."""
    hour %= 24
    if half.startswith("a"):
        return hour % _NOON
    if half.startswith("p"):
        return hour % _NOON + _NOON if hour <= _NOON else hour
    return hour + _NOON if 0 < hour < _EARLIEST_GUESS else hour


_KINDS = {
    "digital": _digital,
    "military": _military,
    "plain": _plain,
    "spoken": _spoken,
    "halfpast": _half_past,
    "named": _named,
    "bare": _bare,
}
