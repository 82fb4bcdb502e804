"""A wall-clock limit on a conversation, and what its unhappy end is called.

A socket timeout bounds the wait for the next octet, so a server that sends one octet each
100 ms can hold us for ever. A `Deadline` holds a second descriptor of the connection and shuts
the connection down when the time is over, from a thread of its own; whatever waits on the
connection then sees its end, in plain text, inside TLS and during the handshake alike.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

from processor.errors import Failure, PermanentFailure, TemporaryFailure

_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (TimeoutError, "timeout"),
    (ConnectionRefusedError, "refused"),
    (socket.gaierror, "dns"),
)


class Deadline:
    """Opens one connection and ends it when a limit set with `within` has passed.

    Use as a context manager, or call `close`: it owns a descriptor.
    """

    def __init__(self) -> None:
        self.expired = False
        self._handle: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def connect(self, host: str, port: int, timeout_s: float) -> socket.socket:
        """Return a TCP connection that is watched from now on. Raises OSError."""
        sock = socket.create_connection((host, port), timeout_s)
        try:
            # Small writes before large ones: Nagle's delay costs 40 ms a letter over TLS.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._handle = sock.dup()
            if self.expired:  # while connecting, when there was nothing to shut down
                raise TimeoutError
        except OSError:
            sock.close()
            raise
        return sock

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """End the connection if the block has not ended after `seconds`."""
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def failure(self, error: BaseException, phase: str) -> Failure:
        """Return what a conversation that broke with `error` during `phase` has come to.

        A certificate or a protocol that does not suit is permanent; everything else may be
        better next time. The code is "certificate", "tls-unavailable", "deadline", "timeout",
        "refused", "dns" or "disconnected".
        """
        if isinstance(error, ssl.SSLCertVerificationError):
            return PermanentFailure("certificate", "tls")
        if phase in {"connect", "tls"} and _is_refused_handshake(error):
            return PermanentFailure("tls-unavailable", "tls")
        return TemporaryFailure("deadline" if self.expired else _word(error), phase)

    def close(self) -> None:
        """Let go of the connection, which its user closes. May be called twice."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def _expire(self) -> None:
        self.expired = True
        if self._handle is not None:
            with suppress(OSError):  # it has ended already
                self._handle.shutdown(socket.SHUT_RDWR)


def _is_refused_handshake(error: BaseException) -> bool:
    """Say whether TLS was answered and refused, and not merely cut off."""
    cut_off = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
    return isinstance(error, ssl.SSLError) and not isinstance(error, cut_off)


def _word(error: BaseException) -> str:
    # imaplib and smtplib replace the system's error by their own and keep it as the context.
    for seen in (error, error.__context__):
        for kind, word in _WORDS:
            if isinstance(seen, kind):
                return word
    return "disconnected"
