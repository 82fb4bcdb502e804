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
from processor.incident.phrases import Finder

# "sat", "sun" and "wed" are words of their own, and days only where something says so.
_DAY = (
    r"(?:(?:mon|tues?|wed(?:nes|s)?|thur?s?|fri|sat(?:ur)?|sun)day|mon|tues?|weds|thur?s?|fri|"
    r"(?:sat|sun|wed)(?=,? (?:the )?\d|,? (?:night|morn|aft|even|lunch|tea|just gone))|"
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
    r"p\.?m)"
)
_COUNT = (
    r"(?:about an|(?:a )?(?:couple of|few)|half(?: an?)?|"
    r"an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|\d{1,3})"
)
_SPAN = r"(?:min(?:ute)?s?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?)"
_WORD_DAY = "|".join(sorted(ORDINALS, key=len, reverse=True)).replace("-", "[- ]")
_DATE = Finder(
    r"(?P<iso>\b20\d\d-[01]\d-[0-3]\d\b)|"
    r"(?P<numeric>(?<![\d/.\u00a3-])(?P<d1>[0-3]?\d)(?:/(?P<m1>[01]?\d)(?:/(?P<y1>(?:20)?\d\d))?|"
    r"[.-](?P<m5>[01]?\d)[.-](?P<y5>(?:20)?\d\d))\b(?![/.]\d))|"
    rf"(?P<listed>\b(?P<d6>[0-3]?\d){_TH}?(?=(?:,? (?:and )?|-|\u2013|/| to | & | into )(?:the )?"
    rf"(?:[0-3]?\d{_TH}?(?:,? (?:and )?|-| to )){{0,3}}[0-3]?\d{_TH}?(?: of)? (?P<m6>{_MONTH})\b))|"
    rf"(?P<named>\b(?:the )?(?:(?P<d2>[0-3]?\d){_TH}?|(?P<o2>{_WORD_DAY}))(?: of)? "
    rf"(?P<m2>{_MONTH})\b(?:,? (?P<y2>20\d\d)\b)?)|"
    rf"(?P<us>\b(?P<m3>{_MONTH}) (?:the )?(?P<d3>[0-3]?\d){_TH}\b(?:,? (?P<y3>20\d\d)\b)?)|"
    r"(?P<weekday>\b(?:(?P<which>a week last|a week on|a week|last|this last|this coming|this|next|"
    rf"on|every|each|most) )?(?P<w>{_DAY})\b"
    r"(?: (?P<tail>just gone|gone|past|(?:of )?last week|week|before last))?"
    rf"(?:,? (?:the )?(?P<d7>[0-3]?\d)(?:{_TH}\b(?! (?:of )?{_MONTH})|"
    r"(?=[,.)\u2013-]| (?:and|to|at|about|until)\b)(?![.]\d)))?)|"
    rf"(?P<today>\b(?:today|(?:earlier )?this {_PART}|tonight|tonite|earlier on|heno|heddiw)\b)|"
    r"(?P<before>\b(?:the )?(?:day before yesterday|night before last)\b)|"
    rf"(?P<yesterday>\b(?:yesterday|last (?:night|evening)|overnight(?! (?:on )?{_DAY})|"
    r"neithiwr|ddoe)\b)|"
    r"(?P<tomorrow>\b(?:tomorrow|tmrw|tmoro|2moro|tomoz|yfory)\b)|"
    rf"(?P<ago>\b(?P<n>{_COUNT}) (?P<unit>{_SPAN})(?: or so)? (?:ago|back|since)\b)|"
    rf"(?P<lasting>\b(?:for|over|in|during) (?:the )?(?:last|past) (?:(?P<n2>{_COUNT}) )?"
    rf"(?P<unit2>{_SPAN})\b)|"
    r"(?P<now>\b(?:just now|right now|(?:a|some) (?:minutes?|moments?) ago|moments ago)\b)|"
    rf"(?P<month>(?<=since )(?:the (?:start|beginning) of )?(?P<m4>{_MONTH})\b)|"
    rf"(?P<ordinal>\b(?:on )?the (?P<d4>[0-3]?\d){_TH}\b(?! (?:of|time|one|floor|century)))|"
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
_YEAR = timedelta(days=366)
_BESIDE = 30  # characters between two names of one day
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
        fuller = one if one.moment or one.kind in ("today", "yesterday", "ago") else two
        return replace(fuller, start=one.start, end=two.end)
    loose, firm = (one, two) if one.kind == "weekday" else (two, one)
    if loose.kind != "weekday" or firm.kind in ("weekday", "today", "yesterday", "ago", "lasting"):
        return None
    if firm.kind in ("ordinal", "counted"):
        day = nearest(firm.day.day, loose.day.weekday(), today)
        return replace(firm, day=day, start=one.start, end=two.end) if day else None
    if firm.day.weekday() != loose.day.weekday():
        return None
    return replace(firm, start=one.start, end=two.end)


def _named(match: re.Match[str], written: datetime) -> DayNamed | None:
    kind = next(name for name in (*KINDS, "ago", "lasting", "now") if match[name] is not None)
    start, end, today = match.start(), match.end(), written.date()
    if kind == "ago":
        return _ago(match, written)
    if kind == "now":
        return DayNamed(today, start, end, kind, written)
    if kind == "lasting":
        back = span(match["n2"] or "one", match["unit2"])
        return DayNamed((written - back).date(), start, end, kind, began=True)
    if kind == "today" and written.hour < _SMALL_HOURS and "night" in match[0]:
        today -= timedelta(days=1)
    day = KINDS[kind](match, today)
    if day is None or today - day > _YEAR:
        return None
    return DayNamed(day, start, end, kind)


def _ago(match: re.Match[str], written: datetime) -> DayNamed:
    at = written - span(match["n"], match["unit"])
    moment = at if match["unit"].startswith(("min", "h")) else None
    return DayNamed(at.date(), match.start(), match.end(), "ago", moment)
