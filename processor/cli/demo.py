"""`processor demo`: the main job with nothing to set up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    once: Annotated[bool, typer.Option("--once", help="End after the sample reports.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder for the database and the letters; default a new one."),
    ] = None,
) -> None:
    """Watch sample reports travel the whole way, on this machine alone."""
    from processor.demo.run import run_demo

    run_demo(out, once=once)
