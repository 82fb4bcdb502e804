"""settings.toml, the environment and secret files, as one frozen value.

Every fault is reported at once, each in one line that names the key and the remedy. Sections
are the types of the parts that use them wherever they have one; this module only puts them
together. Secrets never stand in the file.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ValidationError, ValidatorFunctionWrapHandler, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import SettingsError as SourceError

from processor import codes
from processor import settings_rules as rules
from processor.errors import SettingsError
from processor.incident.policy import Election, Trust
from processor.shipped import shipped
from processor.transport import imap, smtp
from processor.worker import deliver, loop, sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """What letters say of the council, and how its references and clocks read."""

    name: str
    reference_prefix: str
    timezone: str
    owner: str
    from_name: str
    from_address: str
    contact_name: str
    contact_phone: str
    contact_hours: str
    contact_out_of_hours: str
    reviewed_by: str
    privacy_notice_url: str
    police_website: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Where the record is kept."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Police:
    """The named contact, and what the force has agreed to."""

    name: str
    role: str
    force: str
    address: str
    crime_report_by_agreement: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """The published notice on which sending without a stated wish rests; "" for none."""

    notice_url: str
    marking: str
    notice_published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """Addresses of the people who are told of every hold and every serious report."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """How letters leave. templates: a folder of the council's own wording, "" for the shipped."""

    return_path: Literal["keyed", "null"]
    bounce_address: str
    acknowledgements_a_day: int
    safety_notice_days: int
    evidence_max_bytes: int
    templates: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Secrets that are no passwords. token_key: keys the tokens in Message-IDs and addresses."""

    token_key: str = field(default="", repr=False)


class Settings(BaseSettings):
    """Everything a council decides. The environment wins over secret files, those over the file."""

    model_config = SettingsConfigDict(
        env_prefix="PROCESSOR_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
    )

    council: Council
    mailbox: imap.Settings
    relay: smtp.Settings
    store: Store
    senders: Trust
    police: Police
    sharing: Sharing
    alerts: Alerts
    letters: Letters
    retries: deliver.Retries
    worker: loop.Settings
    parser: sandbox.Limits
    reading: codes.Settings = codes.Settings()
    keys: Keys = Keys()
    elections: tuple[Election, ...] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - no .env file is read
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources, first wins."""
        secret_files = NestedSecretsSettingsSource(
            file_secret_settings,
            secrets_dir=secrets_folder(),
            secrets_dir_missing="error",
            secrets_prefix="",
            secrets_nested_delimiter="__",
        )
        return env_settings, secret_files, init_settings

    @field_validator("*", mode="wrap")
    @classmethod
    def _follows_its_rules(cls, value: object, read: ValidatorFunctionWrapHandler) -> object:
        """Report every fault of a section at once, beside those of other sections."""
        try:
            section: object = read(value)
            problems = rules.wrong_values(section)
        except ValidationError as error:
            problems = rules.of_section(error.errors()) + rules.wrong_values(value)
        except SettingsError as error:
            problems = error.problems + rules.wrong_values(value)
        if problems:
            raise PydanticCustomError("rules", "{problems}", {"problems": problems})
        return section

    @field_validator("elections")
    @classmethod
    def _without_blanks(cls, elections: tuple[Election, ...]) -> tuple[Election, ...]:
        """A ward with a blank too many would be nobody's."""
        return tuple(replace(e, wards=tuple(ward.strip() for ward in e.wards)) for e in elections)

    def missing_secrets(self) -> list[str]:
        """One line for each secret that a run needs and does not have."""
        return rules.missing_secrets(self)


def secrets_folder() -> Path | None:
    """The folder of secret files that the environment names, or None."""
    for name in ("PROCESSOR_SECRETS_DIR", "CREDENTIALS_DIRECTORY"):
        if folder := os.environ.get(name):
            return Path(folder)
    return None


def sample_settings() -> Path:
    """Path of the complete, commented settings.toml that is shipped with the code."""
    return shipped("settings.toml")


def load_settings(path: Path) -> Settings:
    """Return the settings of the file `path`.

    Raises SettingsError with every fault at once: unknown, missing and wrong keys, a secret
    that stands in the file. Values that contradict each other are looked for when those are
    mended.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise SettingsError([f"{path} cannot be read: name the file with --settings"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path} is not TOML: {error}"]) from None
    problems = rules.take_secrets_out(raw)
    try:
        settings = Settings(**raw)
    except SourceError as error:
        raise SettingsError([*problems, f"environment or secret files: {error}"]) from None
    except ValidationError as error:
        raise SettingsError(problems + rules.of_file(error.errors())) from None
    problems += _contradictions(settings)
    if problems:
        raise SettingsError(problems)
    return settings.model_copy(update={"reading": settings.reading.beside(path)})


def _contradictions(settings: Settings) -> Iterator[str]:
    """What each key allows by itself and the whole does not."""
    mailbox, sharing = settings.mailbox, settings.sharing
    folders = (mailbox.folder, mailbox.handled_folder, mailbox.held_folder)
    different = len({name.casefold() for name in folders}) == len(folders)
    if mailbox.after == imap.After.MOVE and not different:
        yield "[mailbox] folder, handled_folder, held_folder must all be different"
    yield from _wrong_people(settings)
    if bool(sharing.notice_url) != bool(sharing.notice_published_on):
        yield "[sharing] notice_url and notice_published_on belong together: set both or neither"
    for election in settings.elections:
        if election.end < election.start:
            yield f"[elections] {election.name} ends before it starts"


def _wrong_people(settings: Settings) -> Iterator[str]:
    """Police, council and staff must not be taken for each other."""
    us, officer = settings.council.from_address.lower(), settings.police.address.lower()
    own = {us, *(address.lower() for address in settings.senders.own_addresses)}
    people = {person.lower() for person in settings.alerts.people}
    police = {domain.lower() for domain in settings.senders.police_domains}
    if officer in own:
        yield "[police] address is our own: give the named contact's"
    if officer.rpartition("@")[2] not in police:
        yield "[senders] police_domains lacks the domain of [police] address: add it"
    if us.rpartition("@")[2] in police:
        yield "[senders] police_domains names the council's own domain: take it out"
    if any(person.rpartition("@")[2] in police for person in people):
        yield "[alerts] people names somebody at the police: name the council's own staff"
    if not own.isdisjoint(people):
        yield "[alerts] people names our own address: name people who read other mail"
