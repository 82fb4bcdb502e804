"""The exact words, as given: between quotation marks, in forwarded mail, in a readable file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processor.incident.reading import Finding
from processor.incident.texts import Passage, Source, Voice

_MOST = 20
_LONGEST = 2_000
# "my 'tummy ache'", "a page called "Uncensored"", "I said "can I help you"": not the abuse.
_NOT_THEIRS = re.compile(
    r"\b(?:called|named|name(?:d)? (?:is|of)|known as|calling \w+|i (?:said|say|told \w+)|"
    r"i'm a|as a|with a|the page|group|in|saved as|subject|by|it is)\s*$"
)
_CLOSING = re.compile(r"\n[\s>]*(?:[-*_=]{2,}[^\n]*|\w{1,12}|\w\.? ?\w{2,12})\s*$")
_GREETING = re.compile(
    r"^[\s>]*(?:(?:dear|hi|hello) [^\n,.]{1,40}|mrs? \w+|cllr \w+|councillor)[,.]\s"
)


def read_exact_words(source: Source) -> tuple[Finding[str], ...]:
    """Return the words as quoted, without their marks, each once, at most twenty."""
    found: dict[str, Finding[str]] = {}
    for finding in (*_spoken(source), *_passed_on(source)):
        found.setdefault(finding.value.casefold(), finding)
    return tuple(found.values())[:_MOST]


def _spoken(source: Source) -> Iterator[Finding[str]]:
    for passage in source.spoken_by(Voice.OWN):
        for start, end in passage.speech:
            before = passage.folded[max(0, start - 30) : start - 1]
            words = passage.folded[start:end].strip()
            if len(words) > 1 and not _NOT_THEIRS.search(before):
                yield _stretch(source, passage, start, end, "speech")


def _passed_on(source: Source) -> Iterator[Finding[str]]:
    for passage in source.spoken_by(Voice.FORWARDED):
        start, end = 0, min(len(passage.folded), _LONGEST)
        if greeting := _GREETING.match(passage.folded):
            start = greeting.end()
        if closing := _CLOSING.search(passage.folded.rstrip()[:end]):
            end = max(start, closing.start())
        if passage.folded[start:end].strip(" >\n"):
            yield _stretch(source, passage, start, end, "forwarded")


def _stretch(source: Source, passage: Passage, start: int, end: int, rule: str) -> Finding[str]:
    """Return the words at start..end without the blanks and quote marks around them."""
    words = passage.folded[start:end]
    start += len(words) - len(words.lstrip(" \n\t>"))
    end -= len(words) - len(words.rstrip(" \n\t>"))
    finding = source.finding(passage, start, end, "", rule=f"words:{rule}")
    value = re.sub(r"\n[ \t>]*", " ", finding.quote)
    return source.finding(passage, start, end, value, rule=finding.rule)
