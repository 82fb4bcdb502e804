"""Whether words are meant: the doubts that a sentence casts on what it holds.

"No threats were made", "if somebody came at me with a bat" and "back in 2019 he said" hold the
words of a threat and report none.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from processor.incident.phrases import compiled
from processor.incident.sentences import is_asked, sentence
from processor.incident.texts import Passage, Voice

_CLAUSE = compiled(
    r"[,;:()\u2013\u2014\"]| - | "
    r"(?:but|and|so(?! (?:much|many|far|long))|because|cos|then|until|when|where|who|which|"
    r"(?<!never )(?<!not )(?<!n't )(?<!nobody )(?:says?|said)) |"
    r"(?<=[ \n])(?<!said )(?<!say )(?<!says )(?<!that )"
    r"(?=(?:i|he|she|they|we|you|it)(?:'ll|'d| will| would|'s going| is going| are going) )"
)
_NEGATED = re.compile(
    r"\b(?:no|not|never|nobody|no-one|none|nothing|nowt|nor|neither|without|cannot|"
    r"\w+n't|(?:did|do|does|is|was|were|has|have|had|would|could)nt|naebody|ddim)\b"
)
# What an abuser denies of themselves: "nobody is going to hurt you". Not "I won't stop until".
_DISOWNED = compiled(
    r"\b(?:nobody|no-?one|no one|none of us)(?:'s| is| was| will)? (?:going to|gonna|coming|ever)?|"
    r"\b(?:i'?m|i am|we'?re|we are|it'?s|this is) not (?:a |an |going to |gonna )?"
    r"(?=threat|hurt|harm|kill|touch|attack|going)|"
    r"\b(?:i|we)(?:'d| would)? (?:would never|never|wouldn'?t|won'?t|would not|will not)"
    r"(?! (?:hesitate|stop|rest|think|mind|miss|be|let|forget|tell|ask|warn|say))"
)
_TAKEN_BACK = compiled(
    r"^[^.\n]{0,50}[(,;] ?(?:he|she|they|which he|which she) (?:won'?t|wouldn'?t|didn'?t|never)\b|"
    r"^[^.\n]{0,60}[(,;] ?(?:and|but) (?:[\w-]+ ){0,3}?"
    r"(?:nobody|no-?one|no one) (?:ever )?(?:has|did)\b"
)
# "Did he hit me? No." "Had she ... She did none of those things."
_ANSWERED_NO = compiled(
    r"\s{0,9}(?:no|nope|not (?:at all|once|really)|never|"
    r"(?:he|she|they|it|i) did (?:none|nothing) of|none of (?:this|that|it) happened)\b"
)
# "Had he said so, I should ring you", "if they'd come to the house": it did not happen.
_UNREAL = compiled(
    r"(?:^|[.!?;:,(])\s{0,9}(?:had|should|were) "
    r"(?:he|she|they|it|there|any ?one|any ?body|some ?one|some ?body|the \w+) |"
    r"\bif (?:he|she|they|it|any ?one|any ?body|some ?one|some ?body)(?:'d| had| were to) "
)
# "If he'd got hold of me he said he would kill me": said, whatever did not happen.
_ANOTHER_SAID = re.compile(
    r"\b(?:he|she|they|who) (?:\w+ )?(?:said|says|told|shouted|wrote|threatened|promised)\b"
)
# "I thought he was following me but he was only going to his car."
_BELIEVED = re.compile(r"\b(?:thought|wondered|did (?:think|wonder)|feared|could have sworn)\b")
_MISTAKEN = compiled(
    r"^[^.!?\n]{0,60}\bbut (?:then |in fact |actually )?(?:he|she|they|it|that|those)"
    r"(?:'d| had|'s| is| was| were|'d been| turned out) "
)
_SUPPOSED = compiled(
    r"\bwhat if\b|\bif (?:somebody|someone|anyone|anybody|a \w+) "
    r"(?:said|did|had|were|was|is|came|pulled|comes|should|ever)\b|"
    r"\bif (?:he|she|they) (?:did|had|said|came|were)\b|\bwould happen if\b|"
    r"\bwhat (?:to|should|do|would) (?:\w+ ){0,3}if\b|\bin case (?:an?|some\w+|he|they)\b|"
    r"\btraining (?:on|about|for)\b|\bin the event\b|"
    r"\b(?:suppose|supposing|hypothetical\w*|handbook|guidance|your (?:page|leaflet) says)\b"
)
_IF = re.compile(r"(?<!know )(?<!ask )(?<!asked )(?<!wonder )(?<!as )(?<!even )\bif\b")
# Told of others, or made up: the news, a play, what is said at a training.
_ELSEWHERE = compiled(
    r"\b(?:(?:on|in|watching|see|seen|saw|heard|after) the (?:news|telly|papers?)\b|"
    r"the news (?:about|of)|"
    r"(?:film|play|drama|novel|episode|pantomime|rehearsal) (?:where|in which|about|of)|in act \w+|"
    r"down south who|another council\b|up north who|"
    r"(?:a|another|one|some|that) (?:\w+ )?(?:councillor|colleague|member|mp|mayor|candidate)s? "
    r"(?:up |down |over )?(?:in|from) (?!(?:the|our|my|this|a|an|his|her|staff|here)\b)\w+|"
    r"(?:councillor|cllr|the mayor) [\w'-]+ (?:over |up |down )?in \w+shire\b)"
)
_ELSEWHERE_AFTER = compiled(
    r"[,-] ?(?:i(?:'d)? read|it was (?:on|in) the|according to (?:the|a|an article))\b|"
    r"\b(?:in|of) (?:the|a|an) (?:\w+ )?"
    r"(?:soap|sitcom|drama|panto(?:mime)?|film|novel|sketch|quiz)\b"
)
# A part somebody plays, or a case put in a training.
_PLAYED = compiled(
    r"\b(?:(?:in|of|from) the (?:script|play|panto(?:mime)?|sketch|scenario)|"
    r"is the scenario|tabletop exercise|in character|the training pack)\b"
)
_ABOUT_US = re.compile(r"\b(?:me|my|us|our|mine|myself)\b")
_LONG_AGO = compiled(
    r"\b(?:years ago|years back|last year|back in the (?:day|\w+ties)|when i was (?:a|at|young)|"
    r"in my (?:day|youth|childhood|teens|twenties|thirties)|decades?|"
    r"i (?:was )?once(?! (?:again|more))|when i first stood|"
    r"in the (?:fifties|sixties|seventies|eighties|nineties|noughties))\b|"
    r"\bin '\d\d\b|\b(?:old|previous) (?:thread|conviction)"
)
# "At 1930", "approx 2015 hrs" are times of day.
_YEAR = compiled(
    r"(?<!since )(?<!like )(?<!like in )(?<!as in )(?<!at )(?<!approx )(?<!approximately )"
    r"(?<![-/\w])(?:19|20)\d\d\b(?![-/]| ?h(?:ou)?rs?\b)"
)
_NOW = compiled(
    r"\b(?:now|still|again|today|tonight|yesterday|last (?:night|week|\w{3,6}day)|"
    r"this (?:morning|afternoon|evening|week))\b"
)

_REACH = 45  # characters over which a denial carries
_ALL_REACH = 80  # the same for "nobody" and "never", which deny all that follows
_ALL = re.compile(r"\b(?:nobody|no-one|no one|never|naebody)\b")
_NEARBY = 30
_AFTER = 120  # characters behind a sentence within which it may be said that it was played
_ASKED = 256  # answers kept: of one sentence several readers ask the same


class Doubt(StrEnum):
    """Why words that match are not what they say."""

    NEGATED = "negated"
    SUPPOSED = "supposed"
    ELSEWHERE = "elsewhere"
    PAST = "past"
    MISTAKEN = "mistaken"


def doubt(passage: Passage, start: int, end: int, year: int) -> Doubt | None:
    """Return why the words at `folded[start:end]` are not meant, or None where they are.

    What somebody else wrote or said is a fact whatever its grammar, but for what they say they
    will not do; the reporter is read closely. year: sentences set in an earlier one are past;
    see `current_year`.
    """
    folded = passage.folded
    if passage.voice is not Voice.OWN:
        return _disowned(folded, start)
    begin, stop = sentence(folded, start, end)
    if _is_past(_unspoken(passage, begin, stop), start - begin, year):
        return Doubt.PAST
    why = _grammar(folded, begin, start, end, stop)
    if why is Doubt.SUPPOSED:
        return why
    if passage.in_speech(start):
        played = _PLAYED.search(folded, begin, min(len(folded), stop + _AFTER))
        return Doubt.ELSEWHERE if played else _disowned(folded, start)
    return why or _unreal(folded, begin, start, end, stop)


@lru_cache(maxsize=_ASKED)
def _grammar(folded: str, begin: int, start: int, end: int, stop: int) -> Doubt | None:
    """Return the doubt that a sentence of the reporter's casts on words in it, but for its time."""
    if _is_supposed(folded, begin, start, stop) or _SUPPOSED.search(folded, begin, end):
        return Doubt.SUPPOSED
    if _ELSEWHERE.search(folded, begin, start) and not _ABOUT_US.search(
        folded, start, min(stop, end + _NEARBY)
    ):
        return Doubt.ELSEWHERE
    if _ELSEWHERE_AFTER.search(folded, end, stop) and not _ABOUT_US.search(folded, begin, end):
        return Doubt.ELSEWHERE
    denied = _denied(folded, begin, start) or _TAKEN_BACK.search(folded[end : end + 3 * _NEARBY])
    return Doubt.NEGATED if denied else None


@lru_cache(maxsize=_ASKED)
def _unreal(folded: str, begin: int, start: int, end: int, stop: int) -> Doubt | None:
    """Return the doubt where the reporter says that it did not happen, or was something else."""
    asked = folded[start:stop].rstrip().endswith("?")
    unreal = _UNREAL.search(folded, max(0, begin - 1), start)
    if (asked or unreal) and _ANSWERED_NO.match(folded, stop):
        return Doubt.NEGATED
    if unreal and not asked and not _ANOTHER_SAID.search(folded, unreal.end(), start):
        return Doubt.SUPPOSED
    after = folded[end : end + 4 * _NEARBY]
    believed = _BELIEVED.search(folded, begin, start) and _MISTAKEN.search(after)
    return Doubt.MISTAKEN if believed else None


def _clause(folded: str, begin: int, start: int) -> int:
    """Return where the clause that leads to `start` begins, no earlier than `begin`."""
    for pause in _CLAUSE.finditer(folded, begin, start):
        begin = max(begin, pause.start())
    return begin


def _denied(folded: str, begin: int, start: int) -> bool:
    begin = _clause(folded, max(begin, start - _ALL_REACH), start)
    if _ALL.search(folded, begin, start):
        return True
    return bool(_NEGATED.search(folded, max(begin, start - _REACH), start))


def _disowned(folded: str, start: int) -> Doubt | None:
    begin = _clause(folded, max(0, start - _REACH), start)
    return Doubt.NEGATED if _DISOWNED.search(folded, begin, start) else None


def _is_supposed(folded: str, begin: int, start: int, stop: int) -> bool:
    """Whether it is part of a question that begins with "if": "if he had a knife, do I run?"."""
    return is_asked(folded, start, stop) and bool(_IF.search(folded, begin, start))


def _unspoken(passage: Passage, begin: int, end: int) -> str:
    """Return that stretch without what stands between quotation marks."""
    words = passage.folded[begin:end]
    for start, stop in passage.speech:
        if begin <= start and stop <= end:
            low, high = start - begin, stop - begin
            words = words[:low] + " " * (high - low) + words[high:]
    return words


def _is_past(words: str, at: int, year: int) -> bool:
    """Whether the words at offset `at` of a sentence are set in the past.

    The last time said before them decides, else the next one after them.
    """
    marks = _marks(words, year)
    before = [mark for mark in marks if mark[0] <= at]
    after = [mark for mark in marks if mark[0] > at]
    if before:
        return max(before)[1]
    return min(after)[1] if after else False


@lru_cache(maxsize=_ASKED)
def _marks(words: str, year: int) -> tuple[tuple[int, bool], ...]:
    """Return where `words` name a time, and whether it is past. One sentence is asked often."""
    marks = [(match.start(), True) for match in _LONG_AGO.finditer(words)]
    marks += [(match.start(), int(match[0]) < year) for match in _YEAR.finditer(words)]
    marks += [(match.start(), False) for match in _NOW.finditer(words)]
    return tuple(marks)
