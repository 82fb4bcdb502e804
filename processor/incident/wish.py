"""What the reporter wants of the police, from their own words outside quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from processor.incident.answers import answers_in
from processor.incident.codes import Codes
from processor.incident.doubts import Doubt
from processor.incident.phrases import compiled, find_phrases
from processor.incident.reading import Finding, Wish
from processor.incident.sentences import sentence
from processor.incident.sign import Aside
from processor.incident.taken import FORMAL, taken
from processor.incident.texts import Passage, Source, Voice

_QUESTION = "question"
_ANSWER = "answer"  # to a question of a form
_POLICE = re.compile(
    r"\b(?:police\w*|polis|bobb(?:y|ies)|constab\w+|officers?|feds|cops?|coppers?|plod|inspector|"
    r"sergeant|sgt|pcso|heddlu|101|999|authorities|the law|old bill|uniform|changed my mind|"
    r"crime|arrest\w*|charg\w+|prosecut\w+|yes,? please)\b"
)
_MILD = re.compile(
    r"\b(?:info\w*|intel\w*|background|aware\w*|picture|records?|files?|may|might|welcome|free|"
    r"happy|mind|objection|copy|just|only|case|useful)\b"
)
# A wish of an earlier day: "I said no police the first time".
_EARLIER = compiled(
    r"\b(?:(?:i|we)(?: had|'d)? (?:said|told|asked|wrote|thought|put|ticked)|first time|originally|"
    r"at first|previously|last time (?:i|we)|used to|was going to|changed my mind)\b"
)
# Not wanted is a visit, which says nothing of a report.
_VISIT = re.compile(
    r"\b(?:doors?|doorstep|step|outside|car|cars|blue lights|visit|round|come|coming|turning up|"
    r"uniform|ring|call|in front of)\b"
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
        for wish, start, end in answers_in(passage.folded):
            if not passage.in_speech(start):
                yield Said(passage, start, end, _ANSWER, wish, None)
        for code, start, end in find_phrases(codes.phrases.get("wish", ()), passage.folded):
            told = Wish.ADVICE_ONLY if code == _QUESTION else Wish(code)
            yield Said(passage, start, end, code, *taken(passage, told, start, end, year))


def read_wish(source: Source, codes: Codes, year: int) -> Finding[Wish] | None:
    """Return the wish with its words, or None where the reporter did not say.

    A denied wish ("I do not want it reported") counts as no police, never as its opposite. What
    a form is answered with counts before all else.
    """
    counted = [s for s in wishes_in(source, codes, year) if s.wish and s.code != _QUESTION]
    answers = [said for said in counted if said.code == _ANSWER]
    found = {wish: _plainest(counted, wish) for wish in _PRECEDENCE}
    said = answers[-1] if answers else next(filter(None, found.values()), None)
    report, against = found[Wish.REPORT_IT], found[Wish.LOG_ONLY_NO_POLICE]
    if not answers and report and against and _outweighs(against, report):
        said = against
    elif not answers and report and not FORMAL.search(_words(report)):
        said = next((one for one in counted if _is_for_information(one, report)), said)
    if said is None or said.wish is None:
        return None
    rule = f"wish:{said.wish.value}"
    return source.finding(said.passage, said.start, said.end, said.wish, rule=rule)


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


def _plainest(counted: Sequence[Said], wish: Wish) -> Said | None:
    """Return where `wish` is said, best with the police named, or None where it is not."""
    said = [one for one in counted if one.wish is wish]
    return next((one for one in said if _POLICE.search(_words(one))), next(iter(said), None))


def _outweighs(against: Said, report: Said) -> bool:
    """Whether "no police" counts and "report it" does not, where both are said.

    The plainer counts; of two plain ones the later, but for a visit that is not wanted.
    """
    if not _POLICE.search(_words(against)) or _is_of_earlier(against):
        return False
    if not _POLICE.search(_words(report)):
        return True
    later = against.passage is report.passage and against.start > report.start
    begin, end = sentence(against.passage.folded, against.start, against.end)
    return later and not _VISIT.search(against.passage.folded, begin, end)


def _is_for_information(said: Said, report: Said) -> bool:
    """Whether it says in the sentence of the request itself that the police may just know."""
    begin, end = sentence(report.passage.folded, report.start, report.end)
    here = said.passage is report.passage and begin <= said.start < end
    return here and said.wish is Wish.PASS_FOR_INFORMATION and bool(_MILD.search(_words(said)))


def _words(said: Said) -> str:
    return said.passage.folded[said.start : said.end]


def _is_of_earlier(said: Said) -> bool:
    begin, _ = sentence(said.passage.folded, said.start, said.end)
    return _EARLIER.search(said.passage.folded, begin, said.end) is not None
