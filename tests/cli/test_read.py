from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator

from processor.shipped import shipped
from tests.support.council import CORPUS

FITS = Draft202012Validator(json.loads(shipped("schema", "incident.schema.json").read_text()))
SETTINGS = ("--settings", CORPUS / "settings.toml")
REGISTER = ("--register", CORPUS / "main" / "register.csv")


def test_each_message_is_one_line_that_fits_the_schema(command):
    files = sorted((CORPUS / "main").glob("*.eml"))[:5]

    ended = command("read", *SETTINGS, *REGISTER, *files)

    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 0
    assert [str(file) for file in files] == [line["file"] for line in lines]
    assert [] == [error.message for line in lines for error in FITS.iter_errors(line)]


def test_without_settings_and_register_the_shipped_sample_is_used(command, monkeypatch):
    monkeypatch.delenv("PROCESSOR_SETTINGS", raising=False)
    file = min((CORPUS / "main").glob("*.eml"))

    ended = command("read", file)

    assert ended.code == 0
    assert json.loads(ended.out)["sender"].startswith("unregistered")


@pytest.mark.parametrize("content", [b"", b"\x00" * 200, b"\xff\xfe\r\n\r\n\x80", b"x" * 100])
def test_octets_that_are_hardly_a_message_still_give_a_line(command, tmp_path, content):
    file = tmp_path / "odd.eml"
    file.write_bytes(content)

    ended = command("read", *SETTINGS, file)

    assert ended.code == 0
    assert [] == [error.message for error in FITS.iter_errors(json.loads(ended.out))]


@pytest.mark.parametrize("name", ["missing.eml", "."])
def test_a_file_that_cannot_be_read_is_one_line(command, tmp_path, name):
    ended = command("read", *SETTINGS, tmp_path / name)

    assert ended.code == 2
    assert ended.lines == [f"{tmp_path / name} cannot be read: check its name and who may read it"]


def test_explain_says_why_each_message_has_its_level(command):
    files = sorted((CORPUS / "main").glob("*.eml"))[:3]

    ended = command("read", "--explain", *SETTINGS, *REGISTER, *files)

    texts = ended.out.split("\n\n" + str(CORPUS))
    assert ended.code == 0
    assert 3 == len(texts)
    for file in files:
        line = json.loads(command("read", *SETTINGS, *REGISTER, file).out)
        (text,) = [text for text in texts if file.name in text]
        fired = text.partition("Rules that fired")[2].partition("What nearly fired")[0]
        assert f"kind    {line['kind']}:" in text
        assert f"sender  {line['sender']}:" in text
        assert f"level   {line['level'] or 'none'}" in text
        assert [rule["value"] for rule in line["rules"]] == re.findall(
            r"^    ([IUS]\d+)  ", fired, re.MULTILINE
        )


def test_explain_shows_the_phrases_of_a_councils_own(command, tmp_path):
    (tmp_path / "settings.toml").write_text(
        (CORPUS / "settings.toml").read_text() + '\n[reading]\nphrases_folder = "own"\n'
    )
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "threats.toml").write_text(
        'jurisdiction = "england-and-wales"\ndated = 2026-11-22\n[[phrase]]\ncode = "veiled"\n'
        "pattern = 'scunnered wi (?:you|thee)'\nexample = \"I'm scunnered wi you\"\n"
    )
    report = tmp_path / "report.eml"
    report.write_bytes(b"Subject: x\r\n\r\nHe said he is scunnered wi thee.\r\n")

    ended = command("read", "--explain", "--settings", tmp_path / "settings.toml", report)

    assert "He said he is >>scunnered wi thee<<." in ended.out
    assert 'found by own/threats.toml: phrase 1, as in "I\'m scunnered wi you"' in ended.out
