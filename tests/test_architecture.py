from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "processor").rglob("*.py"))
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in MODULES}

# The one file or folder through which each library comes in.
DOORS = {
    "aiosmtpd": "processor/demo/servers.py",
    "alembic": "processor/store/",
    "authres": "processor/mail/authentication.py",
    "imapclient": "processor/transport/imap_client.py",
    "inscriptis": "processor/mail/html.py",
    "jinja2": "processor/templates.py",
    "mailparser": "processor/mail/trace.py",
    "phonenumbers": "processor/incident/identifiers.py",
    "proxyprotocol": "processor/demo/servers.py",
    "pydantic": "processor/settings.py",
    "pydantic_core": "processor/settings.py",
    "pydantic_settings": "processor/settings.py",
    "pymap": "processor/demo/servers.py",
    "pysasl": "processor/demo/servers.py",
    "schedule": "processor/worker/loop.py",
    "sqlalchemy": "processor/store/",
    "sqlmodel": "processor/store/",
    "typer": "processor/cli/",
}
# What a person reads on a terminal, the rules of settings beside their types, and what markup
# says beside what it shows.
SHARED = {
    "rich": {"processor/cli/show.py", "processor/demo/run.py"},
    "pydantic_core": {"processor/settings.py", "processor/settings_rules.py"},
    "selectolax": {"processor/mail/html.py", "processor/mail/quotations.py"},
}
PURE = ("processor/mail/", "processor/incident/", "processor/audit/", "processor/errors.py")
CLOCKS = {"now", "today", "utcnow", "monotonic", "perf_counter", "time_ns"}


def test_the_walk_finds_the_modules():
    assert len(MODULES) > 100


@pytest.mark.parametrize("path", TREES)
def test_a_module_has_at_most_250_lines(path):
    assert len((ROOT / path).read_text().splitlines()) <= 250


@pytest.mark.parametrize("path", TREES)
def test_a_function_has_at_most_50_lines(path):
    longest = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {} == {name: lines for name, lines in longest.items() if lines > 50}


@pytest.mark.parametrize("path", TREES)
def test_every_public_name_says_what_it_is(path):
    tree = TREES[path]
    silent = [node.name for node in _public(tree) if not ast.get_docstring(node)]

    assert ast.get_docstring(tree)
    assert [] == silent


@pytest.mark.parametrize("path", TREES)
def test_a_module_begins_with_its_future(path):
    body = TREES[path].body
    imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]

    assert not imports or getattr(imports[0], "module", "") == "__future__"


def test_each_library_comes_in_through_one_door():
    used = _libraries()
    wrong = {
        library: sorted(paths)
        for library, paths in used.items()
        if library not in SHARED
        and any(not path.startswith(DOORS.get(library, "no door")) for path in paths)
    }

    assert {} == wrong
    assert set(DOORS) | set(SHARED) >= set(used)
    assert {library: used[library] for library in SHARED} == SHARED


@pytest.mark.parametrize("path", [path for path in TREES if path.startswith(PURE)])
def test_the_core_reads_no_clock(path):
    called = {
        node.func.attr
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }

    assert set() == called & CLOCKS


def test_imports_go_one_way():
    # A process of its own: the linter leaves the logging of this one changed.
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def _public(tree):
    """Every public class, function and method, but not what is inside a function."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.startswith("_"):
                continue
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def _libraries() -> dict[str, set[str]]:
    """Each library that is neither Python's nor ours, with the modules that import it."""
    found = defaultdict(set)
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module]
            else:
                continue
            for name in names:
                top = name.partition(".")[0]
                if top not in sys.stdlib_module_names and top != "processor":
                    found[top].add(path)
    return dict(found)
