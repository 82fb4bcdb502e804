"""The questions of danger now or within a day, each answered with words or None."""

from __future__ import annotations

import re

from processor.incident.facts import Answer, Facts, explained
from processor.incident.phrases import compiled
from processor.incident.sentences import sentence
from processor.incident.sign import Sign
from processor.incident.texts import Voice

_NOW = re.compile(r"\b(?:right now|now|still|rn|as i (?:type|write))\b")
_LEFT = compiled(
    r"\b(?:has|have|he's|they've|she's|hes|theyve) (?:all |now |since |just )?"
    r"(?:gone(?! (?:back to|in\b|into|inside|indoors|upstairs|round|next door|for|"
    r"to (?:his|her|their)|quiet|on)\b)|left|moved on|"
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
# "A man keeps walking behind me" is a habit told of, "keeps banging on the door" is now.
_HABIT = re.compile(
    r"\b(?:keeps|always|often|usually|taken to) (?:\w+ )?"
    r"(?:walk|follow|turn|appear|com|driv|park|show|popp|cropp|sitt|wait|stand)\w*"
)
_FOR_THE_BUS = compiled(
    r"\bwait(?:s|ing) (?:on|for) (?:the|a|his|her|their) (?:[\w-]+ ){0,2}"
    r"(?:bus|tram|train|lift|taxi)\b"
)
# "That's the third time he's come up to me".
_TIME = re.compile(r"\b(?:second|third|fourth|fifth|\w+th|last|every|each) time (?:that )?$")
# Harm as grave as a threat to life, where a time goes with it.
_GRAVE = compiled(
    r"\b(?:legs?|arms?|knees?|knee ?caps?|bones?|neck|spine|skull|jaw|ribs|fingers?|hospital|"
    r"ambulance|wheelchair|crutches|"
    r"(?:bottle|glass|brick|blade|knife) (?:in|into|through|to) your|"
    r"crippl\w+|walk again|rap(?:e|ed)|acid|burn\w*|petrol)\b"
)
# A weapon somebody says that they own, or is said to; and words that bring it near.
_OWNED = compiled(
    r"\b(?:keeps?|own(?:s|ed)?|(?:has|have|got|holds?) an? (?:licen[cs]e|certificate)|"
    r"taken up|collects?|buys?|bought)\b[^.!?\n]{0,25}$"
)
_LET_KNOW = compiled(
    r"\b(?:let (?:me|us|it be) know\w*|mention\w*|boast\w*|brag\w*|remind\w*)\b[^.!?\n]{0,40}"
    r"\b(?:has|have|had|got)\b[^.!?\n]{0,25}$"
)
_SAYING = re.compile(
    r"\b(?:said|says|saying|told|tells|telling|mention\w*|boast\w*|brag\w*|claim\w*|know|"
    r"reckons?|wrote|writes)\b"
)
_NEARER = compiled(
    r"\b(?:in (?:the|my|his|me) (?:\w+ )?(?:van|truck|car|boot|bag|coat|pocket)|bring\w*|fetch\w*|"
    r"com(?:e|ing) (?:for|to|round|down|over)|see you|on me|"
    r"i'?ll be (?:sat|stood|there|round|waiting)|ill be|waiting|tonight|tomorrow|today|outside|"
    r"with (?:me|you|him) (?:next time|when)|ready)\b"
)
_BEFORE = 400  # characters in which what "it" stands for was named
_NEAR = 60  # characters between a threat told in indirect speech and its time


def there_now(facts: Facts) -> Answer:
    """Return words that put somebody there now: by themselves, or with "now" beside them."""
    for sign in facts.signs.all("present"):
        if not _has_left(sign) and not _is_posted(sign) and not _is_habit(sign):
            return sign.finding
    for sign in facts.signs.all("follow", "loiter", "watch", "home_visit"):
        begin, end = sentence(sign.passage.folded, sign.start, sign.end)
        now = _NOW.search(sign.passage.folded, begin, end)
        habit = _HABIT.search(sign.passage.folded, begin, end)
        if now and not habit and not _went_away(sign):
            return sign.finding
    return None


def _has_left(sign: Sign) -> bool:
    """Whether they have gone since: not the others, who left the reporter alone with them."""
    folded = sign.passage.folded
    return any(
        not _OTHERS.search(folded[sentence(folded, gone.start(), gone.end())[0] : gone.start()])
        for gone in _LEFT.finditer(folded, sign.end)
    )


def _is_habit(sign: Sign) -> bool:
    """Whether it tells of what somebody does over and over, or of no more than a wait."""
    folded = sign.passage.folded
    if _FOR_THE_BUS.search(folded, sign.start, sign.end + _NEAR):
        return True
    counted = _TIME.search(folded, max(0, sign.start - _NEAR), sign.start)
    return bool(counted or _HABIT.search(folded, sign.start, sign.end))


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
    """Return a threat to life or of grave harm with a time, or an event, within the next day."""
    soon = facts.signs.all("soon")
    for threat in _grave_threats(facts):
        if any(_same_breath(threat, time) for time in soon):
            return threat.finding
    return _event_within_a_day(facts)


def _grave_threats(facts: Facts) -> tuple[Sign, ...]:
    """Return threats to life, or of grave harm; what phrases call violence is no more than that."""
    violent = facts.signs.all("threat_violence")
    lesser = [sign for sign in violent if not sign.learned and not _is_grave(sign)]
    to_life = (
        sign
        for sign in facts.signs.all("threat_life")
        if not sign.learned or not any(_within(one, sign) for one in lesser)
    )
    return (*to_life, *(sign for sign in violent if _is_grave(sign)))


def _within(one: Sign, other: Sign) -> bool:
    same = one.passage is other.passage
    return same and other.start <= one.start and one.end <= other.end


def _is_grave(threat: Sign) -> bool:
    begin, end = sentence(threat.passage.folded, threat.start, threat.end)
    return _GRAVE.search(threat.passage.folded, begin, end) is not None


def _same_breath(threat: Sign, time: Sign) -> bool:
    """Whether the time belongs to the threat: spoken with it, or told of an event to come."""
    if time.passage is not threat.passage:
        return False
    spoken = threat.passage.in_speech(threat.start)
    if spoken != time.passage.in_speech(time.start):
        return False
    if spoken and threat.passage.speech_at(threat.start) == time.passage.speech_at(time.start):
        return True
    begin, end = sentence(threat.passage.folded, threat.start, threat.end)
    if spoken or threat.passage.voice is not Voice.OWN:
        # People who threaten write in short sentences: the one before belongs to it.
        begin, _ = sentence(threat.passage.folded, max(0, begin - 2), begin)
        return begin <= time.start < end
    return begin <= time.start < end and abs(time.start - threat.start) < _NEAR


def _event_within_a_day(facts: Facts) -> Answer:
    """Return a threat to life where the reporter tells of a public event today or tomorrow."""
    threat = next(iter(_grave_threats(facts)), None)
    for event in facts.signs.all("upcoming"):
        begin, end = sentence(event.passage.folded, event.start, event.end)
        words = event.passage.folded[begin:end]
        if threat and any(
            word in words for word in ("tonight", "tomorrow", "tmrw", "this evening")
        ):
            return threat.finding
    return None


def weapon_now(facts: Facts) -> Answer:
    """Return a weapon seen within a day and not secured, or claimed and brought nearer."""
    weapons = facts.signs.all("weapon")
    if not weapons or explained(facts) or facts.signs.has("secured"):
        return None
    if all(_is_only_claimed(weapon) for weapon in weapons):
        near = (weapon for weapon in weapons if _is_brought_nearer(weapon))
        return next((weapon.finding for weapon in near), None)
    return weapons[0].finding if facts.recent is not False else None


def _is_only_claimed(weapon: Sign) -> bool:
    """Whether it was only spoken of: "he let me know he has a shotgun", "I keep two rifles"."""
    folded = weapon.passage.folded
    begin, _ = sentence(folded, weapon.start, weapon.end)
    spoken = weapon.passage.in_speech(weapon.start) or weapon.passage.voice is not Voice.OWN
    words = folded[begin : weapon.end]
    owned = _OWNED.search(words) and _SAYING.search(words)
    return bool(spoken or owned or _LET_KNOW.search(words))


def _is_brought_nearer(weapon: Sign) -> bool:
    """Whether words around it name where it is at hand, or that it will be brought."""
    folded = weapon.passage.folded
    begin, end = sentence(folded, weapon.start, weapon.end)
    _, after = sentence(folded, end, min(end + 1, len(folded)))
    return _NEARER.search(folded, begin, after) is not None
