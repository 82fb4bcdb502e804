"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from processor.settings import Settings

SettingsFile = Annotated[
    Path,
    typer.Option("--settings", envvar="PROCESSOR_SETTINGS", help="The council's settings.toml."),
]
Actor = Annotated[
    str, typer.Option("--actor", help="Your name, recorded in the log as who did this.")
]
Note = Annotated[str, typer.Option("--note", help="Why; kept with the record.")]

DEFAULT = Path("settings.toml")


def settings_of(path: Path) -> Settings:
    """Load `path`. Raises SettingsError with every fault."""
    from processor.settings import load_settings

    return load_settings(path)


def log_to_stderr() -> None:
    """Let the worker's one-line messages appear on standard error."""
    import logging

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("processor").setLevel(logging.INFO)
    logging.raiseExceptions = False  # a full disk under the log must not stop the work
