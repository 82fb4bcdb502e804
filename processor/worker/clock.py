"""Time as a parameter: the one place that reads the host's clock is whoever builds the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment, aware UTC."""


def system_clock() -> datetime:
    """Return the host's present moment."""
    return datetime.now(UTC)
