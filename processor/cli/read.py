"""`processor read`: a dry run over files."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from processor.cli.files import bytes_of, text_of
from processor.cli.options import SettingsFile

if TYPE_CHECKING:
    from processor.incident.model import Person
    from processor.incident.policy import Policy
    from processor.mail.message import InboundMessage


def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Messages as .eml.")],
    register: Annotated[
        Path | None, typer.Option("--register", help="CSV of who may report.")
    ] = None,
    settings: SettingsFile | None = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say in plain text why each has its level.")
    ] = False,
) -> None:
    """Print one line of JSON for each message: what was read, with the words it was read from.

    With --explain, plain text for a person instead: each rule that fired and what nearly did.
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
            name, raw, reader = str(file), bytes_of(file), sandbox.parse
            if explain:
                typer.echo(_explanation(name, raw, reader, people, policy) + "\n")
            else:
                line = dry_run(name, raw, parse=reader, people=people, policy=policy)
                typer.echo(json.dumps(line, ensure_ascii=False))


def _explanation(
    name: str,
    raw: bytes,
    parse: Callable[[bytes], InboundMessage],
    people: Sequence[Person],
    policy: Policy,
) -> str:
    from processor.cli.explained import explained, unreadable
    from processor.codes import load_labelled
    from processor.desk.dry_run import judge
    from processor.errors import ParserDied

    try:
        judged = judge(raw, parse=parse, people=people, policy=policy)
    except ParserDied as error:
        return unreadable(name, error.reason)
    return explained(name, judged, policy.codes, load_labelled())
