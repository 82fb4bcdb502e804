"""How the record looks on a terminal. Text from a message is shown escaped, never obeyed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print `rows` under `columns`; a cell is plain text whatever it holds."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(printable(cell)) for cell in row))
    Console().print(shown)


def facts(values: Mapping[str, str]) -> None:
    """Print one fact a line, name first."""
    table(("", ""), values.items())


def moment(when: datetime | None, zone: tzinfo) -> str:
    """`when` as the council's clocks show it, "" for None."""
    return when.astimezone(zone).strftime("%d %b %Y %H:%M") if when else ""


def printable(text: str) -> str:
    """`text` without characters that a terminal would obey (escapes, bells, returns)."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
