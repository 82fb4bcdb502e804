"""The occasions that a passage tells of, each with its day and time.

Each sentence is read for the days and times it names; a time belongs to the day nearest to it,
or to the day last spoken of. Days still to come, and days that only explain, are no occasion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from processor.incident.clock import ClockTime, clock_times
from processor.incident.days import DayNamed, days_named
from processor.incident.halves import half_named
from processor.incident.phrases import compiled
from processor.incident.reading import When
from processor.incident.sentences import sentences
from processor.incident.texts import Passage
from processor.incident.told import Occasion, happened, is_aside, is_struck_out, is_time_of_it

_NIGHT = re.compile(r"\b(?:night|tonight|overnight|neithiwr)\b")
_PART = (
    r"(?:mornin|morning|forenoon|afternoon|aft|evening|night|tonight|overnight|"
    r"(?<!'s )(?<!years )(?<!christmas )eve|"
    r"(?:lunch|dinner|tea|bed|closing|breakfast|chucking out) ?time|neithiwr|first thing|"
    r"(?:early|small) hours|dusk|dawn|after dark|sunset|lunch|a\.?m|p\.?m)"
)
_PART_OF_DAY = compiled(rf"\b{_PART}\b")
_PART_BEFORE = compiled(rf"\b{_PART}(?: of| on|,)?(?: the)? ?$")
_SHORT = re.compile(
    r"\b(?:[ap]\.m|approx|c|inst|ult|mon|tues?|weds?|thurs?|fri|sat|sun|jan|feb|mar|apr|jun|jul|aug|"
    r"sept?|oct|nov|dec)\.$"
)
_GOES_ON = re.compile(r"\s*(?:\d|on |at |yesterday|today|this |last |and |to |until |till |the \d)")
_SINCE = compiled(r"\b(?:since|from)(?: [^,.;:\n]{1,40})? ?$")
_AGAIN = compiled(
    r"\b(?:then|again|another|(?:the )?(?:second|third|last|latest) (?:one|time)|same|also|"
    r"both times)\b"
)
_EACH_TIME = compiled(r" ?(?:each|every|both) (?:time|times|day|days|night|nights)\b")
_USUALLY = re.compile(r"\b(?:always|every|usually|onwards|each|normally|generally)\b")
_LIST = compiled(r"(?:,|,? and|,? &)(?: then)?(?: again)?(?: on)?(?: the)? ")
_HAS_JUST = compiled(
    r"\bjust (?:now )?(?:got (?:in|back|home|here)|had|opened|found|happened|come|pulled|"
    r"received|rung|arrived|left|gone|driven|put|thrown|"
    r"smashed|kicked|spat|hit|followed|shouted|called|phoned|sent|texted|turned up)\b|"
    r"\b(?:is|are|'s|'re|hes|theyre) [^.\n]{0,30}\bnow\b|"
    r"\b(?:as|while|whilst) (?:i|we) (?:type|write|speak)\b|\bas i'?m (?:typing|writing)\b"
)
_TO = compiled(
    r"[\s)(,]*(?:(?:night|morning|evening|afternoon)[\s)(,]*)?"
    r"(?:and|to|till?|until|up to|into|-|\u2013)(?: about| around)?[\s(]*"
)
_BETWEEN = compiled(r"\b(?:between|from)(?: about| around)? ?$")
_SMALL_HOURS = 5  # beside "Friday night" they are Saturday's
_REACH = 160  # characters between a day and a time of one sentence
_NEAR = 25  # characters beside a time in which "every" is said of it
_MOST_READ = 100  # days, and times of day, looked at in one passage


def occasions(passage: Passage, base: datetime) -> list[Occasion]:
    """Return the occurrences that a passage tells of, in its order."""
    folded = passage.folded
    named = (d for d in days_named(folded, base) if not passage.in_speech(d.start))
    days = [d for d in named if not is_struck_out(folded, d)][:_MOST_READ]
    clocks = [c for c in clock_times(folded) if not passage.in_speech(c.start)][:_MOST_READ]
    points: list[Occasion] = []
    spoken_of: DayNamed | None = None
    for begin, end in _stretches(folded):
        here = [d for d in days if begin <= d.start < end]
        times = [c for c in clocks if begin <= c.start < end]
        if here:
            points += _of_sentence(passage, begin, here, times, base)
            spoken_of = next((p.day for p in reversed(points) if p.day and not p.aside), spoken_of)
        elif times:
            points += _of_a_day_known(folded, begin, times, spoken_of, points, base)
        elif just := _HAS_JUST.search(folded, begin, end):
            value = When(base.strftime("%Y-%m-%dT%H:%M"), "", "about")
            points.append(Occasion(value, *just.span(), aside=True))
    return points


def _stretches(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences, joined where only "a.m." or "Tues." ended one."""
    begin = None
    for start, end in sentences(folded):
        begin = start if begin is None else begin
        if not _SHORT.search(folded, begin, end) or not _GOES_ON.match(folded, end):
            yield begin, end
            begin = None
    if begin is not None:
        yield begin, len(folded)


def _of_a_day_known(
    folded: str,
    begin: int,
    times: list[ClockTime],
    spoken_of: DayNamed | None,
    points: list[Occasion],
    base: datetime,
) -> Iterator[Occasion]:
    """Yield the time that a sentence without a day names: of the day last spoken of, or today."""
    day = spoken_of.day if spoken_of else base.date()
    told = (p for p in points if not p.aside and not p.began)
    if any(p.value.start.startswith(day.isoformat() + "T") for p in told):
        return
    clock = next((clock for clock in times if _is_once(folded, clock)), None)
    if clock and is_time_of_it(folded, begin, clock.start):
        moment = clock.on(day, base)
        if moment > base and day == base.date() and base.hour < _SMALL_HOURS:
            moment = clock.on(day - timedelta(days=1), base, "p")
        if moment <= base + timedelta(minutes=15):
            yield Occasion(_timed(moment, clock), clock.start, clock.end, spoken_of)


def _is_once(folded: str, clock: ClockTime) -> bool:
    """Whether it is no time at which something begins, or is usually done."""
    around = max(0, clock.start - _NEAR), clock.end + _NEAR
    return not clock.agenda and not _USUALLY.search(folded, *around)


def _of_sentence(
    passage: Passage, begin: int, days: list[DayNamed], times: list[ClockTime], base: datetime
) -> list[Occasion]:
    """Return the occurrences of one sentence that names days; two may be the ends of a range."""
    drawn: list[Occasion] = []
    for day in days:
        owned = [c for c in times if _belongs(passage.folded, c, day, days)]
        same = [other for other in days if other.day == day.day]
        half = half_named(" ".join(passage.folded[d.start : d.end + 10] for d in same))
        drawn += _of_day(passage.folded, day, owned, half, base)
    drawn.sort(key=lambda point: point.start)
    joined = _ranges(passage.folded, drawn)
    return [
        replace(
            point,
            aside=is_aside(passage, begin, point, base),
            began=bool(point.day and point.day.began)
            or bool(_SINCE.search(passage.folded, begin, point.start)),
            again=bool(_AGAIN.search(passage.folded, begin, point.end + 60)),
        )
        for point in joined
        if point.day and happened(passage, begin, point, base)
    ]


def _belongs(folded: str, clock: ClockTime, day: DayNamed, days: list[DayNamed]) -> bool:
    nearest = min(days, key=lambda other: _apart(other, clock))
    if _EACH_TIME.match(folded, clock.end) or _listed(folded, nearest, day, days):
        return True
    return nearest is day and _apart(day, clock) <= _REACH


def _listed(folded: str, one: DayNamed, two: DayNamed, days: list[DayNamed]) -> bool:
    """Whether only other days stand between: "at two on Monday, on Tuesday and again today"."""
    if one.end > two.start:
        return False
    between = [d for d in days if one.start <= d.start <= two.start]
    return all(_LIST.fullmatch(folded, a.end, b.start) for a, b in pairwise(between))


def _of_day(
    folded: str, day: DayNamed, owned: list[ClockTime], half: str, base: datetime
) -> Iterator[Occasion]:
    """Yield a point for each time that belongs to a day, or one for the day alone."""
    told = [clock for clock in owned if not clock.agenda]
    if not told:
        yield Occasion(_untimed(folded, day), day.start, day.end, day)
        return
    nearest = min(told, key=lambda c: _apart(day, c))
    ends = [c for c in told if c is nearest or _joined(folded, c, nearest)]
    for clock in ends:
        moment = clock.on(day.day, base, half)
        night = _NIGHT.search(folded, max(0, day.start - 14), day.end + 6)
        if night and moment.hour < _SMALL_HOURS:
            moment += timedelta(days=1)
        start, end = min(day.start, clock.start), max(day.end, clock.end)
        if len(ends) > 1:
            start, end = clock.start, clock.end
        yield Occasion(_timed(moment, clock), start, end, day)


def _joined(folded: str, one: ClockTime, two: ClockTime) -> bool:
    first, second = sorted((one, two), key=lambda clock: clock.start)
    return bool(_TO.fullmatch(folded, first.end, second.start))


def _ranges(folded: str, points: list[Occasion]) -> list[Occasion]:
    """Return `points` with each pair that a word such as "to" joins made one with an end."""
    made: list[Occasion] = []
    for point in points:
        before = made[-1] if made else None
        if before and not before.value.end and _is_range(folded, before, point):
            value = When(before.value.start, max(point.value.start, before.value.start), "range")
            made[-1] = replace(before, value=value, end=point.end)
        else:
            made.append(point)
    return made


def _is_range(folded: str, one: Occasion, two: Occasion) -> bool:
    gap = folded[one.end : two.start]
    if not _TO.fullmatch(gap) or one.value.start >= two.value.start:
        return False
    listed = gap.strip(" ,(") == "and"
    between = folded.startswith("between", one.start)
    return not listed or between or bool(_BETWEEN.search(folded, max(0, one.start - 30), one.start))


def _timed(moment: datetime, clock: ClockTime) -> When:
    return When(moment.strftime("%Y-%m-%dT%H:%M"), "", "about" if clock.about else "exact")


def _untimed(folded: str, day: DayNamed) -> When:
    if day.moment:
        return When(day.moment.strftime("%Y-%m-%dT%H:%M"), "", "about")
    around = folded[day.start : day.end + 20]
    part = _PART_OF_DAY.search(around) or _PART_BEFORE.search(
        folded, max(0, day.start - 24), day.start
    )
    return When(day.day.isoformat(), "", "part_of_day" if part else "day")


def _apart(day: DayNamed, clock: ClockTime) -> int:
    return max(clock.start - day.end, day.start - clock.end, 0)
