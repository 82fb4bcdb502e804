"""Runs `processor` and kills it, as kill -9 does, at the nth time it comes to a named point.

    python -m tests.support.mortal POINT NTH MARK ARGUMENTS...

MARK is a file that is written just before the end, so that a test knows the point was reached.
The points lie in the product's own functions, wrapped from outside: it knows nothing of this.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from processor.cli.app import main
from processor.transport.smtp_wire import Connection
from processor.worker import process, receive


def _before(owner: object, name: str, die: Callable[[], None]) -> None:
    original = getattr(owner, name)

    def dying(*args: object, **kwargs: object) -> object:
        die()
        return original(*args, **kwargs)

    setattr(owner, name, dying)


def _after(owner: object, name: str, die: Callable[[], None]) -> None:
    original = getattr(owner, name)

    def dying(*args: object, **kwargs: object) -> object:
        result = original(*args, **kwargs)
        die()
        return result

    setattr(owner, name, dying)


POINTS = {
    "fetched": lambda die: _before(receive, "_store", die),
    "received": lambda die: _after(receive, "_store", die),
    "decided": lambda die: _after(process, "commit", die),
    "before the dot": lambda die: _before(Connection, "dot", die),
    "after the dot": lambda die: _after(Connection, "dot", die),
}


def _run(point: str, nth: str, mark: str, *arguments: str) -> None:
    visits = itertools.count(1)

    def die() -> None:
        if next(visits) == int(nth):
            Path(mark).write_text(f"{point} {nth}")
            os.kill(os.getpid(), signal.SIGKILL)

    POINTS[point](die)
    sys.argv = ["processor", *arguments]
    main()


if __name__ == "__main__":
    _run(*sys.argv[1:])
