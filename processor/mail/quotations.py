"""Finds what the HTML of a mail program says is quoted, and carries it into the text.

Each program wraps the mail that is answered or passed on in an element of its own, or begins
it with one. The element is marked before the HTML becomes text, with two characters that
Unicode sets aside for such use, and the marks are taken out of the text again. What comes
after an element that ends is the sender's own, which no line of plain text could tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from processor.mail.headings import CERTAIN
from processor.mail.stretches import Stretch

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_RESERVED = re.compile("[\ufdd0-\ufdef]")
_MARKS = re.compile(f"([{_OPEN}{_CLOSE}])")
_MAX_QUOTATIONS = 200

# The element is the quotation: Apple Mail, Thunderbird and others; Outlook for Mac; Outlook on
# phones; Thunderbird's forwards.
_WHOLE = (
    'blockquote[type="cite"], blockquote.gmail_quote, blockquote.protonmail_quote,'
    " #OLK_SRC_BODY_SECTION, [name=OLK_SRC_BODY_SECTION], .moz-forward-container,"
    " #mail-editor-reference-message-container, .ms-outlook-mobile-reference-message,"
    " .moz-cite-prefix, .gmail_attr, .yahoo_quoted"
)
# The element holds the quotation; where blockquotes stand in it, words between them are new.
_HOLDERS = "div.gmail_quote, div.gmail_quote_container, div.protonmail_quote"
# The element begins the quotation, which goes on to the end: Outlook on the web.
_BEGINS = "#divRplyFwdMsg"
# The same of Outlook on desktops, where the element holds a heading in some language.
_RULED = 'div[style*="border-top"]'
_SIGNS = re.compile(
    r"<blockquote|gmail_|protonmail_|OLK_SRC_BODY|moz-(?:forward|cite)|reference-message"
    r"|yahoo_quoted|divRplyFwdMsg|border-top",
    re.IGNORECASE,
)
_LABELLED = 3  # From, Sent, To, Subject in any language; one of them may be missing


def mark(markup: str) -> str:
    """`markup` with its quotations marked; as it is where it has none, or far too many."""
    markup = _RESERVED.sub("\ufffd", markup)
    if not _SIGNS.search(markup):
        return markup
    tree = LexborHTMLParser(markup)
    wholes, holders = tree.css(_WHOLE), tree.css(_HOLDERS)
    if tree.body is None or len(wholes) + len(holders) > _MAX_QUOTATIONS:
        return markup
    wholes = [node for node in wholes if not _stands_beside_another_cell(node)]
    holders = [node for node in holders if not _stands_beside_another_cell(node)]
    for holder in holders:
        wholes += _mark_holder(holder)
    known = {node.mem_id for node in wholes}
    beginning = next((node for node in _beginnings(tree) if not _is_within(node, known)), None)
    for node in wholes:
        node.insert_before(_OPEN)
        node.insert_after(_CLOSE)
    if beginning is not None:
        beginning.insert_before(_OPEN)
        tree.body.insert_child(_CLOSE)
    return str(tree.html)


def unmark(text: str) -> Stretch:
    """`text` without the marks, without needless blanks, and what stood between the marks.

    A quotation that is never closed is none.
    """
    lines: list[str] = []
    quoted: list[tuple[int, int]] = []
    depth = start = position = 0
    for line in text.split("\n"):
        words = ""
        for piece in _MARKS.split(line):
            at = position + len(words.rstrip())
            if piece == _OPEN:
                start = start if depth else at
                depth += 1
            elif piece == _CLOSE:
                quoted += [(start, at)] if depth == 1 else []
                depth = max(depth - 1, 0)
            else:
                words += piece
        # Not by a pattern: one for blanks at the end of a line is quadratic in a run of blanks.
        words = words.rstrip()
        if words or (lines and lines[-1] and not _MARKS.search(line)):
            lines.append(words)
            position += len(words) + 1
    return Stretch("\n".join(lines).rstrip("\n"), tuple(quoted))


def _mark_holder(holder: LexborNode) -> list[LexborNode]:
    """Mark what stands above the blockquotes of `holder`; return it if it has none.

    A reply holds the words that it answers in blockquotes, and answers may stand between
    them. A mail passed on stands in the holder itself.
    """
    first = next((child for child in holder.iter() if child.tag == "blockquote"), None)
    if first is None:
        return [holder]
    above = holder.first_child
    if above is not None and above.mem_id != first.mem_id:
        above.insert_before(_OPEN)
        first.insert_before(_CLOSE)
    return []


def _beginnings(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    yield from tree.css(_BEGINS)
    for node in tree.css(_RULED)[:_MAX_QUOTATIONS]:
        labels = [bold for bold in node.css("b, strong") if bold.text().strip().endswith(":")]
        if len(labels) >= _LABELLED and CERTAIN.search(node.text()):
            yield node


def _is_within(node: LexborNode, known: set[int]) -> bool:
    return any(above.mem_id in known for above in _ancestors(node))


def _stands_beside_another_cell(node: LexborNode) -> bool:
    """Whether other words share its lines: the text of a row is written cell beside cell."""
    return any(
        other.mem_id != cell.mem_id and other.text().strip()
        for row, cell in pairwise([*_ancestors(node)][::-1])
        if cell.tag in ("td", "th")
        for other in row.iter()
    )


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent
