"""The three steps over and over, by schedule, until told to stop.

SIGTERM lets the item in hand finish, up to a grace; what is cut short after that is
an item interrupted by a crash, which each step survives.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import FrameType

import schedule

from processor.errors import Failure, PermanentFailure
from processor.incident.letters import Render
from processor.incident.policy import Policy
from processor.store.database import Database
from processor.worker.clock import Clock
from processor.worker.deliver import Relay, Retries, deliver_next
from processor.worker.guard import Guarded
from processor.worker.process import Parse, process_next
from processor.worker.receive import Mailbox, Suspects, file_settled, receive_new
from processor.worker.sandbox import StopOverdueError

_log = logging.getLogger(__name__)

_DELIVERY_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """When the worker does what. batch: messages received before they are processed."""

    poll_every_s: int = 60
    deliver_every_s: int = 15
    batch: int = 50
    max_backoff_s: int = 300
    stop_grace_s: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the worker works with; built by whoever starts it."""

    open_mailbox: Callable[[], AbstractContextManager[Mailbox]]
    relay: Relay
    database: Database
    policy: Policy
    render: Render
    parse: Parse
    retries: Retries
    clock: Clock


class Worker:
    """The worker of one mailbox and one database."""

    def __init__(self, parts: Parts, settings: Settings) -> None:
        self._parts = parts
        self._settings = settings
        self._stopping = threading.Event()
        self._scheduler = schedule.Scheduler()
        self._suspects = Suspects()
        self._guarded_delivery = Guarded(self.deliver, settings.max_backoff_s)

    @property
    def stopping(self) -> bool:
        """Whether it has been told to stop."""
        return self._stopping.is_set()

    def run(self) -> None:
        """Poll and deliver by schedule until `stop`, or a signal, says so."""
        self._scheduler.every(self._settings.deliver_every_s).seconds.do(self._guarded_delivery)
        self.every(self._settings.poll_every_s, self.poll)
        self._scheduler.run_all()
        while not self.stopping:
            self._stopping.wait(self._pause_s())
            self._scheduler.run_pending()
        signal.alarm(0)

    def every(self, seconds: int, job: Callable[[], object]) -> None:
        """Run `job` each `seconds`, guarded."""
        guarded = Guarded(job, self._settings.max_backoff_s)
        self._scheduler.every(seconds).seconds.do(guarded)

    def once(self) -> None:
        """Poll once, then deliver until nothing is due. Raises what stopped it."""
        try:
            self.poll()
        finally:
            while self.deliver():
                pass

    def poll(self) -> None:
        """Receive, process and file everything new, a batch at a time.

        What the store still holds from before is decided first, so that mail is processed
        even while the mailbox cannot be reached. A relay that fails never stops it.
        """
        self._process()
        with self._parts.open_mailbox() as mailbox:
            while not self.stopping:
                received = receive_new(
                    mailbox,
                    self._parts.database,
                    self._parts.clock,
                    limit=self._settings.batch,
                    suspects=self._suspects,
                )
                self._process()
                self._file(mailbox)
                if not received:
                    return
                self._guarded_delivery()

    def deliver(self) -> bool:
        """Send what is due, for a minute at the most; return whether more may be due.

        A relay that takes long over each letter must not keep mail from being received.
        Raises PermanentFailure where the relay refuses us: asked again for each letter, it
        would lock the account.
        """
        parts, until = self._parts, time.monotonic() + _DELIVERY_S
        while not self.stopping and time.monotonic() < until:
            attempt = deliver_next(
                parts.database, parts.relay, parts.retries, parts.policy, parts.render, parts.clock
            )
            if attempt and isinstance(attempt.relay_failure, PermanentFailure):
                raise attempt.relay_failure
            if attempt is None or attempt.relay_failure:
                return False
        return not self.stopping

    def stop(self) -> None:
        """Finish the item in hand and end."""
        self._stopping.set()

    def stop_on_signals(self) -> None:
        """Let SIGTERM and SIGINT stop the worker; call it in the main thread."""

        def asked(_number: int, _frame: FrameType | None) -> None:
            self.stop()
            signal.alarm(self._settings.stop_grace_s)

        def overdue(_number: int, _frame: FrameType | None) -> None:
            # Raised inside whatever waits on the network, which reads it as a timeout there.
            raise StopOverdueError

        signal.signal(signal.SIGTERM, asked)
        signal.signal(signal.SIGINT, asked)
        signal.signal(signal.SIGALRM, overdue)

    def _file(self, mailbox: Mailbox) -> None:
        """A folder that is missing must not keep the next message from being received."""
        try:
            file_settled(mailbox, self._parts.database)
        except Failure as failure:
            _log.error("filing failed: %s", failure)

    def _process(self) -> None:
        parts = self._parts
        while not self.stopping and process_next(
            parts.database, parts.policy, parts.render, parts.parse, parts.clock
        ):
            pass

    def _pause_s(self) -> float:
        """Seconds until the next job is due."""
        return max(0.0, self._scheduler.idle_seconds or 0.0)
