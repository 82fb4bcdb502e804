"""Finds files that were written into the text of a message by uuencode, as old programs do.

Only a block that is whole and well-formed in every line is a file; anything else is words. The
block stays in the text as well.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

MAX_FILES = 20
"""Blocks of one text that are decoded; more than that is no letter."""

_BEGIN = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,250})\n", re.MULTILINE)
_BLOCK = re.compile(r"((?:[!-`][ -`]{1,90}\n)+)(?:[` ]?\n)?end[ \t]*(?:\n|\Z)")


def uuencoded_files(text: str) -> Iterator[tuple[str, bytes]]:
    r"""Name and content of each file in `text`, whose line ends are \n."""
    position = found = 0
    while found < MAX_FILES and (begin := _BEGIN.search(text, position)):
        position = begin.end()
        block = _BLOCK.match(text, position)
        content = _decoded(block[1]) if block else b""
        if block and content:
            found += 1
            position = block.end()
            yield begin[1].strip(), content


def _decoded(lines: str) -> bytes:
    """The octets of the data lines; b"" where one of them is not what it says it is."""
    try:
        return b"".join(map(_line, lines.encode("ascii").splitlines()))
    except (binascii.Error, ValueError):
        return b""


def _line(line: bytes) -> bytes:
    length = (line[0] - 32) % 64
    needed = (length + 2) // 3 * 4
    # Some programs put one character more at the end, as a check.
    if not needed or not needed <= len(line) - 1 <= needed + 1:
        raise ValueError("length")
    return binascii.a2b_uu(line[: needed + 1])
