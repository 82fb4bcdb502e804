"""Our own driver: what leads somewhere new is changed again."""

from __future__ import annotations

from collections.abc import Callable

from tests.fuzz.corpus import seeds
from tests.fuzz.mutate import Mutator
from tests.fuzz.target import Target


def drive(target: Target, seed: int, more: Callable[[], bool]) -> None:
    """Give inputs to `target` while there is to be `more`."""
    pool = seeds()
    mutator = Mutator(seed, pool)
    seen: set[tuple[object, ...]] = set()
    while more():
        raw = mutator.fresh()
        outcome = target.take(raw)
        if outcome not in seen:
            seen.add(outcome)
            pool.append(raw)
