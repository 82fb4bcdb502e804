"""`processor incidents`: the record."""

from __future__ import annotations

from typing import Annotated

import typer

from processor.cli import show
from processor.cli.options import DEFAULT, SettingsFile, settings_of
from processor.incident.reading import Level

app = typer.Typer(help="The record of every report.", no_args_is_help=True)


@app.command("list")
def list_incidents(
    settings: SettingsFile = DEFAULT,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many, newest first.")] = 50,
    level: Annotated[Level | None, typer.Option("--level", help="Only this level.")] = None,
) -> None:
    """List incidents, newest first."""
    from processor.store import incidents
    from processor.wiring import open_desk

    with open_desk(settings_of(settings)) as desk, desk.database.reading() as tx:
        found = incidents.newest(tx, limit, level)
    show.table(
        ("reference", "reported", "level", "category", "state", "sender"),
        [
            (
                incident.reference,
                show.moment(incident.reported_at, desk.policy.zone),
                incident.level,
                incident.category,
                incident.state,
                incident.standing,
            )
            for incident in found
        ],
    )


@app.command("show")
def show_incident(
    reference: Annotated[str, typer.Argument(metavar="REF", help="For example KMB-2026-7F3K9-R.")],
    settings: SettingsFile = DEFAULT,
) -> None:
    """Show one: what was read with its quotes, and what became of each letter."""
    from processor.cli.record import show_record
    from processor.errors import NotFound
    from processor.store import incidents
    from processor.wiring import open_desk

    with open_desk(settings_of(settings)) as desk, desk.database.reading() as tx:
        known = desk.reference(reference)
        if not incidents.opened(tx, known):
            raise NotFound(f"{known} names no incident: `processor held list` shows what waits")
        show_record(tx, known, desk.policy.zone)
