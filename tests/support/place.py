"""The worker in the test's own process: embedded mailbox and relay, settings of the corpus."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from processor.demo.servers import EmbeddedMailbox, EmbeddedRelay
from processor.desk.people import import_register
from processor.settings import Keys, Settings, Store, load_settings
from processor.transport.tls import Security
from processor.wiring import open_desk
from processor.worker.clock import system_clock
from tests.support.council import CORPUS


@dataclasses.dataclass(frozen=True)
class Place:
    """Everything the worker needs, on this machine, with the corpus's register imported."""

    mailbox: EmbeddedMailbox
    relay: EmbeddedRelay
    settings: Settings


@contextmanager
def place(folder: Path) -> Iterator[Place]:
    """A mailbox, a relay and settings that name them; the database lies in `folder`."""
    with ExitStack() as stack:
        mailbox = stack.enter_context(EmbeddedMailbox("safety@kirkbourne.example", "password"))
        relay = stack.enter_context(EmbeddedRelay(folder, lambda _letter: None))
        settings = _settings(folder, mailbox, relay)
        with open_desk(settings) as desk:
            register = (CORPUS / "main" / "register.csv").read_text()
            roles = desk.policy.codes.roles
            import_register(desk.database, register, roles, "test", system_clock())
        yield Place(mailbox, relay, settings)


def _settings(folder: Path, mailbox: EmbeddedMailbox, relay: EmbeddedRelay) -> Settings:
    settings = load_settings(CORPUS / "settings.toml")
    here = {
        "mailbox": dataclasses.replace(
            settings.mailbox,
            host=mailbox.host,
            port=mailbox.port,
            security=Security.NONE,
            password=mailbox.password,
        ),
        "relay": dataclasses.replace(
            settings.relay, host=relay.host, port=relay.port, security=Security.NONE, user=""
        ),
        "store": Store(url=f"sqlite:///{folder / 'processor.db'}"),
        "keys": Keys(token_key="a key of a test that is long enough"),
    }
    return settings.model_copy(update=here)
