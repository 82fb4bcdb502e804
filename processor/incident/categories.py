"""Which categories the signs speak for: prompts for a desk, never a finding of law."""

from __future__ import annotations

from dataclasses import replace

from processor.incident.reading import Finding, Part
from processor.incident.signs import Sign, Signs
from processor.incident.texts import Source, Voice

SPEAKS_FOR: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("BLACKMAIL", ("blackmail",)),
    ("BOMB_HOAX", ("bomb",)),
    ("WEAPON", ("weapon",)),
    ("ASSAULT", ("assault",)),
    ("THREAT_LIFE", ("threat_life",)),
    ("THREAT_OTHER", ("threat_violence",)),
    ("NOXIOUS", ("fire", "noxious")),
    ("HACK", ("tracker", "intrusion")),
    ("FLASH", ("flash",)),
    ("IMPERSONATE", ("fake",)),
    ("DOX", ("address_published", "phone_published")),
    ("STALK", ("follow", "loiter", "abduction")),
    ("HOME", ("home_visit", "home_item")),
    ("DISORDER", ("disruption", "trapped")),
    ("DAMAGE", ("damage", "damage_minor", "threat_property")),
    ("SELF_HARM_PUSH", ("self_harm_push",)),
    ("SEXUAL", ("sexual",)),
    ("HATE", ()),
    ("THREAT_OTHER", ("veiled",)),
    ("COMMS_FALSE", ("falsehood",)),
    ("ELECTION", ("election_pressure",)),
    ("MEMBER_CONDUCT", ("meeting",)),
    ("HARASS", ("breach",)),
    ("COMMS_ABUSE", ("obscene",)),
)
"""Categories in the order in which they lead, each with the signs that speak for it."""

_MOST = 3


def read_categories(
    source: Source, signs: Signs, strand: Finding[str] | None
) -> tuple[Finding[str], ...]:
    """Return one to three categories, the leading one first.

    Contact that is only repeated is HARASS, or PERSISTENT where it comes by mail. What is
    slight by the reporter's own words is OTHER; what shows nothing is UNCLEAR.
    """
    found: dict[str, Finding[str]] = {}
    for code, speaking in SPEAKS_FOR:
        sign = signs.first(*speaking)
        words = strand if code == "HATE" else sign.finding if sign else None
        if words:
            found.setdefault(code, _as(words, code))
    if found:
        return tuple(found.values())[:_MOST]
    repeated, calm = signs.first("repeated"), signs.first("calm")
    if repeated:
        return (_as(repeated.finding, "PERSISTENT" if _is_by_mail(repeated) else "HARASS"),)
    if calm:
        return (_as(calm.finding, "OTHER"),)
    return (_as(first_words(source), "UNCLEAR"),)


def first_words(source: Source) -> Finding[str]:
    """Return the first line the reporter wrote, or any line at all; no words where none exist."""
    passages = [*source.spoken_by(Voice.OWN), *source.passages]
    for passage in passages:
        line = passage.folded.strip().partition("\n")[0].strip()
        if line:
            start = passage.folded.index(line)
            return source.finding(passage, start, start + len(line), "", rule="opening")
    return Finding(value="", quote="", part=Part.BODY, rule="opening", start=0, end=0)


def _is_by_mail(sign: Sign) -> bool:
    return "complaint" in sign.finding.quote.lower() or "mail" in sign.finding.quote.lower()


def _as(words: Finding[str], code: str) -> Finding[str]:
    return replace(words, value=code, rule=f"category:{code}")
