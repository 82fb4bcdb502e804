"""What the level rules are asked of: the signs, and the particulars read beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from processor.incident.reading import Finding, When, Wish
from processor.incident.sign import Signs

THREATS = ("threat_life", "threat_violence", "bomb")
VEILED = ("veiled", "warning")
HOME = ("home_visit", "home_item", "address_published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules may ask about.

    primary: the leading category; offence: whether it may carry one. strand, fear, wish: as
    read, None where not stated. when: as told. recent: whether an occurrence lies within
    a day before the report, None where it is not dated. election: whether the report
    falls in an election period of the ward. opening: the first words.
    """

    signs: Signs
    primary: Finding[str]
    offence: bool
    strand: Finding[str] | None
    fear: Finding[int] | None
    wish: Finding[Wish] | None
    recent: bool | None
    election: bool
    when: tuple[Finding[When], ...]
    opening: Finding[str]


Answer = Finding[str] | None
Question = Callable[[Facts], Answer]


def explained(facts: Facts) -> bool:
    """Whether the reporter says it was nothing, and tells of no danger or threat beside it."""
    return facts.signs.has("explained") and not facts.signs.has("present", "assault", *THREATS)
