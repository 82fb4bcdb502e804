"""Times of day as British people write them: 19:30, 7.30pm, half seven, ten past six, noon.

A time without am or pm is read by the words beside it. Where they say nothing both halves of
the day stay open, and `ClockTime.on` settles them: on the day of writing the last that is not
yet to come, on another day the afternoon for one to six, because people rarely report the small
hours without saying so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from processor.incident.phrases import Finder

# fmt: off
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "quarter": 15, "twenty": 20,
    "twenty five": 25, "half": 30,
    "un": 1, "dau": 2, "tri": 3, "pedwar": 4, "pump": 5, "chwech": 6, "saith": 7, "wyth": 8,
    "naw": 9, "deg": 10, "chwarter": 15, "ugain": 20, "hanner awr": 30,
}
# fmt: on
_HOUR = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|0?[1-9])"
    r"(?:ish|-ish)?"
)
_PAST = r"(?:twenty[ -]five|twenty|ten|five|quarter|half|[1-5]?\d)"
_TO = r"(?:to|till?|until|and|-|\u2013)"
_HALF_MARK = r"\s?(?:a\.?m|p\.?m)\b"
_UNIT = (
    r"(?:times|people|others|of|more|likes|per|min|mins|minutes|hours?|hrs|days|nights|weeks|"
    r"months|years|each|different|pages|men|women|lads|calls|e?mails|messages|percent|quid|yards|"
    r"feet|miles|and a half|out|or \w+ (?:of|people|minutes|times))\b"
)
_CLOCK = Finder(
    r"(?P<digital>(?<![\d/.:-])(?P<h1>[01]?\d|2[0-3])[:.](?P<m1>[0-5]\d)(?!\d|[/.:-]\d|%)"
    rf"(?:{_HALF_MARK})?)|"
    r"(?P<military>\b(?P<h2>[01]\d|2[0-3])(?P<m2>[0-5]\d)\s?(?:hrs|hours|h)\b)|"
    rf"(?P<plain>\b(?P<h3>\d{{1,2}}){_HALF_MARK})|"
    rf"(?P<first>(?<!\d)(?<![.:/-])(?:(?<=from )|(?<=between )|(?<=from about )|(?<!\w)"
    rf"(?!(?:5|10|20|25) to))(?P<h7>{_HOUR})(?= ?{_TO} ?(?:about )?\d{{1,2}}(?:[.:]\d\d)?"
    rf"{_HALF_MARK}))|"
    rf"(?P<spoken>\b(?P<rest>{_PAST}) (?:minutes |mins )?(?P<way>past|to|after) (?P<h4>{_HOUR})\b"
    rf"(?! {_UNIT})(?:{_HALF_MARK})?)|"
    rf"(?P<halfpast>\bhalf (?P<h5>{_HOUR})\b(?! (?:an?|of|the|dozen)\b)(?:{_HALF_MARK})?)|"
    r"(?P<named>\b(?:noon|midday|midnight|hanner dydd|hanner nos)\b)|"
    r"(?P<welsh>\b(?P<rest2>ugain|deg|pum|chwarter|hanner awr)(?: munud)? (?P<way2>wedi|i) "
    r"(?P<h8>un|dau|tri|pedwar|pump|chwech|saith|wyth|naw|deg)\b)|"
    rf"(?P<oclock>\b(?P<h9>{_HOUR}) ?o'?clock\b)|"
    r"(?P<ish>\b(?P<h11>(?:seven|eight|nine|ten|eleven|twelve|one|two|three|four|five|six|"
    r"1[0-2]|[1-9])) ?-?ish\b)|"
    rf"(?P<parted>\b(?P<h10>{_HOUR})(?= (?:this|in the|yesterday|last|on \w+day) "
    r"(?:morning|afternoon|evening|night)))|"
    r"(?P<bare>\b(?:at|about|around|round|gone|by|back of|till?|until|roughly|approx\.?|nearly|"
    rf"after|before|between|from|tua|am|circa|@) (?P<h6>{_HOUR})\b"
    rf"(?! past| to {_HOUR}|[:./%-]\d|'s|'s| ?[%\u00a3]| {_UNIT}))"
)
_ABOUT = re.compile(
    r"\b(?:about|around|round|roughly|gone|approx\w*|back of|call it|thereabouts|nearly|circa|"
    r"tua|must have been|it'?d be|just (?:before|after|gone))\W*(?:\w+ ){0,2}$"
)
_AFTER = re.compile(r"\s?(?:or thereabouts|or so|ish\b|-ish\b|i think|roughly)")
_MORNING = re.compile(r"(?:\b|(?<=\d))(?:morning|mornin|a\.?m|bore|breakfast)\b")
_LATE = re.compile(
    r"(?:\b|(?<=\d))(?:evening|eve|afternoon|aft|night|tonight|teatime|tea ?time|p\.?m|lunchtime|"
    r"after dark|nos|neithiwr|heno|last orders|full council|council meeting|committee|scrutiny|"
    r"cabinet|hustings|pub|bedtime|after tea|after work)\b"
)
_AGENDA = re.compile(
    r"\b(?:start(?:s|ed|ing)?|kick(?:s|ed)? off|doors(?: open)?|opens?|begins?|began|runs?|"
    r"closes?|due|home ?time is)\b(?: (?:at|about|around|from))? $"
)
_NOON = 12
_EARLIEST_GUESS = 7
_EVENING = 17
_BEFORE, _BEHIND = 60, 30  # characters in which words beside a time tell its half of the day
_AHEAD = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day at `folded[start:end]`; `about` where the words say so.

    open: the half of the day was not said, and `time` is only the likelier. agenda: the time at
    which a meeting or the like was to start, and not when something happened.
    """

    time: time
    start: int
    end: int
    about: bool
    open: bool = False
    agenda: bool = False

    def on(self, day: date, written: datetime, half: str = "") -> datetime:
        """Return the moment that it names on `day`, for a reporter writing at `written`.

        half: "a" or "p" where the name of the day says which, as "last night" does.
        """
        likely = datetime.combine(day, self.time)
        if self.open and half:
            return likely.replace(hour=_hour(self.time.hour % _NOON or _NOON, half))
        if not self.open or day != written.date():
            return likely
        early = datetime.combine(day, self.time.replace(hour=self.time.hour % _NOON))
        late = early + timedelta(hours=_NOON)
        return late if late <= written + _AHEAD else early


def clock_times(folded: str) -> tuple[ClockTime, ...]:
    """Return the times of day in `folded`, in order."""
    return tuple(_read(folded, match) for match in _CLOCK.finditer(folded))


def _read(folded: str, match: re.Match[str]) -> ClockTime:
    kind = next(name for name in _HANDS if match[name] is not None)
    hour, minute = _HANDS[kind](match)
    half = _half_of_day(folded, match)
    railway = kind == "digital" and ":" in match[0] and len(match["h1"]) > 1
    sure = half or railway or kind in ("military", "named") or hour > _NOON or hour == 0
    before = folded[max(0, match.start() - 25) : match.start()]
    about = bool(_ABOUT.search(before)) or bool(_AFTER.match(folded, match.end()))
    about = about or "ish" in match[0]
    about = about or bool(
        re.match(r"(?:about|around|round|gone|back of|after|tua|nearly)", match[0])
    )
    return ClockTime(
        time(_hour(hour, "a" if railway and not half and hour < _NOON else half), minute),
        match.start(),
        match.end(),
        about,
        open=not sure,
        agenda=bool(_AGENDA.search(before)),
    )


def half_named(folded: str) -> str:
    """Return "a" or "p" where `folded` names one part of the day, else nothing."""
    morning, late = _MORNING.search(folded), _LATE.search(folded)
    if bool(morning) == bool(late):
        return ""
    return "a" if morning else "p"


def _half_of_day(folded: str, match: re.Match[str]) -> str:
    """Return am, pm or nothing: as marked, else by the words beside the time."""
    if marked := re.search(r"([ap])\.?m$", match[0]):
        return marked[1]
    if match["named"]:
        return ""
    low, high = max(0, match.start() - _BEFORE), match.end() + _BEHIND
    after, before = folded[match.end() : high], folded[low : match.start()]
    for near in (after.partition(".")[0], before.rpartition(". ")[2], before + after):
        if half := half_named(near):
            return half
    return ""


def _hour(hour: int, half: str) -> int:
    """Return the hour of the day from one on the clock face and its half."""
    hour %= 24
    if half == "a":
        return hour % _NOON if hour <= _NOON else hour
    if half == "p" and hour < _NOON:
        return hour + _NOON
    if half == "p":
        return hour
    return hour + _NOON if 0 < hour < _EARLIEST_GUESS else hour


def _number(word: str) -> int:
    digits = re.match(r"\d+", word)
    if digits:
        return int(digits[0])
    return _NUMBERS[" ".join(re.findall(r"[a-z]+", word.removesuffix("ish").rstrip("-")))]


def _minutes_from(rest: str, way: str, hour: str) -> tuple[int, int]:
    minutes = 5 if rest == "pum" else _number(rest)
    if way in ("to", "i"):
        return (_number(hour) - 1) % _NOON or _NOON, (60 - minutes) % 60
    return _number(hour), minutes % 60


_HANDS: Mapping[str, Callable[[re.Match[str]], tuple[int, int]]] = {
    "digital": lambda m: (int(m["h1"]), int(m["m1"])),
    "military": lambda m: (int(m["h2"]), int(m["m2"])),
    "plain": lambda m: (int(m["h3"]), 0),
    "first": lambda m: (_number(m["h7"]), 0),
    "spoken": lambda m: _minutes_from(m["rest"], m["way"], m["h4"]),
    "halfpast": lambda m: (_number(m["h5"]), 30),
    "named": lambda m: (0 if m[0] in ("midnight", "hanner nos") else _NOON, 0),
    "welsh": lambda m: _minutes_from(m["rest2"], m["way2"], m["h8"]),
    "oclock": lambda m: (_number(m["h9"]), 0),
    "ish": lambda m: (_number(m["h11"]), 0),
    "parted": lambda m: (_number(m["h10"]), 0),
    "bare": lambda m: (_number(m["h6"]), 0),
}
"""Hour and minute on the clock face, by the name of the group that matched."""
