from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from processor import shipped as module
from processor.shipped import shipped

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ["settings.toml", "schema", "templates"])
def test_what_is_shipped_is_found(name):
    assert shipped(name).exists()
    assert shipped(name).is_absolute()


def test_nothing_depends_on_the_working_directory(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert shipped("schema", "codes", "levels.toml").is_file()


def test_an_installed_copy_comes_before_the_checkout(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "_INSTALLED", tmp_path)

    assert shipped("schema", "codes") == tmp_path / "schema" / "codes"


def test_the_wheel_carries_what_is_shipped_where_it_is_looked_for():
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    carried = build["targets"]["wheel"]["force-include"]

    assert carried == {
        name: f"processor/_shipped/{name}" for name in ("templates", "schema", "settings.toml")
    }
    assert module._INSTALLED == ROOT / "processor" / "_shipped"
