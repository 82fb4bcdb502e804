"""`processor demo`: real mail through the real worker, each step shown as it happens."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from tempfile import mkdtemp

from rich.console import Console
from rich.text import Text

from processor.demo.samples import REGISTER, samples
from processor.demo.servers import EmbeddedMailbox, EmbeddedRelay, ReceivedLetter
from processor.desk.people import import_register
from processor.errors import NotAllowed
from processor.settings import Keys, Settings, Store, load_settings, sample_settings
from processor.store import incidents
from processor.transport.tls import Security
from processor.wiring import open_desk, open_worker
from processor.worker.clock import system_clock
from processor.worker.loop import Worker

_USER = "safety@kirkbourne.example"
_POLL_S = 5
_REFERRAL_LINES = 8  # those that a busy officer reads
_ACKNOWLEDGEMENT_LINES = 6


def run_demo(folder: Path | None, *, once: bool) -> None:
    """Deliver the sample reports to an embedded mailbox and let the worker handle them.

    folder: where the database and every letter are left; None makes a temporary one. Without
    `once` it goes on until interrupted, so that more mail can be delivered by hand. Raises
    NotAllowed where the folder cannot be used.
    """
    screen = _Screen()
    folder = (folder or Path(mkdtemp(prefix="processor-demo-"))).resolve()
    letters = _letters_in(folder)
    with _servers(letters, screen) as (mailbox, relay):
        settings = _settings(folder, mailbox, relay)
        _tell_where(screen, mailbox, folder)
        with open_desk(settings) as desk:
            import_register(
                desk.database, REGISTER, desk.policy.codes.roles, "demo", system_clock()
            )
        with _steps_shown(screen), open_worker(settings) as worker:
            _deliver_samples(screen, mailbox)
            worker.once()
            _show_record(screen, settings)
            _show_letters(screen, relay, settings.police.address)
            screen.say(f"\nEvery letter lies as it left in {letters}")
            if not once:
                _go_on(screen, worker)


class _Screen:
    """Prints a step a line, never wrapped, and calls each sample by its title."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._titles: dict[str, str] = {}

    def name(self, raw: bytes, title: str) -> None:
        """Show the message `raw` under `title` from now on."""
        self._titles[hashlib.sha256(raw).hexdigest()[:12]] = title

    def step(self, who: str, what: str, style: str) -> None:
        """Print what `who` did; a message known by its digest is called by its title."""
        line = Text(f"{who:9} ", style=style)
        line.append(what, style="default")
        line.append("".join(f"  ({t})" for d, t in self._titles.items() if d in what), "dim")
        self._console.print(line)

    def say(self, text: str = "") -> None:
        """Print `text` as it is."""
        self._console.print(Text(text))


def _letters_in(folder: Path) -> Path:
    letters = folder / "letters"
    try:
        letters.mkdir(parents=True)
    except FileExistsError:
        raise NotAllowed(
            f"{folder} holds an earlier demonstration: name another folder with --out"
        ) from None
    except OSError:
        raise NotAllowed(f"{folder} cannot be written: name another folder with --out") from None
    return letters


@contextmanager
def _servers(letters: Path, screen: _Screen) -> Iterator[tuple[EmbeddedMailbox, EmbeddedRelay]]:
    password = secrets.token_urlsafe(9)

    def on_letter(letter: ReceivedLetter) -> None:
        what = f"{letter.path.name} to {letter.recipient}: {_subject(letter)}"
        screen.step("relay", what, "magenta")

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


def _tell_where(screen: _Screen, mailbox: EmbeddedMailbox, folder: Path) -> None:
    screen.say("Nothing leaves this machine. Sample reports, invented people.\n")
    screen.say(f"mailbox   imap://{mailbox.host}:{mailbox.port}")
    screen.say(f"login     {mailbox.user}  {mailbox.password}")
    screen.say(f"folder    {folder}\n")


def _deliver_samples(screen: _Screen, mailbox: EmbeddedMailbox) -> None:
    now = system_clock()
    for sample in samples():
        raw = sample.raw(now)
        screen.name(raw, sample.title)
        mailbox.deliver(raw)
        screen.step("arrives", sample.title, "cyan")
    screen.say()


@contextmanager
def _steps_shown(screen: _Screen) -> Iterator[None]:
    """Print what the worker logs, one line a step."""

    class Steps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            screen.step("worker", record.getMessage(), "green")

    logger = logging.getLogger("processor")
    handler = Steps(level=logging.INFO)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def _show_record(screen: _Screen, settings: Settings) -> None:
    screen.say("\nThe record\n")
    with open_desk(settings) as desk, desk.database.reading() as tx:
        for one in reversed(incidents.newest(tx, 50)):
            what = f"{one.level:9}  {one.category:12}  {one.state:8}  {one.standing}"
            screen.say(f"  {one.reference}  {what}")


def _show_letters(screen: _Screen, relay: EmbeddedRelay, officer: str) -> None:
    """Print how the first acknowledgement and the first referral begin."""
    to_police = [letter for letter in relay.letters if letter.recipient == officer]
    others = [letter for letter in relay.letters if _subject(letter).startswith("We have")]
    _show_letter(screen, "An acknowledgement", others[0], _ACKNOWLEDGEMENT_LINES)
    _show_letter(screen, "A referral", to_police[0], _REFERRAL_LINES)


def _show_letter(screen: _Screen, title: str, letter: ReceivedLetter, lines: int) -> None:
    message = message_from_bytes(letter.raw, policy=default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    screen.say(f"\n{title} begins ({letter.path.name})\n")
    for line in text.strip().splitlines()[:lines]:
        screen.say(f"  | {line}")


def _subject(letter: ReceivedLetter) -> str:
    return str(message_from_bytes(letter.raw, policy=default)["Subject"])


def _go_on(screen: _Screen, worker: Worker) -> None:
    worker.stop_on_signals()
    screen.say(
        f"\nThe worker goes on, a poll every {_POLL_S} seconds: deliver mail of your own, or"
        " press Ctrl-C to end."
    )
    worker.run()
