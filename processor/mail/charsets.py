"""Turns octets into text by a ladder of charsets, so that nothing is lost without a mark.

The declared charset is a claim. Many senders declare less than they use (us-ascii with
Windows quotes, gb2312 with characters of gb18030), some declare nothing, and some declare a
Python codec that is no charset at all, which is why only the names below are looked up.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from processor.mail.defects import Defect

# What is declared on the left is read as the superset on the right: every octet that means
# something in the first means the same in the second.
_SUPERSETS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "iso-8859-8-i": "iso-8859-8",
}
_KNOWN = re.compile(
    r"utf-?(?:7|8|16(?:-?[lb]e)?|32(?:-?[lb]e)?)|iso-?8859-\d{1,2}|windows-\d{3,4}|cp\d{3,4}"
    r"|gb18030|big5hkscs|euc-jp|iso-2022-(?:jp(?:-[123])?|kr)|koi8-[rtu]|mac-?roman|macintosh"
)


_WIDE = re.compile(r"utf-?(?:16|32)(?:-?[lb]e)?")
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_32_MARK = codecs.BOM_UTF32_LE
_MARKS = re.compile("\ufffd+")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\ufffd]")


def decode(octets: bytes, declared: str) -> tuple[str, Defect | None]:
    """`octets` as text, and what had to be done to the claim `declared` ("" where none).

    The ladder: the declared charset or its superset, UTF-8, and for what is well-formed in
    neither cp1252, or replacement marks where more of it is UTF-8.
    """
    name = declared.strip(" \t\"'").lower()
    codec = _codec(name)
    # What is written in UTF-16 shows it, and read as anything else it is a run of NULs.
    if wide := _seen_wide(octets):
        seen = octets.decode(wide, "replace")
        guessed = None if _is_wide(codec) else Defect.CHARSET_GUESSED
        return seen, Defect.CHARSET_REPLACED if "\ufffd" in seen else guessed
    if octets.isascii() and codec in ("", "cp1252", "utf-8", "utf8"):
        return octets.decode("ascii"), Defect.CHARSET_GUESSED if name and not codec else None
    # Octets beyond ASCII that happen to be well-formed UTF-8 are UTF-8, whatever is declared in
    # the western family: hardly any text in cp1252 is. Nor is any in UTF-16, which has NULs.
    western = codec in ("", "cp1252") or (_is_wide(codec) and octets and b"\0" not in octets)
    ladder = ["utf-8", codec] if western else [codec, "utf-8"]
    for candidate in dict.fromkeys(filter(None, ladder)):
        text = _try(octets, candidate)
        if text is not None:
            expected = candidate == (codec if name else "utf-8")
            return text, None if expected else Defect.CHARSET_GUESSED
    return _broken(octets, codec)


def _broken(octets: bytes, codec: str) -> tuple[str, Defect]:
    """Text that is well-formed in no charset it may be in: one bad octet must not cost the rest."""
    if _is_wide(codec) and b"\0" in octets:
        with suppress(LookupError):
            return octets.decode(codec, "replace"), Defect.CHARSET_REPLACED
    marked = octets.decode("utf-8", "replace")
    mostly_utf8 = len(_BEYOND_ASCII.findall(marked)) > len(_MARKS.findall(marked))
    western = None if mostly_utf8 else _try(octets, "cp1252")
    if western is not None:
        return western, Defect.CHARSET_GUESSED
    return marked, Defect.CHARSET_REPLACED


def _seen_wide(octets: bytes) -> str:
    """The UTF-16 that `octets` are by their own look, whatever is declared; "" where they are not.

    They begin with its mark, or most of their characters are Latin and have a NUL on one side.
    """
    if octets.startswith(_UTF_16_MARKS) and not octets.startswith(_UTF_32_MARK):
        return "utf-16"
    before, behind = octets[::2].count(0), octets[1::2].count(0)
    if max(before, behind) * 4 <= len(octets) or min(before, behind) * 8 > max(before, behind):
        return ""
    return "utf-16-be" if before > behind else "utf-16-le"


def _is_wide(codec: str) -> bool:
    return _WIDE.fullmatch(codec) is not None


def _codec(name: str) -> str:
    if name in _SUPERSETS:
        return _SUPERSETS[name]
    return name if _KNOWN.fullmatch(name) else ""


def _try(octets: bytes, codec: str) -> str | None:
    try:
        return octets.decode(codec)
    except (UnicodeError, LookupError):  # LookupError: cp9999 has the shape of a charset
        return None
