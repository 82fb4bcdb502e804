"""Whether a date in a sentence is that of something that happened, and not of what explains it.

"The poll is on Thursday", "please ring me on Friday", "my email of the 3rd": a deadline, a wish
and an earlier letter have dates too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from processor.incident.days import DayNamed
from processor.incident.doubts import Doubt, doubt
from processor.incident.phrases import compiled
from processor.incident.reading import When
from processor.incident.sentences import current_year
from processor.incident.texts import Passage

# "until Friday", "dated 2 June", "the poll is on Thursday": not when it happened.
_NOT_THEN = compiled(
    r"\b(?:until|till?|next|before|every|each|dated|deadline|due|expires?|booked for|"
    r"goes|wipes?|deletes?|runs? out|ends?|"
    r"(?:is|are|be|'s|opens?|starts?|meets|here|(?<!came )(?<!come )back|ring|"
    r"for|cancel|not) (?:on |this |here |in )?|"
    r"(?:my|our|her|his|their|your|a|usual|weekly|first|friday's)) ?(?:the |on )?$"
)
_NO_TIME = compiled(
    r"\b(?:until|till?|next|every|each|booked for|opens?|starts?|meets|due|ring|cancel|not|"
    r"isn't|is) ?(?:on |at |the |by )?$"
)
_COMING = compiled(
    r"\b(?:i'm|i am|we're|we are|im|he's|she's|is|are) (?:\w+ )?"
    r"(?:opening|speaking|doing|holding|going|due|meant|supposed|down|booked|standing|canvassing|"
    r"chairing|having|giving|hoping|planning)\b[^.\n]{0,60}$|"
    r"\b(?:will|'ll|shall|(?:'m|'re|'s|am|is|are) going to) [^.\n]{0,40}$|"
    r"\bby (?:about |around |close of play |the end of |next |this |on |first thing ){0,2}$"
)
# How the reporter came to know, or what they did about it: not what happened.
_ASIDE = compiled(
    r"\b(?:reported|told you|emailed you|wrote to you|picked (?:it|this) up|found out|heard of|"
    r"turns? out|noticed|(?:only )?(?:just )?(?:been )?(?:shown|seen)|screenshotted|blocked|"
    r"replied|answered|taken? down|was told|looked|nomination|nominated|elected|i'?d put|"
    r"told (?:me|us)|i wrote|i rang|i mentioned|thanks? (?:you )?for|"
    r"still (?:up|there|on|live|visible)|"
    r"as of)\b|"
    r"\b(?:i|we) (?:sent|forwarded|submitted|emailed|posted) (?:you|in|it|this|to you)\b|"
    r"\b(?:mine|my (?:e-?mail|letter|message|note|report|call)|spoke to you) (?:of|on|from|dated) $"
)
# The same, said behind the date: "tonight she showed me what came yesterday".
_LEARNED = compiled(
    r"[^.;(\n]{0,20}\b(?:shows?|showed|tells?|told) (?:me|us)\b|"
    r"[^.;(\n]{0,20}\bi (?:was (?:told|shown)|heard|noticed|learned|learnt)\b"
)
_SAID_BEFORE = compiled(r"\W*(?:as )?(?:i|we) (?:told you|said|reported|wrote)\b")
# How it is today, and not what happened: "there is still a mark today".
_STATE = compiled(
    r"\b(?:there is|there's|there are|i am|i'm|we are|we're|is|are|feel|feels|still|i go) "
    r"[^.,;\n]{0,30}$"
)
_CALLED = re.compile(r"\b(?:rang|rung|phoned|called|messaged|texted)\b")
_ASKED = compiled(
    r"\b(?:please|pls|can (?:you|someone|somebody)|could (?:you|someone|somebody)|wants?|"
    r"would like|needs?|'d like) [^.\n]{0,35}(?<!from )$"
)
_STRUCK_OUT = compiled(r"\b(?:not|rather than|instead of) (?:on )?(?:the )?$")
_TO_DAY = re.compile(r"\s?[-\u2013]\s?(?:mon|tue|wed|thu|fri|sat|sun)")
_HOURS = compiled(r"\b(?:(?:office|opening|my) hours|i work|quiz|surgeries)\b[^.\n]{0,15}$")
_EXACT = ("named", "numeric", "yesterday", "today", "iso")
_VAGUE = ("lasting", "month", "weekend")
_LATER = timedelta(minutes=15)


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


def is_struck_out(folded: str, day: DayNamed) -> bool:
    """Whether it is put right ("on Wednesday, not Thursday") or tells of hours ("Mon-Thu")."""
    before = folded[max(0, day.start - 30) : day.start]
    if day.kind == "weekday" and (_TO_DAY.match(folded, day.end) or _HOURS.search(before)):
        return True
    return day.kind != "ago" and bool(_STRUCK_OUT.search(before))


def is_time_of_it(folded: str, begin: int, start: int) -> bool:
    """Whether the time of day that stands alone at `start` may be the incident's."""
    before = max(0, start - 24)
    return not (_NO_TIME.search(folded, before, start) or _COMING.search(folded, begin, start))


def happened(passage: Passage, begin: int, point: Occasion, base: datetime) -> bool:
    """Whether the words from `begin` on place it in the past, and not among what is to come."""
    folded, start = passage.folded, point.start
    kind = point.day.kind if point.day else ""
    if kind == "ago":
        return True
    if point.value.start > (base + _LATER).strftime("%Y-%m-%dT%H:%M"):
        return False
    sure = kind in _EXACT and "'s" in folded
    if not sure and _NOT_THEN.search(folded, max(begin, start - 24), start):
        return False
    near = kind in ("today", "weekday")
    if near and (_ASKED.search(folded, begin, start) or _COMING.search(folded, begin, start)):
        return False
    why = doubt(passage, start, point.end, current_year(base.date()))
    return why in (None, Doubt.NEGATED)


def is_aside(passage: Passage, begin: int, point: Occasion, base: datetime) -> bool:
    """Whether what happened then only explains: how it came out, whom they told of it."""
    folded, start = passage.folded, point.start
    kind = point.day.kind if point.day else ""
    if kind in _VAGUE or folded.startswith("right", start):
        return True
    if doubt(passage, start, point.end, current_year(base.date())):
        return True
    low = max(begin, start - 60)
    bracket = folded.rfind("(", low, start)
    if bracket > folded.rfind(")", low, start) and folded[bracket + 1 : start].strip():
        return True
    if _SAID_BEFORE.match(folded, begin, start) or _LEARNED.match(folded, point.end):
        return True
    clause = max(low, *(folded.rfind(mark, low, start) for mark in ",;:"))
    return bool(
        (kind == "ago" and _CALLED.search(folded, low, start))  # told of it so long ago
        or (kind == "today" and _STATE.search(folded, low, start))
        or _ASIDE.search(folded, clause, start)
    )
