"""What the words of a message show, before anything is concluded from it.

A sign is a code such as "present" or "threat_life" with the words that show it. Categories,
levels and risk factors are all read from the same signs, so that they cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from processor.incident.codes import Codes
from processor.incident.doubts import Doubt, doubt
from processor.incident.likeness import learned_in
from processor.incident.phrases import find_phrases
from processor.incident.sentences import sentence
from processor.incident.sign import Aside, Sign, Signs
from processor.incident.surroundings import BY_SURROUNDINGS, by_surroundings
from processor.incident.texts import Passage, Source, Voice

_TOLD = (Voice.OWN,)
_ANYBODY = (Voice.OWN, Voice.TOPIC, Voice.FORWARDED, Voice.ATTACHED)

LISTS: Mapping[str, tuple[Voice, ...]] = {
    "danger": _TOLD,
    "acts": _TOLD,
    "circumstances": _ANYBODY,
    "threats": _ANYBODY,
    "hostility": _ANYBODY,
}
"""Which phrase lists hold signs, and in whose mouth they count."""

_IN_SPEECH = frozenset({"threats", "hostility", "circumstances", "strands", "risk_factors"})
# Own words only: what a stranger calls "for the log", or says is "again", says nothing.
_ONLY_TOLD = frozenset(
    {
        "calm",
        "repeated",
        "escalating",
        "frightened",
        "secured",
        "decaying",
        "family_contact",
        "explained",
        "vague",
    }
)
# Only in somebody else's mouth: "your lad", "I'd lock my door" mean something else in one's own.
_ONLY_SPOKEN = frozenset({"family", "warning"})
# What the reporter may explain away: "false alarm, it was a phone charger".
_EXPLAINABLE = frozenset(
    {"present", "weapon", "fire", "noxious", "tracker", "intrusion", "follow", "loiter", "veiled"}
    | {"home_visit", "home_item"}
)
_BEYOND_EXPLAINING = frozenset({"assault", "threat_life", "threat_violence", "bomb", "injury"})
# These hold a denial of their own, so a denial before them takes nothing away.
_SELF_CONTAINED = frozenset(
    {"calm", "trapped", "self_harm", "secured", "explained", "fake", "insult", "warning", "polite"}
)
# "I have reported it three times": what the reporter did over and over is no repeated contact.
_OWN_DOING = re.compile(
    r"\b(?:i|we)(?:'ve| have|'d)? (?:\w+ )?(?:reported|told|asked|rung|rang|tried|blocked|replied|"
    r"looked|read|watched|went|gone|answered|missed|drew|had to draw|drove|been|"
    r"wrote|written|emailed|lived|worked)\b"
    r"[^,;.\n]{0,25}$"
)
_SAYING = re.compile(
    r"\b(?:call(?:ed|s|ing)|said|says|saying|told|tell(?:s|ing)|shout(?:ed|s|ing)|wrote|writes|"
    r"comment(?:ed|s)?|describ\w+|branded|inform(?:ed|s)|reckons?|hopes?|tweet\w*|post(?:ed|s)|"
    r"reads?|heckl\w+|accus\w+|email\w*|letter|card|note|voicemail|petition)\b"
)
_ANYWHERE = frozenset({"abduction"})
_THREATS = frozenset({"threat_life", "threat_violence", "veiled"})
_FIRST_PERSON = re.compile(r"\b(?:i|we)(?:'ll|'d|'m|'re)?(?: \w+){0,2} $")
_I_OR_WE = re.compile(r"(?:i|we)\b")
_SECOND_PERSON = re.compile(r"\b(?:you|u|ya|yer|ye|thee|tha|your|ur|thy)\b")
# "I rang my mum": the reporter's own doing, unless another stands between.
_I_TOLD = re.compile(
    r"\b(?:i|we)(?:'ve|'d|'m| have| had)?"
    r"(?: (?!he|she|they|who|that|some|a|the|found|hear)\w+){0,3} $"
)
# What residents tell an agent or a clerk is their work.
_STAFF_TOLD = re.compile(
    r"(?:told|asked|telling|asking) (?:my|our|the|his|her) (?:\w+ )?"
    r"(?:agent|clerk|secretary|assistant|pa)\b"
)
# "I could have throttled him".
_I_COULD = re.compile(
    r"\b(?:i|we) (?:could|would|should|might|nearly|almost)(?: (?:have|of|gladly|happily))* $"
)
# "My wife would shoot me for this".
_KIN_WOULD = re.compile(
    r"\b(?:my|our) (?:wife|husband|mum|mam|mother|dad|father|sister|brother|agent|boss|clerk|"
    r"daughter|son|partner)(?:'ll|'d| will| would) $"
)
# Who comes and goes at the reporter's home without harm.
_OURS = re.compile(
    r"\b(?:i|we|(?:my|our) (?:\w+ )?(?:husband|wife|partner|son|daughter|mum|mother|dad|father|"
    r"sister|brother|friend|neighbours?|dog|cleaner|carer|guests?)|the (?:postman|postie|milkman|"
    r"plumber|builder|window cleaner|delivery driver|vicar|nurse|carer))"
    r"(?:'ve|'d|'m|'re|'s)?(?: \w+){0,2} $"
)
# What stands before a sign where it is our own doing, and within how many characters it does.
_DONE_BY_US = {
    "repeated": _OWN_DOING,
    "assault": _I_COULD,
    "family_contact": _I_TOLD,
    **dict.fromkeys(_THREATS, _KIN_WOULD),
    **dict.fromkeys(("home_visit", "home_item", "loiter", "watch", "follow", "damage"), _OURS),
}
_WIDE, _CLOSE = 60, 40


def find_signs(source: Source, codes: Codes, year: int) -> Signs:
    """Return what the passages of `source` show. year: see `sentences.current_year`."""
    every: list[Sign] = []
    for name, voices in LISTS.items():
        every += matches_in(source, codes, name, voices=voices, year=year)
    every += learned_in(source, codes, year, beside=tuple(every))
    found: dict[str, list[Sign]] = {}
    aside: list[Sign] = []
    for sign in every:
        kept = aside if sign.why else found.setdefault(sign.finding.value, [])
        kept.append(sign)
    if "explained" in found and not _BEYOND_EXPLAINING & found.keys():
        for code in [code for code in found if code in _EXPLAINABLE]:
            aside += (replace(sign, why=Aside.EXPLAINED) for sign in found.pop(code))
    return Signs({code: tuple(signs) for code, signs in found.items()}, tuple(aside))


def phrases_in(
    source: Source, codes: Codes, name: str, *, voices: tuple[Voice, ...], year: int
) -> Iterator[Sign]:
    """Yield where a phrase of the list `name` is meant, passage by passage."""
    matches = matches_in(source, codes, name, voices=voices, year=year)
    return (sign for sign in matches if sign.why is None)


def matches_in(
    source: Source, codes: Codes, name: str, *, voices: tuple[Voice, ...], year: int
) -> Iterator[Sign]:
    """Yield where a phrase of the list `name` stands, and why if it does not count."""
    for passage in source.spoken_by(*voices):
        hits = sorted(find_phrases(codes.phrases.get(name, ()), passage.folded), key=_place)
        for code, start, end in hits:
            why = _aside(name, code, passage, start, end) or _doubt(code, passage, start, end, year)
            if not why and (name == "acts" or code in BY_SURROUNDINGS):
                why = by_surroundings(codes, code, passage.folded, start, end)
            finding = source.finding(passage, start, end, code, rule=f"{name}:{code}")
            yield Sign(passage, start, end, finding, why)


def _place(hit: tuple[str, int, int]) -> tuple[int, int]:
    return hit[1], hit[2]


def _aside(name: str, code: str, passage: Passage, start: int, end: int) -> Aside | None:
    """Why this voice may not say this: what was done is told by the reporter, not in quotes."""
    told = passage.voice is Voice.OWN and not passage.in_speech(start)
    if code in _ONLY_SPOKEN:
        return Aside.NOT_SPOKEN if told else None
    if code in _ANYWHERE:
        return None
    if code in _ONLY_TOLD and not told:
        return Aside.NOT_TOLD
    if told and _is_own_doing(code, passage.folded, start):
        return Aside.OWN_DOING
    if told and (code == "insult" or (code in _THREATS and _is_first_person(passage, start, end))):
        return None if _is_reported(passage, start) else Aside.NOT_REPORTED
    counts = told or name in _IN_SPEECH or passage.voice is not Voice.OWN
    return None if counts else Aside.NOT_TOLD


def _is_own_doing(code: str, folded: str, start: int) -> bool:
    """Whether the reporter, or one of theirs, did it: "my husband stood at our gate"."""
    if code == "family_contact" and _STAFF_TOLD.match(folded, start):
        return True
    doing = _DONE_BY_US.get(code)
    reach = _WIDE if code == "repeated" else _CLOSE
    return doing is not None and doing.search(folded, max(0, start - reach), start) is not None


def _is_first_person(passage: Passage, start: int, end: int) -> bool:
    """Whether the reporter is who would do or suffer it: "I'd kill for a bus" threatens nobody.

    Not so where it speaks to "you": nobody says that to the safety desk but in another's words.
    """
    folded = passage.folded
    if _SECOND_PERSON.search(folded, start, end):
        return False
    before = folded[max(0, start - 20) : start]
    return bool(_I_OR_WE.match(folded, start) or _FIRST_PERSON.search(before))


def _is_reported(passage: Passage, start: int) -> bool:
    """Whether the sentence tells what somebody said: "rubbish" alone may be what lies about."""
    begin, end = sentence(passage.folded, start, start)
    return bool(_SAYING.search(passage.folded, begin, end))


def _doubt(code: str, passage: Passage, start: int, end: int, year: int) -> Doubt | None:
    return None if code in _SELF_CONTAINED else doubt(passage, start, end, year)
