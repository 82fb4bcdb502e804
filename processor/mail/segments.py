"""Divides a body text by who wrote it: the sender now, or somebody else before.

A report must not lose a word of its own account, so the doubtful is OWN. What is taken away
from the account is only set apart: it stays in the text, and forwarded mail is read too. The
marks are those of Outlook, Gmail, Apple Mail, Yahoo and Proton, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from processor.mail.message import Segment, SegmentKind
from processor.mail.signatures import signature_kinds

# From here the rest of the text is somebody else's.
_FORWARDED_MARK = re.compile(
    r"-{2,}\s*forwarded (?:message|by\b.*?)\s*-*|begin forwarded message:", re.IGNORECASE
)
_ORIGINAL_MARK = re.compile(
    r"[-_]{2,}\s*original (?:message|appointment)\s*[-_]{2,}", re.IGNORECASE
)
_RULE = re.compile(r"[_-]{5,}")
_HEAD_FROM = re.compile(r"\W{0,3}(?:from|oddi wrth)\s?:\W{0,3}\s\S", re.IGNORECASE)
_HEAD_OTHER = re.compile(r"\W{0,3}(?:sent|date|to|cc|subject|anfonwyd|at|pwnc)\s?:", re.IGNORECASE)
_HEAD_REACH = 6
# What people type below a text they pasted: ---------- end ----------
_END_MARK = re.compile(r"[-_]{3,}\s*ends?(?: of \w+(?: \w+)?)?\s*[-_]{3,}", re.IGNORECASE)
# On Tue, 7 Jul 2026 at 16:20, Councillor Safety <safety@council.example> wrote:
_ATTRIBUTION_BEGINS = ("on ", "ar ")
_ATTRIBUTION_ENDS = ("wrote:", "ysgrifennodd:")
_ATTRIBUTION_LINES = 3
_CERTAIN = re.compile(r"@|\d[:.]\d\d")  # an address or a time of day: nobody writes so by hand
_REPLY = re.compile(r"(?:re|aw|atb)\s?:", re.IGNORECASE)
_FORWARD = re.compile(r"(?:fwd?|yml)\s?:", re.IGNORECASE)


MAX_TEXT = 1_000_000
MAX_SEGMENTS = 1_000
"""A text that is longer, or would be cut finer, is no correspondence and is taken as a whole."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What the header tells about the text.

    author: the display name of the sender, "" unknown. quoted: what a quotation is that does
        not say so itself, EARLIER in a reply and FORWARDED in everything else.
    """

    author: str
    quoted: SegmentKind


def origin(author: str, subject: str, references: Sequence[str]) -> Origin:
    """What name, subject and references of a message say about its quotations."""
    answers = bool(references) or _REPLY.match(subject) is not None
    passes_on = _FORWARD.match(subject) is not None
    quoted = SegmentKind.EARLIER if answers and not passes_on else SegmentKind.FORWARDED
    return Origin(author, quoted)


def segment(text: str, origin: Origin, start: int = 0) -> tuple[Segment, ...]:
    """The stretches of `text`, which begins at offset `start` of the whole; they cover it."""
    if len(text) > MAX_TEXT:
        return (Segment(SegmentKind.OWN, start, start + len(text)),)
    lines = text.splitlines(keepends=True)
    bare = [line.strip() for line in lines]
    kinds = _quotations(bare, origin)
    signature_kinds(bare, kinds, origin.author)
    segments: list[Segment] = []
    position = start
    for kind, group in groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0]):
        end = position + sum(len(line) for _kind, line in group)
        segments.append(Segment(kind, position, end))
        position = end
    if len(segments) > MAX_SEGMENTS:
        return (Segment(SegmentKind.OWN, start, position),)
    return tuple(segments)


def _quotations(lines: Sequence[str], origin: Origin) -> list[SegmentKind]:
    """The kind of each line as far as quotations tell; signatures are still OWN."""
    kinds = [SegmentKind.OWN] * len(lines)
    rest, kind = next(_beginnings(lines, origin), (len(lines), SegmentKind.OWN))
    ended = next((n + 1 for n in range(rest, len(lines)) if _END_MARK.fullmatch(lines[n])), None)
    kinds[rest:ended] = [kind] * len(kinds[rest:ended])
    for number, line in enumerate(lines):
        if kinds[number] is SegmentKind.OWN and line.startswith(">"):
            kinds[number] = origin.quoted
    for first, last in _attributions(lines[:rest]):
        if _next_line(lines, last).startswith(">"):
            kinds[first : last + 1] = [origin.quoted] * (last + 1 - first)
    _close_gaps(lines, kinds)
    return kinds


def _beginnings(lines: Sequence[str], origin: Origin) -> Iterator[tuple[int, SegmentKind]]:
    """Where the rest of the text becomes somebody else's, and what it is then."""
    certain = dict(_attributions(lines))
    for number, line in enumerate(lines):
        if _FORWARDED_MARK.fullmatch(line):
            yield number, SegmentKind.FORWARDED
        elif _ORIGINAL_MARK.fullmatch(line):
            yield number, origin.quoted
        elif _is_head(lines, number):
            ruled = number > 0 and _RULE.fullmatch(lines[number - 1]) is not None
            yield number - ruled, origin.quoted
        elif (
            number in certain
            and origin.quoted is SegmentKind.EARLIER
            and not _next_line(lines, certain[number]).startswith(">")
        ):
            yield number, SegmentKind.EARLIER


def _is_head(lines: Sequence[str], number: int) -> bool:
    """Whether a header as Outlook writes it begins here: From and two more fields below it."""
    if not _HEAD_FROM.match(lines[number]):
        return False
    below = lines[number + 1 : number + 1 + _HEAD_REACH]
    return sum(1 for line in below if _HEAD_OTHER.match(line)) > 1


def _attributions(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last line of each "On ... wrote:", which programs wrap over up to three."""
    for first, line in enumerate(lines):
        if not line.lower().startswith(_ATTRIBUTION_BEGINS):
            continue
        for last in range(first, min(first + _ATTRIBUTION_LINES, len(lines))):
            if lines[last].replace(" :", ":").lower().endswith(_ATTRIBUTION_ENDS):
                if _CERTAIN.search(" ".join(lines[first : last + 1])):
                    yield first, last
                break


def _next_line(lines: Sequence[str], number: int) -> str:
    """The next line that is not blank; "" where there is none."""
    return next((line for line in lines[number + 1 :] if line), "")


def _close_gaps(lines: Sequence[str], kinds: list[SegmentKind]) -> None:
    """Give blank lines between two lines of one quotation to that quotation."""
    previous = 0  # the last line that is not blank
    for number, line in enumerate(lines):
        if not line:
            continue
        if kinds[number] is kinds[previous]:
            kinds[previous:number] = [kinds[number]] * (number - previous)
        previous = number
