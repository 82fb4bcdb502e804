"""Servers that misbehave on purpose, and an SMTP server with TLS that behaves.

A script names, for each command, the steps with which a scripted server answers it: octets to
send, or one of the actions below. What the script leaves out is answered as it should be.
"""

from __future__ import annotations

import contextlib
import enum
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import NamedTuple, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.support.certificates import Pair


class Action(enum.Enum):
    """What a scripted server can do instead of answering."""

    DROP = enum.auto()  # close the connection
    RESET = enum.auto()  # close it so that the other side's next octet fails
    HANG = enum.auto()  # say nothing more
    DRIP = enum.auto()  # send one octet each 20 ms, and never a line's end
    FLOOD = enum.auto()  # send continuation lines without end


DROP, RESET, HANG, DRIP, FLOOD = Action

Steps = Sequence[bytes | Action]


class _GoneError(Exception):
    pass


class _RawServer:
    """Accepts connections on a free port and serves each in a thread."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        self._listener = socket.create_server((self.host, 0))
        self.port = self._listener.getsockname()[1]
        self.connections = 0
        self._open: list[socket.socket] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join(5)
        self._listener.close()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join(5)

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(sock)
            thread = threading.Thread(target=self._serve_one, args=(sock, self.connections))
            self._threads.append(thread)
            thread.start()

    def _serve_one(self, sock: socket.socket, number: int) -> None:
        line = _Line(sock, number, self._over)
        with contextlib.suppress(_GoneError, OSError, ValueError):
            self._serve(line)
        line.close()

    def _serve(self, line: _Line) -> None:
        raise NotImplementedError


class _Line:
    """One connection, which can be told what to do."""

    def __init__(self, sock: socket.socket, number: int, over: threading.Event) -> None:
        self.sock = sock
        self.number = number  # of the connection, from 1
        self._file = sock.makefile("rb")
        self._over = over

    def read(self) -> bytes:
        got = self._file.readline()
        if not got:
            raise _GoneError
        return got

    def read_some(self) -> None:
        self._file.read(1)

    def perform(self, steps: Steps) -> None:
        for step in steps:
            if isinstance(step, bytes):
                self.sock.sendall(step)
            elif step is HANG:
                self._over.wait(30)
                raise _GoneError
            elif step is DRIP:
                while not self._over.wait(0.02):
                    self.sock.sendall(b"*")
                raise _GoneError
            elif step is FLOOD:
                while not self._over.is_set():
                    self.sock.sendall(b"250-x\r\n" * 100)
                raise _GoneError
            else:
                if step is RESET:
                    at_once = struct.pack("ii", 1, 0)
                    self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
                raise _GoneError

    def encrypt(self, context: ssl.SSLContext) -> None:
        self._file.close()
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self._file = self.sock.makefile("rb")

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        self.sock.close()


class SmtpLetter(NamedTuple):
    """What an SMTP server of a test was handed."""

    reverse_path: str
    recipient: str
    raw: bytes


SmtpReaction = Steps | Callable[[str], Steps]


class ScriptedSmtp(_RawServer):
    """An SMTP server that follows a script; several scripts go connection by connection.

    Keys: GREETING, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, BODY (instead of reading the
    letter), DOT, RSET, NOOP, QUIT. A reaction may be a function of the command's text.
    `letters` holds what was taken with a 250.
    """

    def __init__(
        self,
        *scripts: Mapping[str, SmtpReaction],
        extensions: Sequence[str] = ("8BITMIME",),
        tls: Pair | None = None,
    ) -> None:
        super().__init__()
        self._scripts = scripts or ({},)
        self._extensions = extensions
        self._tls = tls
        self.commands: list[str] = []
        self.letters: list[SmtpLetter] = []

    def _serve(self, line: _Line) -> None:
        script = self._scripts[min(line.number, len(self._scripts)) - 1]
        line.perform(script.get("GREETING", (b"220 ready\r\n",)))
        reverse_path = recipient = ""
        while True:
            command = line.read().decode("ascii").rstrip("\r\n")
            self.commands.append(command)
            verb = command.split(" ")[0].upper()
            reaction = script.get(verb, self._usual(verb))
            steps = reaction(command) if callable(reaction) else reaction
            line.perform(steps)
            if verb == "STARTTLS" and self._tls:
                line.encrypt(self._tls.server_context())
            elif verb == "MAIL":
                reverse_path = _between_brackets(command)
            elif verb == "RCPT":
                recipient = _between_brackets(command)
            elif verb == "DATA" and _is(b"354", steps):
                raw = self._take(line, script)
                answer = script.get("DOT", (b"250 taken\r\n",))
                if _is(b"250", answer):
                    self.letters.append(SmtpLetter(reverse_path, recipient, raw))
                line.perform(answer)
            elif verb == "QUIT":
                return

    def _usual(self, verb: str) -> Steps:
        if verb == "EHLO":
            said = ["mail.example", *self._extensions]
            lines = [f"250-{word}\r\n" for word in said[:-1]] + [f"250 {said[-1]}\r\n"]
            return ("".join(lines).encode(),)
        codes = {"STARTTLS": "220", "AUTH": "235", "DATA": "354", "QUIT": "221"}
        return (f"{codes.get(verb, '250')} ok\r\n".encode(),)

    def _take(self, line: _Line, script: Mapping[str, SmtpReaction]) -> bytes:
        if "BODY" in script:
            line.read_some()
            line.perform(script["BODY"])
        lines = []
        while (got := line.read()) != b".\r\n":
            lines.append(got.removeprefix(b"."))
        return b"".join(lines)


def _between_brackets(command: str) -> str:
    return command.partition("<")[2].partition(">")[0]


def _is(code: bytes, steps: Steps) -> bool:
    return isinstance(steps[0], bytes) and steps[0].startswith(code)


Reaction = Steps | Callable[[list[int]], Steps]


class ScriptedImap(_RawServer):
    """An IMAP server with one folder that follows a script.

    Keys: GREETING, CAPABILITY, STARTTLS, LOGIN, SELECT, SEARCH, SIZES, BODY, MOVE, COPY, STORE,
    EXPUNGE, LIST. In octets to send, TAG stands for the tag of the command. A reaction may be a
    function of the UIDs asked for. `messages` maps UIDs to octets.
    """

    def __init__(
        self,
        messages: Mapping[int, bytes],
        script: Mapping[str, Reaction] | None = None,
        *,
        capabilities: str = "UIDPLUS MOVE",
        tls: Pair | None = None,
    ) -> None:
        super().__init__()
        self.messages = dict(messages)
        self._script = script or {}
        self._capabilities = capabilities
        self._tls = tls
        self.commands: list[str] = []

    def body(self, uid: int, raw: bytes | None = None) -> bytes:
        """A FETCH response with this message, or with other octets in its name."""
        octets = self.messages[uid] if raw is None else raw
        return b"* %d FETCH (UID %d BODY[] {%d}\r\n%s)\r\n" % (
            self._number(uid),
            uid,
            len(octets),
            octets,
        )

    def _number(self, uid: int) -> int:
        return sorted({*self.messages, uid}).index(uid) + 1

    def _serve(self, line: _Line) -> None:
        self._react(line, "GREETING", "", [])
        while True:
            command = line.read().decode("ascii").rstrip("\r\n")
            tag, _, rest = command.partition(" ")
            self.commands.append(rest)
            key, uids = _key_of(rest)
            self._react(line, key, tag, uids)
            if key == "STARTTLS" and self._tls:
                line.encrypt(self._tls.server_context())

    def _react(self, line: _Line, key: str, tag: str, uids: list[int]) -> None:
        reaction = self._script.get(key)
        steps = reaction(uids) if callable(reaction) else reaction
        if steps is None:
            steps = self._usual(key, uids)
        line.perform(
            [
                step.replace(b"TAG", tag.encode()) if isinstance(step, bytes) else step
                for step in steps
            ]
        )

    def _usual(self, key: str, uids: list[int]) -> Steps:
        known = [uid for uid in uids if uid in self.messages]
        listed = " ".join(str(uid) for uid in known or sorted(self.messages)).encode()
        untagged = {
            "GREETING": b"* OK ready\r\n",
            "CAPABILITY": f"* CAPABILITY IMAP4rev1 {self._capabilities}\r\n".encode(),
            "SELECT": b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n" % len(self.messages),
            "SEARCH": b"* SEARCH" + (b" " + listed if known or not uids else b"") + b"\r\n",
            "LIST": b'* LIST () "/" "Handled"\r\n* LIST (\\Noselect) "/" "Held"\r\n',
            "LOGOUT": b"* BYE bye\r\n",
            "SIZES": b"".join(
                b'* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE "01-Nov-2026 10:00:00 +0100")\r\n'
                % (self._number(uid), uid, len(self.messages[uid]))
                for uid in known
            ),
            "BODY": b"".join(self.body(uid) for uid in known),
        }.get(key, b"")
        if key in {"MOVE", "EXPUNGE"}:
            for uid in known:
                del self.messages[uid]
        return (untagged,) if key == "GREETING" else (untagged + b"TAG OK done\r\n",)


_FETCHED = {"RFC822.SIZE": "SIZES", "BODY.PEEK[": "BODY"}


def _key_of(command: str) -> tuple[str, list[int]]:
    words = command.split(" ")
    if words[0] != "UID":
        return ("SELECT" if words[0] == "EXAMINE" else words[0]), []
    named = words[-1] if words[1] == "SEARCH" else words[2]
    uids = [int(number) for number in re.findall(r"\d+", named)]
    if words[1] != "FETCH":
        return words[1], uids
    return next(key for word, key in _FETCHED.items() if word in command), uids


class TlsSmtpSink:
    """A relay that behaves: TLS at once, or STARTTLS that must be used, and a login.

    `letters` holds what it took, `logins` the users it let in.
    """

    host = "localhost"
    user = "relay-user"
    password = "relay password"

    def __init__(self, pair: Pair, *, implicit: bool) -> None:
        self.letters: list[SmtpLetter] = []
        self.logins: list[str] = []
        context = pair.server_context()
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=_free_port(),
            ssl_context=context if implicit else None,
            tls_context=None if implicit else context,
            require_starttls=not implicit,
            auth_require_tls=not implicit,
            authenticator=self._authenticate,
            server_hostname="sink.example",
        )
        self.port = self._controller.port

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop()

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: ARG002, N802  # aiosmtpd's
        for recipient in envelope.rcpt_tos:
            sender = envelope.mail_from.removeprefix("<>")
            self.letters.append(SmtpLetter(sender, recipient, envelope.original_content))
        return "250 taken"

    def _authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:  # noqa: ARG002  # aiosmtpd's
        right = (data.login, data.password) == (self.user.encode(), self.password.encode())
        if right:
            self.logins.append(self.user)
        return AuthResult(success=right, handled=False)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return sock.getsockname()[1]
