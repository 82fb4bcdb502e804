"""What is read from one message: findings, each with the words it was read from, and the level.

Values of the enums are stored and exchanged: never rename one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

V = TypeVar("V")
W = TypeVar("W")


class Level(StrEnum):
    """How urgent. Software may raise a level; only a named person may lower one."""

    LOG_ONLY = "log_only"
    STANDARD = "standard"
    URGENT = "urgent"
    IMMEDIATE = "immediate"

    @property
    def rank(self) -> int:
        """0 for LOG_ONLY to 3 for IMMEDIATE."""
        return list(Level).index(self)


class Wish(StrEnum):
    """What the reporter wants of the police."""

    REPORT_IT = "report_it"
    PASS_FOR_INFORMATION = "pass_for_information"  # noqa: S105 - a wish, not a password
    ADVICE_ONLY = "advice_only"
    LOG_ONLY_NO_POLICE = "log_only_no_police"
    NOT_STATED = "not_stated"


class Part(StrEnum):
    """Where a quote stands; each is a key of `Reading.texts`."""

    BODY = "body"
    SUBJECT = "subject"
    ATTACHMENT = "attachment"
    HEADER = "header"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Generic[V]):
    """One thing read from a message, with the words it was read from.

    `texts[part][start:end] == quote`, in code points. item: index into the attachments
    where part is "attachment", else None. rule: the name of what found it.
    """

    value: V
    quote: str
    part: Part
    rule: str
    start: int
    end: int
    item: int | None = None

    def taken_for(self, value: W, *, rule: str) -> Finding[W]:
        """Return what else the same words show."""
        return Finding(
            value=value,
            quote=self.quote,
            part=self.part,
            rule=rule,
            start=self.start,
            end=self.end,
            item=self.item,
        )


@dataclass(frozen=True, slots=True)
class When:
    """A dated occurrence, in the council's own time zone without offset.

    start, end: "2026-10-03T19:30" or "2026-10-03"; end "" where there is none.
    precision: exact, about, part_of_day, day, range or unknown.
    """

    start: str
    end: str
    precision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An evidence file as the record names it; index is its place in the message."""

    index: int
    filename: str
    media_type: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read from one message. Nothing without its quote.

    texts: what the findings point into, by part. account: the reporter's own words.
    quoted: forwarded and earlier mail, kept apart; their senders are unproven.
    rules: every level rule that fired, first the ones that decided; `level` follows.
    wish: None where the reporter did not say (Wish.NOT_STATED).
    """

    texts: Mapping[Part, str] = field(repr=False)
    account: str = field(repr=False)
    quoted: tuple[str, ...] = field(default=(), repr=False)
    level: Level = Level.STANDARD
    rules: tuple[Finding[str], ...] = ()
    categories: tuple[Finding[str], ...] = ()
    channels: tuple[Finding[str], ...] = ()
    place_type: Finding[str] | None = None
    wish: Finding[Wish] | None = None
    when: tuple[Finding[When], ...] = ()
    ongoing: Finding[bool] | None = None
    postcodes: tuple[Finding[str], ...] = ()
    urls: tuple[Finding[str], ...] = ()
    handles: tuple[Finding[str], ...] = ()
    phones: tuple[Finding[str], ...] = ()
    emails: tuple[Finding[str], ...] = ()
    vehicle_registrations: tuple[Finding[str], ...] = ()
    suspect_names: tuple[Finding[str], ...] = ()
    police_refs: tuple[Finding[str], ...] = ()
    our_refs: tuple[Finding[str], ...] = ()
    hostility_strands: tuple[Finding[str], ...] = ()
    risk_factors: tuple[Finding[str], ...] = ()
    exact_words: tuple[Finding[str], ...] = ()
    fear_score: Finding[int] | None = None
    files: tuple[File, ...] = ()
    defects: tuple[str, ...] = ()

    @property
    def police_wish(self) -> Wish:
        """The wish as a plain value."""
        return self.wish.value if self.wish else Wish.NOT_STATED

    def fired(self, *names: str) -> bool:
        """Whether any of the level rules `names` fired."""
        return any(rule.value in names for rule in self.rules)

    @property
    def primary_category(self) -> str:
        """The category code shown first; UNCLEAR where none was found."""
        return self.categories[0].value if self.categories else "UNCLEAR"
