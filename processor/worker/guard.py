"""A job that cannot end the loop: what it raises is logged by kind, and it pauses."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from processor.errors import PermanentFailure, ProcessorError

_log = logging.getLogger(__name__)

_REFUSED_PAUSE_S = 300  # a wrong password tried each minute locks the account


class Guarded:
    """`job` with its own count of failures in a row and its own pause after them."""

    def __init__(self, job: Callable[[], object], max_pause_s: float) -> None:
        self._job = job
        self._max_pause_s = max_pause_s
        self._not_before = 0.0
        self.failures = 0

    def __call__(self) -> None:
        """Run the job unless it is still pausing. Never raises an Exception."""
        if time.monotonic() < self._not_before:
            return
        name = getattr(self._job, "__name__", "job")
        try:
            self._job()
        except ProcessorError as error:
            self._failed(error)
            _log.error("%s failed (%d in a row): %s", name, self.failures, error)
        except Exception as error:  # noqa: BLE001 - the loop must outlive every job
            self._failed(error)
            _log.error("%s failed (%d in a row): %s", name, self.failures, type(error).__name__)
        else:
            self.failures = 0

    def _failed(self, error: Exception) -> None:
        self.failures += 1
        pause = 2.0 ** min(self.failures, 20)
        if isinstance(error, PermanentFailure):
            pause = max(pause, _REFUSED_PAUSE_S)
        self._not_before = time.monotonic() + min(pause, self._max_pause_s)
