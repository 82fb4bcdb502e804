"""The IMAP library, tamed: watched by a deadline, bounded in memory, silent about content.

The only module that knows the library. Whatever it, the server or the network does wrong
leaves here as TemporaryFailure or PermanentFailure, without a word of the server's text.
Folder names come from settings and messages are named by UID: nothing that was read from a
message is ever sent to the server.
"""

from __future__ import annotations

import imaplib
import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from imapclient import DELETED, IMAPClient, SocketTimeout
from imapclient.exceptions import (
    IMAPClientAbortError,
    IMAPClientError,
    IMAPClientReadOnlyError,
)

from processor.errors import Failure, PermanentFailure, TemporaryFailure
from processor.transport.deadline import Deadline
from processor.transport.tls import Security, context, refuse_plain_text

_GOODBYE_S = 5
_RESPONSE_CODE = re.compile(r"\[([A-Z]+)\]")
_NO_SUCH_FOLDER = {"NONEXISTENT", "TRYCREATE"}
_FOR_GOOD = {"login": "login-refused", "tls": "tls-unavailable", "select": "no-such-folder"}
_FOR_NOW = {"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"}  # RFC 5530 section 3


class After(StrEnum):
    """What becomes of a message in the mailbox once it is ours."""

    MOVE = "move"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the mailbox is and how much is taken at a time.

    read_timeout_s: the longest wait for the next octet.
    poll_deadline_s: wall-clock limit from connecting to the end of the poll.
    batch_bytes, batch_messages: whichever is reached first ends a batch.
    max_message_bytes: of a larger message only the beginning is fetched.
    """

    host: str
    port: int
    security: Security
    user: str
    password: str = field(default="", repr=False)
    folder: str
    handled_folder: str
    held_folder: str
    after: After
    ca_file: str = ""
    connect_timeout_s: float
    read_timeout_s: float
    poll_deadline_s: float
    batch_bytes: int = 8_000_000
    batch_messages: int = 50
    max_message_bytes: int = 35_000_000

    def __post_init__(self) -> None:
        refuse_plain_text(self.security, self.host)


class Selected(NamedTuple):
    """What SELECT said: the folder's UIDVALIDITY and how many messages it holds."""

    validity: int
    exists: int


@contextmanager
def logged_in(settings: Settings) -> Iterator[Client]:
    """Give a client that is logged in, until the block ends or the poll's deadline has passed."""
    with Deadline() as deadline, deadline.within(settings.poll_deadline_s):
        with _translated(deadline, "connect"):
            library = _Library(settings, deadline)
        try:
            _log_in(library, settings, deadline)
            yield Client(library, deadline)
        finally:
            _leave(library)


class Client:
    """The commands we use. Each raises TemporaryFailure or PermanentFailure."""

    def __init__(self, library: _Library, deadline: Deadline) -> None:
        self._library = library
        self._deadline = deadline

    def select(self, folder: str, after: After) -> Selected:
        """Open `folder`; read-only where messages are left in place."""
        with _translated(self._deadline, "select"):
            answer = self._library.select_folder(folder, readonly=after == After.LEAVE)
        if b"UIDVALIDITY" not in answer:
            raise PermanentFailure("no-uidvalidity", "select")
        if b"EXISTS" not in answer:
            raise TemporaryFailure("protocol", "select")
        return Selected(answer[b"UIDVALIDITY"], answer[b"EXISTS"])

    def search(self, *criteria: str) -> list[int]:
        """Return UIDs of messages that match. Sends no CHARSET, which some servers refuse."""
        with _translated(self._deadline, "search"):
            return list(self._library.search(list(criteria)))

    def fetch(self, uids: Sequence[int], *items: str) -> Mapping[int, Mapping[bytes, object]]:
        """Return what the server answered; a UID it said nothing about is missing.

        Where it refuses the command for several UIDs they are asked for one by one, so that
        a message the server cannot read does not keep the others back.
        """
        with _translated(self._deadline, "fetch"):
            try:
                answer: Mapping[int, Mapping[bytes, object]] = self._library.fetch(uids, items)
            except IMAPClientAbortError:
                raise
            except IMAPClientError:
                answer = {}
            else:
                return answer
        several = uids if len(uids) > 1 else ()
        return {uid: found for one in several for uid, found in self.fetch([one], *items).items()}

    def take_out(self, uids: Sequence[int], folder: str) -> None:
        """Move messages to `folder`; UIDs that are gone are passed over (RFC 6851).

        Without MOVE they are copied and exactly these UIDs are expunged (RFC 4315 section 2.1).
        Without that either they stay: a plain EXPUNGE would remove other people's deletions.
        """
        with _translated(self._deadline, "file"):
            if self._library.has_capability("MOVE"):
                self._library.move(uids, folder)
            elif self._library.has_capability("UIDPLUS"):
                self._library.copy(uids, folder)
                self._library.add_flags(uids, [DELETED], silent=True)
                self._library.uid_expunge(uids)

    def has_folder(self, name: str) -> bool:
        """Say whether `name` exists and can hold messages."""
        with _translated(self._deadline, "list"):
            listed = self._library.list_folders("", name)
        return any(found == name and b"\\Noselect" not in flags for flags, _, found in listed)


class _Library(IMAPClient):  # type: ignore[misc]  # it ships no types
    def __init__(self, settings: Settings, deadline: Deadline) -> None:
        self._wire_settings = settings
        self._wire_deadline = deadline
        super().__init__(
            settings.host,
            settings.port,
            ssl=settings.security == Security.TLS,
            timeout=SocketTimeout(settings.connect_timeout_s, settings.read_timeout_s),
        )
        self.normalise_times = False
        # It is set to 5, at which every body is formatted and thrown away: five times slower.
        self._imap.debug = 0

    def _create_IMAP4(self) -> _Wire:  # noqa: N802  # the library's name
        return _Wire(self._wire_settings, self._wire_deadline)


class _Wire(imaplib.IMAP4):
    def __init__(self, settings: Settings, deadline: Deadline) -> None:
        self._settings = settings
        self._deadline = deadline
        super().__init__(settings.host, settings.port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:  # noqa: ARG002  # ours
        to = self._settings
        made = context(to.ca_file)  # before there is a socket to leak if the file is missing
        sock = self._deadline.connect(to.host, to.port, to.connect_timeout_s)
        encrypted = to.security == Security.TLS
        return made.wrap_socket(sock, server_hostname=to.host) if encrypted else sock

    def read(self, size: int) -> bytes:
        """Refuse a literal so large that memory would be taken for it on the server's word."""
        if size > 2 * self._settings.max_message_bytes:
            self.shutdown()
            raise self.abort("literal over the limit")
        return super().read(size)


def _log_in(library: _Library, settings: Settings, deadline: Deadline) -> None:
    if library._imap.state != "NONAUTH":  # noqa: SLF001  # nothing public tells of PREAUTH
        raise PermanentFailure("preauth", "connect")
    if settings.security == Security.STARTTLS:
        with _translated(deadline, "tls"):
            library.starttls(context(settings.ca_file))
    with _translated(deadline, "login"):
        if library.has_capability("AUTH=PLAIN"):
            secret = f"\0{settings.user}\0{settings.password}".encode()
            library.sasl_login("PLAIN", lambda _: secret)
        elif not (settings.user + settings.password).isascii():
            raise PermanentFailure("login-not-ascii", "login")
        else:
            library.login(settings.user, settings.password)


def _leave(library: _Library) -> None:
    with suppress(IMAPClientError, OSError, ValueError):
        library.socket().settimeout(_GOODBYE_S)
        library.logout()
    with suppress(OSError, ValueError):  # logout has closed it, or it was closed on us
        library.shutdown()


@contextmanager
def _translated(deadline: Deadline, phase: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise deadline.failure(error, phase) from error
    except IMAPClientError as error:
        # The text and the causes of these hold what the server said.
        raise _failure(error, deadline, phase) from None
    except ValueError:
        raise TemporaryFailure("protocol", phase) from None


def _failure(error: Exception, deadline: Deadline, phase: str) -> Failure:
    if isinstance(error, IMAPClientReadOnlyError):
        return PermanentFailure("read-only", phase)
    # A login that was cut off comes as LoginError, with the abort as its context.
    if any(isinstance(seen, IMAPClientAbortError) for seen in (error, error.__context__)):
        return deadline.failure(error, phase)
    said = _RESPONSE_CODE.search(str(error))
    code = said[1] if said else ""
    if code in _FOR_NOW:
        return TemporaryFailure(code.lower(), phase)
    if phase in _FOR_GOOD:
        return PermanentFailure(_FOR_GOOD[phase], phase)
    if code in _NO_SUCH_FOLDER:
        return PermanentFailure("no-such-folder", phase)
    return TemporaryFailure("refused", phase)
