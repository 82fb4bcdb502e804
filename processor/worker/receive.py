r"""Step 1: mailbox to message table.

What is new is decided by our own table of UIDs, never by the \Seen flag, so a person may
read the mailbox in Outlook. The raw octets are committed before the mailbox is touched, and
a message leaves the folder only once it has been decided. A message at which the server hangs
up is found by asking for one at a time, and then tried last.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from typing import Protocol

from processor.audit.entry import Entry, EntryType
from processor.errors import Failure
from processor.mail.message import FetchedMessage, Uid
from processor.store import ledger, log
from processor.store.database import Database
from processor.worker.clock import Clock

_log = logging.getLogger(__name__)


class Mailbox(Protocol):
    """What receiving needs of a mailbox. `transport.imap.ImapMailbox` is one."""

    @property
    def account(self) -> str:
        """Whose mailbox it is, as the ledger names it."""

    @property
    def folder(self) -> str:
        """The watched folder."""

    @property
    def validity(self) -> int:
        """UIDVALIDITY of the folder."""

    def uids(self) -> list[int]:
        """Every UID in the folder, ascending, whatever its flags."""

    def fetch(self, uids: Sequence[int]) -> Iterator[FetchedMessage]:
        """The messages `uids`, in bounded batches, leaving their flags alone."""

    def file_handled(self, uids: Sequence[int]) -> None:
        """Move `uids` to the folder of handled mail."""

    def file_held(self, uids: Sequence[int]) -> None:
        """Move `uids` to the folder of held mail."""


class Suspects:
    """Messages that could not be had though nothing else was asked for. Kept in memory only.

    one_at_a_time: whether the last try brought nothing, so that one message may be the cause.
    """

    def __init__(self) -> None:
        self.one_at_a_time = False
        self._uids: dict[Uid, None] = {}  # in the order in which they are to be tried

    def __contains__(self, uid: Uid) -> bool:
        return uid in self._uids

    def __iter__(self) -> Iterator[Uid]:
        return iter(self._uids)

    def add(self, uid: Uid) -> None:
        """Remember `uid`, to be tried after every other."""
        self._uids.pop(uid, None)
        self._uids[uid] = None

    def clear(self, uid: Uid) -> None:
        """Forget `uid`, which was received."""
        self._uids.pop(uid, None)


def receive_new(
    mailbox: Mailbox,
    database: Database,
    clock: Clock,
    *,
    limit: int,
    suspects: Suspects,
) -> int:
    """Store the oldest `limit` messages of the folder that the ledger does not hold.

    suspects: what earlier tries found out. One of them is tried, in turn,
        where there is nothing else; if it fails the server may have hung up, so the poll ends.

    Returns how many were stored. They are taken in portions so that the first are decided
    and answered before the last of a flood are fetched.
    One transaction a message: a crash loses nothing, because what was not committed is still
    in the folder and is new again at the next poll.
    Raises Failure where the mailbox handed over nothing, unless only suspects were left. What
    came before a failure is to be decided first; whoever asks for the next portion meets the
    failure again.
    """
    with database.reading() as tx:
        known = ledger.known(tx, mailbox.account, mailbox.folder, mailbox.validity)
    fresh = [uid for uid in mailbox.uids() if uid not in known]
    sound = [uid for uid in fresh if Uid(mailbox.validity, uid) not in suspects]
    if fresh and not sound:
        return _retry_suspect(mailbox, database, clock, suspects, fresh)
    received = 0
    try:
        for fetched in _fetch(mailbox, sound[:limit], suspects):
            _store(mailbox, database, fetched, clock)
            received += 1
    except Failure as failure:
        suspects.one_at_a_time = not received
        if not received:
            raise
        _log.warning("%d received before the mailbox failed: %s", received, failure)
    else:
        suspects.one_at_a_time = False
    return received


def file_settled(mailbox: Mailbox, database: Database) -> int:
    """Move what has been decided out of the watched folder; return how many messages.

    Whether a message belongs with the handled or the held mail is known only after the
    decision, so this is a sweep of its own, safe to repeat: a move that a crash cut short is
    done again, and a UID that is already gone is no longer in the folder's list. A message
    of which we hold only the beginning stays where it is.
    """
    with database.reading() as tx:
        unfiled = ledger.unfiled(tx, mailbox.account, mailbox.folder, mailbox.validity)
    if not unfiled:
        return 0
    present = set(mailbox.uids())
    held = [uid for uid, state in unfiled if state == "held" and uid in present]
    handled = [uid for uid, state in unfiled if state != "held" and uid in present]
    mailbox.file_held(held)
    mailbox.file_handled(handled)
    with database.transaction() as tx:
        done = [uid for uid, _ in unfiled]
        ledger.mark_filed(tx, mailbox.account, mailbox.folder, mailbox.validity, done)
    return len(held) + len(handled)


def _retry_suspect(
    mailbox: Mailbox, database: Database, clock: Clock, suspects: Suspects, fresh: Sequence[int]
) -> int:
    """Store the suspect whose turn it is; 0 where it cannot be had this time either."""
    uid = next(uid for uid in suspects if uid.validity == mailbox.validity and uid.number in fresh)
    try:
        for fetched in _fetch(mailbox, [uid.number], suspects):
            _store(mailbox, database, fetched, clock)
            suspects.clear(uid)
            return 1
    except Failure as failure:
        _log.warning(
            "%d in the mailbox cannot be had, now UID %d: %s", len(fresh), uid.number, failure
        )
    return 0


def _fetch(mailbox: Mailbox, uids: Sequence[int], suspects: Suspects) -> Iterator[FetchedMessage]:
    """Yield the messages; one that was asked for alone and cannot be had becomes a suspect."""
    if len(uids) > 1 and not suspects.one_at_a_time:
        yield from mailbox.fetch(uids)
        return
    for uid in uids:
        try:
            yield from mailbox.fetch([uid])
        except Failure:
            suspects.add(Uid(mailbox.validity, uid))
            raise


def _store(mailbox: Mailbox, database: Database, fetched: FetchedMessage, clock: Clock) -> None:
    now, digest = clock(), hashlib.sha256(fetched.raw).hexdigest()
    with database.transaction() as tx:
        ledger.add(tx, mailbox.account, mailbox.folder, fetched, now)
        log.append(
            tx,
            Entry(
                at=now,
                type=EntryType.MESSAGE_RECEIVED,
                actor="worker",
                subject=digest,
                detail={"bytes": str(fetched.size), "complete": str(fetched.complete).lower()},
            ),
        )
    _log.info("message %s received, %d bytes", digest[:12], fetched.size)
