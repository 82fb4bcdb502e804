"""The words and the shapes that every section of a referral is made of.

An officer who has read one referral knows where to look in the next, so an empty section says
that it is empty. Everything found stands beside the words it was found in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from processor.incident.dates import spoken_day, spoken_time
from processor.incident.reading import Finding, Part, When
from processor.incident.referral_facts import Ask, Facts

NOT_STATED = "Not stated"
NONE_FOUND = "None found"

_MOST = 5

_SCHEME = re.compile(r"\bhttp", re.IGNORECASE)
_DOT = re.compile(r"\.(?=[A-Za-z0-9])")
_LINK = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\"]+", re.IGNORECASE)

_SOURCE = {
    Part.BODY: "message",
    Part.SUBJECT: "subject",
    Part.ATTACHMENT: "an attachment, sender not proved",
    Part.HEADER: "header",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    quote: the words it was read from, "" where it is ours. source: where those stand.
    """

    label: str
    value: str
    quote: str = ""
    source: str = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What stands under one heading.

    notes: our words, before the rest. verbatim: texts of others, each to be marked as such.
    empty: what to say where there are neither rows nor texts, "" for nothing.
    """

    notes: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    verbatim: tuple[str, ...] = ()
    empty: str = NOT_STATED


def category_words(facts: Facts) -> str:
    """Return the categories as people say them, the first one first; no more than five."""
    known = facts.policy.codes.categories
    codes = dict.fromkeys(found.value for found in facts.incident.reading.categories)
    labels = [known[code].label if code in known else code for code in codes]
    return "; ".join(labels[:_MOST]) or "not yet clear"


def ongoing_words(facts: Facts) -> str:
    """Return yes, no or that it was not said."""
    ongoing = facts.incident.reading.ongoing
    return NOT_STATED if ongoing is None else ("yes" if ongoing.value else "no")


def level_words(facts: Facts) -> str:
    """Return the level as the form shows it: URGENT."""
    return facts.incident.reading.level.replace("_", " ").upper()


def control_room_words(facts: Facts) -> str:
    """Return what is known of a call to 999 or 101; never that there was none."""
    refs = [ref.value for ref in facts.incident.reading.police_refs]
    if refs:
        return f"the reporter gives a police reference: {', '.join(refs[:_MOST])}"
    return "not stated - please check"


def ask_words(facts: Facts) -> str:
    """Return what is asked of the police, in a sentence."""
    lead = "Make sure this is with the control room: 999 is needed. " if facts.emergency else ""
    return lead + _ASK[facts.ask]


def rows_of(
    label: str, findings: Iterable[Finding[str]], words: Mapping[str, str] | None = None
) -> list[Row]:
    """Return a row for each finding, its code put into `words` where it has any."""
    return [coded(label, found, words or {}) for found in findings]


def coded(label: str, found: Finding[Any], words: Mapping[str, str]) -> Row:
    """Return a finding with what its code means; the code itself where it is a rule's name."""
    meaning = words.get(found.value, str(found.value))
    if label == "Rule" and meaning != found.value:
        meaning = f"{found.value}: {meaning}"
    return row_of(label, meaning, found)


def row_of(label: str, value: str, found: Finding[Any] | None) -> Row:
    """Return a row with the words it was read from and where those stand; None has neither."""
    if found is None or found.quote == value:
        return Row(label, value)
    return Row(label, value, found.quote, _SOURCE[found.part])


def when_words(when: When) -> str:
    """Return when something happened, and how exactly that is known."""
    end = f" to {_moment(when.end)}" if when.end else ""
    return f"{_moment(when.start)}{end} ({when.precision.replace('_', ' ')})"


def inert(address: str) -> str:
    """Return a link or an address so that no program opens it: hxxps://example[.]org."""
    return _DOT.sub("[.]", _SCHEME.sub("hxxp", address)).replace("@", "[at]")


def with_inert_links(text: str) -> str:
    """Return `text` with every link in it made inert."""
    return _LINK.sub(lambda link: inert(link.group()), text)


_ASK = {
    Ask.RECORD_AS_CRIME: "Record this under our agreement and tell us the reference.",
    Ask.THREAT_ASSESSMENT: "Assess the threat and tell us what you decide and any reference.",
    Ask.ADVICE: "Tell us whether this is for you, and any reference or advice.",
    Ask.INTELLIGENCE_ONLY: "Note this for information and tell us that you have it.",
}


def _moment(local: str) -> str:
    """2026-10-03T19:30 as 3 October 2026, 7:30pm; 2026-10-03 as a day."""
    try:
        moment = datetime.fromisoformat(local)
    except ValueError:
        return local or "unknown"
    time = f", {spoken_time(moment)}" if "T" in local else ""
    return spoken_day(moment) + time
