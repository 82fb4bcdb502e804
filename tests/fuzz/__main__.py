"""`python -m tests.fuzz --minutes 5` feeds changed mail to the parser and to what decides on it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fuzz.target import Target


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0, help="how long")
    parser.add_argument("--seed", type=int, default=1, help="the same makes the same changes")
    parser.add_argument("--atheris", action="store_true", help="let Atheris choose, by coverage")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(gettempdir()) / "processor-fuzz",
        help="where inputs that did harm are left",
    )
    return parser.parse_args()


def main() -> int:
    """Run; 1 where something raised that should not."""
    options = _options()
    if options.atheris:
        # It counts only in modules that are imported here for the first time.
        from tests.fuzz import guided  # noqa: F401, PLC0415 - not installed everywhere
    from processor.worker.sandbox import Limits, Sandbox  # noqa: PLC0415 - see above
    from tests.fuzz.target import Target  # noqa: PLC0415 - see above

    end = monotonic() + options.minutes * 60
    with Sandbox(Limits()) as parser:
        target = Target(parser, options.out)
        with suppress(KeyboardInterrupt):
            _drive(target, options, lambda: monotonic() < end)
        return _told(target)


def _drive(target: Target, options: argparse.Namespace, more: Callable[[], bool]) -> None:
    if not options.atheris:
        from tests.fuzz.driver import drive  # noqa: PLC0415 - see above

        drive(target, options.seed, more)
        return
    from tests.fuzz import guided  # noqa: PLC0415 - see above

    # Atheris never gives control back.
    guided.drive(target, options.seed, more, end=lambda: os._exit(_told(target)))


def _told(target: Target) -> int:
    """Print the summary; the exit code."""
    sys.stdout.write("\n".join((*target.tally.lines(), "")))
    sys.stdout.flush()
    return 1 if target.tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
