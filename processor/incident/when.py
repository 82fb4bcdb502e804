"""When it happened, from the reporter's words and the headings of forwarded mail.

Where contact is repeated the last occasion is the main one, as it is what the report is about;
else the first told is. What happens while the reporter writes comes before either.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from processor.incident.occasions import occasions
from processor.incident.phrases import compiled
from processor.incident.reading import Finding, Part, When
from processor.incident.sentences import sentence
from processor.incident.sign import Sign, Signs
from processor.incident.texts import Passage, Source, Voice
from processor.incident.told import Occasion

_NOW_IS = timedelta(hours=4)
_MOST = 6
_NO_SIGNS = Signs()
_ACTS = ("danger:", "acts:", "threats:", "hostility:")
_SHARED = "acts:several_members"
_NOW = ("present", "trapped", "injury")
_SERIES = 3  # so many days make a chronology, of which the last is the main one
_THING = compiled(
    r"[\s\W]*(?:and |but )?(?:it|(?:the|this|that|his|her|their) (?:\w+ )?(?:post|page|comment|"
    r"video|account|clip|thread|graffiti|paint|sticker|poster|photo|picture|listing|site))s?\b"
)

_WAS = re.compile(r"\b(?:was|were|had)(?: \w+){0,2} $")


@dataclass(frozen=True, slots=True)
class _Told:
    """One occasion of the reporter's telling; weight as `_weights` gives it."""

    finding: Finding[When]
    weight: int

    @property
    def day(self) -> str:
        """The day on which it began, as written in `When`."""
        return self.finding.value.start[:10]


def read_when(
    source: Source, base: datetime, *, signs: Signs = _NO_SIGNS
) -> tuple[Finding[When], ...]:
    """Return the dated occurrences, the main one first, at most six.

    base: when the sender wrote, in their own zone. What lies after it is no occurrence.
    signs: whether it is happening now, and whether it is repeated.
    """
    told = _in_order(_told(source, base, signs), signs)
    told = _led_by_now(told, signs, base)
    found: dict[str, Finding[When]] = {}
    for finding in (*_headings(source), *told):
        found.setdefault(finding.value.start, finding)
    kept = list(found.values())
    timed = {finding.value.start[:10]: finding for finding in reversed(kept) if _is_timed(finding)}
    said = (f if _is_timed(f) else timed.get(f.value.start, f) for f in kept)
    return tuple(dict.fromkeys(said))[:_MOST]


def _is_timed(finding: Finding[When]) -> bool:
    return "T" in finding.value.start


def _headings(source: Source) -> Iterator[Finding[When]]:
    for passage in source.spoken_by(Voice.HEADING):
        mail = passage.mail
        if mail and mail.sent:
            offset = mail.start
            value = When(mail.sent.strftime("%Y-%m-%dT%H:%M"), "", "exact")
            start, end = mail.date_start - offset, mail.date_end - offset
            yield source.finding(passage, start, end, value, rule="when:heading")


def _told(source: Source, base: datetime, signs: Signs) -> list[_Told]:
    """Return what the body tells, or where it names no day at all what the subject does."""
    for part in (Part.BODY, Part.SUBJECT):
        found = []
        for passage in source.spoken_by(Voice.OWN):
            if passage.part is part:
                points = occasions(passage, base)
                found += [
                    _Told(source.finding(passage, p.start, p.end, p.value, rule=_rule(p)), weight)
                    for p, weight in zip(points, _weights(passage, points, signs), strict=True)
                ]
        if found:
            return found
    return []


def _weights(passage: Passage, points: list[Occasion], signs: Signs) -> Iterator[int]:
    """Yield for each point 2 where an act is told from its sentence on, 1 where abuse is, or 0.

    What is told of a day ends where the sentence begins that names the next.
    """
    told = sorted(
        (sign.start, 1 if sign.finding.rule.startswith("hostility") else 2)
        for sign in signs.all(*signs.by_code)
        if sign.passage == passage and sign.finding.rule.startswith(_ACTS)
    )
    told = sorted([*told, *((start, 1) for start, _ in passage.speech)])
    begins = [sentence(passage.folded, point.start, point.end)[0] for point in points]
    for begin in begins:
        end = min((other for other in begins if other > begin), default=len(passage.folded))
        there = told[bisect_left(told, (begin, 0)) : bisect_left(told, (end, 0))]
        yield max((weight for _, weight in there), default=0)


def _rule(point: Occasion) -> str:
    if point.aside:
        return "when:aside"
    if point.began:
        return "when:since"
    return "when:again" if point.again else "when:told"


def _in_order(told: list[_Told], signs: Signs) -> list[Finding[When]]:
    """Put the main occurrence first: what only explains is never it where something else is."""
    firm = [one for one in told if one.finding.rule != "when:aside"]
    main = _main(firm, signs) if firm else None
    found = [one.finding for one in told if one is not main]
    found.sort(key=lambda finding: finding.rule == "when:aside")
    return [main.finding, *found] if main else found


def _main(firm: list[_Told], signs: Signs) -> _Told:
    """Return the last of a series, else the one of which the gravest is told.

    What several members got is one occasion, told of by the first.
    """
    again = signs.has("repeated", "escalating") or any(
        one.finding.rule == "when:again" for one in firm[1:]
    )
    days = len({one.day for one in firm})
    shared = any(sign.finding.rule == _SHARED for sign in signs.all("several_members"))
    if shared or not (again or days >= _SERIES):
        return max(firm, key=lambda one: (one.weight, one.finding.rule != "when:since"))
    begun = next((one for one in firm if one.finding.rule == "when:since"), None)
    grave = any(one.weight > 1 for one in firm)
    last = max(firm, key=lambda one: (one.weight > 0 or not grave, one.day, -firm.index(one)))
    return begun if begun and "T" not in last.finding.value.start else last


def _led_by_now(told: list[Finding[When]], signs: Signs, base: datetime) -> list[Finding[When]]:
    """Put first what happens as the reporter writes: since the time they say, or just then."""
    earlier = [f for f in told if f.value.start[:10] < (base - _NOW_IS).date().isoformat()]
    shown = (sign for sign in signs.all(*_NOW) if not _is_left_standing(sign, earlier))
    present = next(shown, None)
    if not present:
        return told
    early = (base - _NOW_IS).strftime("%Y-%m-%dT%H:%M")
    today = [f for f in told if _is_timed(f) and early <= f.value.start and f.rule != "when:aside"]
    if today:
        return [today[0], *(finding for finding in told if finding is not today[0])]
    firm = any(finding.rule != "when:aside" for finding in told)
    if firm and present.finding.value != "present":
        return told
    value = When(base.strftime("%Y-%m-%dT%H:%M"), "", "about")
    now = Finding(
        value=value,
        quote=present.finding.quote,
        part=present.finding.part,
        rule="when:now",
        start=present.finding.start,
        end=present.finding.end,
        item=present.finding.item,
    )
    return [now, *told]


def _is_left_standing(sign: Sign, earlier: list[Finding[When]]) -> bool:
    """Whether it is not the danger that is there now: a post that stays up, or a day gone by."""
    passage = sign.passage
    begin, _ = sentence(passage.folded, sign.start, sign.end)
    if _THING.match(passage.folded, begin) or _WAS.search(passage.folded, begin, sign.start):
        return True
    began, seen = begin + passage.start, sign.finding.start
    return any(f.part is sign.finding.part and began <= f.start < seen for f in earlier)
