"""`processor held`: what waits for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from processor.cli import files, show
from processor.cli.options import DEFAULT, Actor, Note, SettingsFile, settings_of

app = typer.Typer(help="What waits for a person.", no_args_is_help=True)

# The values of `incident.release.Ground`, which takes too long to import for --help.
GroundName = Literal["risk_to_life", "serious_harm", "child_or_adult_at_risk", "serious_crime"]
Ref = Annotated[str, typer.Argument(metavar="REF", help="For example KMB-2026-7F3K9-R.")]


@app.command("list")
def list_held(settings: SettingsFile = DEFAULT) -> None:
    """List what waits, oldest first."""
    from processor.incident.reasons import words
    from processor.store import holds
    from processor.wiring import open_desk

    with open_desk(settings_of(settings)) as desk, desk.database.reading() as tx:
        waiting = holds.waiting(tx)
    show.table(
        ("reference", "since", "why"),
        [
            (h.reference, show.moment(h.opened_at, desk.policy.zone), words(h.reasons[0]))
            for h in waiting
        ],
    )
    typer.echo(f"{len(waiting)} held")


@app.command("show")
def show_held(
    reference: Ref,
    settings: SettingsFile = DEFAULT,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write the original message to this file.")
    ] = None,
) -> None:
    """Show one: why it waits and what was read of it. Opens no attachment."""
    from processor.cli.record import show_record
    from processor.incident.reasons import words
    from processor.store import holds, ledger
    from processor.wiring import open_desk

    with open_desk(settings_of(settings)) as desk, desk.database.reading() as tx:
        hold = holds.get(tx, desk.reference(reference))
        stored = ledger.get(tx, hold.message_id)
        show.facts(
            {
                "reference": hold.reference,
                "state": hold.state,
                "since": show.moment(hold.opened_at, desk.policy.zone),
                "why": "\n".join(words(reason) for reason in hold.reasons),
                "original": f"{stored.size} bytes, SHA-256 {stored.sha256}",
            }
        )
        show_record(tx, hold.reference, desk.policy.zone)
    if save:
        files.save(stored.raw, save)


@app.command("release")
def release(
    reference: Ref,
    actor: Actor,
    note: Note,
    ground: Annotated[
        GroundName | None,
        typer.Option("--ground", help="Needed where the reporter asked for no police."),
    ] = None,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Refer it to the police contact."""
    from processor.desk import holds
    from processor.incident.release import Ground
    from processor.wiring import open_desk
    from processor.worker.clock import system_clock

    with open_desk(settings_of(settings)) as desk:
        person = holds.Person(name=actor, note=note)
        chosen = Ground(ground) if ground else None
        holds.release(desk, desk.reference(reference), person, chosen, system_clock())
    typer.echo(f"{reference} released: the worker sends it at its next round")


@app.command("reject")
def reject(reference: Ref, actor: Actor, note: Note, settings: SettingsFile = DEFAULT) -> None:
    """Close it without sending anything."""
    from processor.desk import holds
    from processor.wiring import open_desk
    from processor.worker.clock import system_clock

    with open_desk(settings_of(settings)) as desk:
        person = holds.Person(name=actor, note=note)
        holds.reject(desk.database, desk.reference(reference), person, system_clock())
    typer.echo(f"{reference} rejected")
