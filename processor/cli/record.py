"""One incident on a terminal: what was read, each with its quote, and its letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any

import typer

from processor.cli import show
from processor.incident.model import Reference
from processor.store import incidents, outbox
from processor.store.database import Transaction

_PLAIN = ("file", "kind", "sender", "level", "account", "quoted", "texts", "defects", "attachments")


def show_record(tx: Transaction, reference: Reference, zone: tzinfo) -> None:
    """Print the incident `reference` if there is one, and every letter sent under it."""
    if incidents.opened(tx, reference):
        incident = incidents.get(tx, reference)
        show.facts(
            {
                "reference": incident.reference,
                "reported": show.moment(incident.reported_at, zone),
                "level": incident.level,
                "category": incident.category,
                "police wish": incident.wish,
                "sharing": incident.sharing,
                "state": incident.state,
                "sender": incident.standing,
            }
        )
        typer.echo("\nThe reporter's account (their words)\n")
        typer.echo(show.printable(str(incident.record["account"])))
        typer.echo("\nWhat was read, with the words it was read from\n")
        show.table(("item", "value", "quote", "rule"), _findings(incident.record))
    typer.echo("\nLetters\n")
    show.table(
        ("purpose", "state", "attempts", "last reply", "queued"),
        [
            (
                letter.purpose,
                letter.state,
                str(letter.attempts),
                letter.last_code,
                show.moment(letter.created_at, zone),
            )
            for letter in outbox.of_reference(tx, reference)
        ],
    )


def _findings(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for name, found in record.items():
        if name in _PLAIN:
            continue
        for finding in found if isinstance(found, list) else [found]:
            if isinstance(finding, dict) and finding.get("quote"):
                value = finding["value"]
                shown = (
                    " ".join(str(v) for v in value.values() if v)
                    if isinstance(value, dict)
                    else value
                )
                yield name, str(shown), str(finding["quote"]), str(finding["rule"])
