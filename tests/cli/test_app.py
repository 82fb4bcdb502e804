from __future__ import annotations

import subprocess
import sys

import pytest

_HEAVY = ("sqlalchemy", "pydantic", "imapclient", "jinja2", "mailparser", "phonenumbers", "alembic")
_EVERY = (
    ("check",),
    ("run", "--once"),
    ("register", "import", "members.csv"),
    ("held", "list"),
    ("held", "show", "KMB-2026-7F3K9-R"),
    ("held", "release", "KMB-2026-7F3K9-R", "--actor", "A", "--note", "n"),
    ("held", "reject", "KMB-2026-7F3K9-R", "--actor", "A", "--note", "n"),
    ("incidents", "list"),
    ("incidents", "show", "KMB-2026-7F3K9-R"),
    ("log", "verify"),
)


def test_help_answers_without_the_libraries_that_take_long_to_load():
    code = (
        "import sys\n"
        "from processor.cli.app import main\n"
        "sys.argv = ['processor', '--help']\n"
        "try:\n    main()\n"
        f"finally:\n    print('LOADED', [m for m in {_HEAVY!r} if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "LOADED []" in done.stdout
    assert "incidents" in done.stdout


@pytest.mark.parametrize("arguments", _EVERY)
def test_a_missing_settings_file_is_one_line(command, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PROCESSOR_SETTINGS", raising=False)

    ended = command(*arguments)

    assert ended.code == 2
    assert ended.lines == ["settings.toml cannot be read: name the file with --settings"]


@pytest.mark.parametrize("arguments", _EVERY)
def test_every_wrong_key_is_a_line(command, council, arguments):
    council.write_settings(mailbox={"port": 0, "colour": "blue"}, police={"address": "x"})

    ended = command(*arguments)

    assert ended.code == 2
    assert sorted(ended.lines) == [
        "[mailbox] colour is not a setting: correct its spelling or take it out",
        "[mailbox] port must be between 1 and 65535",
        "[police] address is not an address of the form name@domain",
    ]


@pytest.mark.parametrize("arguments", [one for one in _EVERY if one[0] not in ("check", "log")])
def test_a_missing_folder_of_the_database_is_one_line(command, council, arguments):
    council.write_settings(store={"url": f"sqlite:///{council.folder}/nowhere/processor.db"})
    (council.folder / "members.csv").write_text("name,role,ward,email\n")

    ended = command(*arguments)

    assert ended.code == 1
    assert ended.lines == [f"the folder {council.folder}/nowhere does not exist; create it"]


@pytest.mark.parametrize(
    "arguments", [(), ("burn",), ("read",), ("held", "release", "X"), ("run", "--twice")]
)
def test_wrong_use_is_2(command, arguments):
    assert command(*arguments).code == 2
