"""What the reporter wants of the police, from their own words outside quotation marks."""

from __future__ import annotations

import re

from processor.incident.codes import Codes
from processor.incident.phrases import find_phrases
from processor.incident.reading import Finding, Wish
from processor.incident.sentences import Doubt, doubt
from processor.incident.texts import Passage, Source, Voice

_QUESTION = "question"
_DENIED = re.compile(r"\b(?:don'?t|do not|not|never|no)\b")
_POLICE = re.compile(
    r"\b(?:police|polis|bobb(?:y|ies)|constab\w+|officers?|feds|cops|plod|inspector|heddlu|"
    r"changed my mind)\b"
)

# A wish for something beats a wish against it: "I don't need a visit, but let them know".
_PRECEDENCE = (
    Wish.REPORT_IT,
    Wish.PASS_FOR_INFORMATION,
    Wish.ADVICE_ONLY,
    Wish.LOG_ONLY_NO_POLICE,
)


def read_wish(source: Source, codes: Codes, year: int) -> Finding[Wish] | None:
    """Return the wish with its words, or None where the reporter did not say.

    A denied wish ("I do not want it reported") counts as no police, never as its opposite.
    """
    found: dict[Wish, Finding[Wish]] = {}
    for passage in source.spoken_by(Voice.OWN):
        for code, start, end in find_phrases(codes.phrases.get("wish", ()), passage.folded):
            if code == _QUESTION:
                continue
            wish = _meant(passage, Wish(code), start, end, year)
            if wish:
                rule = f"wish:{wish.value}"
                found.setdefault(wish, source.finding(passage, start, end, wish, rule=rule))
    wishes = [found[wish] for wish in _PRECEDENCE if wish in found]
    against = found.get(Wish.LOG_ONLY_NO_POLICE)
    if against and wishes[0].value is Wish.REPORT_IT and _is_plainer(against, wishes[0]):
        return against
    return next(iter(wishes), None)


def read_question(source: Source, codes: Codes, year: int) -> Finding[Wish] | None:
    """Return a question about what to do as a wish for advice, or None where none is asked.

    Weaker than a wish: for a report that is not IMMEDIATE and states none.
    """
    for passage in source.spoken_by(Voice.OWN):
        for code, start, end in find_phrases(codes.phrases.get("wish", ()), passage.folded):
            if code == _QUESTION and _meant(passage, Wish.ADVICE_ONLY, start, end, year):
                wish = Wish.ADVICE_ONLY
                return source.finding(passage, start, end, wish, rule="wish:question")
    return None


def _is_plainer(against: Finding[Wish], wish: Finding[Wish]) -> bool:
    """Whether "no police" is said in so many words, and "please report it" is not."""
    named, unnamed = _POLICE.search(against.quote.lower()), _POLICE.search(wish.quote.lower())
    return named is not None and unnamed is None


def _meant(passage: Passage, wish: Wish, start: int, end: int, year: int) -> Wish | None:
    if passage.in_speech(start):
        return None
    if wish is Wish.LOG_ONLY_NO_POLICE:
        return wish
    why = doubt(passage, start, end, year)
    if wish is Wish.REPORT_IT and _DENIED.search(passage.folded, start, end):
        why = Doubt.NEGATED
    if why is None:
        return wish
    return Wish.LOG_ONLY_NO_POLICE if why is Doubt.NEGATED and wish is Wish.REPORT_IT else None
