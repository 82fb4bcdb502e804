"""The lesser particulars: how, where, whether it goes on, how frightened, what strand and risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from processor.incident.codes import Codes
from processor.incident.phrases import compiled
from processor.incident.reading import Finding, When
from processor.incident.signs import Sign, Signs, phrases_in
from processor.incident.texts import Source, Voice

STRAND_VOICES = (Voice.OWN, Voice.FORWARDED, Voice.ATTACHED)
"""In whose mouth hostility to a strand counts."""

_TOLD = (Voice.OWN,)
_FEAR = compiled(
    r"\b([0-5])\s?(?:/|out of)\s?(?:5|five)\b|"
    r"\b(nought|one|two|three|four|five)[.,]? out of five\b|"
    r"\bhow frightened\b[^\n]{0,40}:[\s>]*([0-5])\b|"
    r"\bout of five[^.\n]{0,20}\b([0-5])\b|"
    r"\b(?:fear|scared|frightened)[^.\n]{0,30}?\b([0-5])\b(?! ?(?:times|days|weeks|people))|"
    r"\bit's a ([0-5]) if\b"
)
_DIGITS = {"nought": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_MOST_CHANNELS = 3
_ONLINE = frozenset({"social_direct", "local_group_page", "website_comment", "messaging_app"})
_MET = frozenset({"in_person_surgery", "in_person_meeting", "in_person_home", "doorstep_campaign"})
# The wider word gives way: who writes of a private message names its platform too.
_SAID_BETTER_BY: Mapping[str, frozenset[str]] = {
    "social_public": _ONLINE | {"deepfake_media", "video_livestream"},
    "phone_call": frozenset({"voicemail", "sms", "third_party"}),
    "sms": frozenset({"messaging_app", "phone_call", "voicemail"}),
    "doorstep_campaign": _ONLINE | {"property", "sms", "email"},
    "letter": frozenset({"parcel", "property", "messaging_app"}),
    "in_person_public": _MET | _ONLINE | {"third_party", "phone_call", "letter", "property"},
    "in_person_home": frozenset({"doorstep_campaign", "phone_call"}),
    "property": frozenset({"in_person_home", "parcel"}),
    "email": frozenset({"phone_call", "letter", "messaging_app"}),
    "in_person_meeting": frozenset({"phone_call", "messaging_app", "email", "property", "vehicle"}),
}
_IMPLIED = (
    ("in_person_home", ("home_visit",)),
    ("property", ("damage", "damage_minor", "home_item", "tracker", "noxious")),
    ("in_person_public", ("assault", "follow", "weapon", "insult")),
)
# A place is where the body was: contact by these alone has none.
_NO_PLACE = frozenset(
    {"email", "sms", "messaging_app", "social_public", "social_direct", "local_group_page"}
    | {"website_comment", "phone_call", "voicemail", "deepfake_media"}
)
_RISK_OF_SIGN: Mapping[str, tuple[str, ...]] = {
    "home_known": ("home_visit", "home_item"),
    "home_published": ("address_published",),
    "family_named": ("family_contact", "abduction"),
    "weapon": ("weapon",),
    "repeated": ("repeated",),
    "escalating": ("escalating",),
    "upcoming_event": ("upcoming",),
    "multi_victim": ("several_members",),
    "order_in_place": ("breach",),
    "tracker_or_hack": ("tracker", "intrusion"),
    "evidence_decaying": ("decaying",),
}


def read_channels(
    source: Source, codes: Codes, found: Signs, opening: Finding[str], year: int
) -> tuple[Finding[str], ...]:
    """Return how the contact was made, at most two, the first told first; "unknown" if unsaid."""
    signs = phrases_in(source, codes, "channels", voices=_TOLD, year=year)
    by_order = _each_once(signs)
    headed = next(iter(source.spoken_by(Voice.HEADING)), None)
    if headed and headed.mail and headed.mail.address:
        line = headed.folded.strip().partition("\n")[0]
        start = headed.folded.index(line)
        return (source.finding(headed, start, start + len(line), "email", rule="channel:email"),)
    told = {finding.value for finding in by_order}
    kept = [f for f in by_order if not told & _SAID_BETTER_BY.get(f.value, frozenset())]
    if kept:
        return tuple(kept[:_MOST_CHANNELS])
    return (_channel_of(found) or replace(opening, value="unknown", rule="channel:unknown"),)


def _channel_of(signs: Signs) -> Finding[str] | None:
    """Return the channel that what was done implies, where no words name one."""
    for channel, codes in _IMPLIED:
        if sign := signs.first(*codes):
            return replace(sign.finding, value=channel, rule=f"channel:{channel}")
    return None


def read_place(
    source: Source, codes: Codes, channels: tuple[Finding[str], ...], year: int
) -> Finding[str] | None:
    """Return the first physical place told of; None for what came only online or by wire."""
    if channels and all(channel.value in _NO_PLACE for channel in channels):
        return None
    found = _each_once(phrases_in(source, codes, "places", voices=_TOLD, year=year))
    return found[0] if found else None


def read_strands(source: Source, codes: Codes, year: int) -> tuple[Finding[str], ...]:
    """Return the strands to which hostility shows, in whoever's mouth."""
    return _each_once(phrases_in(source, codes, "strands", voices=STRAND_VOICES, year=year))


def read_ongoing(
    source: Source, codes: Codes, signs: Signs, when: tuple[Finding[When], ...], year: int
) -> Finding[bool] | None:
    """Return whether it goes on, None where that cannot be told.

    Danger now goes on; so does a series that nobody said has ended. One dated occurrence with
    no word of another is over.
    """
    if sign := signs.first("present", "trapped"):
        return _flag(sign.finding, going_on=True)
    told = _each_once(phrases_in(source, codes, "ongoing", voices=_TOLD, year=year))
    by_word = {finding.value: finding for finding in told}
    if word := by_word.get("true"):
        return _flag(word, going_on=True)
    if word := by_word.get("false"):
        return _flag(word, going_on=False)
    if sign := signs.first("repeated"):
        return _flag(sign.finding, going_on=True)
    return _flag(when[0], going_on=False) if when else None


def read_fear(source: Source) -> Finding[int] | None:
    """Return the fear score from 0 to 5 that the reporter states, None where they state none."""
    for passage in source.spoken_by(Voice.OWN):
        for match in _FEAR.finditer(passage.folded):
            word = next(group for group in match.groups() if group is not None)
            score = _DIGITS[word] if word in _DIGITS else int(word)
            return source.finding(passage, match.start(), match.end(), score, rule="fear")
    return None


def read_risk_factors(
    source: Source, codes: Codes, signs: Signs, strands: tuple[Finding[str], ...], year: int
) -> tuple[Finding[str], ...]:
    """Return the risk factors that the signs and the reporter's own words show."""
    found: dict[str, Finding[str]] = {}
    for factor, shown in _RISK_OF_SIGN.items():
        if sign := signs.first(*shown):
            found[factor] = _risk(sign.finding, factor)
    for strand in strands[:1]:
        found["strand_hostility"] = _risk(strand, "strand_hostility")
    voices = (Voice.OWN, Voice.FORWARDED)
    told = phrases_in(source, codes, "risk_factors", voices=voices, year=year)
    for finding in _each_once(told):
        found.setdefault(finding.value, finding)
    return tuple(found.values())


def election_risk(opening: Finding[str], *, election: bool) -> tuple[Finding[str], ...]:
    """Return the flag of a report in an election period; the calendar says so, not the words."""
    return (_risk(opening, "election_period"),) if election else ()


def _each_once(signs: Iterable[Sign]) -> tuple[Finding[str], ...]:
    found: dict[str, Finding[str]] = {}
    for sign in signs:
        found.setdefault(sign.finding.value, sign.finding)
    return tuple(found.values())


def _risk(finding: Finding[str], factor: str) -> Finding[str]:
    return replace(finding, value=factor, rule=f"risk:{factor}")


def _flag(finding: Finding[str] | Finding[When], *, going_on: bool) -> Finding[bool]:
    return Finding(
        value=going_on,
        quote=finding.quote,
        part=finding.part,
        rule="ongoing",
        start=finding.start,
        end=finding.end,
        item=finding.item,
    )
