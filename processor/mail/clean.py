"""Makes text from a message safe to store, to show and to put in a header.

Two shapes only: `clean_line` for single values (a subject, a name, a header field) and
`clean_text` for bodies. Neither ever fails, both are linear, and applying one twice changes
nothing. The octets of the message stay as they are beside them.
"""

from __future__ import annotations

import re

MAX_LINE = 998
"""Characters a line keeps where nothing else is said (RFC 5322 section 2.1.1)."""

_BREAKS = "\x00-\x1f\x7f-\x9f\u2028\u2029"  # C0, DEL, C1, line and paragraph separator
_INVISIBLE = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"  # tag characters
)
_SURROGATES = "\ud800-\udfff"

_LINE_BREAKS = re.compile(f"[{_BREAKS}]+")
_LINE_INVISIBLE = re.compile(f"[{_INVISIBLE}]+")
_LONE_SURROGATE = re.compile(f"[{_SURROGATES}]")

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_TEXT_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def clean_line(text: str, limit: int = MAX_LINE) -> str:
    """`text` on one line of at most `limit` characters, without a blank at either end.

    Control characters and line breaks become one space, which is what defeats a header
    smuggled in by an encoded CR LF; bidirectional controls and zero-width characters, which
    can make a name read as another, are removed.
    """
    line = _LONE_SURROGATE.sub("\ufffd", text)
    line = _LINE_INVISIBLE.sub("", line)
    line = _LINE_BREAKS.sub(" ", line)
    return line.strip()[:limit].rstrip()


def clean_text(text: str) -> str:
    """`text` with its line ends as newlines and each other control character made visible.

    Tabs stay. C0 controls become their U+2400 pictures, because a NUL is refused by
    PostgreSQL and miscounted by SQLite; C1 controls are mistakes of a charset and become
    U+FFFD.
    """
    body = _LONE_SURROGATE.sub("\ufffd", text)
    body = _NEWLINES.sub("\n", body)
    return _TEXT_CONTROLS.sub(_picture, body)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code > 0x7F:  # noqa: PLR2004 - the last of ASCII
        return "\ufffd"
    return "\u2421" if code == 0x7F else chr(0x2400 + code)  # noqa: PLR2004 - DEL
