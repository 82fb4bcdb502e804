"""When it happened, from the reporter's words and the headings of forwarded mail.

British order, day before month. "Yesterday" and "Tuesday" count back from the Date the sender
gave, in their own zone; that claim decides nothing else. Dates are found by our own patterns:
general finders read "last Tuesday about 7.30" as the seventh of the month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from processor.incident.clock import ClockTime, clock_times
from processor.incident.phrases import compiled
from processor.incident.reading import Finding, When
from processor.incident.sentences import current_year, doubt
from processor.incident.texts import Passage, Source, Voice

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = r"(?:mon|tue(?:s)?|wed(?:s|nes)?|thu(?:rs|r)?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_TH = r"(?:st|nd|rd|th)"
_SOON = r"(?:morning|afternoon|aft|evening|lunchtime|dinner ?time)"
_COUNT = r"(?:a|an|half an|about an|one|two|three|four|five|six|ten|\d{1,3})"
_DATE = compiled(
    r"(?P<numeric>(?<![\d/.])(?P<d1>[0-3]?\d)(?:/(?P<m1>[01]?\d)(?:/(?P<y1>(?:20)?\d\d))?|"
    r"\.(?P<m5>[01]?\d)\.(?P<y5>(?:20)?\d\d))\b(?![/.]\d))|"
    rf"(?P<named>\b(?:the )?(?P<d2>[0-3]?\d){_TH}?(?: of)? (?P<m2>{_MONTH})\b"
    r"(?:,? (?P<y2>20\d\d)\b)?)|"
    rf"(?P<weekday>\b(?:(?P<which>last|a week last|on|this) )?(?P<w>{_DAY})\b"
    rf"(?:,? (?:the )?(?P<d3>[0-3]?\d){_TH}\b)?)|"
    rf"(?P<today>\b(?:today|this {_SOON}|tonight|earlier on)\b)|"
    r"(?P<yesterday>\b(?:yesterday|last night|overnight|neithiwr)\b)|"
    rf"(?P<ago>\b(?P<n>{_COUNT}) (?P<unit>min(?:ute)?s?|hours?|days?|weeks?)(?: or so)? "
    r"(?:ago|back)\b)|"
    r"(?P<now>\b(?:right now|now|rn)\b)|"
    rf"(?P<ordinal>\b(?:on )?the (?P<d4>[0-3]?\d){_TH}\b(?! (?:of|time|one|floor)))"
)
_PART_OF_DAY = re.compile(rf"\b(?:{_SOON}|night|tonight|overnight|tea ?time|neithiwr)\b")
# "since Friday", "dated 2 June": not when it happened.
_BACKGROUND = re.compile(
    r"\b(?:since|until|till|by|next|before|every|dated|deadline|due|from the)\s+(?:the |on )?$"
)
# fmt: off
_COUNTS: Mapping[str, float] = {
    "a": 1, "an": 1, "half an": 0.5, "about an": 1,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10,
}
# fmt: on
_NEAR = 45
_MOST = 6
_MOST_READ = 100  # dates, and times of day, looked at in one passage


@dataclass(frozen=True, slots=True)
class _Mention:
    """A date at `folded[start:end]`; moment where the words give one to the minute."""

    day: date
    start: int
    end: int
    moment: datetime | None = None


def read_when(source: Source, base: datetime) -> tuple[Finding[When], ...]:
    """Return the dated occurrences, the main one first, at most six.

    base: when the sender wrote, in their own zone. What lies after it is no occurrence.
    """
    found: dict[tuple[str, str], Finding[When]] = {}
    for finding in (*_told(source, base), *_headings(source)):
        found.setdefault((finding.value.start, finding.value.end), finding)
    kept = list(found.values())
    timed = {finding.value.start[:10] for finding in kept if "T" in finding.value.start}
    precise = [f for f in kept if "T" in f.value.start or f.value.start not in timed]
    forwarded = [f for f in precise if f.rule == "when:heading"]
    return tuple([*forwarded, *(f for f in precise if f not in forwarded)][:_MOST])


def _headings(source: Source) -> Iterator[Finding[When]]:
    for passage in source.spoken_by(Voice.HEADING):
        mail = passage.mail
        if mail and mail.sent:
            offset = mail.start
            value = When(mail.sent.strftime("%Y-%m-%dT%H:%M"), "", "exact")
            start, end = mail.date_start - offset, mail.date_end - offset
            yield source.finding(passage, start, end, value, rule="when:heading")


def _told(source: Source, base: datetime) -> Iterator[Finding[When]]:
    for passage in source.spoken_by(Voice.OWN):
        times = clock_times(passage.folded)[:_MOST_READ]
        for mention in islice(_mentions(passage, base), _MOST_READ):
            value, end = _value(passage, mention, times)
            if value.start[:10] <= base.date().isoformat():
                yield source.finding(passage, mention.start, end, value, rule="when:told")


def _mentions(passage: Passage, base: datetime) -> Iterator[_Mention]:
    folded = passage.folded
    for match in _DATE.finditer(folded):
        start, end = match.span()
        if passage.in_speech(start) or _BACKGROUND.search(folded, max(0, start - 20), start):
            continue
        if doubt(passage, start, end, current_year(base.date())) is not None:
            continue
        mention = _mention(match, base)
        if mention and base.date() - mention.day < timedelta(days=366):
            yield mention


def _mention(match: re.Match[str], base: datetime) -> _Mention | None:
    start, end, today = match.start(), match.end(), base.date()
    if match["today"]:
        return _Mention(today, start, end)
    if match["yesterday"]:
        return _Mention(today - timedelta(days=1), start, end)
    if match["now"]:
        return _Mention(today, start, end, base)
    if match["ago"]:
        return _ago(match, base)
    day = _calendar_day(match, today)
    return _Mention(day, start, end) if day else None


def _ago(match: re.Match[str], base: datetime) -> _Mention:
    words = " ".join(match["n"].split())
    count = _COUNTS[words] if words in _COUNTS else float(words)
    unit = match["unit"]
    if unit.startswith(("day", "week")):
        span = timedelta(days=count * (7 if unit.startswith("week") else 1))
        return _Mention((base - span).date(), match.start(), match.end())
    moment = base - timedelta(minutes=count * (60 if unit.startswith("hour") else 1))
    return _Mention(moment.date(), match.start(), match.end(), moment)


def _calendar_day(match: re.Match[str], today: date) -> date | None:
    if match["weekday"]:
        return _weekday(match, today)
    if match["ordinal"]:
        return _day_of_month(int(match["d4"]), today)
    if match["numeric"]:
        month, year = match["m1"] or match["m5"], match["y1"] or match["y5"]
        return _past(int(match["d1"]), int(month), year, today)
    return _past(int(match["d2"]), _MONTHS.index(match["m2"][:3]) + 1, match["y2"], today)


def _weekday(match: re.Match[str], today: date) -> date | None:
    """Return the last such day up to today; with a number beside it, the day of that number."""
    if match["d3"]:
        return _day_of_month(int(match["d3"]), today)
    wanted = next(number for number, name in enumerate(_DAYS) if name[:3] == match["w"][:3])
    back = (today.weekday() - wanted) % 7 or (7 if match["which"] == "last" else 0)
    if (match["which"] or "").startswith("a"):
        back = ((today.weekday() - wanted) % 7 or 7) + 7
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
    if year:
        return _date(int(year) + (2000 if len(year) == len("26") else 0), month, day)
    this = _date(today.year, month, day)
    return this if this is None or this <= today else _date(today.year - 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _value(passage: Passage, mention: _Mention, times: tuple[ClockTime, ...]) -> tuple[When, int]:
    """Return the occurrence that a date and the time nearest to it make, and where it ends."""
    near = [t for t in times if _apart(mention, t) <= _NEAR and not passage.in_speech(t.start)]
    if near:
        clock = min(near, key=lambda t: _apart(mention, t))
        moment = datetime.combine(mention.day, clock.time)
        precision = "about" if clock.about else "exact"
        end = max(mention.end, clock.end) if clock.start >= mention.start else mention.end
        return When(moment.strftime("%Y-%m-%dT%H:%M"), "", precision), end
    if mention.moment:
        return When(mention.moment.strftime("%Y-%m-%dT%H:%M"), "", "about"), mention.end
    around = passage.folded[mention.start : mention.end + 20]
    precision = "part_of_day" if _PART_OF_DAY.search(around) else "day"
    return When(mention.day.isoformat(), "", precision), mention.end


def _apart(mention: _Mention, clock: ClockTime) -> int:
    return max(clock.start - mention.end, mention.start - clock.end, 0)
