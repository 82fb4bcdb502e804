"""What a form is answered with where it asks about the police: "Tell the police? No"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processor.incident.phrases import compiled
from processor.incident.reading import Wish

# A question of a form and its answer, on the same line or the next.
_FORM = compiled(
    r"(?m:^)[^\S\n]*(?:[-*\u2022\d.)]{1,4} )?(?P<asked>(?:[^\n?:]{0,60}[^\w\n])?(?:police|reported)"
    r"\b[^\n?:]{0,60})(?:\?[^\S\n]*:?|:)[^\S\n]*(?:\([^)\n]{1,60}\)[^\S\n]*:?)?\n?[^\S\n]*[-*>]?"
    r"[^\S\n]*(?P<answer>(?:yes|yep|yeah|aye|y|no|nope|nah|n|not (?:sure|certain|yet|at)|unsure|"
    r"undecided|don'?t know|maybe|rather not|prefer not|please do|for info\w*|info\w* only|advice|"
    r"log only)\b[^\n]{0,80})"
)
_WISHED = compiled(
    r"\b(?:do|would|are|is|should|shall|may|can|wish|want|consent|permission|agree|happy|to be|"
    r"share|pass|refer|refer(?:red|ral)|involve(?:ment)?|tell|involved)\b"
)
_ALREADY = compiled(r"\b(?:have you|has it|did you|been|already|were|was)\b")
_ANSWERS = (
    (
        re.compile(r"not (?:sure|certain|yet)|unsure|undecided|don'?t know|maybe|advice"),
        Wish.ADVICE_ONLY,
    ),
    (
        re.compile(r"(?:for info|info|(?:yes|y|yep|aye)\b.{0,20}\b(?:info|intel))"),
        Wish.PASS_FOR_INFORMATION,
    ),
    (re.compile(r"(?:yes|yep|yeah|aye|y|please do)\b"), Wish.REPORT_IT),
)


def answers_in(folded: str) -> Iterator[tuple[Wish, int, int]]:
    """Yield the wish of each answer, and where its question begins and the answer ends.

    A question whether the police were told already is not one about a wish.
    """
    for match in _FORM.finditer(folded):
        if _WISHED.search(match["asked"]) and not _ALREADY.search(match["asked"]):
            wishes = (wish for answer, wish in _ANSWERS if answer.match(match["answer"]))
            wish = next(wishes, Wish.LOG_ONLY_NO_POLICE)
            yield wish, match.start("asked"), match.end("answer")
