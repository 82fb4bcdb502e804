"""`processor register`: who may report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from processor.cli.files import text_of
from processor.cli.options import DEFAULT, Actor, SettingsFile, settings_of

app = typer.Typer(help="Members, candidates and officers who may report.", no_args_is_help=True)


@app.callback()
def register() -> None:
    """Keep the group a group while it has one command."""


@app.command("import")
def import_csv(
    csv: Annotated[Path, typer.Argument(metavar="CSV", help="name, role, ward, email, ...")],
    settings: SettingsFile = DEFAULT,
    actor: Actor = "command line",
) -> None:
    """Add the people of CSV, and bring those already known up to date.

    Nobody is removed: give a person an `active_until` date instead. A fault anywhere in the
    file, and nothing of it is imported.
    """
    from processor.desk.people import import_register
    from processor.wiring import open_desk
    from processor.worker.clock import system_clock

    with open_desk(settings_of(settings)) as desk:
        counts = import_register(
            desk.database, text_of(csv), desk.policy.codes.roles, actor, system_clock()
        )
    typer.echo(f"{counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged")
