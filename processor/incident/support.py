"""Which helplines a letter names: only those the report calls for, and only fresh ones.

Long lists are not read, and a number that has moved is worse than none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from processor.incident.codes import SupportService
from processor.incident.reading import Reading

FRESH = timedelta(days=180)
"""How long a number may be shown after somebody last tried it."""

_MOST_SPECIAL = 2


def services(
    known: Sequence[SupportService], flags: Collection[str], today: date
) -> tuple[SupportService, ...]:
    """Return what to show: at most two that `flags` call for, then those for everybody."""
    fresh = [service for service in known if service not in stale(known, today)]
    special = [service for service in fresh if set(service.flags).intersection(flags)]
    general = [service for service in fresh if not service.flags]
    return (*special[:_MOST_SPECIAL], *general)


def stale(known: Sequence[SupportService], today: date) -> tuple[SupportService, ...]:
    """Return the services that nobody has verified for too long; a person must look at them."""
    return tuple(service for service in known if today - service.last_verified > FRESH)


def flags_of(reading: Reading) -> frozenset[str]:
    """Return the codes by which a report asks for a service: categories, strands and rules."""
    found = (*reading.categories, *reading.hostility_strands, *reading.rules)
    return frozenset(finding.value for finding in found)
