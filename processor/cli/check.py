"""`processor check`: whether everything is fit to run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from processor.cli.options import DEFAULT, SettingsFile, settings_of
from processor.errors import Failure, ProcessorError, SettingsError

if TYPE_CHECKING:
    from processor.settings import Settings


def check(settings: SettingsFile = DEFAULT) -> None:
    """Try settings, letters, code lists, database, mailbox and relay; one line a problem."""
    loaded = settings_of(settings)
    problems = 0
    for part in (_secrets, _letters, _phrases, _helplines, _sharing, _database, _mailbox, _relay):
        name = part.__name__.strip("_")
        typer.echo(f"{name:10} ", nl=False)
        found = list(_tried(part, name, loaded))
        typer.echo("not fit" if found else "ok")
        for problem in found:
            typer.echo(f"processor: {problem}", err=True)
        problems += len(found)
    typer.echo()
    for note in _notes(loaded):
        typer.echo(f"Note: {note}.")
    typer.echo(f"A report that is silent about the police is {_silence(loaded)}.")
    if problems:
        typer.echo(f"not fit to run: {problems} to mend")
        raise typer.Exit(1)
    typer.echo("fit to run")


def _tried(
    part: Callable[[Settings], Iterator[str]], name: str, settings: Settings
) -> Iterator[str]:
    try:
        yield from part(settings)
    except SettingsError as error:
        yield from (f"{name}: {problem}" for problem in error.problems)
    except Failure as failure:
        remedy = _REMEDY.get(failure.code) or _REMEDY_AT.get(failure.phase, _OTHERWISE)
        yield f"{name}: {failure}; {remedy}"
    except ProcessorError as error:
        yield f"{name}: {error}"


_REMEDY = {
    "certificate": "its certificate is not valid for this host: correct host, or name a ca_file",
    "login-refused": "it does not take this user and password: correct them",
    "535": "it does not take this user and password: correct them",
    "tls-unavailable": "it offers no encryption here: correct port and security",
    "no-such-folder": "the folder does not exist: create it, or correct its name",
}
_REMEDY_AT = {
    "mail": "it refuses our return path: have it allowed there, or change [letters] return_path"
    " or bounce_address",
    "rcpt": "it refuses letters to the first of [alerts] people: correct that address, or have"
    " the relay allow our letters",
}
_OTHERWISE = "check host, port and security, and that the server is up"


def _secrets(settings: Settings) -> Iterator[str]:
    yield from settings.missing_secrets()


def _letters(settings: Settings) -> Iterator[str]:
    from processor.wiring import templates_of

    yield from templates_of(settings).problems()


def _phrases(settings: Settings) -> Iterator[str]:
    """The council's own: to load them is to check them."""
    from processor.codes import load_codes

    load_codes(settings.reading.folder)
    yield from ()


def _helplines(settings: Settings) -> Iterator[str]:
    from zoneinfo import ZoneInfo

    from processor.codes import load_codes
    from processor.incident.support import FRESH, stale

    today = _now().astimezone(ZoneInfo(settings.council.timezone)).date()
    for service in stale(load_codes().support, today):
        yield (
            f"helplines: {service.name} was last verified on {service.last_verified}, more than"
            f" {FRESH.days} days ago: ring it, then correct support.toml"
        )


def _database(settings: Settings) -> Iterator[str]:
    """The record as it is: neither made nor migrated here."""
    from processor.wiring import existing_store

    with existing_store(settings) as database:
        for problem in () if database.is_empty() else database.check():
            yield f"database: {problem}"


def _mailbox(settings: Settings) -> Iterator[str]:
    from processor.transport.imap import open_mailbox

    with open_mailbox(settings.mailbox) as mailbox:
        for folder in mailbox.missing_folders():
            yield f"[mailbox] folder {folder} does not exist: create it, or correct its name"


def _relay(settings: Settings) -> Iterator[str]:
    from processor.transport.smtp import SmtpRelay

    SmtpRelay(settings.relay).check(_return_path(settings), settings.alerts.people[0])
    yield from ()


def _return_path(settings: Settings) -> str:
    """A return path such as letters have, "" for the null path."""
    if settings.letters.return_path != "keyed":
        return ""
    local, _, domain = settings.letters.bounce_address.rpartition("@")
    return f"{local}+check@{domain}"


def _notes(settings: Settings) -> Iterator[str]:
    """What is no fault and good to know; nothing where the database cannot be read."""
    from processor.store import register
    from processor.wiring import existing_store

    if folder := settings.reading.folder:
        yield f"phrases of the council's own are read from {folder}"
    with suppress(ProcessorError), existing_store(settings) as database:
        empty = database.is_empty()
        if empty:
            yield "the database is prepared at the first run"
        else:
            with database.reading() as tx:
                empty = not register.everybody(tx)
        if empty:
            yield "the register is empty: say who may report by processor register import CSV"


def _sharing(settings: Settings) -> Iterator[str]:
    """A notice that is yet to be published is no ground to share anything."""
    from zoneinfo import ZoneInfo

    today = _now().astimezone(ZoneInfo(settings.council.timezone)).date()
    published = settings.sharing.notice_published_on
    if published and published > today:
        yield f"[sharing] notice_published_on is still to come: leave it out until {published}"


def _silence(settings: Settings) -> str:
    """What happens where a reporter does not say whether police may be told, and why."""
    published = settings.sharing.notice_published_on
    if published:
        return f"sent to them: a notice was published on {published:%d %B %Y}"
    return "held: no notice is published"


def _now() -> datetime:
    from processor.worker.clock import system_clock

    return system_clock()
