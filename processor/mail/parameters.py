"""Reads the fields that describe a part: Content-Type, Content-Disposition and their parameters.

The grammar is left to the standard library; the charset of a name is not, because its codecs
raise on names that a hostile sender may give (RFC 2231, RFC 2045 section 5).
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Mapping
from email.message import Message

from processor.mail import charsets
from processor.mail.clean import clean_line
from processor.mail.words import decode_words

MAX_FIELD = 2_048
"""Characters of a field that are read: the library's parser is quadratic in them."""
MAX_FILENAME = 200

_TOKEN_PAIR = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_EXTENDED = re.compile(r";\s*[^;=\s]*\*[^;]*")  # a parameter as RFC 2231 writes it
# Refused or special on one of the systems a name may be written to.
_UNSAFE_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)


def read_media_type(raw: str, default: str) -> tuple[str, Mapping[str, str]]:
    """Type and parameters of a Content-Type field, both lower case in their names.

    `default` stands where the field is missing; a field of no usable shape is opaque.
    """
    if not raw.strip():
        return default, {}
    kind, parameters = _read(raw)
    if _TOKEN_PAIR.fullmatch(kind):
        return kind, parameters
    # "Content-Type: text" was usual once, and is text (RFC 2045 section 5.2).
    return ("text/plain" if kind == "text" else "application/octet-stream"), parameters


def read_disposition(raw: str) -> tuple[str, Mapping[str, str]]:
    """Disposition and parameters of a Content-Disposition field (RFC 2183); "" where missing."""
    return _read(raw) if raw.strip() else ("", {})


def clean_filename(name: str) -> str:
    """`name` as a last path component that is safe to show and to write; "" where nothing is left.

    It is a label for people. Where a file is stored it is stored under another name.
    """
    line = clean_line(decode_words(name)[0]).replace("\\", "/").rpartition("/")[2]
    line = _UNSAFE_IN_NAMES.sub("_", line).strip(". ")
    line = _DEVICE.sub(lambda match: f"_{match.group()}", line, count=1) if line else ""
    if len(line) <= MAX_FILENAME:
        return line
    stem, dot, extension = line.rpartition(".")
    if not dot or len(extension) > 10:  # noqa: PLR2004 - longer than any extension in use
        return line[:MAX_FILENAME]
    return f"{stem[: MAX_FILENAME - len(extension) - 1]}.{extension}"


def _read(raw: str) -> tuple[str, Mapping[str, str]]:
    # The library raises on line ends within a field and on lone surrogates.
    line = raw[:MAX_FIELD].replace("\n", " ").replace("\r", " ")
    line = line.encode("utf-8", "replace").decode("utf-8")
    try:
        listed = _listed(line)
    except TypeError:  # it cannot put name*0 and name* of one field in order
        listed = _listed(_EXTENDED.sub("", line))
    if not listed:
        return "", {}
    values: dict[str, str] = {}
    for name, value in listed[1:]:
        values.setdefault(name.lower(), _text(value))
    return clean_line(listed[0][0]).lower(), values


def _listed(line: str) -> list[tuple[str, str | tuple[str | None, str | None, str]]]:
    message = Message()
    message["x"] = line
    return list(message.get_params(failobj=[], header="x"))


def _text(value: str | tuple[str | None, str | None, str]) -> str:
    """A parameter's value; the library gives a triple where RFC 2231 names a charset."""
    if isinstance(value, str):
        return value
    charset, _language, text = value
    octets = urllib.parse.unquote_to_bytes(text.encode("latin-1", "replace"))
    return charsets.decode(octets, charset or "")[0]
