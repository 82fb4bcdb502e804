"""The tables, with the constraints that carry the invariants. They never leave this folder.

A message is known by account, folder, UIDVALIDITY and UID; a letter exists once for its
incident, purpose, number and recipient; whatever is settled says when. The same is written
down, frozen, in schema/migrations; a test compares the two. Statements are built on the
`Table` objects at the end: a row is never an object here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, MetaData, Table, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from processor.incident.model import Disposition, Kind, Purpose, Sharing, Standing
from processor.incident.reading import Level, Wish
from processor.store.columns import UtcDateTime
from processor.store.records import HoldState, LetterState, MessageState


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Name a closed set; only values of our own enums come in here, so quoting is safe."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class _Base(SQLModel):
    """Gives every constraint the same name on both databases."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


class _Message(_Base, table=True):
    """The ledger: every message ever fetched, with its octets."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("account", "folder", "uid_validity", "uid"),
        _one_of("state", MessageState),
        CheckConstraint("(state = 'received') = (settled_at IS NULL)", name="settled"),
        Index(None, "state", "id"),
        Index(
            None,
            *("account", "folder", "uid_validity"),
            sqlite_where=text("NOT filed"),
            postgresql_where=text("NOT filed"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    account: str
    folder: str
    # UIDs are unsigned 32-bit numbers, which PostgreSQL's integer does not hold.
    uid_validity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    internal_date: datetime | None = Field(sa_type=UtcDateTime)
    received_at: datetime = Field(sa_type=UtcDateTime)
    sha256: str = Field(index=True)
    size: int = Field(sa_type=BigInteger)
    complete: bool
    state: str
    reason: str
    attempts: int
    settled_at: datetime | None = Field(sa_type=UtcDateTime)
    filed: bool
    raw: bytes  # last, because SQLite reads through it to reach what stands behind


class _Incident(_Base, table=True):
    """Our record of each report."""

    __tablename__ = "incident"
    __table_args__ = (
        UniqueConstraint("reference"),
        _one_of("kind", Kind),
        _one_of("standing", Standing),
        _one_of("level", Level),
        _one_of("wish", Wish),
        _one_of("sharing", Sharing),
        _one_of("state", Disposition),
    )
    id: int | None = Field(default=None, primary_key=True)
    reference: str
    message_id: int = Field(foreign_key="message.id", index=True)
    kind: str
    standing: str
    level: str
    category: str
    wish: str
    sharing: str
    reporter_email: str | None
    record: str
    reported_at: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    state: str


class _Hold(_Base, table=True):
    """What waits for a person, and who decided what."""

    __tablename__ = "hold"
    __table_args__ = (
        UniqueConstraint("reference"),
        _one_of("state", HoldState),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(state = 'open') = (closed_by = '')", name="closed_by"),
    )
    id: int | None = Field(default=None, primary_key=True)
    reference: str
    message_id: int = Field(foreign_key="message.id", index=True)
    reasons: str  # codes without spaces, worst first, a space between
    state: str
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(sa_type=UtcDateTime)
    closed_by: str
    note: str


class _Letter(_Base, table=True):
    """The outbox: every letter as the octets that each attempt sends."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("reference", "purpose", "number", "recipient"),
        UniqueConstraint("message_id"),
        _one_of("purpose", Purpose),
        _one_of("state", LetterState),
        CheckConstraint("(state = 'queued') = (settled_at IS NULL)", name="settled"),
        Index(None, "state", "due_at"),
        Index(None, "recipient_key", "purpose", "created_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    reference: str
    purpose: str
    number: int
    recipient: str
    recipient_key: str  # lower case, so that an address cannot evade a cap by its case
    message_id: str  # the Message-ID, not a row of the ledger: an alert has none
    reverse_path: str
    sha256: str
    state: str
    attempts: int
    due_at: datetime = Field(sa_type=UtcDateTime)
    last_code: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(sa_type=UtcDateTime)
    reply: str
    raw: bytes  # last, as in the ledger


class _LogEntry(_Base, table=True):
    """The log. Triggers refuse to change or delete a row; `audit.chain` explains the columns."""

    __tablename__ = "log_entry"
    __table_args__ = (
        CheckConstraint("seq > 0", name="seq"),
        CheckConstraint("length(digest) = 32", name="digest"),
    )
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    leaf: bytes
    digest: bytes


class _LogHead(_Base, table=True):
    """The end of the log, in one row that a writer locks. A sequence would skip on rollback."""

    __tablename__ = "log_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int
    digest: bytes


class _Person(_Base, table=True):
    """The register. Addresses stand apart so that one belongs to one person only."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    roles: str  # codes without spaces, a space between
    ward: str
    party: str
    active_from: date | None
    active_until: date | None
    phone: str
    safe_to_email: bool
    safe_to_voicemail: bool
    safe_contact: str
    language: str
    delegate_of: str
    imported_at: datetime = Field(sa_type=UtcDateTime)


class _PersonAddress(_Base, table=True):
    """An address that a person writes from, in lower case and as the register has it."""

    __tablename__ = "person_address"
    __table_args__ = (
        UniqueConstraint("person_id", "position"),
        CheckConstraint("address = lower(address)", name="address"),
    )
    address: str = Field(primary_key=True)
    written: str
    person_id: int = Field(foreign_key="person.id")
    position: int  # 0 is the address letters go to


METADATA = _Base.metadata
MESSAGE: Table = METADATA.tables["message"]
INCIDENT: Table = METADATA.tables["incident"]
HOLD: Table = METADATA.tables["hold"]
LETTER: Table = METADATA.tables["letter"]
LOG_ENTRY: Table = METADATA.tables["log_entry"]
LOG_HEAD: Table = METADATA.tables["log_head"]
PERSON: Table = METADATA.tables["person"]
PERSON_ADDRESS: Table = METADATA.tables["person_address"]
