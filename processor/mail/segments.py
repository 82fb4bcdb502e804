"""Divides a body text by who wrote it: the sender now, or somebody else before.

A report must not lose a word of its own account, so the doubtful is OWN. What is taken away
from the account is only set apart: it stays in the text, and forwarded mail is read too. What
markup says is quoted is quoted; below that it is line by line, by the marks of `headings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from processor.mail.headings import (
    ADDRESS,
    FIELD,
    attributions,
    author_at,
    begins_heading,
    is_forwarded_mark,
    is_original_mark,
    is_rule,
)
from processor.mail.message import Address, Segment, SegmentKind
from processor.mail.signatures import signature_kinds
from processor.mail.stretches import Stretch

# What people type below a text they pasted: ---------- end ----------
_END_MARK = re.compile(r"[-_]{3,}\s*ends?(?: of \w+(?: \w+)?)?\s*[-_]{3,}", re.IGNORECASE)
_REPLY = re.compile(r"(?:re|aw|atb|odp|sv|antw)\s?:", re.IGNORECASE)
_FORWARD = re.compile(r"(?:fwd?|yml|wg|tr|pd)\s?:", re.IGNORECASE)

MAX_TEXT = 1_000_000
MAX_SEGMENTS = 1_000
"""A text that is longer, or would be cut finer, is no correspondence and is taken as a whole."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What the header tells about the text.

    author: the sender. quoted: what a quotation is that does not say so itself, EARLIER in a
        reply and FORWARDED in everything else. parties: the addresses in From, To and Cc,
        lower case.
    """

    author: Address
    quoted: SegmentKind
    parties: frozenset[str]

    def kind_of(self, lines: Sequence[str], number: int, otherwise: SegmentKind) -> SegmentKind:
        """What the quotation is that begins here; `otherwise` where it does not say.

        A mail by somebody to whom this one does not go is not what it answers, although a
        program may have taken over the references of a mail that was passed on.
        """
        if is_forwarded_mark(lines[number]):
            return SegmentKind.FORWARDED
        author = author_at(lines, number)
        if not author:
            return otherwise
        return self.quoted if author in self.parties else SegmentKind.FORWARDED

    def is_memo(self, lines: Sequence[str], number: int) -> bool:
        """Whether a heading is how the sender begins a report of their own."""
        if any(lines[:number]):
            return False
        name = self.author.display_name.casefold()
        named = bool(name) and name in lines[number].casefold()
        return named or author_at(lines, number) == self.author.key


def origin(
    author: Address | None, subject: str, references: Sequence[str], recipients: Sequence[str]
) -> Origin:
    """What author, subject, references and the fields To and Cc say about the quotations."""
    answers = bool(references) or _REPLY.match(subject) is not None
    passes_on = _FORWARD.match(subject) is not None
    quoted = SegmentKind.EARLIER if answers and not passes_on else SegmentKind.FORWARDED
    known = author or Address("")
    parties = {found.lower() for field in recipients for found in ADDRESS.findall(field)}
    return Origin(known, quoted, frozenset({known.key, *parties}))


def segment(stretch: Stretch, origin: Origin, start: int = 0) -> tuple[Segment, ...]:
    """The segments of a text that begins at offset `start` of the whole; they cover it."""
    text = stretch.text
    if len(text) > MAX_TEXT:
        return (Segment(SegmentKind.OWN, start, start + len(text)),)
    lines = text.splitlines(keepends=True)
    bare = [line.strip() for line in lines]
    structured = _by_structure(lines, stretch.quoted)
    quoted = [a or b.startswith(">") for a, b in zip(structured, bare, strict=True)]
    kinds = _quotations(bare, quoted, origin)
    signature_kinds(bare, kinds, origin.author.display_name)
    segments: list[Segment] = []
    position = start
    for kind, group in groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0]):
        end = position + sum(len(line) for _kind, line in group)
        segments.append(Segment(kind, position, end))
        position = end
    if len(segments) > MAX_SEGMENTS:
        return (Segment(SegmentKind.OWN, start, position),)
    return tuple(segments)


def _by_structure(lines: Sequence[str], quoted: Sequence[tuple[int, int]]) -> list[bool]:
    """For each line, whether all its words stand within one of the quotations."""
    within = []
    ahead = sorted(quoted, reverse=True)
    position = 0
    for line in lines:
        first = position + len(line) - len(line.lstrip())
        last = position + len(line.rstrip())
        while ahead and ahead[-1][1] <= first:
            ahead.pop()
        within.append(
            first < last and bool(ahead) and ahead[-1][0] <= first <= last <= ahead[-1][1]
        )
        position += len(line)
    return within


def _quotations(lines: Sequence[str], quoted: Sequence[bool], origin: Origin) -> list[SegmentKind]:
    """The kind of each line as far as quotations tell; signatures are still OWN.

    quoted: the lines that say themselves, or whose markup says, that they are quoted. One
    stretch of them is what its cue says; the next without a cue goes on with the same mail.
    """
    kinds = [SegmentKind.OWN] * len(lines)
    bare = [line.lstrip("> ") for line in lines]
    for first, last, kind in _introduced(lines, quoted, origin):
        kinds[first:last] = [kind] * (last - first)
    latest, previous = origin.quoted, 0  # the last line that is not blank
    for number, line in enumerate(bare):
        if quoted[number] and kinds[number] is SegmentKind.OWN:
            if number == previous or not quoted[previous]:
                latest = origin.kind_of(bare, number, latest)
                kinds[previous] = latest if is_rule(bare[previous]) else kinds[previous]
            kinds[number] = latest
        latest = kinds[number] if quoted[number] else latest
        previous = number if line or quoted[number] else previous
    _close_gaps(lines, kinds)
    return kinds


def _introduced(
    lines: Sequence[str], quoted: Sequence[bool], origin: Origin
) -> Iterator[tuple[int, int, SegmentKind]]:
    """First line, end and kind of each mail that a line of the sender's program introduces."""
    attributed = dict(attributions(lines))
    reached = 0
    for number in range(len(lines)):
        if number < reached or quoted[number]:
            continue
        last = attributed.get(number)
        if last is None and not _is_cue(lines, number, origin):
            continue
        kind = origin.kind_of(lines, number, origin.quoted)
        end = _end_of_quoted(lines, quoted, number if last is None else last)
        # People write such lines by hand, so they need a quotation below, or one that we sent.
        if last is not None and end is None and kind is not SegmentKind.EARLIER:
            continue
        reached = end or _end_mark(lines, number)
        yield number - (number > 0 and is_rule(lines[number - 1])), reached, kind


def _is_cue(lines: Sequence[str], number: int, origin: Origin) -> bool:
    if is_forwarded_mark(lines[number]) or is_original_mark(lines, number):
        return True
    return begins_heading(lines, number) and not origin.is_memo(lines, number)


def _end_of_quoted(lines: Sequence[str], quoted: Sequence[bool], number: int) -> int | None:
    """The end of the quoted lines below a cue and its heading; None where they are not quoted."""
    body = number + 1
    while body < len(lines) and not quoted[body] and _is_above_body(lines[body]):
        body += 1
    if body == len(lines) or not quoted[body]:
        return None
    end = body
    for reached in range(body, len(lines)):
        if quoted[reached]:
            end = reached + 1
        elif lines[reached]:
            break
    return end


def _is_above_body(line: str) -> bool:
    return not line or is_rule(line) or FIELD.match(line) is not None


def _end_mark(lines: Sequence[str], number: int) -> int:
    ends = (n + 1 for n in range(number, len(lines)) if _END_MARK.fullmatch(lines[n]))
    return next(ends, len(lines))


def _close_gaps(lines: Sequence[str], kinds: list[SegmentKind]) -> None:
    """Give blank lines between two lines of one quotation to that quotation."""
    previous = 0  # the last line that is not blank
    for number, line in enumerate(lines):
        if not line:
            continue
        if kinds[number] is kinds[previous]:
            kinds[previous:number] = [kinds[number]] * (number - previous)
        previous = number
