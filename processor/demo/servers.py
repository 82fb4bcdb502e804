"""A mailbox and a relay inside this process, for the demonstration and for tests.

Both listen on a free port of this machine, in plain text, and what the mailbox held is gone
when it is closed. No other module of the product knows the two server libraries.
"""

from __future__ import annotations

import asyncio
import threading
from argparse import Namespace
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, Login
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import BuiltinHash

_HOST = "127.0.0.1"
_MAX_LETTER_BYTES = 50_000_000

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedLetter:
    """What the relay took: `reverse_path` is "" for the null path; `path` is its file."""

    reverse_path: str
    recipient: str
    raw: bytes = field(repr=False)
    path: Path


class _Server:
    """A server in a thread with an event loop of its own, while the context lasts."""

    host = _HOST

    def __init__(self) -> None:
        self.port = 0  # known once it listens
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._listener: asyncio.Server | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self._listener = self._run(self._listen())
        self.port = self._listener.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run(self._wind_down())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[object, object, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _listen(self) -> asyncio.Server:
        raise NotImplementedError

    async def _wind_down(self) -> None:
        if self._listener is not None:
            self._listener.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # lets closed connections go


class EmbeddedMailbox(_Server):
    """An IMAP server with one account whose folders are INBOX, Handled and Held."""

    def __init__(self, user: str, password: str) -> None:
        super().__init__()
        self.user = user
        self.password = password
        self._config = _MailboxConfig(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host=None,
            port=0,
            demo_data=False,
            demo_user=user,
            demo_password=password,
            tls_enabled=False,
            hash_context=BuiltinHash(),
            cpu_subsystem=Subsystem.for_asyncio(),
        )
        self._login = Login(self._config)

    def deliver(self, raw: bytes) -> None:
        """Put a message into INBOX, received now."""
        self._run(self._append(raw))

    async def _listen(self) -> asyncio.Server:
        self._config.apply_context()
        hashed = await Passwords(self._config).hash_password(self.password)
        account = self._login.demo_user_identity
        await account.set(UserMetadata(self._config, self.user, password=hashed))
        async with account.new_session() as session:
            await session.mailbox_set.add_mailbox("Handled")
            await session.mailbox_set.add_mailbox("Held")
        server = IMAPServer(self._login, self._config)
        greeted = ProxyProtocolReader(self._config.proxy_protocol).get_callback(server)
        return await asyncio.start_server(greeted, _HOST, 0)

    async def _append(self, raw: bytes) -> None:
        self._config.apply_context()
        async with self._login.demo_user_identity.new_session() as session:
            inbox = await session.mailbox_set.get_mailbox("INBOX")
            await inbox.append(AppendMessage(raw, datetime.now(UTC), frozenset()), recent=True)


class EmbeddedRelay(_Server):
    """An SMTP server that takes every letter, keeps it as NNN.eml in `folder` and shows it.

    on_letter: called in the server's thread before the letter is confirmed; must not raise.
    """

    def __init__(self, folder: Path, on_letter: Callable[[ReceivedLetter], None]) -> None:
        super().__init__()
        self._folder = folder
        self._on_letter = on_letter
        self._letters: list[ReceivedLetter] = []
        self._lock = threading.Lock()
        self._conversations: list[SMTP] = []

    @property
    def letters(self) -> list[ReceivedLetter]:
        """Those taken so far, in order; a copy."""
        with self._lock:
            return list(self._letters)

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self,
        server: SMTP,  # noqa: ARG002  # aiosmtpd's signature
        session: Session,  # noqa: ARG002  # likewise
        envelope: Envelope,
    ) -> str:
        """Take a letter, for each of its recipients; called by the server library."""
        raw = envelope.original_content or b""
        sender = envelope.mail_from or ""
        for recipient in envelope.rcpt_tos:
            self._take("" if sender == "<>" else sender, recipient, raw)
        return f"250 taken as {len(self._letters):03}"

    def _take(self, reverse_path: str, recipient: str, raw: bytes) -> None:
        path = self._folder / f"{len(self._letters) + 1:03}.eml"
        path.write_bytes(raw)
        letter = ReceivedLetter(reverse_path=reverse_path, recipient=recipient, raw=raw, path=path)
        with self._lock:
            self._letters.append(letter)
        self._on_letter(letter)

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(self._converse, _HOST, 0)

    def _converse(self) -> SMTP:
        conversation = SMTP(
            self, hostname="relay.invalid", loop=self._loop, data_size_limit=_MAX_LETTER_BYTES
        )
        self._conversations.append(conversation)
        return conversation

    async def _wind_down(self) -> None:
        for conversation in self._conversations:
            if conversation.transport is not None:
                conversation.transport.close()
        await super()._wind_down()


class _MailboxConfig(Config):
    @property
    def greeting(self) -> bytes:
        """Without the machine's name: to look it up takes seconds where there is no DNS."""
        return b"Demonstration mailbox"
