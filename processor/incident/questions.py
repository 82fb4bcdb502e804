"""The questions that the level rules ask of the signs, each answered with words or None.

A question says nothing of how grave its answer is: that is the table in `level`.
"""

from __future__ import annotations

import re

from processor.incident.facts import THREATS, VEILED, Answer, Facts, Question, explained
from processor.incident.reading import Finding, When, Wish
from processor.incident.sentences import sentence
from processor.incident.sign import Sign
from processor.incident.texts import Voice

_STALKING = (
    "follow",
    "loiter",
    "watch",
    "frightened",
    "damage",
    "threat_life",
    "threat_violence",
    *VEILED,
)
_MANY = re.compile(
    r"\b(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|third|fourth|fifth|sixth|every|"
    r"constant\w*|relentless\w*|repeatedly|keeps|nights running|[3-9]|[1-9]\d+)(?:\b|(?=th))"
)
_NARRATED = re.compile(
    r"\b(?:said|told|came|leaned|was|were|shouted|got|went|had|met|called|stood|started|did)\b"
)
_MOST_FEAR = 5
_DAYS = 3  # told of on so many days, contact is linked even where nobody says "again"


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
        return sign.finding if sign and not explained(facts) else None

    return question


def linked(facts: Facts) -> Answer:
    """Return words that tell of repetition, or the last date where several days are told of."""
    if facts.signs.has("once") and not _is_often(facts):
        return None
    if sign := facts.signs.first("repeated"):
        return sign.finding
    told = [finding for finding in facts.when if finding.rule in ("when:told", "when:again")]
    on = {finding.value.start[:10] for finding in told}
    again = len(on) > 1 and any(finding.rule == "when:again" for finding in told)
    return _worded(told[-1]) if again or len(on) >= _DAYS else None


def escalation(facts: Facts) -> Answer:
    """Return words that it gets worse, or that it is repeated with a threat, strand or fear."""
    if sign := facts.signs.first("escalating"):
        return sign.finding
    repeated = linked(facts)
    fear = facts.fear is not None and facts.fear.value >= _MOST_FEAR - 1
    grave = facts.signs.has(*THREATS) or facts.strand or fear
    often = _is_often(facts) or (repeated is not None and not facts.signs.has("repeated"))
    return repeated if repeated and often and grave else None


def _is_often(facts: Facts) -> bool:
    """Whether it is told of as many times, not merely as once more."""
    return any(_MANY.search(sign.finding.quote.lower()) for sign in facts.signs.all("repeated"))


def threat_at_a_public_time(facts: Facts) -> Answer:
    """Return a threat, plain or veiled, before a public event or in an election period."""
    threat = facts.signs.first(*THREATS, *VEILED)
    public = facts.election or any(_is_to_come(sign) for sign in facts.signs.all("upcoming"))
    return threat.finding if threat and public else None


def _is_to_come(event: Sign) -> bool:
    """Whether the sentence speaks of the event as ahead, and does not tell what happened at it."""
    folded = event.passage.folded
    begin, end = sentence(folded, event.start, event.end)
    told = [
        m for m in _NARRATED.finditer(folded, begin, end) if not event.passage.in_speech(m.start())
    ]
    return not told


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
    afraid = facts.fear if facts.fear and facts.fear.value >= _MOST_FEAR - 1 else None
    if not linked(facts):
        return None
    return sign.finding if sign else _worded(afraid) if afraid else None


def strand_and_threat(facts: Facts) -> Answer:
    """Return hostility to a strand where there is a threat beside it."""
    return facts.strand if facts.signs.has(*THREATS, *VEILED) else None


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
    """Return the opening where nothing was recognised: somebody must read it, whatever it is.

    So too where the reporter is frightened of what reads as mere rudeness.
    """
    if facts.primary.value == "UNCLEAR":
        return facts.opening
    fear = facts.fear is not None and facts.fear.value > _MOST_FEAR // 2
    calm = facts.signs.has("calm")
    frightened = None if calm else facts.signs.first("frightened")
    if facts.primary.value != "OTHER" or not (fear or frightened):
        return None
    return frightened.finding if frightened else facts.opening


def _worded(finding: Finding[int] | Finding[Wish] | Finding[When]) -> Finding[str]:
    return finding.taken_for("", rule=finding.rule)
