"""Which categories the signs speak for: prompts for a desk, never a finding of law."""

from __future__ import annotations

import re
from dataclasses import replace

from processor.incident.reading import Finding, Part
from processor.incident.sign import Signs
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
    ("STALK", ("watch",)),
    ("DISORDER", ("disruption", "trapped")),
    ("DAMAGE", ("damage", "damage_minor", "threat_property")),
    ("SELF_HARM_PUSH", ("self_harm_push",)),
    ("SEXUAL", ("sexual",)),
    ("HATE", ()),
    ("THREAT_OTHER", ("veiled", "warning")),
    ("COMMS_FALSE", ("falsehood",)),
    ("ELECTION", ("election_pressure",)),
    ("MEMBER_CONDUCT", ("meeting",)),
    ("HARASS", ("breach", "family", "family_contact")),
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
    found = _spoken_for(signs.told_by_phrases(), strand)
    found |= {code: words for code, words in _spoken_for(signs, None).items() if code not in found}
    if found:
        return _led(found, signs)[:_MOST]
    repeated, calm = signs.first("repeated"), signs.first("calm", "explained", "insult")
    if repeated:
        return (_as(repeated.finding, "PERSISTENT" if _is_lawful(source, signs) else "HARASS"),)
    if calm and not signs.has("vague"):
        return (_as(calm.finding, "OTHER"),)
    return (_as(first_words(source), "UNCLEAR"),)


def _spoken_for(signs: Signs, strand: Finding[str] | None) -> dict[str, Finding[str]]:
    """Return the categories that `signs` and the strand speak for, in the order of the table."""
    found: dict[str, Finding[str]] = {}
    for code, speaking in SPEAKS_FOR:
        sign = signs.first(*speaking)
        words = strand if code == "HATE" else sign.finding if sign else None
        if words:
            found.setdefault(code, _as(words, code))
    return found


def first_words(source: Source) -> Finding[str]:
    """Return the first line the reporter wrote, or any line at all; no words where none exist."""
    passages = [*source.spoken_by(Voice.OWN), *source.passages]
    for passage in passages:
        line = passage.folded.strip().partition("\n")[0].strip()
        if line:
            start = passage.folded.index(line)
            return source.finding(passage, start, start + len(line), "", rule="opening")
    return Finding(value="", quote="", part=Part.BODY, rule="opening", start=0, end=0)


def _led(found: dict[str, Finding[str]], signs: Signs) -> tuple[Finding[str], ...]:
    """Return the categories with the leading one first, where the fixed order is not the point.

    A weapon that is only spoken of stands behind the threat it belongs to; a threat that is the
    latest step of a series stands behind the series.
    """
    weapon, repeated = signs.first("weapon"), signs.first("repeated")
    lead = next(iter(found))
    if weapon and lead == "WEAPON" and "THREAT_LIFE" in found:
        spoken = weapon.passage.in_speech(weapon.start) or weapon.passage.voice is not Voice.OWN
        lead = "THREAT_LIFE" if spoken else lead
    if repeated and signs.has("escalating") and lead in ("THREAT_OTHER", "THREAT_LIFE"):
        found = {"HARASS": _as(repeated.finding, "HARASS"), **found}
        lead = "HARASS"
    return (found[lead], *(finding for code, finding in found.items() if code != lead))


def _is_lawful(source: Source, signs: Signs) -> bool:
    """Whether repeated contact is mail or is said to be polite, and so perhaps only a nuisance."""
    repeated = signs.all("repeated")
    mail = re.compile(r"complaint|mail|essay")
    by_mail = any(mail.search(sign.finding.quote.lower()) for sign in repeated)
    headed = any(source.spoken_by(Voice.HEADING))
    return by_mail or headed or signs.has("polite")


def _as(words: Finding[str], code: str) -> Finding[str]:
    return replace(words, value=code, rule=f"category:{code}")
