"""Step 2: message table to decision, in one commit.

The octets are parsed outside any transaction, because hostile mail may take its child a
while to die. Whatever goes wrong with one message, it is held with its octets, a person is
alerted, and the next message goes on: this is one of the few places that may catch
everything.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from datetime import datetime

from processor.audit.entry import Entry, EntryType
from processor.desk.commit import commit
from processor.desk.history import fresh_reference, read_history, reported_at
from processor.errors import ParserDied, StoreError, StoreRefusal
from processor.incident.case import Arrival
from processor.incident.decide import decide
from processor.incident.letters import Render, alert
from processor.incident.model import Decision, Disposition, Hold, Kind, Standing
from processor.incident.policy import Policy
from processor.incident.reasons import Reason
from processor.mail.message import InboundMessage
from processor.store import ledger
from processor.store.database import Database, Transaction
from processor.store.records import StoredMessage
from processor.worker.clock import Clock
from processor.worker.sandbox import StopOverdueError

_log = logging.getLogger(__name__)

Parse = Callable[[bytes], InboundMessage]
"""Reads octets within limits; raises ParserDied where they were exceeded."""

_MAX_ATTEMPTS = 2  # a message whose processing killed us twice is not tried a third time


def process_next(
    database: Database, policy: Policy, render: Render, parse: Parse, clock: Clock
) -> bool:
    """Decide the oldest message that waits; return False where none does.

    Raises StoreError where the database cannot be used: then nothing is decided, and the
    message waits.
    """
    stored = _claim(database)
    if stored is None:
        return False
    try:
        message = _readable(stored, parse)
        with database.transaction() as tx:
            _decide(tx, stored, message, policy, render, clock())
    except StoreRefusal:  # it may be the message: the attempt counts
        raise
    except (StoreError, StopOverdueError):  # the database is out, or we were told to stop
        _take_back(database, stored)
        raise
    except Exception as error:  # noqa: BLE001 - one bad message never stops the next
        reason = error.reason if isinstance(error, _Unreadable) else Reason.UNREADABLE
        _log.warning("message %s held: %s", stored.sha256[:12], type(error).__name__)
        with database.transaction() as tx:
            _hold_unread(tx, stored, reason, policy, render, clock())
    return True


class _Unreadable(Exception):
    """Nothing is to be decided from this message by software."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def _claim(database: Database) -> StoredMessage | None:
    """Take the oldest waiting message and count the attempt before anything is tried with it."""
    with database.transaction() as tx:
        stored = ledger.next_received(tx)
        if stored:
            ledger.count_attempt(tx, stored.id)
        return stored


def _take_back(database: Database, stored: StoredMessage) -> None:
    """Two faults of ours in a row must not make a readable report unreadable."""
    with contextlib.suppress(StoreError), database.transaction() as tx:
        ledger.take_back_attempt(tx, stored.id)


def _readable(stored: StoredMessage, parse: Parse) -> InboundMessage:
    if not stored.complete:
        raise _Unreadable(Reason.TOO_LARGE)
    if stored.attempts >= _MAX_ATTEMPTS:
        raise _Unreadable(Reason.UNREADABLE)
    try:
        return parse(stored.raw)
    except ParserDied as error:
        raise _Unreadable(Reason.UNREADABLE) from error


def _decide(
    tx: Transaction,
    stored: StoredMessage,
    message: InboundMessage,
    policy: Policy,
    render: Render,
    now: datetime,
) -> None:
    """Read, decide, write: the only step of the three that changes anything is the last."""
    history = read_history(tx, stored, message, policy=policy, now=now)
    arrival = Arrival(
        message=message,
        raw=stored.raw,
        digest=stored.sha256,
        history=history,
        reported_at=reported_at(stored, message, policy),
        now=now,
    )
    decision = decide(arrival, policy, render)
    commit(tx, stored.id, decision, now)
    _log.info("message %s %s: %s", stored.sha256[:12], decision.disposition, decision.reason)


def _hold_unread(
    tx: Transaction,
    stored: StoredMessage,
    reason: Reason,
    policy: Policy,
    render: Render,
    now: datetime,
) -> None:
    """Hold a message that nothing could be read from, and tell people."""
    hold = Hold(reference=fresh_reference(tx, policy, now), reasons=(reason,))
    entry = Entry(
        at=now,
        type=EntryType.MESSAGE_UNREADABLE,
        actor="worker",
        subject=stored.sha256,
        detail={"reason": reason, "reference": hold.reference},
    )
    letters = tuple(
        alert(hold.reference, None, hold.reasons, person, policy, render, now, held=True)
        for person in policy.alerts
    )
    decision = Decision(
        kind=Kind.REPORT,
        standing=Standing.UNREGISTERED_UNAUTHENTICATED,
        disposition=Disposition.HELD,
        reason=reason,
        hold=hold,
        letters=letters,
        entries=(entry,),
    )
    commit(tx, stored.id, decision, now)
