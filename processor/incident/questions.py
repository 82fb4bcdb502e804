"""The questions that the level rules ask of the signs, each answered with words or None.

A question says nothing of how grave its answer is: that is the table in `level`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from processor.incident.reading import Finding, When, Wish
from processor.incident.sentences import sentence
from processor.incident.signs import Sign, Signs
from processor.incident.texts import Voice

THREATS = ("threat_life", "threat_violence", "bomb")
HOME = ("home_visit", "home_item", "address_published")
_STALKING = ("follow", "loiter", "frightened", "damage", "threat_life", "threat_violence", "veiled")
_NOW = re.compile(r"\b(?:right now|now|still|rn|as i (?:type|write))\b")
_NEAR = 60  # characters between a threat told in indirect speech and its time
_MOST_FEAR = 5
_DAYS = 3  # told of on so many days, contact is linked even where nobody says "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules may ask about.

    primary: the leading category; offence: whether it may carry one. strand, fear, wish: as
    read, None where not stated. when: as told. recent: whether an occurrence lies within
    a day before the report, None where it is not dated. election: whether the report
    falls in an election period of the ward. opening: the first words.
    """

    signs: Signs
    primary: Finding[str]
    offence: bool
    strand: Finding[str] | None
    fear: Finding[int] | None
    wish: Finding[Wish] | None
    recent: bool | None
    election: bool
    when: tuple[Finding[When], ...]
    opening: Finding[str]


Answer = Finding[str] | None
Question = Callable[[Facts], Answer]


def shown(*codes: str) -> Question:
    """Build a question that any of these signs answers."""

    def question(facts: Facts) -> Answer:
        sign = facts.signs.first(*codes)
        return sign.finding if sign else None

    return question


def unexplained(*codes: str) -> Question:
    """Build a question that these signs answer unless the reporter says it was nothing."""

    def question(facts: Facts) -> Answer:
        sign = facts.signs.first(*codes)
        return sign.finding if sign and not _explained(facts) else None

    return question


def _explained(facts: Facts) -> bool:
    """Whether the reporter says it was nothing, and tells of no danger or threat beside it."""
    return facts.signs.has("explained") and not facts.signs.has("present", "assault", *THREATS)


def there_now(facts: Facts) -> Answer:
    """Return words that put somebody there now: by themselves, or with "now" beside them."""
    if present := facts.signs.first("present"):
        return present.finding
    for sign in facts.signs.all("follow", "loiter", "home_visit"):
        begin, end = sentence(sign.passage.folded, sign.start, sign.end)
        if _NOW.search(sign.passage.folded, begin, end):
            return sign.finding
    return None


def timed_threat(facts: Facts) -> Answer:
    """Return a threat to life with a time, or an event told of, within the next day."""
    soon = facts.signs.all("soon")
    for threat in facts.signs.all("threat_life"):
        if any(_same_breath(threat, time) for time in soon):
            return threat.finding
    return _event_within_a_day(facts)


def _same_breath(threat: Sign, time: Sign) -> bool:
    """Whether the time belongs to the threat: spoken with it, or told of an event to come."""
    if time.passage is not threat.passage:
        return False
    spoken = threat.passage.in_speech(threat.start)
    if spoken != time.passage.in_speech(time.start):
        return False
    begin, end = sentence(threat.passage.folded, threat.start, threat.end)
    if spoken or threat.passage.voice is not Voice.OWN:
        # People who threaten write in short sentences: the one before belongs to it.
        begin, _ = sentence(threat.passage.folded, max(0, begin - 2), begin)
        return begin <= time.start < end
    return begin <= time.start < end and abs(time.start - threat.start) < _NEAR


def _event_within_a_day(facts: Facts) -> Answer:
    """Return a threat to life where the reporter tells of a public event today or tomorrow."""
    threat = facts.signs.first("threat_life")
    for event in facts.signs.all("upcoming"):
        begin, end = sentence(event.passage.folded, event.start, event.end)
        words = event.passage.folded[begin:end]
        if threat and any(
            word in words for word in ("tonight", "tomorrow", "tmrw", "this evening")
        ):
            return threat.finding
    return None


def weapon_now(facts: Facts) -> Answer:
    """Return a weapon seen within a day and not secured, or announced for a time or an event."""
    weapon = facts.signs.first("weapon")
    if not weapon or _explained(facts) or facts.signs.has("secured"):
        return None
    announced = facts.signs.has("upcoming") and facts.signs.has("veiled", *THREATS)
    return weapon.finding if announced or facts.recent is not False else None


def linked(facts: Facts, days: int = _DAYS) -> Answer:
    """Return words that tell of repetition, or the last date where so many days are told of."""
    if sign := facts.signs.first("repeated"):
        return sign.finding
    told = [finding for finding in facts.when if finding.rule in ("when:told", "when:again")]
    if len({finding.value.start[:10] for finding in told}) < days:
        return None
    return _worded(told[-1])


def escalation(facts: Facts) -> Answer:
    """Return words that it gets worse, or that it is repeated with a threat, strand or fear."""
    if sign := facts.signs.first("escalating"):
        return sign.finding
    repeated = linked(facts)
    fear = facts.fear is not None and facts.fear.value >= _MOST_FEAR - 1
    grave = facts.signs.has(*THREATS) or facts.strand or fear
    often = len(facts.signs.all("repeated")) > 1
    return repeated if repeated and often and grave else None


def threat_at_a_public_time(facts: Facts) -> Answer:
    """Return a threat, plain or veiled, before a public event or in an election period."""
    threat = facts.signs.first(*THREATS, "veiled")
    public = facts.election or facts.signs.has("upcoming")
    return threat.finding if threat and public else None


def family(facts: Facts) -> Answer:
    """Return words that speak of somebody's family to them, or tell that it was approached."""
    if sign := facts.signs.first("family_contact", "abduction"):
        return sign.finding
    spoken = (
        sign
        for sign in facts.signs.all("family")
        if sign.passage.in_speech(sign.start) or sign.passage.voice is not Voice.OWN
    )
    return next((sign.finding for sign in spoken), None)


def stalking(facts: Facts) -> Answer:
    """Return a warning sign of stalking where incidents are linked."""
    sign = facts.signs.first(*_STALKING)
    return sign.finding if sign and linked(facts, days=2) else None


def strand_and_threat(facts: Facts) -> Answer:
    """Return hostility to a strand where there is a threat beside it."""
    return facts.strand if facts.signs.has(*THREATS, "veiled") else None


def greatest_fear(facts: Facts) -> Answer:
    """Return the reporter's fear where they put it at five of five."""
    if facts.fear is None or facts.fear.value < _MOST_FEAR:
        return None
    return _worded(facts.fear)


def possible_offence(facts: Facts) -> Answer:
    """Return the leading category where it may carry an offence, for the police to decide."""
    return facts.primary if facts.offence else None


def strand_shown(facts: Facts) -> Answer:
    """Return hostility to a strand."""
    return facts.strand


def asks_for_police(facts: Facts) -> Answer:
    """Return the wish where it is that the police be told."""
    wish = facts.wish
    return _worded(wish) if wish and wish.value is Wish.REPORT_IT else None


def unclear(facts: Facts) -> Answer:
    """Return the opening where nothing was recognised: somebody must read it, whatever it is."""
    return facts.opening if facts.primary.value == "UNCLEAR" else None


def _worded(finding: Finding[int] | Finding[Wish] | Finding[When]) -> Finding[str]:
    return Finding(
        value="",
        quote=finding.quote,
        part=finding.part,
        rule=finding.rule,
        start=finding.start,
        end=finding.end,
        item=finding.item,
    )
