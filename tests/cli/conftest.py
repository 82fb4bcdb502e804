"""Commands run in the test's own process, over a record that the demonstration left."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass

import pytest

from processor.cli.app import main
from processor.demo.run import run_demo
from tests.support.council import Council


@dataclass(frozen=True)
class Ended:
    """How a command ended. lines: of standard error, each without the program's name."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return [line.removeprefix("processor: ") for line in self.err.splitlines()]


@pytest.fixture
def command(capsys, monkeypatch):
    """Runs `processor` with arguments; a traceback would end the test."""

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["processor", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return Ended(ended.value.code or 0, shown.out, shown.err)

    return run


@pytest.fixture
def council(tmp_path, monkeypatch):
    """Settings that load, in a folder of their own; nothing listens where they point."""
    council = Council(
        folder=tmp_path,
        imap_port=1,
        imap_password="password",
        smtp_port=1,
        smtp_user="",
        smtp_password="",
        ca_file="",
    )
    council.write_settings(
        mailbox={"host": "127.0.0.1", "security": "none"},
        relay={"host": "127.0.0.1", "security": "none"},
    )
    for name, value in council.environment.items():
        if name.startswith("PROCESSOR_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return council


@pytest.fixture(scope="session")
def _demonstrated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demonstrated")
    run_demo(folder, once=True)
    return folder / "processor.db"


@pytest.fixture
def office(council, _demonstrated):
    """A council whose record is that of the demonstration."""
    shutil.copy(_demonstrated, council.database)
    return council


@pytest.fixture
def held_reference(office):
    """The reference of the stranger's message, which waits for a person."""
    (row,) = office.rows(
        "SELECT hold.reference FROM hold JOIN message ON message.id = hold.message_id"
        " WHERE instr(message.raw, 'Mina Castle') > 0"
    )
    assert re.fullmatch(r"KMB-\d{4}-\w{5}-\w", row["reference"])
    return row["reference"]
