"""What the reporter wants of the police, from their own words outside quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from processor.incident.codes import Codes
from processor.incident.phrases import find_phrases
from processor.incident.reading import Finding, Wish
from processor.incident.sentences import Doubt, doubt, sentence
from processor.incident.sign import Aside
from processor.incident.texts import Passage, Source, Voice

_QUESTION = "question"
_DENIED = re.compile(r"\b(?:don'?t|do not|not|never|no)\b")
_ASKED = re.compile(
    r"\b(?:whether|(?:should|shall|ought|must|do|am|can|could) (?:i|we)|do you want|unsure|"
    r"not sure if)\b"
)
_NEAR = 25  # characters within which a question is about what follows
_POLICE = re.compile(
    r"\b(?:police|polis|bobb(?:y|ies)|constab\w+|officers?|feds|cops|plod|inspector|heddlu|"
    r"changed my mind|yes,? please)\b"
)

# A wish for something beats a wish against it: "I don't need a visit, but let them know".
_PRECEDENCE = (
    Wish.REPORT_IT,
    Wish.PASS_FOR_INFORMATION,
    Wish.ADVICE_ONLY,
    Wish.LOG_ONLY_NO_POLICE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """Where a phrase of a wish stands at `passage.folded[start:end]`.

    wish: what it is taken for, None where it does not count. why: the reason for that, or for
    taking it for the opposite of what its code says.
    """

    passage: Passage
    start: int
    end: int
    code: str
    wish: Wish | None
    why: Doubt | Aside | None


def wishes_in(source: Source, codes: Codes, year: int) -> Iterator[Said]:
    """Yield each phrase of a wish in the reporter's own words, whether it counts or not."""
    for passage in source.spoken_by(Voice.OWN):
        for code, start, end in find_phrases(codes.phrases.get("wish", ()), passage.folded):
            told = Wish.ADVICE_ONLY if code == _QUESTION else Wish(code)
            yield Said(passage, start, end, code, *_taken(passage, told, start, end, year))


def read_wish(source: Source, codes: Codes, year: int) -> Finding[Wish] | None:
    """Return the wish with its words, or None where the reporter did not say.

    A denied wish ("I do not want it reported") counts as no police, never as its opposite.
    """
    found: dict[Wish, Finding[Wish]] = {}
    for said in wishes_in(source, codes, year):
        if said.wish and said.code != _QUESTION:
            rule = f"wish:{said.wish.value}"
            finding = source.finding(said.passage, said.start, said.end, said.wish, rule=rule)
            found.setdefault(said.wish, finding)
    wishes = [found[wish] for wish in _PRECEDENCE if wish in found]
    against = found.get(Wish.LOG_ONLY_NO_POLICE)
    if against and wishes[0].value is Wish.REPORT_IT and _is_plainer(against, wishes[0]):
        return against
    return next(iter(wishes), None)


def read_question(source: Source, codes: Codes, year: int) -> Finding[Wish] | None:
    """Return a question about what to do as a wish for advice, or None where none is asked.

    Weaker than a wish: for a report that is not IMMEDIATE and states none.
    """
    for said in wishes_in(source, codes, year):
        if said.wish and said.code == _QUESTION:
            return source.finding(
                said.passage, said.start, said.end, said.wish, rule="wish:question"
            )
    return None


def _is_plainer(against: Finding[Wish], wish: Finding[Wish]) -> bool:
    """Whether "no police" is said in so many words, and "please report it" is not."""
    named, unnamed = _POLICE.search(against.quote.lower()), _POLICE.search(wish.quote.lower())
    return named is not None and unnamed is None


def _taken(
    passage: Passage, wish: Wish, start: int, end: int, year: int
) -> tuple[Wish | None, Doubt | Aside | None]:
    if passage.in_speech(start):
        return None, Aside.NOT_TOLD
    if wish is Wish.LOG_ONLY_NO_POLICE:
        return wish, None
    why = doubt(passage, start, end, year)
    if wish is Wish.REPORT_IT and _is_asked(passage, start, end):
        return None, Doubt.SUPPOSED
    if wish is Wish.REPORT_IT and _DENIED.search(passage.folded, start, end):
        why = Doubt.NEGATED
    if why is Doubt.NEGATED and wish is Wish.REPORT_IT:
        return Wish.LOG_ONLY_NO_POLICE, why
    return (None, why) if why else (wish, None)


def _is_asked(passage: Passage, start: int, end: int) -> bool:
    """Whether the reporter asks if it should be reported, and does not say that it should."""
    begin, _ = sentence(passage.folded, start, end)
    return _ASKED.search(passage.folded, max(begin, start - _NEAR), end) is not None
