"""What a person does with something held: release it to the police, or reject it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from processor.audit.entry import Entry, EntryType
from processor.desk.commit import queue
from processor.desk.desk import Desk
from processor.desk.history import read_history, reported_at
from processor.errors import NotAllowed, ParserDied
from processor.incident.case import Arrival
from processor.incident.model import Disposition, Purpose
from processor.incident.policy import Policy
from processor.incident.reasons import Reason
from processor.incident.record import to_line
from processor.incident.release import Ground, released
from processor.mail.message import InboundMessage
from processor.store import holds, incidents, ledger, log, outbox
from processor.store.database import Database, Transaction
from processor.store.records import HoldState, StoredHold, StoredMessage

_NO_REPORTS = frozenset({Reason.BOUNCE, Reason.POLICE_REPLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who acts, and why. note: free text, kept with the hold and never in the log."""

    name: str
    note: str

    @property
    def actor(self) -> str:
        """As the log names them."""
        return f"person:{self.name}"


def release(
    desk: Desk, reference: str, person: Person, ground: Ground | None, now: datetime
) -> None:
    """Refer what is held under `reference` to the police contact.

    Raises NotFound; NotAllowed where it is no longer open, was not fetched whole, cannot be
    read by software, or the reporter said no and no ground is given.
    """
    with desk.database.reading() as tx:
        hold = _open(tx, reference)
        stored = ledger.get(tx, hold.message_id)
    if not _NO_REPORTS.isdisjoint(hold.reasons):
        raise NotAllowed("this is no report: deal with it by hand, then reject it with a note")
    if Reason.LETTER_REFUSED in hold.reasons:
        _send_again(desk.database, hold, person, now)
        return
    if not stored.complete:
        raise NotAllowed(
            "only the beginning of this message was fetched: it is still in the mailbox; pass it on"
            " from there by hand, then reject it here with a note that says so"
        )
    try:
        message = desk.parse(stored.raw)
    except ParserDied:
        raise NotAllowed(
            "software cannot read this message: save it with `held show --save FILE` and pass it"
            " on by hand, then reject it here with a note that says so"
        ) from None
    with desk.database.transaction() as tx:
        _open(tx, reference)
        arrival = _arrival(tx, stored, message, hold, desk.policy, now)
        incident, sharing, letters = released(arrival, desk.policy, desk.render, ground=ground)
        if incidents.opened(tx, reference):
            incidents.set_state(tx, reference, Disposition.REFERRED)
        else:
            record = to_line("", incident.kind, incident.standing, incident.reading)
            incidents.add(tx, stored.id, incident, record, sharing, Disposition.REFERRED, now)
            level = incident.reading.level
            _log(tx, EntryType.INCIDENT_OPENED, reference, person, now, level=level)
        holds.close_hold(tx, reference, HoldState.RELEASED, person.actor, person.note, now)
        _log(tx, EntryType.HOLD_RELEASED, reference, person, now, ground=ground or "")
        queue(tx, letters, person.actor, now)


def _send_again(database: Database, hold: StoredHold, person: Person, now: datetime) -> None:
    """Queue a refused referral as it was: same Message-ID, same octets."""
    with database.transaction() as tx:
        _open(tx, hold.reference)
        outbox.queue_again(tx, hold.reference, Purpose.REFERRAL, now)
        incidents.set_state(tx, hold.reference, Disposition.REFERRED)
        holds.close_hold(tx, hold.reference, HoldState.RELEASED, person.actor, person.note, now)
        _log(tx, EntryType.HOLD_RELEASED, hold.reference, person, now, again="yes")


def reject(database: Database, reference: str, person: Person, now: datetime) -> None:
    """Close what is held under `reference` and send nothing. Raises NotFound, NotAllowed."""
    with database.transaction() as tx:
        _open(tx, reference)
        holds.close_hold(tx, reference, HoldState.REJECTED, person.actor, person.note, now)
        if incidents.opened(tx, reference):
            incidents.set_state(tx, reference, Disposition.LOGGED)
        _log(tx, EntryType.HOLD_REJECTED, reference, person, now)


def _open(tx: Transaction, reference: str) -> StoredHold:
    hold = holds.get(tx, reference)
    if hold.state is not HoldState.OPEN:
        raise NotAllowed(f"{reference} was {hold.state} already: `incidents show` tells by whom")
    return hold


def _arrival(
    tx: Transaction,
    stored: StoredMessage,
    message: InboundMessage,
    hold: StoredHold,
    policy: Policy,
    now: datetime,
) -> Arrival:
    """The held message as it stands before the desk now, under the reference it has."""
    history = read_history(tx, stored, message, policy=policy, now=now)
    answered = sum(
        letter.purpose == Purpose.ACKNOWLEDGEMENT
        for letter in outbox.of_reference(tx, hold.reference)
    )
    return Arrival(
        message=message,
        raw=stored.raw,
        digest=stored.sha256,
        history=dataclasses.replace(history, reference=hold.reference, acknowledged_today=answered),
        reported_at=reported_at(stored, message, policy),
        now=now,
    )


def _log(
    tx: Transaction,
    entry_type: EntryType,
    reference: str,
    person: Person,
    now: datetime,
    **detail: str,
) -> None:
    entry = Entry(at=now, type=entry_type, actor=person.actor, subject=reference, detail=detail)
    log.append(tx, entry)
