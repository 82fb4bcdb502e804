"""A council for a test: settings in a folder, a Dovecot, a relay with TLS, and the real command.

What happened is read with nothing of ours: from the database as SQLite, from the mailbox as a
mail client would, from what the relay took.
"""

from __future__ import annotations

import imaplib
import json
import os
import sqlite3
import ssl
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from email.parser import HeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "corpus"
OFFICER = "dana.okafor@westmoor.police.example"
STAFF = ("duty.officer@kirkbourne.example", "monitoring.officer@kirkbourne.example")


@dataclass(frozen=True)
class Council:
    """`folder` holds settings.toml, the database and whatever a test leaves there."""

    folder: Path
    imap_port: int
    imap_password: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    ca_file: str

    def write_settings(self, **changed: dict[str, object]) -> None:
        """Write settings.toml; `changed` overrides keys by section."""
        settings = tomllib.loads((CORPUS / "settings.toml").read_text())
        here = {"host": "localhost", "security": "tls", "ca_file": self.ca_file}
        settings["mailbox"] |= here | {"port": self.imap_port}
        settings["relay"] |= here | {"port": self.smtp_port, "user": self.smtp_user}
        settings["store"]["url"] = f"sqlite:///{self.database}"
        for section, keys in changed.items():
            settings[section] = settings.get(section, {}) | keys
        (self.folder / "settings.toml").write_text("\n".join(_toml(settings)))

    @property
    def database(self) -> Path:
        return self.folder / "processor.db"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PROCESSOR_SETTINGS": str(self.folder / "settings.toml"),
            "PROCESSOR_MAILBOX__PASSWORD": self.imap_password,
            "PROCESSOR_RELAY__PASSWORD": self.smtp_password,
            "PROCESSOR_KEYS__TOKEN_KEY": "a key of a test that is long enough",
        }

    def processor(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `processor` to its end, from a working directory that holds nothing of ours."""
        return subprocess.run(
            [sys.executable, "-m", "processor", *arguments],
            cwd="/",
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a command that goes on, with its log in worker.log."""
        with (self.folder / "worker.log").open("ab") as log:
            return subprocess.Popen(command, cwd="/", env=self.environment, stdout=log, stderr=log)

    def append(self, raws: Sequence[bytes]) -> None:
        """Put messages into INBOX; INTERNALDATE is each one's own Date."""
        with self._logged_in() as mailbox:
            for raw in raws:
                date = HeaderParser().parsestr(raw.partition(b"\r\n\r\n")[0].decode("latin-1"))[
                    "Date"
                ]
                when = imaplib.Time2Internaldate(parsedate_to_datetime(date)) if date else ""
                mailbox.append("INBOX", "", when, raw)

    def folder_holds(self, folder: str) -> list[bytes]:
        """The messages of a folder, octet for octet."""
        with self._logged_in() as mailbox:
            mailbox.select(folder, readonly=True)
            _, (numbers,) = mailbox.search(None, "ALL")
            if not numbers:
                return []
            _, parts = mailbox.fetch(numbers.replace(b" ", b","), "(BODY.PEEK[])")
            return [part[1] for part in parts if isinstance(part, tuple)]

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Ask the database, with nothing of ours in between."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def _logged_in(self) -> imaplib.IMAP4_SSL:
        context = ssl.create_default_context(cafile=self.ca_file)
        mailbox = imaplib.IMAP4_SSL("localhost", self.imap_port, ssl_context=context)
        mailbox.login("safety@kirkbourne.example", self.imap_password)
        return mailbox


def messages_of(folder: str) -> dict[str, bytes]:
    """The messages of a corpus folder by name, in order."""
    return {path.stem: path.read_bytes() for path in sorted((CORPUS / folder).glob("*.eml"))}


def labels_of(folder: str) -> dict[str, dict[str, object]]:
    """The labels of a corpus folder by name."""
    found = {p.stem: json.loads(p.read_text()) for p in sorted((CORPUS / folder).glob("*.json"))}
    assert found, f"the corpus folder {folder} is empty"
    return found


def _toml(settings: dict[str, object]) -> list[str]:
    lines = []
    for name, section in settings.items():
        for one in section if isinstance(section, list) else [section]:
            lines.append(f"[[{name}]]" if isinstance(section, list) else f"[{name}]")
            lines += [f"{key} = {_value(value)}" for key, value in one.items()]
    return lines


def _value(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else json.dumps(value)
