"""The occasions that a passage tells of, each with its day and time.

Each sentence is read for the days and times it names; a time belongs to the day nearest to it,
or to the day last spoken of. Days still to come, and days that only explain, are no occasion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from processor.incident.clock import ClockTime, clock_times, half_named
from processor.incident.days import DayNamed, days_named
from processor.incident.phrases import compiled
from processor.incident.reading import When
from processor.incident.sentences import Doubt, current_year, doubt, sentences
from processor.incident.texts import Passage

_NIGHT = re.compile(r"\b(?:night|tonight|overnight|neithiwr)\b")
_PART_OF_DAY = compiled(
    r"\b(?:morning|afternoon|aft|evening|night|tonight|overnight|(?:lunch|dinner|tea) ?time|"
    r"neithiwr|first thing)\b"
)
# "until Friday", "dated 2 June", "the poll is on Thursday": not when it happened.
_NOT_THEN = compiled(
    r"\b(?:until|till?|next|before|every|each|dated|deadline|due|expires?|booked for|"
    r"(?:is|are|be|'s|opens?|starts?|meets|here|back|ring|for|cancel|not) (?:on |this |here |in )?|"
    r"(?:my|our|her|his|their|your|a|usual|weekly|first|friday's)) ?(?:the |on )?$"
)
_COMING = compiled(
    r"\b(?:i'm|i am|we're|we are|im|he's|she's|is|are) (?:\w+ )?"
    r"(?:opening|speaking|doing|holding|going|due|meant|supposed|down|booked|standing|canvassing|"
    r"chairing|having|giving|hoping|planning)\b[^.\n]{0,60}$|"
    r"\b(?:will|'ll|shall|going to|by) [^.\n]{0,40}$"
)
_SINCE = compiled(r"\b(?:since|from)(?: [^,.;\n]{1,40})? ?$")
_AGAIN = compiled(
    r"\b(?:then|again|another|(?:the )?(?:second|third|last|latest) (?:one|time)|same|also|"
    r"both times)\b"
)
_EACH_TIME = compiled(r" ?(?:each|every|both) (?:time|times|day|days|night|nights)\b")
# How the reporter came to know, or what they did about it: not what happened.
_ASIDE = compiled(
    r"\b(?:reported|told you|emailed you|wrote to you|picked (?:it|this) up|found out|heard of|"
    r"turns? out|noticed|(?:only )?(?:just )?(?:been )?(?:shown|seen)|screenshotted|blocked|"
    r"replied|answered|taken? down|was told|looked|nomination|nominated|elected|i'?d put|"
    r"told (?:me|us)|i wrote|i rang|i mentioned)\b"
)
_CALLED = re.compile(r"\b(?:rang|rung|phoned|called|messaged|texted)\b")
_ASKED = compiled(
    r"\b(?:please|pls|can (?:you|someone|somebody)|could (?:you|someone|somebody)|wants?|"
    r"would like|needs?|'d like) [^.\n]{0,35}$"
)
_USUALLY = re.compile(r"\b(?:always|every|usually|onwards|each|normally|generally)\b")
_HAS_JUST = compiled(
    r"\bjust (?:now )?(?:got (?:in|back|home|here)|had|opened|found|happened|come|pulled|"
    r"received|rung|arrived)\b|\b(?:is|are|'s|'re|hes|theyre) [^.\n]{0,30}\bnow\b"
)
_TO = compiled(
    r"[\s)(,]*(?:(?:night|morning|evening|afternoon)[\s)(,]*)?"
    r"(?:and|to|till?|until|up to|into|-|\u2013)(?: about| around)?[\s(]*"
)
_BETWEEN = compiled(r"\b(?:between|from)(?: about| around)? ?$")
_SMALL_HOURS = 5  # beside "Friday night" they are Saturday's
_REACH = 160  # characters between a day and a time of one sentence
_MOST_READ = 100  # days, and times of day, looked at in one passage


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion told of, at `folded[start:end]` of a passage.

    aside: told to explain, or doubtful: the main one only where there is no other. began: the
    first of a series. again: told of as one more.
    """

    value: When
    start: int
    end: int
    day: DayNamed | None = None
    aside: bool = False
    began: bool = False
    again: bool = False


def occasions(passage: Passage, base: datetime) -> list[Occasion]:
    """Return the occurrences that a passage tells of, in its order."""
    folded = passage.folded
    days = [d for d in days_named(folded, base) if not passage.in_speech(d.start)][:_MOST_READ]
    clocks = [c for c in clock_times(folded) if not passage.in_speech(c.start)][:_MOST_READ]
    points: list[Occasion] = []
    spoken_of: DayNamed | None = None
    for begin, end in sentences(folded):
        here = [d for d in days if begin <= d.start < end]
        times = [c for c in clocks if begin <= c.start < end]
        if here:
            points += _of_sentence(passage, begin, here, times, base)
            spoken_of = next((p.day for p in reversed(points) if p.day and not p.aside), spoken_of)
        elif times and not _USUALLY.search(folded, begin, end):
            points += _of_a_day_known(folded, times, spoken_of, points, base)
        elif just := _HAS_JUST.search(folded, begin, end):
            value = When(base.strftime("%Y-%m-%dT%H:%M"), "", "about")
            points.append(Occasion(value, *just.span(), aside=True))
    return points


def _of_a_day_known(
    folded: str,
    times: list[ClockTime],
    spoken_of: DayNamed | None,
    points: list[Occasion],
    base: datetime,
) -> Iterator[Occasion]:
    """Yield the time that a sentence without a day names: of the day last spoken of, or today."""
    day = spoken_of.day if spoken_of else base.date()
    if any(p.value.start.startswith(day.isoformat() + "T") and not p.aside for p in points):
        return
    clock = next((clock for clock in times if not clock.agenda), None)
    if clock and not _NOT_THEN.search(folded, max(0, clock.start - 24), clock.start):
        moment = clock.on(day, base)
        if moment <= base + timedelta(minutes=15):
            yield Occasion(_timed(moment, clock), clock.start, clock.end, spoken_of)


def _of_sentence(
    passage: Passage, begin: int, days: list[DayNamed], times: list[ClockTime], base: datetime
) -> list[Occasion]:
    """Return the occurrences of one sentence that names days; two may be the ends of a range."""
    drawn: list[Occasion] = []
    for day in days:
        owned = [c for c in times if _belongs(passage.folded, c, day, days)]
        drawn += _of_day(passage.folded, day, owned, base)
    drawn.sort(key=lambda point: point.start)
    joined = _ranges(passage.folded, drawn)
    return [
        replace(
            point,
            aside=_is_aside(passage, begin, point, base),
            began=bool(point.day and point.day.began)
            or bool(_SINCE.search(passage.folded, begin, point.start)),
            again=bool(_AGAIN.search(passage.folded, begin, point.end + 60)),
        )
        for point in joined
        if point.day and _happened(passage, begin, point, base)
    ]


def _belongs(folded: str, clock: ClockTime, day: DayNamed, days: list[DayNamed]) -> bool:
    nearest = min(days, key=lambda other: _apart(other, clock))
    if _EACH_TIME.match(folded, clock.end):
        return True
    return nearest is day and _apart(day, clock) <= _REACH


def _of_day(
    folded: str, day: DayNamed, owned: list[ClockTime], base: datetime
) -> Iterator[Occasion]:
    """Yield a point for each time that belongs to a day, or one for the day alone."""
    told = [clock for clock in owned if not clock.agenda]
    if not told:
        yield Occasion(_untimed(folded, day), day.start, day.end, day)
        return
    nearest = min(told, key=lambda c: _apart(day, c))
    ends = [c for c in told if c is nearest or _joined(folded, c, nearest)]
    half = half_named(folded[day.start : day.end + 10])
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
    return not listed or bool(_BETWEEN.search(folded, max(0, one.start - 30), one.start))


def _happened(passage: Passage, begin: int, point: Occasion, base: datetime) -> bool:
    """Whether the words place it in the past, and not among what explains or is to come."""
    folded, start = passage.folded, point.start
    if point.value.start > (base + timedelta(minutes=15)).strftime("%Y-%m-%dT%H:%M"):
        return False
    exact = point.day and point.day.kind in ("named", "numeric", "yesterday", "today", "ago", "iso")
    if _NOT_THEN.search(folded, max(begin, start - 24), start) and not (exact and "'s" in folded):
        return False
    if point.day and point.day.kind in ("today", "weekday") and _ASKED.search(folded, begin, start):
        return False
    if point.day and point.day.kind == "weekday" and _COMING.search(folded, begin, start):
        return False
    why = doubt(passage, start, point.end, current_year(base.date()))
    return why in (None, Doubt.NEGATED)


def _is_aside(passage: Passage, begin: int, point: Occasion, base: datetime) -> bool:
    folded = passage.folded
    if point.day and point.day.kind in ("lasting", "month"):
        return True
    if doubt(passage, point.start, point.end, current_year(base.date())):
        return True
    low = max(begin, point.start - 60)
    if point.day and point.day.kind == "ago" and _CALLED.search(folded, low, point.start):
        return True  # somebody told them of it so long ago
    if folded.rfind("(", low, point.start) > folded.rfind(")", low, point.start):
        return True
    low = max(low, *(folded.rfind(mark, low, point.start) for mark in ",;:"))
    return bool(_ASIDE.search(folded, low, point.start))


def _timed(moment: datetime, clock: ClockTime) -> When:
    return When(moment.strftime("%Y-%m-%dT%H:%M"), "", "about" if clock.about else "exact")


def _untimed(folded: str, day: DayNamed) -> When:
    if day.moment:
        return When(day.moment.strftime("%Y-%m-%dT%H:%M"), "", "about")
    around = folded[day.start : day.end + 20]
    part = _PART_OF_DAY.search(around)
    return When(day.day.isoformat(), "", "part_of_day" if part else "day")


def _apart(day: DayNamed, clock: ClockTime) -> int:
    return max(clock.start - day.end, day.start - clock.end, 0)
