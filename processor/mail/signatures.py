"""Finds signatures and disclaimers in what the sender wrote.

Only what looks like one in every line is taken away: a missed signature costs a reader a
glance, a sentence taken for a signature may be the one that matters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from processor.mail.message import SegmentKind

_MAX_DELIMITED_LINES = 14
_MAX_BLOCK_LINES = 8
_MAX_DISCLAIMER_LINES = 40
_MAX_LINE = 80
_MAX_WORDS = 10

_DELIMITER = re.compile(r"--|—")
_DEVICE = (
    r"i(?:phone|pad|os)|phone|mobile|galaxy|samsung|android|huawei|pixel|blackberry|tablet"
    r"|outlook|yahoo|aol|proton|gmail|mail|bt|sky|nokia|oneplus|xiaomi|windows"
)
_LINE = re.compile(r"[*_=#-]{5,}")
_BY_PROGRAM = re.compile(
    rf"(?:sent (?:from|via|using|with) (?:my |the )?\[?(?:{_DEVICE})|get \[?outlook for "
    rf"|anfonwyd o (?:fy |'m )?(?:{_DEVICE})|von meinem (?:{_DEVICE}) gesendet"
    rf"|gesendet (?:von|mit) (?:meinem )?(?:{_DEVICE})|envoyé de(?:puis)? mon (?:{_DEVICE})"
    rf"|wysłane? z (?:mojego )?(?:{_DEVICE})|virus-free)[^.!?]{{0,60}}[.]?",
    re.IGNORECASE,
)
# Programs write the address behind a name: Outlook for iOS<https://aka.ms/o0ukef>
_LINK = re.compile(r"[<(\[]?(?:https?://|www\.)[^\s<>()\]]{1,300}[>)\]]?")
_DISCLAIMER_BEGINS = re.compile(
    r"[\W_]*+(?:this (?:e-?mail|message|communication|transmission|footnote)\b"
    r"|the (?:information|contents?|views|opinions) (?:of|in|contained|expressed)"
    r"|.{0,40}\bdisclaimer\b|(?:official|strictly|private)?\W{0,5}(?:and )?confidential|privileged"
    r"|please (?:consider the environment|note that|think)|think before you print"
    r"|if you (?:have received|are not the)|any (?:views|opinions|e-?mail|personal)"
    r"|(?:all )?e-?mails? (?:sent|to|from|and)|unless expressly|nhsmail is"
    r"|mae'r (?:e-?bost|neges|wybodaeth)|gall(?:ai)? (?:yr|unrhyw) e-?bost|os nad (?:chi|ydych)"
    r"|ystyriwch|cyn argraffu|rydym yn croesawu|we welcome correspondence"
    r"|registered (?:in|office))",
    re.IGNORECASE,
)
# One of these alone is what no person writes; "confidential" alone a frightened person may.
_SURELY_SAYS = re.compile(
    r"intended solely|intended only for|intended recipient|named addressee|before you print"
    r"|consider the environment|accept(?:s)? no (?:liability|responsibility)|nhsmail is the secure"
    r"|correspondence in welsh|croesawu gohebiaeth|registered (?:in england|office)|derbynnydd"
    r"|cyn argraffu|yr amgylchedd|at (?:sylw|ddefnydd) y(?:r|n)? ",
    re.IGNORECASE,
)
_MAY_SAY = tuple(
    re.compile(said, re.IGNORECASE)
    for said in (
        r"intended for|addressee|whom (?:it is|they are) addressed",
        r"confidential|privileged|gyfrinachol|cyfrinachol",
        r"disclaimer|liability|ymwadiad",
        r"in error|drwy gamgymeriad|trwy gamgymeriad",
        r"delete|destroy|dileu|dilëwch",
        r"copy|copied|distribut|disclos|unauthori[sz]ed",
        r"virus|malware|firws",
        r"views|opinions|barn",
        r"freedom of information|data protection|privacy notice|monitor",
    )
)
_MIN_SAID = 2
# Somebody tells of what happens to them: no disclaimer does, and no signature but for he/him.
_TELLS = re.compile(r"(?<![\w/])(?:I|I'm|I've|I'd|my|me|[Hh]e|[Ss]he|him)\b(?![/)])")

_CONTACT = re.compile(
    r"\b(?:tel|mob|mobile|phone|ffôn|email|surgery|www\.|https?:)|@\w|\||\d{4,5} ?\d{3} ?\d{3}"
    r"|\b(?:cllr|councillor|cynghorydd|council|ward|leader|mayor|chair|officer|manager|clerk"
    r"|assistant|services|support|cabinet|candidate|member|independent|pa) ?\b",
    re.IGNORECASE,
)
_TITLES = frozenset({"cllr", "councillor", "cynghorydd", "mrs", "mr", "ms", "miss", "dr", "rev"})
_BRACKETS = re.compile(r"\([^()]*\)")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


def signature_kinds(lines: Sequence[str], kinds: list[SegmentKind], author: str) -> None:
    """Mark signatures and disclaimers among the OWN lines, in `kinds`.

    lines: without blanks at their ends. author: display name of the sender, "" unknown.
    """
    for first, last in _own_runs(kinds):
        _mark_disclaimers(lines, kinds, first, last)
        _mark_programs(lines, kinds, first, last)
        begins = _delimited(lines, first, last)
        if begins is None:
            begins = _name_block(lines, kinds, first, last, author)
        if begins is not None:
            for number in range(begins, last):
                if kinds[number] is SegmentKind.OWN:
                    kinds[number] = SegmentKind.SIGNATURE


def _own_runs(kinds: Sequence[SegmentKind]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    first: int | None = None
    for number, kind in enumerate([*kinds, SegmentKind.EARLIER]):
        if kind is SegmentKind.OWN:
            first = number if first is None else first
        elif first is not None:
            runs.append((first, number))
            first = None
    return runs


def _mark_disclaimers(
    lines: Sequence[str], kinds: list[SegmentKind], first: int, last: int
) -> None:
    """A paragraph, or its tail, that begins like a disclaimer and says what they say."""
    number = first
    while number < last:
        if _DISCLAIMER_BEGINS.match(lines[number]):
            reach = min(number + _MAX_DISCLAIMER_LINES, last)
            end = next((n for n in range(number, reach) if not lines[n]), reach)
            if _disclaims(" ".join(lines[number:end])):
                number = _with_line_above(lines, first, number)
                kinds[number:end] = [SegmentKind.DISCLAIMER] * (end - number)
                number = end
        number += 1


def _disclaims(paragraph: str) -> bool:
    if _TELLS.search(paragraph):
        return False
    said = sum(1 for says in _MAY_SAY if says.search(paragraph))
    return said >= _MIN_SAID or _SURELY_SAYS.search(paragraph) is not None


def _with_line_above(lines: Sequence[str], first: int, number: int) -> int:
    """Where a disclaimer begins that may have a line of stars or dashes above it."""
    above = number - 1
    while above > first and not lines[above]:
        above -= 1
    return above if above >= first and _LINE.fullmatch(lines[above]) else number


def _mark_programs(lines: Sequence[str], kinds: list[SegmentKind], first: int, last: int) -> None:
    for number in range(first, last):
        if _BY_PROGRAM.fullmatch(_LINK.sub("", lines[number]).strip()):
            kinds[number] = SegmentKind.SIGNATURE


def _delimited(lines: Sequence[str], first: int, last: int) -> int | None:
    """The line of the last "-- " that has no more than a signature's worth of lines below it."""
    for number in range(last - 1, first - 1, -1):
        if _DELIMITER.fullmatch(lines[number]):
            below = [line for line in lines[number + 1 : last] if line]
            brief = len(below) <= _MAX_DELIMITED_LINES
            return number if brief and not any(map(_TELLS.search, below)) else None
    return None


def _name_block(
    lines: Sequence[str], kinds: Sequence[SegmentKind], first: int, last: int, author: str
) -> int | None:
    """Where a block of name, office and numbers begins at the end of the stretch."""
    end = last
    while end > first and (not lines[end - 1] or kinds[end - 1] is not SegmentKind.OWN):
        end -= 1
    begins = _paragraph(lines, first, end)
    if _is_block(lines[begins:end], author):
        return begins
    # An address may stand in a paragraph of its own below the name.
    above = begins
    while above > first and not lines[above - 1]:
        above -= 1
    if above == begins or not _looks_brief(lines[begins:end]):
        return None
    if not _CONTACT.search(lines[end - 1]):
        return None
    upper = _paragraph(lines, first, above)
    return upper if upper < above and _is_block(lines[upper:above], author) else None


def _paragraph(lines: Sequence[str], first: int, end: int) -> int:
    """Where the paragraph begins that ends before `end`."""
    while end > first and lines[end - 1]:
        end -= 1
    return end


def _is_block(block: Sequence[str], author: str) -> bool:
    if not _looks_brief(block):
        return False
    if not _names(block[0], author):
        return False
    if len(block) == 1:
        return block[0].count("|") > 1
    return _is_name_alone(block[0], author) or any(_CONTACT.search(line) for line in block[1:])


def _looks_brief(block: Sequence[str]) -> bool:
    return 0 < len(block) <= _MAX_BLOCK_LINES and all(
        len(line) <= _MAX_LINE
        and len(line.split()) <= _MAX_WORDS
        and not line.endswith(("!", "?"))
        and not _TELLS.search(line)
        for line in block
    )


def _names(line: str, author: str) -> bool:
    """Whether `line` begins with a title or shares a word with the author's name."""
    words = [word.casefold() for word in _NAME_WORD.findall(line)]
    known = {word.casefold() for word in _NAME_WORD.findall(author)} - _TITLES
    return bool(words) and (
        words[0] in _TITLES or any(w in known and len(w) > 1 for w in words[:3])
    )


def _is_name_alone(line: str, author: str) -> bool:
    words = {word.casefold() for word in _NAME_WORD.findall(_BRACKETS.sub(" ", line))}
    known = {word.casefold() for word in _NAME_WORD.findall(author)}
    return len(words - _TITLES) > 1 and words <= known | _TITLES
