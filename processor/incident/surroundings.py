"""What the words around an act make of it: harmless, at a public place, or the work of a cat.

The list of surroundings holds these words; here is which of them speak to which act.
"""

from __future__ import annotations

import re

from processor.incident.codes import Codes
from processor.incident.phrases import find_phrases
from processor.incident.sentences import sentence
from processor.incident.sign import Aside

BY_SURROUNDINGS = frozenset({"weapon", "family_contact", "bomb"})
"""Signs beside the acts that the words around them may explain."""

# What those who come and go without harm, and animals, may do.
_BY_ANYBODY = frozenset(
    {"home_visit", "home_item", "loiter", "watch", "follow", "assault", "damage", "family_contact"}
)
_AT_HOME = frozenset({"home_visit", "home_item"})
# Words of the sentence that explain a sign, unless others of it say that it was meant.
_EXPLAINED_BY = {
    "weapon": ("tool_of_damage", "at_somebody"),
    "bomb": ("old_ordnance", "live_bomb"),
    "damage": ("small_things", "large_things"),
}
# "It came to the house computer": no more than that it was read or heard there.
_NOT_THE_PLACE = re.compile(r" (?:computer|(?:tele)?phone|landline)\b")
_STOP = re.compile(r"[.\n]")
_NEAR = 25  # characters before what was done within which its doer stands
_SOON = 70  # characters within which words behind what was done may make it harmless


def by_surroundings(codes: Codes, code: str, folded: str, start: int, end: int) -> Aside | None:
    """Return why what was done does not count: "through the letterbox, a thank-you card"."""
    begin, close = sentence(folded, start, end)
    hits = find_phrases(codes.phrases.get("surroundings", ()), folded)

    def said(words: str, low: int = begin, high: int = close) -> bool:
        return any(found == words and low <= at < high for found, at, _ in hits)

    explains, unless = _EXPLAINED_BY.get(code, ("", ""))
    if explains and said(explains) and not said(unless):
        return Aside.EXPLAINED
    if code in ("weapon", "bomb"):
        return None
    stop = _STOP.search(folded, end)
    soon = min(end + _SOON, stop.start() if stop else len(folded))
    if not said("not_what_they_seem"):
        if code != "noxious" and said("harmless", end, soon):
            return Aside.EXPLAINED
        if code in _BY_ANYBODY and said("harmless_doer", max(begin, start - _NEAR), end):
            return Aside.OWN_DOING
    if code not in _AT_HOME:
        return None
    away = _NOT_THE_PLACE.match(folded, end) or (said("public_place") and not said("at_home"))
    return Aside.NOT_AT_HOME if away else None
