"""`processor check`: whether everything is fit to run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import typer

from processor.cli.options import DEFAULT, SettingsFile, settings_of
from processor.errors import Failure, ProcessorError, SettingsError

if TYPE_CHECKING:
    from processor.settings import Settings


def check(settings: SettingsFile = DEFAULT) -> None:
    """Try settings, letters, code lists, database, mailbox and relay; one line a problem."""
    loaded = settings_of(settings)
    problems = [*loaded.missing_secrets()]
    for part in (_letters, _codes, _database, _mailbox, _relay):
        found = list(_tried(part, loaded))
        typer.echo(f"{part.__name__.strip('_'):10} {'ok' if not found else 'not fit'}")
        problems += found
    typer.echo(f"{'sharing':10} {_sharing(loaded)}")
    for problem in problems:
        typer.echo(f"processor: {problem}", err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo("fit to run")


def _tried(part: Callable[[Settings], Iterator[str]], settings: Settings) -> Iterator[str]:
    try:
        yield from part(settings)
    except SettingsError as error:
        yield from error.problems
    except Failure as failure:
        yield f"{part.__name__.strip('_')}: {failure}; {_REMEDY.get(failure.code, _OTHERWISE)}"
    except ProcessorError as error:
        yield f"{part.__name__.strip('_')}: {error}"


_REMEDY = {
    "certificate": "its certificate is not valid for this host: correct host, or name a ca_file",
    "login-refused": "it does not take this user and password: correct them",
    "535": "it does not take this user and password: correct them",
    "tls-unavailable": "it offers no encryption here: correct port and security",
    "no-such-folder": "the folder does not exist: create it, or correct its name",
}
_OTHERWISE = "check host, port and security, and that the server is up"


def _letters(settings: Settings) -> Iterator[str]:
    from processor.wiring import templates_of

    yield from templates_of(settings).problems()


def _codes(settings: Settings) -> Iterator[str]:
    from processor.wiring import policy_of

    policy_of(settings)
    yield from ()


def _database(settings: Settings) -> Iterator[str]:
    from processor.store.database import Database
    from processor.wiring import open_store

    with open_store(settings):
        pass
    database = Database.open(settings.store.url)
    try:
        yield from database.check()
    finally:
        database.close()


def _mailbox(settings: Settings) -> Iterator[str]:
    from processor.transport.imap import open_mailbox

    with open_mailbox(settings.mailbox) as mailbox:
        for folder in mailbox.missing_folders():
            yield f"[mailbox] folder {folder} does not exist: create it, or correct its name"


def _relay(settings: Settings) -> Iterator[str]:
    from processor.transport.smtp import SmtpRelay

    SmtpRelay(settings.relay).check()
    yield from ()


def _sharing(settings: Settings) -> str:
    """Which rule decides where a reporter is silent about the police, and why."""
    if settings.sharing.notice_url:
        return (
            "a report that is silent about the police is sent to them: a notice was published"
            f" on {settings.sharing.notice_published_on:%d %B %Y}"
        )
    return "a report that is silent about the police is held: no notice is published"
