"""`processor read`: a dry run over files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from processor.cli.files import bytes_of, text_of
from processor.cli.options import SettingsFile


def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Messages as .eml.")],
    register: Annotated[
        Path | None, typer.Option("--register", help="CSV of who may report.")
    ] = None,
    settings: SettingsFile | None = None,
) -> None:
    """Print one line of JSON for each message: what was read, with the words it was read from.

    Stores and sends nothing. Without --settings the shipped sample settings are used.
    """
    from processor.desk.dry_run import dry_run
    from processor.incident.register import parse_register
    from processor.settings import load_settings, sample_settings
    from processor.wiring import policy_of
    from processor.worker.sandbox import Sandbox

    loaded = load_settings(settings or sample_settings())
    policy = policy_of(loaded)
    people = parse_register(text_of(register), policy.codes.roles) if register else ()
    with Sandbox(loaded.parser) as sandbox:
        for file in files:
            line = dry_run(
                str(file), bytes_of(file), parse=sandbox.parse, people=people, policy=policy
            )
            typer.echo(json.dumps(line, ensure_ascii=False))
