"""References that people can read out over the phone: KMB-2026-7F3K9-R.

Prefix, year, five random characters of Crockford's base 32 (no I, L, O or U) and one check
character, Luhn mod 32 over the five, so that one misheard character is noticed. A reference
discloses nothing and opens nothing: it is a name, not a key.
"""

from __future__ import annotations

import re

from processor.incident.model import Reference

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISHEARD = str.maketrans("ILO", "110")
_LENGTH = 5

POSSIBLE = len(_ALPHABET) ** _LENGTH
"""How many references a year has room for; `number` of `make_reference` is below it."""


def make_reference(prefix: str, year: int, number: int) -> Reference:
    """Return the reference that stands for `number` (0 to POSSIBLE - 1, drawn at random)."""
    body = ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        body = _ALPHABET[digit] + body
    return Reference(f"{prefix}-{year}-{body}-{check_character(body)}")


def check_character(body: str) -> str:
    """Return the Luhn mod 32 check character of five Crockford characters."""
    size = len(_ALPHABET)
    total = 0
    for place, character in enumerate(reversed(body)):
        product = _ALPHABET.index(character) * (2 - place % 2)
        total += product // size + product % size
    return _ALPHABET[-total % size]


def normalise(text: str, prefix: str) -> Reference | None:
    """Return what a person typed as a reference, or None where it cannot be one.

    Case, spaces and the letters I, L and O are forgiven; a wrong check character is not.
    """
    match = _shape(prefix).fullmatch(re.sub(r"[\s_]+", "", text.upper()))
    if not match:
        return None
    year, body, check = match[1], *(part.translate(_MISHEARD) for part in match.groups()[1:])
    if check_character(body) != check:
        return None
    return Reference(f"{prefix}-{year}-{body}-{check}")


def _shape(prefix: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(prefix)}-?([0-9]{{4}})-?([0-9A-TV-Z]{{5}})-?([0-9A-TV-Z])")
