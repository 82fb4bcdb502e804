"""What a key of settings.toml may hold, by its name, and how a fault is said in plain words.

No line of it repeats the value: that may be a secret in the wrong place.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from processor.mail.originator import is_strict_address

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SECRETS = (("mailbox", "password"), ("relay", "password"), ("keys", "token_key"))
"""Section and key of each; none may stand in the file."""

_MAY_BE_EMPTY = {"ca_file", "marking", "notice_url", "password", "phrases_folder", "templates"}
_MAY_BE_EMPTY |= {"token_key", "user"}
_NEEDS_ONE = {"people", "minutes", "trusted_hosts"}
_RANGES = {"port": (1, 65535), "minutes": (0.0005, 60), "poll_every_s": (1, 3600)}
_AT_LEAST = {"max_message_bytes": 1_000_000, "memory_mb": 256}
_SHORTEST_KEY = 32

_MISSING = "is missing: the shipped settings.toml shows what it means"
_UNKNOWN = "is not a setting: correct its spelling or take it out"
_IN_WORDS = {
    "missing": _MISSING,
    "missing_keyword_only_argument": _MISSING,
    "unexpected_keyword_argument": _UNKNOWN,
    "extra_forbidden": _UNKNOWN,
    "string": "must be text in quotes",
    "int": "must be a whole number",
    "float": "must be a number",
    "bool": "must be true or false",
    "date": "must be a date such as 2026-01-05",
    "tuple": "must be a list in square brackets",
    "dataclass": "must be a section with a line for each of its keys",
}


def take_secrets_out(raw: dict[str, Any]) -> list[str]:
    """One line for each secret that stands in the file; it is taken out of `raw`."""
    problems = [
        f"[{section}] {key} must not stand in the file: give it by environment or secret file"
        for section, key in SECRETS
        if isinstance(raw.get(section), dict) and raw[section].pop(key, None) is not None
    ]
    store = raw.get("store")
    if isinstance(store, dict) and _holds_password(store.get("url")):
        problems.append("[store] url holds a password: take it out, and give it in ~/.pgpass")
    return problems


def missing_secrets(settings: object) -> list[str]:
    """One line for each secret that a run needs and that `settings` does not have."""
    lines = []
    for name, key in SECRETS:
        section = getattr(settings, name)
        if (name == "keys" or section.user) and not getattr(section, key):
            variable = f"PROCESSOR_{name.upper()}__{key.upper()}"
            lines.append(
                f"[{name}] {key} is not set: give it as environment variable {variable},"
                f" or as a file {name}__{key} in the folder of secrets"
            )
        elif key == "token_key" and len(section.token_key) < _SHORTEST_KEY:
            lines.append(f"[keys] token_key is shorter than {_SHORTEST_KEY} characters")
    return lines


def wrong_values(section: object) -> list[str]:
    """One line for each key of `section`, or of the sections in it, whose value cannot be used.

    section: its type, or where that could not be made what was to become it.
    """
    if isinstance(section, list | tuple):
        return [line for one in section for line in wrong_values(one)]
    if dataclasses.is_dataclass(section) and not isinstance(section, type):
        section = dataclasses.asdict(section)
    values = section.items() if isinstance(section, dict) else ()
    return [f"{key} {remedy}" for key, value in values for remedy in _remedies(key, value)]


def of_section(faults: Iterable[ErrorDetails]) -> list[str]:
    """What the validator found wrong with one section: a line for each, key first."""
    return [f"{_place(fault['loc'])} {_in_words(fault)}" for fault in faults]


def of_file(faults: Iterable[ErrorDetails]) -> list[str]:
    """What it found wrong with the sections, [section] first; "problems" is what they found."""
    return [
        f"[{fault['loc'][0]}] {problem}"
        for fault in faults
        for problem in fault.get("ctx", {}).get("problems", [_in_words(fault)])
    ]


def _place(keys: Iterable[str | int]) -> str:
    """`keys` with the entries of a list counted from 1."""
    return " ".join(str(key + 1) if isinstance(key, int) else key for key in keys)


def _in_words(fault: ErrorDetails) -> str:
    kind, expected = fault["type"], fault.get("ctx", {}).get("expected")
    if expected:
        return f"must be {expected}"
    return _IN_WORDS.get(kind) or _IN_WORDS.get(kind.partition("_")[0]) or fault["msg"].lower()


def _remedies(key: str, value: object) -> Iterator[str]:
    if key in _NEEDS_ONE and not value:
        yield "is an empty list: name at least one"
    values = value if isinstance(value, list | tuple) else (value,)
    yield from dict.fromkeys(remedy for one in values if (remedy := _remedy(key, one)))


def _remedy(key: str, value: object) -> str:
    """What to do about one value, "" where it can be used."""
    if isinstance(value, str):
        return _remedy_of_text(key, value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if key in _RANGES:
        low, high = _RANGES[key]
        return "" if low <= value <= high else f"must be between {low} and {high}"
    if key in _AT_LEAST:
        return "" if value >= _AT_LEAST[key] else f"must be at least {_AT_LEAST[key]}"
    return "" if value > 0 else "must be above 0"


def _remedy_of_text(key: str, value: str) -> str:
    if not value.strip():
        return "" if key in _MAY_BE_EMPTY else "is empty: fill it in"
    if not value.isprintable():
        return "must be one line of plain text"
    fits, remedy = _SHAPES.get(key, (bool, ""))
    return "" if fits(value) else remedy


def _is_page(value: str) -> bool:
    return bool(re.fullmatch(r"https?://\S+", value))


def _is_prefix(value: str) -> bool:
    return bool(re.fullmatch("[A-Z]{2,5}", value))


def _is_authserv_id(value: str) -> bool:
    return bool(re.fullmatch(r"[^\s;()]+", value))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # as zoneinfo refuses names it does not know
        return False
    return True


def _holds_password(url: object) -> bool:
    try:
        return bool(urlsplit(str(url)).password)
    except ValueError:  # no address at all, which the store will say
        return False


_AN_ADDRESS = (is_strict_address, "is not an address of the form name@domain")
_A_PAGE = (_is_page, "must be the whole address of a page, beginning with https://")
_SHAPES: dict[str, tuple[Callable[[str], bool], str]] = {
    "address": _AN_ADDRESS,
    "from_address": _AN_ADDRESS,
    "bounce_address": _AN_ADDRESS,
    "own_addresses": _AN_ADDRESS,
    "people": _AN_ADDRESS,
    "privacy_notice_url": _A_PAGE,
    "police_website": _A_PAGE,
    "notice_url": _A_PAGE,
    "reference_prefix": (_is_prefix, "must be two to five capital letters"),
    "authserv_id": (_is_authserv_id, "must be one name without white space, semicolon or brackets"),
    "timezone": (_is_zone, "is not known: write for example Europe/London"),
}
