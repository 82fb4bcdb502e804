"""How the contact was made, and where: by wire, on paper, in the flesh, or to property.

A report names many places and pages and means one of them: a letter about a meeting came by post,
a man who spat outside the surgery was met in person. What was done, as the signs tell it, decides
which of the channels that the words name is meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from processor.incident.codes import Codes
from processor.incident.reading import Finding, Part
from processor.incident.sign import Sign, Signs
from processor.incident.signs import phrases_in
from processor.incident.texts import Source, Voice

_TOLD = (Voice.OWN,)
_REMOTE = frozenset(
    {"email", "sms", "messaging_app", "social_public", "social_direct", "local_group_page"}
    | {"website_comment", "phone_call", "voicemail", "deepfake_media", "letter", "parcel"}
)
# A place is where the body was: contact by these has none, and what is posted, only where it lay.
_POSTED = frozenset({"letter", "parcel"})
_NO_PLACE = _REMOTE - _POSTED
_PLACES_OF: Mapping[str, tuple[str, ...]] = {
    "in_person_home": ("home",),
    "in_person_surgery": ("surgery_venue",),
    "in_person_meeting": ("council_building", "meeting_venue"),
    "letter": ("home", "council_building"),
    "parcel": ("home", "council_building"),
}
# The narrower setting first: who is met at a surgery is met in public too.
_SETTINGS = (
    "in_person_surgery",
    "doorstep_campaign",
    "in_person_meeting",
    "in_person_home",
    "in_person_public",
)
# The wider word gives way: who writes of a private message names its platform too.
_SAID_BETTER_BY: Mapping[str, frozenset[str]] = {
    "social_public": frozenset(
        {"social_direct", "local_group_page", "website_comment", "messaging_app"}
        | {"video_livestream", "email", "letter", "voicemail"}
    ),
    "phone_call": frozenset({"voicemail", "sms", "third_party"}),
    "sms": frozenset({"messaging_app", "voicemail", "phone_call"}),
    "letter": frozenset({"parcel", "messaging_app"}),
    "social_direct": frozenset({"messaging_app"}),
    "email": frozenset({"messaging_app", "phone_call", "voicemail", "sms", "local_group_page"}),
}
_HURT = ("assault", "follow", "trapped", "abduction", "loiter", "watch")
_HELD = ("assault", "trapped")
_PURSUED = ("follow", "present")
_SUFFERED = (*_HURT, "present")
_BROKEN = ("damage", "damage_minor", "tracker")
_LEFT_BEHIND = ("noxious", "home_item", "fire")
# What was done implies a channel, where no words name one.
_IMPLIED = (
    ("in_person_home", ("home_visit",)),
    ("property", (*_BROKEN, *_LEFT_BEHIND)),
    ("in_person_meeting", ("disruption",)),
    ("in_person_public", ("assault", "follow", "weapon", "insult")),
)
_SPOKE = re.compile(r"\b(?:said|says|told|asked|shouted|remarked|called)\b")


class _Told:
    """The channels that words name, those of the subject first, then as told; and the signs."""

    def __init__(self, signs: Iterable[Sign], done: Signs) -> None:
        by_rank = sorted(signs, key=lambda sign: sign.finding.part is not Part.SUBJECT)
        named: dict[str, Finding[str]] = {}
        for sign in by_rank:
            named.setdefault(sign.finding.value, sign.finding)
        self.found = {
            code: finding
            for code, finding in named.items()
            if not named.keys() & _SAID_BETTER_BY.get(code, frozenset())
        }
        self.done = done

    def of(self, codes: Collection[str]) -> list[str]:
        """Return the codes of these that are named, in order."""
        return [code for code in self.found if code in codes]

    def in_subject(self, codes: Collection[str]) -> bool:
        """Whether the subject names one of these: it says what the report is about."""
        return any(self.found[code].part is Part.SUBJECT for code in self.of(codes))


def read_channels(
    source: Source, codes: Codes, found: Signs, opening: Finding[str], year: int
) -> tuple[Finding[str], ...]:
    """Return how the contact was made, seldom in more than one way; "unknown" if unsaid."""
    if heading := _heading(source):
        return (heading,)
    named = phrases_in(source, codes, "channels", voices=_TOLD, year=year)
    told = _Told(named, found)
    if kept := _meant(told):
        return tuple(told.found[code] for code in kept)
    implied = _implied(found) or _spoken(source)
    return (implied or replace(opening, value="unknown", rule="channel:unknown"),)


def read_place(
    source: Source, codes: Codes, channels: tuple[Finding[str], ...], year: int
) -> Finding[str] | None:
    """Return what kind of place it was; None for what came only online or by wire.

    The setting implies its place; else a car park, whosever it is; else the first that is told.
    """
    main = channels[0].value if channels else ""
    if main in _NO_PLACE:
        return None
    found: dict[str, Finding[str]] = {}
    for sign in phrases_in(source, codes, "places", voices=_TOLD, year=year):
        found.setdefault(sign.finding.value, sign.finding)
    likely = _PLACES_OF.get(main, ())
    if main not in _POSTED:
        likely = (*likely, "car_park", *found)
    return next((found[place] for place in likely if place in found), None)


def _heading(source: Source) -> Finding[str] | None:
    """Return the first line of a mail passed on: that came by email."""
    passage = next(iter(source.spoken_by(Voice.HEADING)), None)
    if not (passage and passage.mail and passage.mail.address):
        return None
    line = passage.folded.strip().partition("\n")[0]
    start = passage.folded.index(line)
    return source.finding(passage, start, start + len(line), "email", rule="channel:email")


def _meant(told: _Told) -> list[str]:
    """Return the channels that are meant, of those that words name."""
    kept = _met_or_sent(told)
    if "video_livestream" in told.found:
        kept = [*kept[:1], "video_livestream"]
    if "third_party" not in told.found or _told_before(told, kept):
        return kept
    return [*(kept[:1] if told.done.has(*_SUFFERED) else ()), "third_party"]


def _told_before(told: _Told, kept: list[str]) -> bool:
    """Whether what came to the reporter, or was broken, is told before what others heard."""
    order = list(told.found)
    direct = [code for code in kept[:1] if code in _REMOTE or code == "property"]
    return any(order.index(code) < order.index("third_party") for code in direct)


def _met_or_sent(told: _Told) -> list[str]:
    """Return the channels of the contact itself: what was done chooses between those named."""
    done, remote, settings = told.done, told.of(_REMOTE), _settings(told)
    property_named = "property" in told.found
    sent = bool(remote) and (told.in_subject(remote) or not done.has(*_HURT))
    broken = property_named and done.has(*_BROKEN) and not done.has(*_HELD)
    if broken and not told.in_subject(remote):
        tracked = done.has("tracker") and "vehicle" in told.found
        return ["property", "vehicle"] if tracked else ["property"]
    if told.in_subject(("property",)) and not done.has(*_HURT):
        return ["property"]
    if sent:
        return _sent(remote)
    if property_named and done.has(*_LEFT_BEHIND) and not done.has(*_HELD):
        return ["property"]
    return settings or told.of(("property",)) or remote[:1]


def _sent(remote: list[str]) -> list[str]:
    """Return the first, and beside something made up where that was sent or shown."""
    others = [code for code in remote if code != "deepfake_media"]
    return ["deepfake_media", *others[:1]] if "deepfake_media" in remote else remote[:1]


def _settings(told: _Told) -> list[str]:
    """Return where somebody was met: the narrowest, and a vehicle where it was in public."""
    named = [code for code in _SETTINGS if code in told.found][:1]
    if "vehicle" not in told.found:
        return named
    if told.done.has(*_PURSUED) and named != ["in_person_surgery"]:
        return ["vehicle"]
    return [*named, "vehicle"] if named in ([], ["in_person_public"]) else named


def _implied(signs: Signs) -> Finding[str] | None:
    """Return the channel that what was done implies, where no words name one."""
    for channel, codes in _IMPLIED:
        if sign := signs.first(*codes):
            return replace(sign.finding, value=channel, rule=f"channel:{channel}")
    return None


def _spoken(source: Source) -> Finding[str] | None:
    """Return the word by which somebody is said to have spoken: no wire named, they were met."""
    for passage in source.spoken_by(*_TOLD):
        if passage.speech and (said := _SPOKE.search(passage.folded)):
            value = "in_person_public"
            return source.finding(passage, *said.span(), value, rule=f"channel:{value}")
    return None
