"""`processor demo`: real mail through the real worker, each step shown as it happens."""

from __future__ import annotations

import dataclasses
import logging
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from tempfile import mkdtemp

from rich.console import Console
from rich.table import Table

from processor.demo.samples import REGISTER, samples
from processor.demo.servers import EmbeddedMailbox, EmbeddedRelay, ReceivedLetter
from processor.desk.people import import_register
from processor.settings import Keys, Settings, Store, load_settings, sample_settings
from processor.store import incidents
from processor.transport.tls import Security
from processor.wiring import open_desk, open_worker
from processor.worker.clock import system_clock
from processor.worker.loop import Worker

_USER = "safety@kirkbourne.example"
_POLL_S = 5


def run_demo(folder: Path | None, *, once: bool) -> None:
    """Deliver the sample reports to an embedded mailbox and let the worker handle them.

    folder: where the database and every letter are left; None makes a temporary one. Without
    `once` it goes on until interrupted, so that more mail can be delivered by hand.
    """
    console = Console()
    folder = folder or Path(mkdtemp(prefix="processor-demo-"))
    letters = folder / "letters"
    letters.mkdir(parents=True, exist_ok=True)
    with _servers(letters, console) as (mailbox, relay):
        settings = _settings(folder, mailbox, relay)
        _tell_where(console, mailbox, folder)
        with open_desk(settings) as desk:
            import_register(
                desk.database, REGISTER, desk.policy.codes.roles, "demo", system_clock()
            )
        with _steps_shown(console), open_worker(settings) as worker:
            _deliver_samples(console, mailbox)
            worker.once()
            _show_result(console, settings)
            if not once:
                _go_on(console, worker)


@contextmanager
def _servers(letters: Path, console: Console) -> Iterator[tuple[EmbeddedMailbox, EmbeddedRelay]]:
    password = secrets.token_urlsafe(9)

    def on_letter(letter: ReceivedLetter) -> None:
        subject = message_from_bytes(letter.raw, policy=default)["Subject"]
        console.print(
            f"[magenta]relay[/]     {letter.path.name} to {letter.recipient}: {subject}",
            highlight=False,
        )

    with ExitStack() as stack:
        mailbox = stack.enter_context(EmbeddedMailbox(_USER, password))
        relay = stack.enter_context(EmbeddedRelay(letters, on_letter))
        yield mailbox, relay


def _settings(folder: Path, mailbox: EmbeddedMailbox, relay: EmbeddedRelay) -> Settings:
    """The shipped settings, pointed at the embedded servers."""
    sample = load_settings(sample_settings())
    update = {
        "mailbox": dataclasses.replace(
            sample.mailbox,
            host=mailbox.host,
            port=mailbox.port,
            security=Security.NONE,
            password=mailbox.password,
        ),
        "relay": dataclasses.replace(
            sample.relay, host=relay.host, port=relay.port, security=Security.NONE, user=""
        ),
        "store": Store(url=f"sqlite:///{folder.resolve() / 'processor.db'}"),
        "keys": Keys(token_key=secrets.token_urlsafe(32)),
        "worker": dataclasses.replace(sample.worker, poll_every_s=_POLL_S, deliver_every_s=_POLL_S),
    }
    return sample.model_copy(update=update)


def _tell_where(console: Console, mailbox: EmbeddedMailbox, folder: Path) -> None:
    console.print("[bold]Nothing leaves this machine.[/] Sample reports, invented people.\n")
    console.print(
        f"mailbox  imap://{mailbox.host}:{mailbox.port}  user {mailbox.user}"
        f"  password {mailbox.password}",
        highlight=False,
    )
    console.print(f"folder   {folder}\n", highlight=False)


def _deliver_samples(console: Console, mailbox: EmbeddedMailbox) -> None:
    now = system_clock()
    for sample in samples():
        mailbox.deliver(sample.raw(now))
        console.print(f"[cyan]arrives[/]   {sample.title}", highlight=False)
    console.print()


@contextmanager
def _steps_shown(console: Console) -> Iterator[None]:
    """Print what the worker logs, one line a step."""

    class Steps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            console.print(f"[green]worker[/]    {record.getMessage()}", highlight=False)

    logger = logging.getLogger("processor")
    handler = Steps(level=logging.INFO)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def _show_result(console: Console, settings: Settings) -> None:
    table = Table("reference", "level", "category", "state", "sender", box=None)
    with open_desk(settings) as desk, desk.database.reading() as tx:
        for incident in reversed(incidents.newest(tx, 50)):
            table.add_row(
                incident.reference,
                incident.level,
                incident.category,
                incident.state,
                incident.standing,
            )
    console.print()
    console.print(table)
    console.print("\nThe letters lie in the folder letters/, as they left.")


def _go_on(console: Console, worker: Worker) -> None:
    console.print(
        f"\nThe worker goes on, a poll every {_POLL_S} seconds: deliver mail of your own, or"
        " press Ctrl-C to end.",
        highlight=False,
    )
    worker.stop_on_signals()
    worker.run()
