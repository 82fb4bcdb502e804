"""Throw-away databases: a PostgreSQL cluster of Debian's binaries, and rows to put into one."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from processor.incident.model import (
    Disposition,
    Incident,
    Kind,
    Letter,
    Person,
    Purpose,
    Reference,
    Sharing,
    Standing,
)
from processor.incident.reading import Part, Reading
from processor.mail.message import Address, FetchedMessage, OutboundMessage, Uid
from processor.store import incidents, ledger
from processor.store.database import Database, Transaction

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ACCOUNT = "safety@kirkbourne.example"
REFERENCE = Reference("KMB-2026-7F3K9-R")
OTHER_REFERENCE = Reference("KMB-2026-00000-0")

_MEMORY = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of our own in it
_ROOT = 0


def postgres_binaries() -> Path | None:
    """The newest PostgreSQL that Debian has installed, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def postgres_cluster() -> Iterator[str]:
    """A cluster on a Unix socket only, as the URL of its maintenance database.

    Skips the test where PostgreSQL is not installed, except in CI, where that is a failure.
    """
    binaries = postgres_binaries()
    if binaries is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    # In memory where there is such a folder: each new database writes 7 MB. The name is short
    # because a socket's path has 107 octets.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        yield from _running(binaries, folder)
    finally:
        shutil.rmtree(folder)


@contextmanager
def fresh_postgres(cluster: str, template: str = "template1") -> Iterator[str]:
    """A new database in `cluster`, as its URL; dropped at the end.

    template: the name of the database to copy, to which nobody may be connected; the default
        is an empty one. Copying a migrated one is five times as fast as migrating.
    """
    name = f"test_{os.urandom(6).hex()}"
    engine = create_engine(cluster, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
    try:
        yield cluster.replace("/postgres?", f"/{name}?")
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def migrated_postgres(cluster: str) -> Iterator[str]:
    """The name of a migrated database in `cluster`, to be the template of others."""
    with fresh_postgres(cluster) as url:
        with opened(url):
            pass
        yield str(make_url(url).database)


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """A migrated database, closed at the end."""
    database = Database.open(url)
    try:
        database.migrate()
        yield database
    finally:
        database.close()


def fetched(number: int = 1, raw: bytes = b"Subject: x\r\n\r\nhello\r\n") -> FetchedMessage:
    """A message as the mailbox hands it over, in UIDVALIDITY 7."""
    return FetchedMessage(uid=Uid(7, number), internal_date=NOW, raw=raw, size=len(raw))


def add_message(
    tx: Transaction, number: int = 1, raw: bytes = b"Subject: x\r\n\r\nhello\r\n"
) -> int:
    """Store one message of the watched folder; return its row number."""
    return ledger.add(tx, ACCOUNT, "INBOX", fetched(number, raw), NOW)


def add_incident(
    tx: Transaction, message_id: int, reference: Reference = REFERENCE, **changes: object
) -> None:
    """Store an incident of that message."""
    shaped = incident(reference, **changes)
    incidents.add(
        tx, message_id, shaped, {"kind": "report"}, Sharing.SEND, Disposition.REFERRED, NOW
    )


def incident(reference: Reference = REFERENCE, **changes: object) -> Incident:
    """A proven councillor's report of which nothing was read."""
    values: dict[str, object] = {
        "reference": reference,
        "reported_at": NOW - timedelta(minutes=2),
        "kind": Kind.REPORT,
        "standing": Standing.REGISTERED_AUTHENTICATED,
        "reporter": person(),
        "from_": Address("Amy@members.kirkbourne.example"),
        "from_shown": "Amy",
        "subject_shown": "",
        "inbound_id": "",
        "digest": hashlib.sha256(b"").hexdigest(),
        "reading": Reading(texts={Part.BODY: "", Part.SUBJECT: ""}, account=""),
    }
    return Incident(**values | changes)


def person(email: str = "Amy@members.kirkbourne.example", **changes: object) -> Person:
    """A councillor of Beckside."""
    values: dict[str, object] = {
        "name": "Amy Example",
        "roles": ("councillor",),
        "ward": "Beckside",
        "email": email,
    }
    return Person(**values | changes)


def letter(
    purpose: Purpose = Purpose.ACKNOWLEDGEMENT,
    *,
    reference: Reference = REFERENCE,
    number: int = 1,
    recipient: str = "amy@members.kirkbourne.example",
    message_id: str = "",
) -> Letter:
    """A letter that says nothing."""
    return Letter(
        reference=reference,
        purpose=purpose,
        number=number,
        message=OutboundMessage(
            message_id=message_id or f"<{reference}.{purpose}.{number}.{recipient}>",
            from_=Address(ACCOUNT),
            to=Address(recipient),
            reverse_path="bounce+token@kirkbourne.example",
            subject="",
            date=NOW,
            text="",
        ),
    )


def _running(binaries: Path, folder: Path) -> Iterator[str]:
    data = folder / "data"
    unprivileged: list[str] = []
    if os.geteuid() == _ROOT:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "nobody", "nogroup")
        unprivileged = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    _run(*unprivileged, binaries / "initdb", "-A", "trust", "-U", "test", "--no-sync", "-D", data)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    control = (*unprivileged, binaries / "pg_ctl", "-D", data, "-w")
    _run(*control, "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://test@/postgres?host={quote(str(folder), safe='')}"
    finally:
        _run(*control, "-m", "immediate", "stop")


def _run(*command: object) -> None:
    # Not from a folder that the unprivileged user cannot enter, and never holding our pipes.
    subprocess.run(
        [str(word) for word in command],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
