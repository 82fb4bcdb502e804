"""Turns the HTML of a message into text, whatever is in it.

Converters fail in their own ways on hostile markup: some are quadratic in its depth, and
inscriptis drops text nested deeper than its XML library goes. So the depth is estimated first,
in one linear scan, and decides which converter is asked; the last one only takes tags away.
"""

from __future__ import annotations

import re
from html import unescape

from inscriptis import get_text
from selectolax.lexbor import LexborHTMLParser

from processor.mail.clean import clean_text
from processor.mail.defects import Defect
from processor.mail.quotations import mark, unmark
from processor.mail.stretches import Stretch

MAX_CHARACTERS = 524_288
_MAX_DEPTH_INSCRIPTIS = 60  # nested tables lose text between 70 and 90 levels
_MAX_DEPTH_LEXBOR = 5_000

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "li", "link", "meta", "p"}
    | {"param", "source", "td", "th", "tr", "wbr"}
)
# Neither "<" nor ">" inside, so that a run of "<" costs one step each.
_MARKUP = re.compile(r"<[^<>]{0,4000}>")


def to_text(html: str) -> tuple[Stretch, Defect | None]:
    """What a person would read of `html`, and a defect where it had to be simplified."""
    markup = clean_text(html)
    depth = _depth(markup)
    if len(markup) > MAX_CHARACTERS or depth > _MAX_DEPTH_LEXBOR:
        return unmark(clean_text(_without_tags(markup))), Defect.HTML_SIMPLIFIED
    markup = mark(markup)
    text = _by_inscriptis(markup) if depth <= _MAX_DEPTH_INSCRIPTIS else ""
    if not text.strip():
        text = _by_lexbor(markup)
    return unmark(clean_text(text)), None


def content_ids(html: str) -> frozenset[str]:
    """The Content-IDs of the parts that `html` shows as pictures (RFC 2392)."""
    return frozenset(unescape(found) for found in re.findall(r"cid:([^\s\"'<>()]{1,250})", html))


def _depth(markup: str) -> int:
    """The deepest nesting there can be; elements that are usually not closed are left out."""
    depth = deepest = 0
    for match in _TAG.finditer(markup):
        if match.group(2).lower() in _VOID:
            continue
        depth = max(depth - 1, 0) if match.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _by_inscriptis(markup: str) -> str:
    try:
        return str(get_text(markup))
    except Exception:  # noqa: BLE001 - another's parser may raise anything; the next one is asked
        return ""


def _by_lexbor(markup: str) -> str:
    tree = LexborHTMLParser(markup)
    tree.strip_tags(["script", "style", "head"], recursive=True)
    return tree.body.text(separator="\n") if tree.body else ""


def _without_tags(markup: str) -> str:
    return unescape(_MARKUP.sub(" ", markup))
