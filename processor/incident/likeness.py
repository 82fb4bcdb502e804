"""Where the learned model sees a sign, sentence by sentence.

A phrase is surer than a likeness: what a phrase says of a sentence, or a doubt that was cast on
it there, stands, and the model adds only what no phrase speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from processor.incident.codes import Codes
from processor.incident.doubts import Doubt, doubt
from processor.incident.sentences import sentences
from processor.incident.sign import LEARNED, Sign
from processor.incident.texts import Passage, Source, Voice

# A sentence that begins so denies all that it speaks of.
_DENIES = re.compile(
    r"(?:nobody|no[- ]one|nothing|none of|there (?:was|were|is|are|has been|have been) no|no)\b"
)
_FEWEST = 4  # words; of fewer, a name or a sign-off, it has learned too little
# What the model may find in another's words: threats, not what they say that they did.
_SPOKEN_TOO = frozenset({"threat_life", "threat_violence", "veiled", "blackmail", "bomb"})


def learned_in(
    source: Source, codes: Codes, year: int, *, beside: tuple[Sign, ...]
) -> Iterator[Sign]:
    """Yield what the learned model sees in each sentence, and why if it does not count.

    beside: what phrases found, doubted or not; of a sign they speak of, it says nothing.
    """
    for passage in source.spoken_by(Voice.OWN, Voice.FORWARDED):
        for begin, end in sentences(passage.folded):
            words = passage.folded[begin:end]
            if len(words.split()) < _FEWEST:
                continue
            for code in codes.learned.signs_in(words):
                known = any(_is_there(sign, code, passage, begin, end) for sign in beside)
                if not known and (code in _SPOKEN_TOO or passage.voice is Voice.OWN):
                    start, stop = _trimmed(passage, begin, end)
                    finding = source.finding(passage, start, stop, code, rule=f"{LEARNED}:{code}")
                    yield Sign(passage, start, stop, finding, _doubt(passage, start, stop, year))


def _trimmed(passage: Passage, begin: int, end: int) -> tuple[int, int]:
    """Return the sentence without blanks; where it quotes somebody, from the quotation on."""
    words = passage.folded[begin:end]
    start = begin + len(words) - len(words.lstrip())
    spoken = [max(start, low) for low, high in passage.speech if low < end and high > start]
    return min(spoken, default=start), begin + len(words.rstrip())


def _doubt(passage: Passage, start: int, end: int, year: int) -> Doubt | None:
    if _DENIES.match(passage.folded, start, end):
        return Doubt.NEGATED
    return doubt(passage, start, end, year)


def _is_there(sign: Sign, code: str, passage: Passage, begin: int, end: int) -> bool:
    same = sign.finding.value == code and sign.passage is passage
    return same and begin <= sign.start < end
