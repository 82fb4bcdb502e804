"""The first tables: ledger, incidents, holds, outbox, log and register.

Frozen: what the program's own tables say today is compared with the result of all
migrations by a test, and a later change is a later file.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_MOMENT = sa.DateTime(timezone=True)

_SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER log_entry_is_not_changed BEFORE UPDATE ON log_entry
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
    """,
    """
    CREATE TRIGGER log_entry_is_not_deleted BEFORE DELETE ON log_entry
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
    """,
    # INSERT OR REPLACE deletes the old row without firing the trigger above.
    """
    CREATE TRIGGER log_entry_is_not_replaced BEFORE INSERT ON log_entry
    WHEN EXISTS (SELECT 1 FROM log_entry WHERE seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
    """,
)

_POSTGRESQL_TRIGGERS = (
    """
    CREATE FUNCTION refuse_to_change_the_log() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$
    """,
    """
    CREATE TRIGGER log_entry_is_not_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_log()
    """,
)


def upgrade() -> None:
    _message()
    _incident()
    _hold()
    _letter()
    _log()
    _register()


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer, nullable=False),
        *_texts("account", "folder"),
        sa.Column("uid_validity", sa.BigInteger, nullable=False),
        sa.Column("uid", sa.BigInteger, nullable=False),
        sa.Column("internal_date", _MOMENT),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False),
        *_texts("state", "reason"),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("settled_at", _MOMENT),
        sa.Column("filed", sa.Boolean, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            *("account", "folder", "uid_validity", "uid"),
            name=op.f("uq_message_account_folder_uid_validity_uid"),
        ),
        _check("message", "state", "state IN ('received', 'referred', 'held', 'logged')"),
        _check("message", "settled", "(state = 'received') = (settled_at IS NULL)"),
    )
    op.create_index(op.f("ix_message_sha256"), "message", ["sha256"])
    op.create_index(op.f("ix_message_state_id"), "message", ["state", "id"])
    op.create_index(
        op.f("ix_message_account_folder_uid_validity"),
        "message",
        ["account", "folder", "uid_validity"],
        sqlite_where=sa.text("NOT filed"),
        postgresql_where=sa.text("NOT filed"),
    )


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("reference", sa.String, nullable=False),
        sa.Column("message_id", sa.Integer, nullable=False),
        *_texts("kind", "standing", "level", "category", "wish", "sharing"),
        sa.Column("reporter_email", sa.String),
        sa.Column("record", sa.String, nullable=False),
        sa.Column("reported_at", _MOMENT, nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("reference", name=op.f("uq_incident_reference")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_incident_message_id")
        ),
        *_incident_checks(),
    )
    op.create_index(op.f("ix_incident_message_id"), "incident", ["message_id"])


def _incident_checks() -> tuple[sa.CheckConstraint, ...]:
    closed_sets = {
        "kind": "'report', 'follow_up', 'police_reply', 'automatic', 'bounce', 'not_a_report'",
        "standing": "'registered_authenticated', 'registered_unauthenticated', "
        "'unregistered_authenticated', 'unregistered_unauthenticated', 'police', 'own'",
        "level": "'log_only', 'standard', 'urgent', 'immediate'",
        "wish": "'report_it', 'pass_for_information', 'advice_only', "
        "'log_only_no_police', 'not_stated'",
        "sharing": "'send', 'send_information_copy', 'hold', 'log'",
        "state": "'referred', 'held', 'logged'",
    }
    return tuple(
        _check("incident", column, f"{column} IN ({values})")
        for column, values in closed_sets.items()
    )


def _hold() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("reference", sa.String, nullable=False),
        sa.Column("message_id", sa.Integer, nullable=False),
        *_texts("reasons", "state"),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT),
        *_texts("closed_by", "note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("reference", name=op.f("uq_hold_reference")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_hold_message_id")),
        _check("hold", "state", "state IN ('open', 'released', 'rejected')"),
        _check("hold", "closed", "(state = 'open') = (closed_at IS NULL)"),
        _check("hold", "closed_by", "(state = 'open') = (closed_by = '')"),
    )
    op.create_index(op.f("ix_hold_message_id"), "hold", ["message_id"])


def _letter() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer, nullable=False),
        *_texts("reference", "purpose"),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("recipient", "recipient_key", "message_id", "reverse_path", "sha256", "state"),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("last_code", sa.String, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("settled_at", _MOMENT),
        sa.Column("reply", sa.String, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint(
            *("reference", "purpose", "number", "recipient"),
            name=op.f("uq_letter_reference_purpose_number_recipient"),
        ),
        sa.UniqueConstraint("message_id", name=op.f("uq_letter_message_id")),
        _check(
            *("letter", "purpose"),
            "purpose IN ('safety_now', 'acknowledgement', 'safety_notice', 'referral', 'alert')",
        ),
        _check("letter", "state", "state IN ('queued', 'accepted', 'refused')"),
        _check("letter", "settled", "(state = 'queued') = (settled_at IS NULL)"),
    )
    op.create_index(op.f("ix_letter_state_due_at"), "letter", ["state", "due_at"])
    op.create_index(
        op.f("ix_letter_recipient_key_purpose_created_at"),
        "letter",
        ["recipient_key", "purpose", "created_at"],
    )


def _log() -> None:
    op.create_table(
        "log_entry",
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log_entry")),
        _check("log_entry", "seq", "seq > 0"),
        _check("log_entry", "digest", "length(digest) = 32"),
    )
    head = op.create_table(
        "log_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
        _check("log_head", "single", "id = 1"),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "digest": bytes(32)}])
    on_sqlite = op.get_context().dialect.name == "sqlite"
    for trigger in _SQLITE_TRIGGERS if on_sqlite else _POSTGRESQL_TRIGGERS:
        op.execute(trigger)


def _register() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer, nullable=False),
        *_texts("name", "roles", "ward", "party"),
        sa.Column("active_from", sa.Date),
        sa.Column("active_until", sa.Date),
        sa.Column("phone", sa.String, nullable=False),
        sa.Column("safe_to_email", sa.Boolean, nullable=False),
        sa.Column("safe_to_voicemail", sa.Boolean, nullable=False),
        *_texts("safe_contact", "language", "delegate_of"),
        sa.Column("imported_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "person_address",
        *_texts("address", "written"),
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_person_address")),
        sa.UniqueConstraint(
            *("person_id", "position"), name=op.f("uq_person_address_person_id_position")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_address_person_id")
        ),
        _check("person_address", "address", "address = lower(address)"),
    )


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.String, nullable=False) for name in names)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
