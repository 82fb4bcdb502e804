"""Names of suspects, as the reporter gives them or as a forwarded mail shows them.

A first, cautious version: a name is taken only where the words around it make somebody a
suspect. A name left out still stands in the account; a wrong one would be a person accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from processor.incident.reading import Finding, Part
from processor.incident.texts import Passage, Source, Voice

_WORD = r"[A-Z][a-z'\u2019]+(?:-[A-Z][a-z]+)?"
_NAME = rf"(?:(?:Mr|Mrs|Ms|Miss|Dr) )?(?:[A-Z]\.? ){{0,2}}{_WORD}(?: {_WORD}){{0,2}}"
_TITLED = rf"(?:Mr|Mrs|Ms|Miss) (?:[A-Z]\.? ){{0,2}}{_WORD}"
_FULL = rf"(?:{_WORD}|[A-Z]\.?) (?:[A-Z]\.? )?{_WORD}"
_DID = (
    r"(?:has sent|sent me|rang|told me|said|wrote|came|comes|went on|shouted|called me|posted|"
    r"put (?:up|a)|commented|left|threatened|spat|on Nextdoor|on Facebook)"
)
_NAMED = (
    re.compile(rf"\b(?:called|named|name is|name's|name of|name was|Facebook name) ({_NAME})"),
    re.compile(rf"\b(?:from|by|against|with|that) ({_TITLED}|{_FULL})\b"),
    re.compile(rf"({_TITLED}|{_FULL})(?: of [A-Z]\w+ \w+)?(?: \([^()\n]{{3,60}}\))? {_DID}\b"),
)
_ALONE = re.compile(rf"({_FULL})")
# Words that stand in the names of offices, places and days: what holds one is no suspect.
_OFFICE = re.compile(
    r"\b(?:Cllr|Councillor|Inspector|PC|Sgt|Council|Hall|Ward|Street|Road|Lane|Police|Library|"
    r"Facebook|Instagram|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|"
    r"February|March|April|June|July|August|September|October|November|December|Democratic|"
    r"Member|Services|Officer|Centre|School|Primary|Academy|I|The|My|Our|His|Her)\b"
)
_TITLE = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr) (?=\w+ \w|[A-Z]\.? )")


def read_suspect_names(source: Source, writer: str) -> tuple[Finding[str], ...]:
    """Return the suspects' names, each once.

    writer: the From field as it reads; nobody reports themselves.
    """
    found: dict[str, Finding[str]] = {}
    for finding in (*_named(source), *_headings(source)):
        name = finding.value.casefold()
        ours = _OFFICE.search(finding.value) or any(w in writer.casefold() for w in name.split())
        if not ours and not any(name in known for known in found):
            found[name] = finding
    return tuple(found.values())


def _named(source: Source) -> Iterator[Finding[str]]:
    for passage in source.spoken_by(Voice.OWN):
        text = source.texts[passage.part][passage.start : passage.start + len(passage.folded)]
        if passage.part is Part.SUBJECT and (alone := _ALONE.fullmatch(text)):
            yield _finding(source, passage, *alone.span(1))
        for pattern in _NAMED:
            for match in pattern.finditer(text):
                if not passage.in_speech(match.start(1)):
                    yield _finding(source, passage, *match.span(1))


def _headings(source: Source) -> Iterator[Finding[str]]:
    for passage in source.spoken_by(Voice.HEADING):
        name = passage.mail.name if passage.mail else ""
        start = passage.folded.find(name.lower()) if name and "@" not in name else -1
        if start >= 0:
            yield _finding(source, passage, start, start + len(name))


def _finding(source: Source, passage: Passage, start: int, end: int) -> Finding[str]:
    quote = source.finding(passage, start, end, "", rule="").quote
    value = _TITLE.sub("", quote)
    return source.finding(passage, end - len(value), end, value, rule="suspect")
