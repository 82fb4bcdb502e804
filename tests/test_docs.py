from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from processor.cli.app import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
SETTINGS = (ROOT / "settings.toml").read_text()

FRESH = "python3 -m venv .venv && .venv/bin/pip install -c .ci/constraints.txt"
COMMANDS = (
    f"{FRESH} . && .venv/bin/processor demo",
    f"{FRESH} -e '.[test]' && .venv/bin/pytest",
)


def _commands(group=None, words=()):
    """Every command by its words, e.g. "held list", with the options it takes."""
    group = group or get_command(app)
    found = {}
    for name, command in group.commands.items():
        path = (*words, name)
        if hasattr(command, "commands"):
            found |= _commands(command, path)
        else:
            found[" ".join(path)] = {o for p in command.params for o in p.opts if o[:2] == "--"}
    return found


KNOWN = _commands()


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_has_its_two_commands(command):
    assert f"\n    {command}\n" in README


@pytest.mark.parametrize("command", KNOWN)
def test_every_command_is_in_the_readme(command):
    assert command in _documented()


def test_the_readme_names_no_command_and_no_option_that_there_is_not():
    wrong = {
        command: options - KNOWN.get(command, set())
        for command, options in _documented().items()
        if command not in KNOWN or options - KNOWN[command]
    }

    assert {} == wrong


def test_every_command_has_a_help_of_its_own():
    helpless = [
        words for words in KNOWN if not (_named(words).help or "").strip().endswith((".", "tell."))
    ]

    assert [] == helpless


def test_the_readme_promises_no_emergency_service_and_no_alert_that_nobody_writes():
    readme = README.replace("\n", " ")

    assert "It is not an emergency service and never claims to be" in readme
    assert "Letters leave over verified TLS or they wait." in readme


def test_every_standard_cited_is_in_the_table_and_every_row_is_cited():
    cited = {
        number
        for path in (ROOT / "processor").rglob("*.py")
        for number in re.findall(r"\bRFC (\d+)", path.read_text())
    }

    assert sorted(cited) == sorted(_table_of_standards())


def test_every_path_that_the_readme_names_is_there():
    named = re.findall(r"`((?:processor|schema|templates|docs|\.ci)/[\w./]*)`", README)
    named += re.findall(r"\]\(([\w./]+)\)", README)

    assert named
    assert [] == [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize("section", tomllib.loads(SETTINGS))
def test_every_section_of_the_settings_is_explained(section):
    before, _, after = SETTINGS.partition(f"\n[{section}]\n")
    if not after:
        before, _, after = SETTINGS.partition(f"\n[[{section}]]\n")
    above, below = before.rpartition("\n")[2], after.partition("\n")[0]

    assert above.startswith("# ") or below.startswith("# ")


def _documented() -> dict[str, set[str]]:
    """Each command that the README writes as code, with the options beside it."""
    found: dict[str, set[str]] = {}
    for code in re.findall(r"`(processor [^`]+)`", README):
        words = re.match(r"processor((?: [a-z]+(?![\w.]))+)", code)[1].strip()
        found.setdefault(words, set()).update(re.findall(r"--[a-z-]+", code))
    return found


def _named(words: str):
    command = get_command(app)
    for word in words.split(" "):
        command = command.commands[word]
    return command


def _table_of_standards() -> set[str]:
    """The numbers in the first column."""
    table = README.partition("## Standards")[2].partition("\n## ")[0]
    first = [row.split("|")[1] for row in table.splitlines() if row.startswith("| RFC")]
    return set(re.findall(r"RFC (\d+)", " ".join(first)))
