"""When it happened, from the reporter's words and the headings of forwarded mail.

Where contact is repeated the last occasion is the main one, as it is what the report is about;
else the first told is. What happens while the reporter writes comes before either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from processor.incident.occasions import Occasion, occasions
from processor.incident.reading import Finding, Part, When
from processor.incident.signs import Signs
from processor.incident.texts import Source, Voice

_NOW_IS = timedelta(hours=4)
_MOST = 6
_NO_SIGNS = Signs()


def read_when(
    source: Source, base: datetime, *, signs: Signs = _NO_SIGNS
) -> tuple[Finding[When], ...]:
    """Return the dated occurrences, the main one first, at most six.

    base: when the sender wrote, in their own zone. What lies after it is no occurrence.
    signs: whether it is happening now, and whether it is repeated.
    """
    told = _in_order(_told(source, base), repeated=signs.has("repeated", "escalating"))
    told = _led_by_now(told, signs, base)
    found: dict[str, Finding[When]] = {}
    for finding in (*_headings(source), *told):
        found.setdefault(finding.value.start, finding)
    kept = list(found.values())
    timed = {finding.value.start[:10] for finding in kept if "T" in finding.value.start}
    return tuple(f for f in kept if "T" in f.value.start or f.value.start not in timed)[:_MOST]


def _headings(source: Source) -> Iterator[Finding[When]]:
    for passage in source.spoken_by(Voice.HEADING):
        mail = passage.mail
        if mail and mail.sent:
            offset = mail.start
            value = When(mail.sent.strftime("%Y-%m-%dT%H:%M"), "", "exact")
            start, end = mail.date_start - offset, mail.date_end - offset
            yield source.finding(passage, start, end, value, rule="when:heading")


def _told(source: Source, base: datetime) -> list[Finding[When]]:
    """Return what the body tells, or where it names no day at all what the subject does."""
    for part in (Part.BODY, Part.SUBJECT):
        found = []
        for passage in source.spoken_by(Voice.OWN):
            if passage.part is part:
                found += [
                    source.finding(passage, p.start, p.end, p.value, rule=_rule(p))
                    for p in occasions(passage, base)
                ]
        if found:
            return found
    return []


def _rule(point: Occasion) -> str:
    if point.aside:
        return "when:aside"
    if point.began:
        return "when:since"
    return "when:again" if point.again else "when:told"


def _in_order(told: list[Finding[When]], *, repeated: bool) -> list[Finding[When]]:
    """Put the main occurrence first: what only explains is never it where something else is."""
    told = sorted(told, key=lambda finding: finding.rule == "when:aside")
    firm = [finding for finding in told if finding.rule != "when:aside"]
    if not firm or not (repeated or any(f.rule == "when:again" for f in firm[1:])):
        return told
    begun = next((finding for finding in firm if finding.rule == "when:since"), None)
    last = max(firm, key=lambda f: (f.value.start[:10], -firm.index(f)))
    main = begun if begun and "T" not in last.value.start else last
    return [main, *(finding for finding in told if finding is not main)]


def _led_by_now(told: list[Finding[When]], signs: Signs, base: datetime) -> list[Finding[When]]:
    """Put first what happens as the reporter writes: since the time they say, or just then."""
    present = signs.first("present", "trapped", "injury")
    if not present:
        return told
    early = (base - _NOW_IS).strftime("%Y-%m-%dT%H:%M")
    today = [f for f in told if "T" in f.value.start and early <= f.value.start]
    if today:
        return [today[0], *(finding for finding in told if finding is not today[0])]
    if any(finding.rule == "when:told" for finding in told) and not signs.has("present"):
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
