"""What words of a wish are taken for: a request, its opposite, or nothing said.

To report against a wish may harm whoever asked us to keep quiet, so a request to report counts
only where it is plain: not asked about, not denied, not said to be for information only.
"""

from __future__ import annotations

import re

from processor.incident.doubts import Doubt, doubt
from processor.incident.phrases import compiled
from processor.incident.reading import Wish
from processor.incident.sentences import is_asked, sentence
from processor.incident.sign import Aside
from processor.incident.texts import Passage

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
_OPEN = re.compile(r"(?:and |so |but )?(?:what|how|why)\b")
_NEAR = 25  # characters within which a question is about what follows
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
FORMAL = re.compile(
    r"\b(?:report(?:ed|ing)?|arrest\w*|charge[ds]?|charges|prosecut\w+|investigat\w+|crime|nicked|"
    r"statement|999)\b"
)
"""What makes a request more than that, whatever else is said."""


def taken(
    passage: Passage, wish: Wish, start: int, end: int, year: int
) -> tuple[Wish | None, Doubt | Aside | None]:
    """Return what a phrase of `wish` is taken for, None where it does not count, and why not."""
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
    if no_more and not FORMAL.search(folded, start, end):
        return Wish.PASS_FOR_INFORMATION, None
    return Wish.REPORT_IT, None


def _is_asked(passage: Passage, start: int, end: int) -> bool:
    """Whether the reporter asks if it should be reported, and does not say that it should."""
    folded = passage.folded
    begin, stop = sentence(folded, start, end)
    if _ASKED.search(folded, max(begin, start - _NEAR), end):
        return True
    openly = _OPEN.match(folded[begin:start].lstrip())
    asks = is_asked(folded, start, stop)
    return asks and bool(openly or not _REQUESTS.search(folded, begin, end))
