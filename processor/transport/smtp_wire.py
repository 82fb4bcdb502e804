"""One SMTP connection, each phase of it told apart.

smtplib raises the same error wherever a connection is lost, and a loss before the final dot
means "not sent" while one after it means "nobody knows". So every exchange here runs under the
name of its phase and a wall-clock limit, and the final dot is sent by itself.
"""

from __future__ import annotations

import select
import smtplib
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BufferedReader
from typing import NamedTuple

from processor.errors import Failure, OutcomeUnknown, PermanentFailure, TemporaryFailure
from processor.transport.deadline import Deadline
from processor.transport.tls import Security, context, refuse_plain_text

_MAX_LINE = 8_192  # octets of a reply line
_MAX_LINES = 100  # of one reply
_GOODBYE_S = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the relay is, who we are to it and how long we wait.

    user: "" where the relay knows us by our address and asks for no login.
    command_timeout_s: wall-clock limit of one command and its reply.
    data_timeout_s: of sending a letter's text, and again of waiting for the answer to it: a
        relay may scan for minutes (RFC 5321 section 4.5.3.2.6 asks for ten).
    helo_name: the name we give ourselves.
    """

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    connect_timeout_s: float
    command_timeout_s: float
    data_timeout_s: float = 600
    helo_name: str

    def __post_init__(self) -> None:
        refuse_plain_text(self.security, self.host)


class Reply(NamedTuple):
    """A reply of the relay; `code` is -1 where it made no sense."""

    code: int
    text: bytes


class Connection(smtplib.SMTP):
    """A connection to the relay; open it with `open_up`, end it with `leave`.

    A Failure leaves it open where the relay answered a command and is still there, closed
    otherwise.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(local_hostname=settings.helo_name)
        self._settings = settings
        self._deadline = Deadline()

    @property
    def is_open(self) -> bool:
        """Say whether a command can be sent; the relay may have hung up all the same."""
        return self.sock is not None

    def open_up(self) -> None:
        """Connect, encrypt and log in; close again if any of it fails."""
        try:
            self._greet()
            if self._settings.security == Security.STARTTLS:
                self._start_tls()
            if self._settings.user:
                self._log_in()
        except Failure:
            self.close()
            raise

    def command(self, phase: str, verb: str, argument: str, *wanted: int) -> Reply:
        """Send a command; raises unless the reply has one of the codes `wanted`."""
        with self._phase(phase, self._settings.command_timeout_s):
            reply = Reply(*self.docmd(verb, argument))
        return self._require(reply, phase, *wanted)

    def text(self, stuffed: Iterable[bytes]) -> None:
        """Send a letter's text, dot-stuffed and ending in CRLF, piece by piece.

        Raises TemporaryFailure, also where the relay answers before it has seen the end.
        """
        with self._phase("body", self._settings.data_timeout_s):
            for piece in stuffed:
                self.send(piece)
            self._refuse_early_reply("body")

    def dot(self) -> Reply:
        """End the letter and wait for the relay to take it.

        Raises OutcomeUnknown where the answer is lost: from the first octet sent here the relay
        may have the letter.
        """
        try:
            with self._phase("dot", self._settings.data_timeout_s):
                self.send(b".\r\n")
                reply = Reply(*self.getreply())
        except Failure as lost:
            raise OutcomeUnknown(lost.code, "dot") from lost
        if not 400 <= reply.code <= 599 and reply.code != 250:  # noqa: PLR2004  # reply codes
            self.close()
            raise OutcomeUnknown("garbled", "dot")
        return self._require(reply, "dot", 250)

    def leave(self) -> None:
        """Say goodbye and close. Never raises: what was accepted stays accepted."""
        with suppress(Failure), self._phase("quit", _GOODBYE_S):
            self.docmd("QUIT")
        self.close()

    def close(self) -> None:
        """Close without a word."""
        super().close()
        self._deadline.close()

    def getreply(self) -> tuple[int, bytes]:
        """Return one reply, bounded in lines and octets. Raises OSError where there is none."""
        if self.file is None and self.sock is not None:
            self.file = self.sock.makefile("rb")
        lines: list[bytes] = []
        while self.file is not None and len(lines) < _MAX_LINES:
            line = self.file.readline(_MAX_LINE)
            if not line.endswith(b"\n"):
                break
            lines.append(line[4:].strip())
            if not line[:3].isdigit():
                return -1, b""
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)
        raise smtplib.SMTPServerDisconnected("cut off or endless")

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002  # smtplib's
        made = context(self._settings.ca_file)  # before there is a socket to leak
        sock = self._deadline.connect(host, port, self._settings.connect_timeout_s)
        if self._settings.security == Security.TLS:
            sock = made.wrap_socket(sock, server_hostname=host)
        sock.settimeout(self._settings.command_timeout_s)
        return sock

    def _greet(self) -> None:
        settings = self._settings
        with self._phase("connect", settings.connect_timeout_s + settings.command_timeout_s):
            reply = Reply(*self.connect(settings.host, settings.port))
        if reply.code != 220:  # noqa: PLR2004  # even a 554 may be gone in a while
            raise TemporaryFailure(str(reply.code) if reply.code > 0 else "garbled", "connect")
        self._say_hello("connect")

    def _say_hello(self, phase: str) -> None:
        with self._phase(phase, self._settings.command_timeout_s):
            reply = Reply(*self.ehlo())
        self._require(reply, phase, 250)

    def _start_tls(self) -> None:
        if not self.has_extn("starttls"):
            raise PermanentFailure("tls-unavailable", "tls")
        try:
            self.command("tls", "STARTTLS", "", 220)
        except PermanentFailure as refused:
            raise PermanentFailure("tls-unavailable", "tls") from refused
        with self._phase("tls", self._settings.command_timeout_s):
            # Plain text sent along with the reply would otherwise be read as if encrypted.
            self._refuse_early_reply("tls")
            if self.sock is None:
                raise smtplib.SMTPServerDisconnected
            made = context(self._settings.ca_file)
            self.sock = made.wrap_socket(self.sock, server_hostname=self._settings.host)
            self.file = None  # what was read before TLS is forgotten
        self._say_hello("tls")

    def _log_in(self) -> None:
        self.user, self.password = self._settings.user, self._settings.password
        if not (self.user + self.password).isascii():
            raise PermanentFailure("login-not-ascii", "login")
        known = {"PLAIN": self.auth_plain, "LOGIN": self.auth_login}
        offered = self.esmtp_features.get("auth", "").upper().split()
        mechanism = next((name for name in known if name in offered), None)
        if mechanism is None:
            raise PermanentFailure("login-unavailable", "login")
        code = 235
        with self._phase("login", self._settings.command_timeout_s):
            try:
                self.auth(mechanism, known[mechanism])
            except smtplib.SMTPAuthenticationError as refused:
                code = refused.smtp_code
            except ValueError:  # a challenge that is no base64
                code = -1
        self._require(Reply(code, b""), "login", 235)

    def _require(self, reply: Reply, phase: str, *wanted: int) -> Reply:
        if reply.code in wanted:
            return reply
        kind = reply.code // 100
        if kind not in {4, 5} or reply.code == 421:  # noqa: PLR2004  # it hangs up
            self.close()
        if kind == 5:  # noqa: PLR2004  # refused for good
            raise PermanentFailure(str(reply.code), phase)
        raise TemporaryFailure(str(reply.code) if kind == 4 else "garbled", phase)  # noqa: PLR2004

    def _refuse_early_reply(self, phase: str) -> None:
        """Raise if octets, or the end of the connection, came before it was their turn."""
        if self.sock is None or self.file is None or not _has_input(self.sock, self.file):
            return
        self.close()
        raise TemporaryFailure("early-reply", phase)

    @contextmanager
    def _phase(self, name: str, limit_s: float) -> Iterator[None]:
        try:
            if self.sock is not None:
                self.sock.settimeout(limit_s)
            with self._deadline.within(limit_s):
                yield
        except OSError as error:
            self.close()
            # smtplib's errors may hold what the relay said.
            raise self._deadline.failure(error, name) from None


def _has_input(sock: socket.socket, file: BufferedReader) -> bool:
    limit_s = sock.gettimeout()
    sock.settimeout(0)
    try:
        if file.peek(1):
            return True
    except ssl.SSLWantReadError:  # at most TLS's own bookkeeping was waiting
        return False
    finally:
        sock.settimeout(limit_s)
    waiting = select.poll()
    waiting.register(sock, select.POLLIN)
    return bool(waiting.poll(0))
