"""A plain text as blocks that a page can lay out: headings, lists and paragraphs.

The text is the letter; the page only dresses it. Used for letters whose every word is ours:
the referral, which holds a reporter's words, lays out values instead.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a letter. kind: "heading", "list" or "paragraph"; one line or item each."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text, which blank lines part.

    A line underlined with hyphens is a heading; lines that begin with "- " are a list.
    """
    found: list[Block] = []
    for piece in text.strip().split("\n\n"):
        lines = tuple(line.strip() for line in piece.strip().split("\n"))
        if len(lines) > 1 and set(lines[1]) == {"-"}:
            found.append(Block("heading", lines[:1]))
            lines = lines[2:]
        if lines and all(line.startswith("- ") for line in lines):
            found.append(Block("list", tuple(line.removeprefix("- ") for line in lines)))
        elif any(lines):
            found.append(Block("paragraph", lines))
    return tuple(found)
