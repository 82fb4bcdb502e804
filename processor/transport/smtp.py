"""The relay: hands over one letter to one recipient at a time and says how it went.

Four ends: the relay took it (its reply is returned), refused it for now, refused it for good,
or the answer was lost after the last octet. Never in plain text, except to this machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from processor.errors import Failure, PermanentFailure, TemporaryFailure
from processor.transport.smtp_wire import Connection, Reply, Settings

__all__ = ["Settings", "SmtpRelay"]

_SHOWN = 200  # characters of a reply that are kept
_ADDRESS = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  # printable ASCII but space, < and >
_BARE_NEWLINE = re.compile(rb"\r\n|\r|\n")
_PIECE = 262_144  # octets, up to the end of the line they end in
_LINE_BEGINS_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)


class SmtpRelay:
    """The relay of the settings. Keeps its connection from one letter to the next.

    Not for two threads at once. Call `close` at the end.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._connection: Connection | None = None

    def send(self, reverse_path: str, recipient: str, raw: bytes) -> str:
        """Send `raw` and return the relay's reply to it, one line, e.g. "250 queued".

        reverse_path: "" is the null path. Raises TemporaryFailure or PermanentFailure where
        the letter was not taken, OutcomeUnknown where nobody knows; `phase` is connect, tls,
        login, mail, rcpt, data, body or dot, `code` the reply's or a word.
        """
        sender = _path(reverse_path, "mail") if reverse_path else "<>"
        receiver = _path(recipient, "rcpt")
        try:
            connection = self._begin(sender, len(raw))
            connection.command("rcpt", "RCPT", f"TO:{receiver}", 250, 251)
            connection.command("data", "DATA", "", 354)
            connection.text(_dot_stuffed(raw))
            return _one_line(connection.dot())
        except Failure:
            self._reset()
            raise

    def check(self, reverse_path: str = "", recipient: str = "") -> None:
        """Connect, encrypt, log in and leave; raises as `send` does.

        Where a `recipient` is given, also offer a letter to it under `reverse_path` ("" is the
        null path) and take the offer back: nothing is sent.
        """
        self.close()
        try:
            connection = self._open()
            if recipient:
                sender = _path(reverse_path, "mail") if reverse_path else "<>"
                connection.command("mail", "MAIL", f"FROM:{sender}", 250)
                connection.command("rcpt", "RCPT", f"TO:{_path(recipient, 'rcpt')}", 250, 251)
                connection.command("rset", "RSET", "", 250)
            else:
                connection.command("connect", "NOOP", "", 250)
        finally:
            self.close()

    def close(self) -> None:
        """End the connection, if there is one. Never raises."""
        if self._connection is not None:
            self._connection.leave()
            self._connection = None

    def _open(self) -> Connection:
        self._connection = Connection(self._settings)
        self._connection.open_up()
        return self._connection

    def _begin(self, sender: str, size: int) -> Connection:
        """Start a letter on the kept connection or, where that is dead, on a new one."""
        kept = self._connection
        if kept is not None and kept.is_open:
            try:
                _begin_letter(kept, sender, size)
            except TemporaryFailure:
                if kept.is_open:  # the relay has answered
                    raise
            else:
                return kept
        fresh = self._open()
        _begin_letter(fresh, sender, size)
        return fresh

    def _reset(self) -> None:
        """Make the connection fit for the next letter after a refusal, or close it."""
        connection = self._connection
        if connection is None or not connection.is_open:
            return
        try:
            connection.command("rset", "RSET", "", 250)
        except Failure:
            connection.close()


def _begin_letter(connection: Connection, sender: str, size: int) -> None:
    announced = f" SIZE={size}" if connection.has_extn("size") else ""
    connection.command("mail", "MAIL", f"FROM:{sender}{announced}", 250)


def _path(address: str, phase: str) -> str:
    """Return the address as MAIL wants it; raises PermanentFailure unless it is plain ASCII."""
    if not _ADDRESS.fullmatch(address):
        raise PermanentFailure("address", phase)
    return f"<{address}>"


def _dot_stuffed(raw: bytes) -> Iterator[bytes]:
    """Yield the letter as it goes over the wire (RFC 5321 section 4.5.2), some lines at a time.

    A bare CR or LF becomes CRLF: what one relay passes on as text, the next may take for the
    end of the letter. In pieces, because evidence is large and memory is not.
    """
    start = 0
    while start < len(raw):
        end = raw.find(b"\n", start + _PIECE) + 1 or len(raw)
        lines = _BARE_NEWLINE.sub(b"\r\n", raw[start:end])
        yield _LINE_BEGINS_WITH_DOT.sub(b"..", lines)
        start = end
    if not raw.endswith((b"\n", b"\r")):
        yield b"\r\n"


def _one_line(reply: Reply) -> str:
    text = f"{reply.code} {reply.text.decode('ascii', 'replace')}"
    return "".join(char if " " <= char <= "~" else " " for char in text)[:_SHOWN]
