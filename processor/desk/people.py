"""The register: who may report, as a person imports it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from processor.audit.entry import Entry, EntryType
from processor.incident.codes import Role
from processor.incident.register import parse_register
from processor.store import log, register
from processor.store.database import Database
from processor.store.records import ImportCounts


def import_register(
    database: Database, text: str, roles: Mapping[str, Role], actor: str, now: datetime
) -> ImportCounts:
    """Take over the people of a register as CSV text. Raises SettingsError with every fault."""
    people = parse_register(text, roles)
    with database.transaction() as tx:
        counts = register.upsert(tx, people, now)
        entry = Entry(
            at=now,
            type=EntryType.REGISTER_IMPORTED,
            actor=f"person:{actor}",
            subject=hashlib.sha256(text.encode()).hexdigest(),
            detail={
                "added": str(counts.added),
                "changed": str(counts.changed),
                "unchanged": str(counts.unchanged),
            },
        )
        log.append(tx, entry)
    return counts
