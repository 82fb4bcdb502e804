"""Days as British people name them: yesterday, last Tuesday, Sat 7th, 3/4, the second of May.

Day before month. Relative days count back from when the sender wrote. Two names of one day
beside each other ("Tuesday, 23rd June"; "last night (Sunday)") are one mention. Days still to
come are found too, so that the times beside them are not taken for the incident's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from processor.incident.almanac import KINDS, ORDINALS, nearest, span
from processor.incident.feasts import FEAST
from processor.incident.phrases import Finder

# "sat", "sun" and "wed" are words of their own, and days only where something says so.
_DAY = (
    r"(?:(?:mon|tues?|wed(?:nes|s)?|thur?s?|fri|sat(?:ur)?|sun)day|mon|tues?|weds|thur?s?|fri|"
    r"(?:sat|sun|wed)(?=[.,]? (?:the )?\d|,? (?:night|morn|aft|eve|lunch|tea|just gone))|"
    r"(?:(?<=on )|(?<=last )|(?<=this )|(?<=since )|(?<=from )|(?<=until )|(?<=next ))"
    r"(?:sat|sun|wed))"
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|ust|ember|tember|ober)?"
)
_TH = r"(?:st|nd|rd|th)"
_PART = (
    r"(?:morning|mornin|afternoon|aft|evening|eve|night|lunch ?time|dinner ?time|tea ?time|a\.?m|"
    r"p\.?m|forenoon|dinner|lunch)"
)
_COUNT = (
    r"(?:about an|(?:a )?(?:couple of|couple|few)|half(?: an?)?|(?:a )?quarter of an|"
    r"three-quarters of an|three quarters of an|an?|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|twelve|fifteen|twenty|thirty|forty|\d{1,3})"
)
_SPAN = r"(?:min(?:ute)?s?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?)"
_WORD_DAY = "|".join(sorted(ORDINALS, key=len, reverse=True)).replace("-", "[- ]")
_WEEKS = rf"{_COUNT} (?:weeks?|fortnights?)"
_DATE = Finder(
    r"(?P<iso>\b20\d\d-[01]\d-[0-3]\d\b)|"
    rf"(?P<instant>\b(?:the )?(?P<d8>[0-3]?\d){_TH}? (?P<rel>inst\b|ult\b|instant|ultimo|"
    r"of (?:this|last) month\b))|"
    r"(?P<numeric>(?<![\d/.\u00a3-])(?P<d1>[0-3]?\d)"
    r"(?:/(?P<m1>1[0-2]|0?[1-9])(?:/(?P<y1>(?:20)?\d\d))?|"
    r"[.-](?P<m5>[01]?\d)[.-](?P<y5>(?:20)?\d\d))\b(?![/.]\d))|"
    rf"(?P<listed>\b(?P<d6>[0-3]?\d){_TH}?(?=(?:,? (?:and )?|-|\u2013|/| to | & | into )(?:the )?"
    rf"(?:[0-3]?\d{_TH}?(?:,? (?:and )?|-| to )){{0,3}}[0-3]?\d{_TH}?(?: of)? (?P<m6>{_MONTH})\b))|"
    rf"(?P<named>\b(?:the )?(?:(?P<d2>[0-3]?\d){_TH}?|(?P<o2>{_WORD_DAY})(?! ma[yr]))"
    rf"(?: of)? (?P<m2>{_MONTH})\b(?:[.,]{{0,2}} (?P<y2>20\d\d)\b)?)|"
    r"(?P<joined>\b(?P<d9>[0-3]?\d)-?(?P<m9>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:-?(?P<y9>(?:20)?2\d))?\b)|"
    rf"(?P<us>\b(?P<m3>{_MONTH}) (?:the )?(?P<d3>[0-3]?\d)(?:{_TH}\b|(?=,? 20\d\d|[,.;)]))"
    r"(?:,? (?P<y3>20\d\d)\b)?)|"
    rf"(?P<feast>\b{FEAST}\b)|"
    rf"(?P<weeks_from>\b(?P<weeks2>{_WEEKS}(?: ago)?) (?P<from>yesterday|last night|"
    r"(?<=ago )(?:today|tomorrow))\b)|"
    rf"(?P<weekday>\b(?:(?P<weeks>{_WEEKS} (?:last|ago(?: on| last|,)?(?: the)?)) |(?P<which>"
    r"a week on|last week,?(?: on)?(?: the)?|last|this last|this coming|this|next|"
    rf"on|every|each|most) )?(?P<w>{_DAY})\b(?:\.(?= \d))?"
    r"(?: (?P<tail>just gone|gone|past|(?:of )?(?:last|this) week|week|before last))?"
    rf"(?:,? (?:the )?(?P<d7>[0-3]?\d)(?:{_TH}\b(?! (?:of )?{_MONTH})|"
    r"(?=[,.)\u2013-]| (?:and|to|at|about|until)\b)(?![.]\d)))?)|"
    rf"(?P<weekdays>\b(?P<n3>two|three|four) (?P<w3>{_DAY})s (?:ago|back)\b)|"
    r"(?P<weekend>\b(?:(?:over|at|during) (?:the |this )?|this |last |the )(?:past |last )?"
    r"week-?end(?: before last)?\b)|"
    rf"(?P<today>\b(?:todays?|to-day|(?:earlier )?this {_PART}|tonight|tonite|"
    rf"earlier on(?! (?:the|a|in|{_DAY})\b)|heno|heddiw)\b)|"
    r"(?P<before>\b(?:the )?(?:day before yesterday|night before last)\b)|"
    rf"(?P<yesterday>\b(?:yesterdays?|last (?:night|evening)s?|"
    rf"overnight(?!,? ?\(?(?:(?:on|from|between) )?(?:the )?{_DAY})|neithiwr|ddoe)\b)|"
    r"(?P<tomorrow>\b(?:tomorrow|tmrw|tmoro|2moro|tomoz|yfory)\b)|"
    rf"(?P<ago>\b(?:(?P<more>an hour and a half)|(?:(?P<n>{_COUNT}) |(?P<n4>\d{{1,3}}))"
    rf"(?P<unit>{_SPAN}))(?: or so)?"
    r" (?:ago|back|since)\b)|"
    rf"(?P<lasting>\b(?:for|over|in|within|during) (?:the )?(?:last|past) (?:(?P<n2>{_COUNT}) )?"
    rf"(?P<unit2>{_SPAN})\b)|"
    r"(?P<now>\b(?:just now|right now|(?:a|some) (?:minutes?|moments?) ago|moments ago|"
    r"this (?:very )?(?:minute|moment|second|instant))\b)|"
    rf"(?P<month>(?<=since )(?:the (?:start|beginning) of )?(?P<m4>{_MONTH})\b)|"
    rf"(?P<ordinal>\b(?:on )?the (?P<d4>[0-3]?\d){_TH}\b(?! (?:of|time|one|floor|century)))|"
    rf"(?P<spelled>(?<=on )the (?P<o4>{_WORD_DAY})(?=[,.;)]| (?:at|he|she|they|i|we|when)\b))|"
    rf"(?P<counted>(?<=\()(?P<d5>[0-3]?\d){_TH}(?=[),]))"
)
_SCORE = re.compile(
    r"\b(?:fear|score|scale|scared|frightened|worr\w+|level|rate|rated|say|put it(?: at)?|out|"
    r"i'?m an?|it'?s an?|a)\b[^.\n]{0,20}$"
)
# Words between two names of the same day.
_SAME = re.compile(
    r"[\s,(:\u2013-]*(?:(?:that'?s|that was|it was|i think|just gone|the|of|at|about|night|"
    r"morning|evening|afternoon|teatime|post|one|was)[\s,(:\u2013-]*){0,4}$"
)
_RELATIVE = ("today", "yesterday", "ago")
_LOOSE = ("weekday", "feast")  # a date beside it says which one
_YEAR = timedelta(days=366)
_BESIDE = 30  # characters between two names of one day
_WEEK = timedelta(days=7)
_NIGHT = re.compile(r",? (?:night|evening|eve)\b")
_EVENING = 17
_SMALL_HOURS = 4  # until then "tonight" is the night before


@dataclass(frozen=True, slots=True)
class DayNamed:
    """A day at `folded[start:end]`.

    moment: where the words give one to the minute ("ten minutes ago"). began: the words name
    a stretch up to now, which began on `day`. kind: the group of the pattern that matched.
    """

    day: date
    start: int
    end: int
    kind: str
    moment: datetime | None = None
    began: bool = False


def days_named(folded: str, written: datetime) -> tuple[DayNamed, ...]:
    """Return the days named in `folded` by somebody writing at `written`, in order."""
    kept: list[DayNamed] = []
    for named in _every(folded, written):
        merged = _merged(kept[-1], named, folded, written.date()) if kept else None
        if merged:
            kept[-1] = merged
        else:
            kept.append(named)
    return tuple(kept)


def _every(folded: str, written: datetime) -> Iterator[DayNamed]:
    for match in _DATE.finditer(folded):
        if match["numeric"] and _is_score(folded, match):
            continue
        if found := _named(match, written):
            yield found


def _is_score(folded: str, match: re.Match[str]) -> bool:
    """Whether "4/5" or "24/7" is no date; a year settles it, as does a month that is none."""
    if match["y1"] or match["y5"]:
        return False
    before = folded[max(0, match.start() - 25) : match.start()]
    return match[0] == "24/7" or (match["m1"] in ("5", "10") and bool(_SCORE.search(before)))


def _merged(one: DayNamed, two: DayNamed, folded: str, today: date) -> DayNamed | None:
    """Return the mention that two names of one day make, or None where they are two days."""
    if two.start - one.end > _BESIDE or not _SAME.fullmatch(folded, one.end, two.start):
        return None
    if one.day == two.day:
        fuller = one if one.moment or one.kind in _RELATIVE else two
        return replace(fuller, start=one.start, end=two.end)
    loose, firm = (one, two) if one.kind in _LOOSE else (two, one)
    if loose.kind not in _LOOSE or firm.kind in (*_LOOSE, *_RELATIVE, "lasting"):
        return None
    day: date | None = firm.day
    if loose.kind == "weekday" and firm.kind in ("ordinal", "counted"):
        day = nearest(firm.day.day, loose.day.weekday(), today)
    elif loose.kind == "weekday" and firm.day.weekday() != loose.day.weekday():
        day = None
    return replace(firm, day=day, start=one.start, end=two.end) if day else None


def _named(match: re.Match[str], written: datetime) -> DayNamed | None:
    kind = next(name for name in (*KINDS, "ago", "lasting", "now") if match[name] is not None)
    start, end, today = match.start(), match.end(), written.date()
    if kind == "ago":
        return _ago(match, written)
    if kind == "now":
        return DayNamed(today, start, end, kind, written)
    if kind == "lasting":
        return _lasting(match, written)
    if kind == "today" and written.hour < _SMALL_HOURS and "night" in match[0]:
        today -= timedelta(days=1)
    day = KINDS[kind](match, today)
    if day is None or today - day > _YEAR:
        return None
    early = day == today and written.hour < _EVENING
    if kind == "weekday" and early and _NIGHT.match(match.string, end):
        day -= _WEEK  # "on Friday night", said on a Friday morning
    return DayNamed(day, start, end, kind)


def _ago(match: re.Match[str], written: datetime) -> DayNamed:
    count, unit = match["n"] or match["n4"] or match["more"], match["unit"] or "hours"
    at = written - span(count, unit)
    moment = at if unit.startswith(("min", "h")) else None
    return DayNamed(at.date(), match.start(), match.end(), "ago", moment)


def _lasting(match: re.Match[str], written: datetime) -> DayNamed:
    """Return "for the last two weeks" as a stretch; "in the last ten minutes" as a moment."""
    at = written - span(match["n2"] or "one", match["unit2"])
    if match["unit2"].startswith(("min", "h")):
        return DayNamed(at.date(), match.start(), match.end(), "ago", at)
    return DayNamed(at.date(), match.start(), match.end(), "lasting", began=True)
