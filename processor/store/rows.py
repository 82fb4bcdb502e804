"""What the functions of this folder share in dealing with rows."""

from __future__ import annotations

from sqlalchemy import Executable

from processor.errors import NotFound
from processor.store.database import Transaction


def write_one(tx: Transaction, statement: Executable, what: str) -> None:
    """Execute an UPDATE that must find its one row.

    what: names the row in the NotFound that is raised where there is none, because a state
        that was silently not written is a lost report.
    """
    if tx.execute(statement).rowcount != 1:
        raise NotFound(what)
