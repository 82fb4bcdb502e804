"""Rejoins the lines that a sender's program broke to make them short (RFC 3676).

Only text that says it is `format=flowed` is touched. The octets stay as they came; this is the
view in which a sentence, a quotation or an address is in one piece again.
"""

from __future__ import annotations

import re

_QUOTES = re.compile(r">*")
_SIGNATURE = "-- "


def rejoin(text: str, *, delete_space: bool) -> str:
    """`text` with its flowed lines joined, each paragraph under its level of quotation.

    delete_space: the DelSp parameter: the space at which a line was broken belongs to the
    break and not to the words.
    """
    paragraphs: list[str] = []
    held: list[str] = []  # of the paragraph that is not at its end yet
    level = 0
    for raw in text.splitlines():
        depth, line = _unquoted(raw)
        if held and (depth != level or line == _SIGNATURE):
            paragraphs.append(_quoted(level, "".join(held).rstrip(" ")))
            held = []
        level = depth
        if line.endswith(" ") and line != _SIGNATURE:
            held.append(line[:-1] if delete_space else line)
            continue
        paragraphs.append(_quoted(level, "".join([*held, line])))
        held = []
    if held:
        paragraphs.append(_quoted(level, "".join(held).rstrip(" ")))
    return "\n".join(paragraphs) + ("\n" if text.endswith("\n") else "")


def _unquoted(line: str) -> tuple[int, str]:
    """The level of quotation, and the line without it and without its stuffed space."""
    match = _QUOTES.match(line)
    depth = match.end() if match else 0
    return depth, line[depth:].removeprefix(" ")


def _quoted(level: int, line: str) -> str:
    return f"{'>' * level} {line}".rstrip() if level else line
