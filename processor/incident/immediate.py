"""The questions of danger now or within a day, each answered with words or None."""

from __future__ import annotations

import re

from processor.incident.facts import THREATS, VEILED, Answer, Facts, explained
from processor.incident.phrases import compiled
from processor.incident.sentences import sentence
from processor.incident.sign import Sign
from processor.incident.texts import Voice

_NOW = re.compile(r"\b(?:right now|now|still|rn|as i (?:type|write))\b")
_LEFT = compiled(
    r"\b(?:has|have|he's|they've|she's|hes|theyve) (?:all |now |since |just )?"
    r"(?:gone(?! (?:back to|round|next door|for|to (?:his|her|their)|quiet|on)\b)|left|moved on|"
    r"driven off)\b"
)
_GONE = compiled(
    r"\b(?:walked|drove|went|ran|sped|shot|cycled|rode|wandered|stormed) (?:off|away)\b|"
    r"\b(?:then|he|she|they) left\b(?! (?:a|the|his|her|their|it) )|"
    r"\boff (?:he|she|they|it) went\b|"
    r"\bleft of their own accord\b|\bpolice moved\b"
)
_OTHERS = compiled(
    r"\b(?:else|everyone|everybody|nobody|i|we|"
    r"(?:the|my) (?:others|rest|wife|husband|staff|caretaker))\b"
    r"[^,;]{0,50}$"
)
# "It is still there": a post or a photograph, not a person or a car.
_IT = re.compile(r"(?:it|its|it's|that)\b")
_POSTED = compiled(
    r"\b(?:page|post|posted|photo\w*|video|comments?|group|admin|facebook|website|graffiti|screenshot)\b"
)
_BEFORE = 400  # characters in which what "it" stands for was named
_NEAR = 60  # characters between a threat told in indirect speech and its time


def there_now(facts: Facts) -> Answer:
    """Return words that put somebody there now: by themselves, or with "now" beside them."""
    for sign in facts.signs.all("present"):
        if not _has_left(sign) and not _is_posted(sign):
            return sign.finding
    for sign in facts.signs.all("follow", "loiter", "watch", "home_visit"):
        begin, end = sentence(sign.passage.folded, sign.start, sign.end)
        if _NOW.search(sign.passage.folded, begin, end) and not _went_away(sign):
            return sign.finding
    return None


def _has_left(sign: Sign) -> bool:
    """Whether they have gone since: not the others, who left the reporter alone with them."""
    folded = sign.passage.folded
    return any(
        not _OTHERS.search(folded[sentence(folded, gone.start(), gone.end())[0] : gone.start()])
        for gone in _LEFT.finditer(folded, sign.end)
    )


def _is_posted(sign: Sign) -> bool:
    """Whether what is still there is something posted."""
    folded = sign.passage.folded
    named = folded[max(0, sign.start - _BEFORE) : sign.start]
    return bool(_IT.match(folded, sign.start) and _POSTED.search(named))


def _went_away(sign: Sign) -> bool:
    """Whether they are told to have left after that."""
    folded = sign.passage.folded
    gone = _GONE.search(folded, sign.end) or _LEFT.search(folded, sign.end)
    return gone is not None and not sign.passage.in_speech(gone.start())


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
    if weapon and any(_within(weapon, threat) for threat in facts.signs.all("veiled")):
        return None  # "he let me know he has a shotgun": told of, not shown
    if not weapon or explained(facts) or facts.signs.has("secured"):
        return None
    announced = facts.signs.has("upcoming") and facts.signs.has(*VEILED, *THREATS)
    return weapon.finding if announced or facts.recent is not False else None


def _within(one: Sign, other: Sign) -> bool:
    same = one.passage is other.passage
    return same and other.start <= one.start and one.end <= other.end
