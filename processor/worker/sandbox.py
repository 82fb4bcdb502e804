"""Runs the parser in a child process that can be killed.

Everything in a message is hostile until it has been read. The child has no secrets in its
environment, no database and no work but parsing; it has limits of memory and processor time
of its own, and a wall clock held by the parent. One child serves many messages.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from processor.errors import ParserDied
from processor.mail.message import InboundMessage
from processor.mail.wire import from_wire
from processor.worker.frames import receive_frames, send_frames

_MEMORY_EXIT = 3  # the child's own word for "out of memory"


class StopOverdueError(TimeoutError):
    """The worker was told to stop and its grace is over. To the network it is a timeout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one message may cost. memory_mb: of address space, the interpreter included."""

    cpu_s: int = 20
    wall_s: int = 60
    memory_mb: int = 1024
    recycle_after: int = 500


class Sandbox:
    """A parser in a child. Use it as a context manager, from one thread."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._served = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def parse(self, raw: bytes) -> InboundMessage:
        """Return what `raw` says. Raises ParserDied("time" | "memory" | "crashed" | "garbled")."""
        channel = self._ready()
        deadline = time.monotonic() + self._limits.wall_s
        try:
            send_frames(channel, [raw], deadline)
            header, *blobs = receive_frames(channel, deadline, limit=_answer_limit(raw))
            message = from_wire(header, blobs)
        except StopOverdueError:
            self.close()
            raise
        except TimeoutError:
            raise self._died("time") from None
        except (OSError, EOFError):
            raise self._died() from None
        except ValueError:
            raise self._died("garbled") from None
        except BaseException:
            self.close()  # half an answer must never be taken for that to the next message
            raise
        self._served += 1
        if self._served >= self._limits.recycle_after:
            self.close()
        return message

    def close(self) -> None:
        """End the child; the next `parse` starts a new one."""
        if self._socket:
            self._socket.close()
        if self._child:
            self._child.kill()
            self._child.wait()
        self._socket = self._child = None
        self._served = 0

    def _ready(self) -> socket.socket:
        """The channel to a living child, started if need be."""
        if self._socket and self._child and self._child.poll() is None:
            return self._socket
        self.close()
        ours, theirs = socket.socketpair()
        limits = self._limits
        with theirs:
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
                [
                    sys.executable,
                    "-I",
                    "-m",
                    "processor.worker.parser_child",
                    str(theirs.fileno()),
                    str(limits.cpu_s),
                    str(limits.memory_mb),
                ],
                pass_fds=[theirs.fileno()],
                env={"LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,  # a Ctrl-C at the terminal is for the worker alone
            )
        self._socket = ours
        return ours

    def _died(self, reason: str = "") -> ParserDied:
        """Bury the child and say what it died of."""
        child = self._child
        if child and not reason:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=5)
            spent = {-signal.SIGXCPU: "time", _MEMORY_EXIT: "memory"}
            reason = spent.get(child.returncode or 0, "crashed")
        self.close()
        return ParserDied(reason or "crashed")


def _answer_limit(raw: bytes) -> int:
    """How many octets an honest answer can have: the content once, its text a few times."""
    return 16_000_000 + 8 * len(raw)
