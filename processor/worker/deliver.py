"""Step 3: the letter longest due to the relay, and its outcome back into the record.

The next attempt is booked and committed before this one dials, so that a crash can never
turn into a loop. What is sent is the octets that were committed with the decision: every
attempt carries the same Message-ID and the same bytes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from processor.audit.entry import Entry, EntryType
from processor.desk.refusal import letter_refused
from processor.errors import Failure, OutcomeUnknown, PermanentFailure, TemporaryFailure
from processor.incident.letters import Render
from processor.incident.policy import Policy
from processor.store import log, outbox
from processor.store.database import Database
from processor.store.records import Outcome, QueuedLetter
from processor.worker.clock import Clock

_log = logging.getLogger(__name__)

_BEFORE_THE_LETTER = ("connect", "tls", "login")
_ABOUT_THE_LETTER = ("552", "address")  # refusals at MAIL that do not mean us
_UNKNOWN = "unknown-"

_ENTRY = {
    Outcome.ACCEPTED: EntryType.LETTER_ACCEPTED,
    Outcome.DEFERRED: EntryType.LETTER_DEFERRED,
    Outcome.UNKNOWN: EntryType.LETTER_UNKNOWN,
    Outcome.REFUSED: EntryType.LETTER_REFUSED,
}


class Relay(Protocol):
    """What delivering needs of a relay. `transport.smtp.SmtpRelay` is one."""

    def send(self, reverse_path: str, recipient: str, raw: bytes) -> str:
        """Return the reply to the final dot, or raise one of the three failures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """Minutes after the first, second ... attempt until the next may follow; the last repeats."""

    minutes: tuple[float, ...] = (1, 2, 5, 10)

    def after(self, attempt: int) -> timedelta:
        """How long after attempt number `attempt` (from 1) the next one may follow."""
        return timedelta(minutes=self.minutes[min(attempt, len(self.minutes)) - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """How one attempt ended. code: a reply code, or a word; safe to log. reply: the relay's.

    relay_failure: set where it never came to the letter, so that every other would fare alike.
    """

    outcome: Outcome
    code: str
    reply: str = ""
    relay_failure: Failure | None = None


def deliver_next(
    database: Database, relay: Relay, retries: Retries, policy: Policy, render: Render, clock: Clock
) -> Attempt | None:
    """Try the letter longest due; return how it ended, None where no letter is due."""
    letter = _book(database, retries, clock())
    if letter is None:
        return None
    attempt = _at_most_twice(letter, _attempt(relay, letter))
    with database.transaction() as tx:
        now = clock()
        outbox.settle(tx, letter.id, attempt.outcome, attempt.code, attempt.reply, now)
        log.append(tx, _entry(_ENTRY[attempt.outcome], letter, attempt.code, now))
        if attempt.outcome is Outcome.REFUSED:
            letter_refused(tx, letter, policy, render, now)
    _log.info("letter %s %s: %s", letter.reference, letter.purpose, attempt.outcome)
    return attempt


def _book(database: Database, retries: Retries, now: datetime) -> QueuedLetter | None:
    with database.transaction() as tx:
        letter = outbox.next_due(tx, now)
        if letter:
            outbox.book(tx, letter.id, now + retries.after(letter.attempts + 1))
            log.append(tx, _entry(EntryType.LETTER_ATTEMPTED, letter, "", now))
        return letter


def _attempt(relay: Relay, letter: QueuedLetter) -> Attempt:
    """Send, and say how it ended.

    A relay that refuses *us* (connection, TLS, login, our return path) has not refused the
    letter: that stays queued however permanent the refusal, because a person will mend it.
    """
    try:
        reply = relay.send(letter.reverse_path, letter.recipient, letter.raw)
    except OutcomeUnknown as failure:
        return Attempt(outcome=Outcome.UNKNOWN, code=f"{_UNKNOWN}{failure.code}")
    except (TemporaryFailure, PermanentFailure) as failure:
        permanent = isinstance(failure, PermanentFailure)
        relay_failed = failure.phase in _BEFORE_THE_LETTER or (
            permanent and failure.phase == "mail" and failure.code not in _ABOUT_THE_LETTER
        )
        permanent = permanent and not relay_failed
        outcome = Outcome.REFUSED if permanent else Outcome.DEFERRED
        relay_failure = failure if relay_failed else None
        return Attempt(outcome=outcome, code=failure.code, relay_failure=relay_failure)
    return Attempt(outcome=Outcome.ACCEPTED, code=reply[:3], reply=reply)


def _at_most_twice(letter: QueuedLetter, attempt: Attempt) -> Attempt:
    """Give a letter up to a person once its outcome was lost a second time.

    Somebody who gets the same letter again and again reads none of them.
    """
    if attempt.outcome is Outcome.UNKNOWN and letter.last_code.startswith(_UNKNOWN):
        return Attempt(outcome=Outcome.REFUSED, code=attempt.code)
    return attempt


def _entry(entry_type: EntryType, letter: QueuedLetter, code: str, now: datetime) -> Entry:
    detail = {"purpose": str(letter.purpose), "attempt": str(letter.attempts + 1), "code": code}
    return Entry(at=now, type=entry_type, actor="worker", subject=letter.message_id, detail=detail)
