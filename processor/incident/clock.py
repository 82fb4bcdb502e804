"""Times of day as British people write them: 19:30, 7.30pm, half seven, ten past six, noon.

A time without am or pm is read by the words beside it. Where they say nothing both halves of
the day stay open, and `ClockTime.on` settles them: on the day of writing the last that is not
yet to come, on another day the later half for one to nine, because people rarely report the small
hours without saying so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from processor.incident.halves import half_named, hour_of
from processor.incident.phrases import Finder

# fmt: off
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "quarter": 15, "twenty": 20,
    "twenty five": 25, "five and twenty": 25, "half": 30, "fifteen": 15, "thirty": 30, "forty": 40,
    "forty five": 45, "fifty": 50,
    "un": 1, "dau": 2, "tri": 3, "pedwar": 4, "pump": 5, "chwech": 6, "saith": 7, "wyth": 8,
    "naw": 9, "deg": 10, "chwarter": 15, "ugain": 20, "hanner awr": 30,
}
# fmt: on
_HOUR = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|0?[1-9])"
    r"(?:ish|-ish)?"
)
_PAST = (
    r"(?:five and twenty|twenty[ -]five|twenty|ten|five|quarter|half|[1-5]?\d|"
    r"(?:one|two|three|four|six|seven|eight|nine|eleven|twelve)(?= min))"
)
_NOON_OR_NIGHT = r"(?:noon|midday|midnight)"
_TO = r"(?:to|till?|until|and|-|\u2013)"
_HALF_MARK = r"\s?(?:a\.?m|p\.?m)\b"
_UNIT = (
    r"(?:times|quarters|people|others|of|more|likes|per|min|mins|minutes|hours?|hrs|days|nights|weeks|"
    r"months|years|each|different|pages|men|women|lads|calls|e?mails|messages|percent|quid|yards|"
    r"feet|miles|and a half|out|or \w+ (?:of|people|minutes|times))\b"
)
# "at 9 Mill Row", "at 2 Heol y Felin": the number of a house.
_ADDRESS = (
    r" (?:heol|stryd|ffordd|l\u00f4n)\b|"
    r"(?: (?!on\b|in\b|at\b|outside\b|down\b|up\b|by\b|near\b|from\b|to\b|along\b)[\w']+){1,2} "
    r"(?:road|street|lane|avenue|close|drive|way|crescent|terrace|place|court|row|gardens|wynd|"
    r"brae|rise|grove|mews|walk|square|cottages|villas)\b"
)
_CLOCK = Finder(
    r"(?P<digital>(?<![\d/.:\u00a3-])(?P<h1>[01]?\d|2[0-3])[:.](?P<m1>[0-5]\d)(?::[0-5]\d)?"
    rf"(?!\d|[/.:]\d|-\d(?!\d?(?:[:.]\d\d)?{_HALF_MARK})|%)"
    rf"(?:{_HALF_MARK})?)|"
    r"(?P<military>\b(?P<h2>[01]\d|2[0-3])(?P<m2>[0-5]\d)\s?(?:hrs|hours|h)\b)|"
    r"(?P<bare4>(?:(?<=at )|(?<=from )|(?<=until )|(?<=@ )|(?<=approx )|(?<=approximately )|"
    r"(?<=circa )|(?<=time: )|(?<=incident: )|(?:(?<=about )|(?<=around ))"
    r"(?=\d{4} (?:today|on|yesterday|this|last)\b))(?P<h12>[01]\d|2[0-3])(?P<m12>[0-5]\d)\b"
    rf"(?!'s|[/.:-]?\d| {_UNIT}))|"
    r"(?P<french>\b(?P<h14>[01]?\d|2[0-3])h(?P<m14>[0-5]\d)\b)|"
    rf"(?P<plain>\b(?P<h3>\d{{1,2}}){_HALF_MARK})|"
    rf"(?P<first>(?<!\d)(?<![.:/-])(?:(?<=from )|(?<=between )|(?<=from about )|(?<!\w)"
    rf"(?!(?:5|10|20|25) to))(?P<h7>{_HOUR})(?= ?{_TO} ?(?:about )?\d{{1,2}}(?:[.:]\d\d)?"
    rf"{_HALF_MARK}))|"
    rf"(?P<spoken>\b(?:a )?(?P<rest>{_PAST}) (?:minutes? |mins? )?(?P<way>past|to|after) "
    rf"(?P<h4>{_HOUR}|{_NOON_OR_NIGHT})\b"
    rf"(?! {_UNIT})(?:{_HALF_MARK})?)|"
    rf"(?P<halfpast>\bhalf (?P<h5>{_HOUR})\b(?! (?:an?|of|the|dozen)\b)(?:{_HALF_MARK})?)|"
    r"(?P<named>\b(?:noon|midday|midnight|hanner dydd|hanner nos)\b)|"
    r"(?P<welsh>\b(?P<rest2>ugain|deg|pum|chwarter|hanner awr)(?: munud)? (?P<way2>wedi|i) "
    r"(?P<h8>un|dau|tri|pedwar|pump|chwech|saith|wyth|naw|deg)\b)|"
    rf"(?P<oclock>\b(?P<h9>{_HOUR}) ?o'?clock\b)|"
    r"(?P<ish>\b(?P<h11>(?:seven|eight|nine|ten|eleven|twelve|one|two|three|four|five|six|"
    r"1[0-2]|[1-9])) ?-?ish\b)|"
    r"(?P<worded>\b(?:at|about|around|by|gone|just) "
    r"(?P<h15>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[ -]"
    rf"(?P<m15>ten|fifteen|twenty|thirty|forty(?:[ -]five)?|fifty)\b(?! {_UNIT})"
    rf"(?:{_HALF_MARK})?)|"
    rf"(?P<thereabouts>(?<=, )(?P<h16>{_HOUR})(?= or (?:thereabouts|so)\b))|"
    rf"(?P<parted>(?<!and )(?<!or )(?<!another )\b(?P<h10>{_HOUR})"
    r"(?= (?:this|in the|yesterday|last|on \w+day) "
    r"(?:morning|afternoon|evening|night)))|"
    r"(?P<bare>\b(?:at|about|around|round|gone|by|back of|till?|until|roughly|approx\.?|nearly|"
    rf"after|before|between|from|tua|am|circa|@) (?P<h6>{_HOUR})\b"
    rf"(?! (?:and twenty |minutes? |mins )?past| (?:minutes? |mins )?to (?:{_HOUR}|"
    rf"{_NOON_OR_NIGHT})\b|{_ADDRESS}|[:./%-]\d|'s|'s| ?[%\u00a3]| {_UNIT}))"
)
# The other end: "between nine and ten", "from 9 to 11".
_OTHER_END = re.compile(
    rf" (?P<bare>(?:and|to|-|\u2013) (?:about |around |gone )?(?P<h6>{_HOUR})\b"
    rf"(?! past| to |[:./%-]\d| ?o'?clock|{_HALF_MARK}|'s| ?[%\u00a3]| {_UNIT}))"
)
_BETWEEN = re.compile(r"\b(?:between|from)\b")
_ABOUT = re.compile(
    r"\b(?:about|around|round|roughly|gone|approx\w*|back of|call it|thereabouts|nearly|circa|"
    r"tua|must have been|it'?d be|(?:just|bit|little|shortly|soon|not long|sometime|some time) "
    r"(?:before|after|gone|past|between)|maybe|perhaps|probably|near enough|getting on for|"
    r"coming up to|towards|after|before|c\.)\W*(?:\w+ ){0,2}$"
)
_AFTER = re.compile(
    r"\s?(?:[ap]\.?m\b\.?)?,?\s?(?:or thereabouts|thereabouts|or so|-?ish\b|i think|"
    r"i'd say|roughly|"
    r"give or take|or near enough|approx)"
)
_AGENDA = re.compile(
    r"\b(?:start(?:s|ed|ing)?|kick(?:s|ed)? off|doors(?: open)?|opens?|begins?|began|runs?|"
    r"closes?|due|home ?time is)\b(?: (?:at|about|around|from))? $"
)
_NOON = 12
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
            return likely.replace(hour=hour_of(self.time.hour % _NOON or _NOON, half))
        if not self.open or day != written.date():
            return likely
        early = datetime.combine(day, self.time.replace(hour=self.time.hour % _NOON))
        late = early + timedelta(hours=_NOON)
        return late if late <= written + _AHEAD else early


def clock_times(folded: str) -> tuple[ClockTime, ...]:
    """Return the times of day in `folded`, in order."""
    found = []
    for match in _CLOCK.finditer(folded):
        found.append(_read(folded, match))
        other = _OTHER_END.match(folded, match.end())
        if other and _BETWEEN.search(folded, max(0, match.start() - 16), match.end()):
            found.append(replace(_read(folded, other), start=other.start("h6")))
    return tuple(found)


def _read(folded: str, match: re.Match[str]) -> ClockTime:
    groups = match.groupdict()
    kind = next(name for name in _HANDS if groups.get(name) is not None)
    hour, minute = _HANDS[kind](match)
    half = _half_of_day(folded, match)
    railway = kind == "digital" and ":" in match[0] and len(match["h1"]) > 1
    railway = railway or kind in ("military", "bare4", "french")
    sure = half or railway or kind == "named" or hour > _NOON or hour == 0
    before = folded[max(0, match.start() - 25) : match.start()]
    led = match[0].rpartition(" ")[0] + " " if kind in ("bare", "worded") else ""
    about = bool(_ABOUT.search(before + led))
    about = about or "ish" in match[0] or bool(_AFTER.match(folded, match.end()))
    ends = match[0].startswith(("till", "til ", "until"))
    return ClockTime(
        time(hour if railway and not match[0].endswith("m") else hour_of(hour, half), minute),
        match.start("h6") if ends else match.start(),
        match.end(),
        about,
        open=not sure,
        agenda=bool(_AGENDA.search(before)),
    )


def _half_of_day(folded: str, match: re.Match[str]) -> str:
    """Return am, pm or nothing: as marked, else by the words beside the time."""
    if marked := re.search(r"([ap])\.?m$", match[0]):
        return marked[1]
    if match[0] in _NAMED:
        return ""
    low, high = max(0, match.start() - _BEFORE), match.end() + _BEHIND
    after, before = folded[match.end() : high], folded[low : match.start()]
    for near in (after.partition(".")[0], before.rpartition(". ")[2], before + after):
        if half := half_named(near):
            return half
    return ""


def _number(word: str) -> int:
    digits = re.match(r"\d+", word)
    if digits:
        return int(digits[0])
    return _NUMBERS[" ".join(re.findall(r"[a-z]+", word.removesuffix("ish").rstrip("-")))]


def _minutes_from(rest: str, way: str, hour: str) -> tuple[int, int]:
    minutes = 5 if rest == "pum" else _number(rest)
    if hour in _NAMED:
        return (_NAMED[hour] - (way == "to")) % 24, (-minutes if way == "to" else minutes) % 60
    if way in ("to", "i"):
        return (_number(hour) - 1) % _NOON or _NOON, (60 - minutes) % 60
    return _number(hour), minutes % 60


_NAMED = {"noon": _NOON, "midday": _NOON, "midnight": 0, "hanner dydd": _NOON, "hanner nos": 0}
_HANDS: Mapping[str, Callable[[re.Match[str]], tuple[int, int]]] = {
    "digital": lambda m: (int(m["h1"]), int(m["m1"])),
    "military": lambda m: (int(m["h2"]), int(m["m2"])),
    "bare4": lambda m: (int(m["h12"]), int(m["m12"])),
    "french": lambda m: (int(m["h14"]), int(m["m14"])),
    "worded": lambda m: (_number(m["h15"]), _number(m["m15"])),
    "thereabouts": lambda m: (_number(m["h16"]), 0),
    "plain": lambda m: (int(m["h3"]), 0),
    "first": lambda m: (_number(m["h7"]), 0),
    "spoken": lambda m: _minutes_from(m["rest"], m["way"], m["h4"]),
    "halfpast": lambda m: (_number(m["h5"]), 30),
    "named": lambda m: (_NAMED[" ".join(m[0].split())], 0),
    "welsh": lambda m: _minutes_from(m["rest2"], m["way2"], m["h8"]),
    "oclock": lambda m: (_number(m["h9"]), 0),
    "ish": lambda m: (_number(m["h11"]), 0),
    "parted": lambda m: (_number(m["h10"]), 0),
    "bare": lambda m: (_number(m["h6"]), 0),
}
"""Hour and minute on the clock face, by the name of the group that matched."""
