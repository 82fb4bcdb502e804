"""`processor log`: the tamper-evident log."""

from __future__ import annotations

import typer

from processor.cli.options import DEFAULT, SettingsFile, settings_of

app = typer.Typer(help="The tamper-evident log.", no_args_is_help=True)


@app.callback()
def log() -> None:
    """Keep the group a group while it has one command."""


@app.command("verify")
def verify(settings: SettingsFile = DEFAULT) -> None:
    """Check every entry against the one before it; change nothing.

    Exit codes: 0 sound, 1 tampered, 4 cannot tell.
    """
    from processor.audit.chain import verify as verify_chain
    from processor.errors import ChainBroken, StoreError
    from processor.store import log as stored
    from processor.wiring import existing_store

    try:
        with existing_store(settings_of(settings)) as database, database.reading() as tx:
            head, kept = verify_chain(stored.entries(tx)), stored.head(tx)
    except ChainBroken as broken:
        typer.echo(f"TAMPERED: {broken}")
        raise typer.Exit(1) from None
    except StoreError as error:
        typer.echo(f"cannot tell: {error}")
        raise typer.Exit(4) from None
    if head != kept:
        typer.echo(f"TAMPERED: the log ends at entry {head.seq}, and was written to {kept.seq}")
        raise typer.Exit(1)
    typer.echo(f"sound: {head.seq} entries, head {head.digest.hex()}")
