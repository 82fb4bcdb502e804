"""The dated code lists of schema/codes/, as values. Law and helplines move; code should not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from processor.incident.learned import Learned


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category with the offences it *may* indicate: prompts for a police decision only."""

    code: str
    label: str
    offence: bool  # may carry an offence, so that rule S1 can fire
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role on the register. operation: "Ford", "Bridger" or "" for no operation name."""

    code: str
    label: str
    synonyms: tuple[str, ...]
    operation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportService:
    """A helpline. flags: strands, categories or rules that call for it; none means always shown."""

    name: str
    offers: str
    contact: str
    flags: tuple[str, ...]
    last_verified: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A way of saying something: which code it speaks for, and the example that justifies it.

    pattern: a regular expression over lower-cased text with plain quotes, anchored at words.
    near_misses: what it must not match. place: where it stands, as "threats.toml: phrase 12".
    """

    code: str
    pattern: str
    example: str
    near_misses: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Every code list. `phrases` by list name: "rules", "categories", "channels", "wish", ..."""

    jurisdiction: str
    dated: date
    categories: Mapping[str, Category]
    channels: Mapping[str, str]  # code to the words a person reads
    level_rules: Mapping[str, str]  # rule id to the words a person reads
    risk_factors: Mapping[str, str]
    strands: Mapping[str, str]
    places: Mapping[str, str]
    roles: Mapping[str, Role]
    support: tuple[SupportService, ...]
    phrases: Mapping[str, tuple[Phrase, ...]]
    learned: Learned
