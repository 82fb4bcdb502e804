"""What the reporter wants of the police, from their own words outside quotation marks.

To report against a wish may harm whoever asked us to keep quiet, so a request to report counts
only where it is plain: not asked about, not denied, not said to be for information only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from processor.incident.answers import answers_in
from processor.incident.codes import Codes
from processor.incident.doubts import Doubt, doubt
from processor.incident.phrases import compiled, find_phrases
from processor.incident.reading import Finding, Wish
from processor.incident.sentences import sentence
from processor.incident.sign import Aside
from processor.incident.texts import Passage, Source, Voice

_QUESTION = "question"
_ANSWER = "answer"  # to a question of a form
_DENIED = compiled(
    r"\b(?:do not|not|never|no|nor|nae|nobody|without|refuse\w*|withh\w+|\w+n't|"
    r"(?:do|did|does|would|should|could|wo|is|has|have)nt|dnt)\b"
)
# Words that hold a denial and insist all the same: "I won't let it drop".
_INSISTS = compiled(
    r"\b(?:let(?:ting)? (?:it|this|him|her|them) (?:drop|lie|go|get away)|get away with|"
    r"nothing short of|(?:dealt with inside|left (?:at|as|to)) (?:a|the) council)\b"
)
# Who says that nobody has asked has not said no.
_NOBODY_ASKED = compiled(
    r"\b(?:nobody|no-?one|no one|none of (?:us|them)) "
    r"(?:has |have |had )?(?:asked|said|suggested|decided)\b"
)
# What stands before words of a report and takes them back: "I'd rather you didn't ring 101".
_TAKEN_BACK = compiled(
    r"\b(?:not so (?:that )?(?:you|u)|on no account|under no circumstances|"
    r"(?:rather|sooner|prefer|ask(?:ing)?) (?:that )?(?:you|u|it|this|they|he|she) "
    r"(?:didn'?t|don'?t|did not|do not|wasn'?t|weren'?t|not|never)|cross if|unless|"
    r"(?:upset|mortified|embarrassed|object) (?:if|to))\b"
)
_ASKED = re.compile(
    r"\b(?:whether|(?:should|shall|ought|must|do|am|can|could) (?:i|we)|do you want|unsure|"
    r"not sure if|before (?:i|we)|is it worth|worth (?:reporting|telling)|thinking of|do you think|"
    r"if (?:you|u) think)\b"
)
# A question that is a request: "could you pass this to the police?"
_REQUESTS = re.compile(
    r"\b(?:please|pls|plz|kindly|(?:can|could|would|will|may) (?:you|u|someone|somebody|this|it|"
    r"the|an?|i ask|i have|we have)|wnewch|how soon|who can)\b"
)
_NEAR = 25  # characters within which a question is about what follows
_POLICE = re.compile(
    r"\b(?:police\w*|polis|bobb(?:y|ies)|constab\w+|officers?|feds|cops?|coppers?|plod|inspector|"
    r"sergeant|sgt|pcso|heddlu|101|999|authorities|the law|old bill|uniform|changed my mind|"
    r"crime|arrest\w*|charg\w+|prosecut\w+|yes,? please)\b"
)
# Said with a request, it asks for no more than that the police know.
_FOR_INFORMATION = compiled(
    r"\b(?:for (?:their |his |her |the |police )?(?:own )?(?:information|info|intel\w*|awareness|"
    r"records?|files?|reference|background|interest)|as (?:an? )?"
    r"(?:info\w*|intel\w*|background|fyi)|"
    r"by way of (?:information|background)|fyi|for your information|"
    r"so (?:as |that )?(?:they|she|he)(?:'ve| have|'ll have|ve)? "
    r"(?:know|knows|are aware|got|has|have|his|her|it)|"
    r"(?:to|should|ought to) have it in (?:front of|their)|"
    r"(?:not|n't) bothered about|"
    r"(?:not|n't|nt) (?:asking|ask|wanting|want|seeking|expecting|after|making|make|need|looking) "
    r"(?:\w+ ){0,4}(?:anybody round|anyone round|a crime number|"
    r"them to do anything|formal|action|complaint|doing|done|opened|statement|to ring me|a visit)|"
    r"nothing (?:further|more|formal|opened|done)|want nothing|no (?:further )?action|"
    r"(?:leave|left) it at that|crops up|turns up (?:again|elsewhere))\b"
)
# What makes a request more than that, whatever else is said.
_FORMAL = re.compile(
    r"\b(?:report(?:ed|ing)?|arrest\w*|charge[ds]?|charges|prosecut\w+|investigat\w+|crime|nicked|"
    r"statement|999)\b"
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
            yield Said(passage, start, end, code, *_taken(passage, told, start, end, year))


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
    elif not answers and report and not _FORMAL.search(_words(report)):
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


def _taken(
    passage: Passage, wish: Wish, start: int, end: int, year: int
) -> tuple[Wish | None, Doubt | Aside | None]:
    if passage.in_speech(start):
        return None, Aside.NOT_TOLD
    if wish is Wish.LOG_ONLY_NO_POLICE:
        begin, _ = sentence(passage.folded, start, end)
        asked = _NOBODY_ASKED.search(passage.folded, begin, end)
        return (None, Doubt.NEGATED) if asked else (wish, None)
    if wish is Wish.REPORT_IT:
        return _taken_to_report(passage, start, end, year)
    why = doubt(passage, start, end, year)
    if wish is Wish.ADVICE_ONLY and "guidance" in passage.folded[start:end]:
        why = None  # the word is also one for a training, which is a doubt elsewhere
    return (None, why) if why else (wish, None)


def _taken_to_report(
    passage: Passage, start: int, end: int, year: int
) -> tuple[Wish | None, Doubt | None]:
    """What a phrase of a report is taken for, and the doubt for which it is no wish to report."""
    folded = passage.folded
    if _is_asked(passage, start, end):
        return None, Doubt.SUPPOSED
    begin, stop = sentence(folded, start, end)
    if _NOBODY_ASKED.search(folded, begin, end):
        return None, Doubt.NEGATED
    why = None if _INSISTS.search(folded, begin, stop) else doubt(passage, start, end, year)
    denied = _DENIED.search(folded, start, end) and not _INSISTS.search(folded, start, end)
    if why is Doubt.NEGATED or denied or _TAKEN_BACK.search(folded, max(begin, start - 60), end):
        return Wish.LOG_ONLY_NO_POLICE, Doubt.NEGATED
    if why:
        return None, why
    _, after = sentence(folded, stop, stop)
    no_more = _FOR_INFORMATION.search(folded, begin, min(after, stop + 120))
    if no_more and not _FORMAL.search(folded, start, end):
        return Wish.PASS_FOR_INFORMATION, None
    return Wish.REPORT_IT, None


def _is_asked(passage: Passage, start: int, end: int) -> bool:
    """Whether the reporter asks if it should be reported, and does not say that it should."""
    folded = passage.folded
    begin, stop = sentence(folded, start, end)
    if _ASKED.search(folded, max(begin, start - _NEAR), end):
        return True
    asks = folded[start:stop].rstrip(" \"')\n").endswith("?")
    return asks and not _REQUESTS.search(folded, begin, end)
