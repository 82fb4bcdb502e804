"""`processor run`: the worker."""

from __future__ import annotations

from typing import Annotated

import typer

from processor.cli.options import DEFAULT, SettingsFile, log_to_stderr, settings_of


def run(
    settings: SettingsFile = DEFAULT,
    once: Annotated[
        bool, typer.Option("--once", help="One poll, then until nothing is due.")
    ] = False,
) -> None:
    """Receive, process and deliver by schedule, until SIGTERM."""
    from processor.wiring import open_worker

    log_to_stderr()
    with open_worker(settings_of(settings)) as worker:
        worker.stop_on_signals()
        if once:
            worker.once()
        else:
            worker.run()
