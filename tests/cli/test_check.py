from __future__ import annotations

import sqlite3
from contextlib import contextmanager

import pytest
import time_machine

from processor.demo.servers import EmbeddedMailbox, EmbeddedRelay
from tests.support.servers import ScriptedSmtp

_PARTS = ("secrets", "letters", "phrases", "helplines", "sharing", "database", "mailbox", "relay")


@contextmanager
def _servers(council, **changed):
    """A mailbox and a relay that answer, and settings that name them."""
    with (
        EmbeddedMailbox("safety@kirkbourne.example", council.imap_password) as mailbox,
        EmbeddedRelay(council.folder, print) as relay,
    ):
        here = {"host": "127.0.0.1", "security": "none"}
        council.write_settings(
            mailbox=here | {"port": mailbox.port} | changed.pop("mailbox", {}),
            relay=here | {"port": relay.port},
            **changed,
        )
        yield


def test_everything_fit_is_said_part_by_part(command, council):
    with _servers(council):
        ended = command("check")

    lines = ended.out.splitlines()
    assert (ended.code, ended.err) == (0, "")
    assert [f"{part:10} ok" for part in _PARTS] == lines[: len(_PARTS)]
    assert "silent about the police is sent to them: a notice was published" in ended.out
    assert lines[-1] == "fit to run"


@pytest.mark.usefixtures("council")
def test_servers_that_refuse_are_each_one_line(command):
    ended = command("check")

    remedy = "check host, port and security, and that the server is up"
    assert ended.code == 1
    assert [f"mailbox: connect: refused; {remedy}", f"relay: connect: refused; {remedy}"] == (
        ended.lines
    )
    assert ended.out.endswith("not fit to run: 2 to mend\n")


def test_folders_that_do_not_exist_are_named(command, council):
    with _servers(council, mailbox={"handled_folder": "Done", "held_folder": "Waiting"}):
        ended = command("check")

    assert ended.code == 1
    assert ended.lines == [
        "[mailbox] folder Done does not exist: create it, or correct its name",
        "[mailbox] folder Waiting does not exist: create it, or correct its name",
    ]


def test_a_watched_folder_that_does_not_exist_is_said(command, council):
    with _servers(council, mailbox={"folder": "Safety"}):
        ended = command("check")

    assert ended.code == 1
    assert len(ended.lines) == 1
    assert ended.lines[0].startswith("mailbox: select: ")


def test_a_wrong_password_is_said_without_it(command, council, monkeypatch):
    monkeypatch.setenv("PROCESSOR_MAILBOX__PASSWORD", "hunter2")
    with _servers(council):
        ended = command("check")

    assert ended.code == 1
    assert "it does not take this user and password: correct them" in ended.err
    assert "hunter2" not in ended.err + ended.out


def test_missing_secrets_are_each_one_line(command, council, monkeypatch):
    for name in ("MAILBOX__PASSWORD", "KEYS__TOKEN_KEY"):
        monkeypatch.delenv(f"PROCESSOR_{name}")
    with _servers(council):
        ended = command("check")

    assert ended.code == 1
    assert [line.split(" is ")[0] for line in ended.lines[:2]] == [
        "[mailbox] password",
        "[keys] token_key",
    ]


def test_a_missing_folder_of_the_database_is_one_line(command, council):
    with _servers(council, store={"url": f"sqlite:///{council.folder}/nowhere/x.db"}):
        ended = command("check")

    assert ended.lines == [
        f"database: the folder {council.folder}/nowhere does not exist; create it"
    ]


_PREPARED = "Note: the database is prepared at the first run."
_NOBODY = "Note: the register is empty: say who may report by processor register import CSV."


@pytest.mark.parametrize("there", [None, b""])
def test_a_database_that_is_yet_to_be_made_is_no_fault_and_is_not_made(command, council, there):
    if there is not None:
        council.database.write_bytes(there)
    before = sorted(council.folder.iterdir())
    with _servers(council):
        ended = command("check")

    assert (ended.code, ended.err) == (0, "")
    assert [_PREPARED, _NOBODY] == [line for line in ended.out.splitlines() if "Note" in line]
    assert before == sorted(council.folder.iterdir())
    assert there is None or there == council.database.read_bytes()


@pytest.mark.parametrize(("version", "word"), [("9999", "newer"), (None, "empty")])
def test_a_database_of_another_version_is_said_and_left_alone(command, office, version, word):
    with sqlite3.connect(office.database) as connection:
        connection.execute("DELETE FROM alembic_version")
        if version:
            connection.execute("INSERT INTO alembic_version VALUES (?)", [version])
    connection.close()
    with _servers(office):
        ended = command("check")

    assert ended.code == 1
    assert ended.lines[0].startswith(f"database: the database is {word}")
    expected = [version] if version else []
    found = office.rows("SELECT version_num FROM alembic_version")
    assert expected == [row["version_num"] for row in found]


def test_a_damaged_database_is_one_line(command, council):
    council.database.write_bytes(b"something else altogether" * 99)
    with _servers(council):
        ended = command("check")

    assert ended.lines == [
        "database: the file is not a database; check the path in the settings (SQLITE_NOTADB)"
    ]
    assert "Note" not in ended.out


def test_a_register_without_anybody_is_noted(command, office):
    with _servers(office):
        assert "Note" not in command("check").out
        with sqlite3.connect(office.database) as connection:
            connection.execute("DELETE FROM person_address")
        connection.close()
        ended = command("check")

    assert ended.code == 0
    assert [_NOBODY] == [line for line in ended.out.splitlines() if "Note" in line]


@pytest.mark.parametrize(
    ("chosen", "path"), [("keyed", "safety+check@kirkbourne.example"), ("null", "")]
)
def test_the_return_path_is_tried_and_nothing_is_sent(command, council, chosen, path):
    with _servers(council), ScriptedSmtp() as relay:
        at = {"host": "127.0.0.1", "security": "none", "port": relay.port}
        council.write_settings(relay=at, letters={"return_path": chosen})
        command("check")

    assert f"MAIL FROM:<{path}>" in relay.commands
    assert "RCPT TO:<duty.officer@kirkbourne.example>" in relay.commands
    assert [] == relay.letters


@pytest.mark.parametrize(("verb", "named"), [("MAIL", "return_path"), ("RCPT", "people")])
def test_a_relay_that_refuses_our_letters_is_one_line(command, council, verb, named):
    with _servers(council), ScriptedSmtp({verb: (b"550 no\r\n",)}) as relay:
        council.write_settings(relay={"host": "127.0.0.1", "security": "none", "port": relay.port})
        ended = command("check")

    (line,) = [line for line in ended.lines if line.startswith("relay")]
    assert line.startswith(f"relay: {verb.lower()}: 550; it refuses ")
    assert named in line


def test_a_template_that_cannot_be_filled_is_named(command, council):
    wording = council.folder / "wording" / "alert"
    wording.mkdir(parents=True)
    (wording / "body.txt").write_text("{{ nobody_knows_this }}")
    with _servers(council, letters={"templates": str(wording.parent)}):
        ended = command("check")

    assert ended.code == 1
    assert ended.lines
    assert all("templates/alert/body.txt" in line for line in ended.lines)


def test_an_authority_file_that_cannot_be_read_names_its_section(command, council):
    with _servers(council, mailbox={"security": "tls", "ca_file": "/no/such.pem"}):
        ended = command("check")

    assert ended.lines == ["mailbox: ca_file: /no/such.pem cannot be read as PEM certificates"]


def test_helplines_nobody_has_rung_for_long_are_named(command, council):
    with _servers(council), time_machine.travel("2030-01-01", tick=True):
        ended = command("check")

    assert ended.code == 1
    assert ended.lines
    assert all(line.startswith("helplines: ") and "ring it" in line for line in ended.lines)


def _own_phrases(council, content):
    folder = council.folder / "own"
    folder.mkdir()
    (folder / "threats.toml").write_text(content)
    return {"phrases_folder": "own"}


def test_a_councils_own_phrases_are_said_and_checked(command, council):
    own = _own_phrases(
        council,
        'jurisdiction = "england-and-wales"\ndated = 2026-11-22\n[[phrase]]\ncode = "veiled"\n'
        "pattern = 'scunnered wi you'\nexample = \"I'm scunnered wi you\"\n",
    )
    with _servers(council, reading=own):
        ended = command("check")

    assert (ended.code, ended.err) == (0, "")
    assert f"Note: phrases of the council's own are read from {council.folder}/own.\n" in ended.out


def test_faults_in_a_councils_own_phrases_are_each_one_line(command, council):
    own = _own_phrases(
        council,
        'jurisdiction = "england-and-wales"\ndated = 2026-11-22\n'
        "[[phrase]]\ncode = 'veiled'\npattern = 'scunnered'\nexample = 'fed up'\n"
        "[[phrase]]\ncode = 'veiled'\npattern = '\\b(?:a+)+ b'\nexample = 'a b'\n"
        "[[phrase]]\ncode = 'veiled'\npattern = 'mind'\nexample = 'mind'\nnot = ['remind me']\n",
    )
    with _servers(council, reading=own):
        ended = command("check")

    endless = "a group repeats too often: say at most how often, such as {0,5}"
    assert ended.code == 1
    assert [line.split(": (")[0] for line in ended.lines] == [
        "phrases: own/threats.toml: phrase 1: example: the pattern does not match it",
        f"phrases: own/threats.toml: phrase 2: pattern: {endless}",
        'phrases: own/threats.toml: phrase 3: not: the pattern matches "remind me"',
    ]
    assert "phrases    not fit" in ended.out


def test_a_notice_that_is_yet_to_be_published_is_no_ground(command, council):
    with _servers(council), time_machine.travel("2026-01-04", tick=True):
        ended = command("check")

    assert ended.lines[0] == (
        "[sharing] notice_published_on is still to come: leave it out until 2026-01-05"
    )
