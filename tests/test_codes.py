from __future__ import annotations

import re
from time import process_time

import pytest

from processor.codes import load_codes, phrase_faults
from processor.errors import SettingsError
from processor.incident.categories import SPEAKS_FOR
from processor.incident.codes import Phrase
from processor.incident.level import RULES
from processor.incident.phrases import find_phrases
from processor.incident.texts import fold

CODES = load_codes()
PHRASES = [(name, phrase) for name, phrases in CODES.phrases.items() for phrase in phrases]
HEAD = 'jurisdiction = "england-and-wales"\ndated = 2026-11-22\n'


def phrase(code, pattern, example):
    return f"[[phrase]]\ncode = '{code}'\npattern = '{pattern}'\nexample = '{example}'\n"


def write(folder, name, *phrases, encoding="utf-8"):
    words = "[words]\nwhom = 'you|him'\n"
    (folder / f"{name}.toml").write_text(HEAD + words + "".join(phrases), encoding=encoding)


def _named(value):
    return f"{value.code}: {value.example}" if isinstance(value, Phrase) else value


def test_no_shipped_phrase_has_a_fault():
    assert [] == phrase_faults(CODES)


@pytest.mark.parametrize("phrase", [phrase for _, phrase in PHRASES], ids=_named)
def test_a_phrase_is_found_in_its_own_example(phrase):
    assert list(find_phrases((phrase,), fold(phrase.example)))


@pytest.mark.parametrize(
    "hostile",
    ["at " + "day" * 60 + "!", "a" * 50_000, "police " * 5_000, " " * 50_000, "the " * 10_000],
)
def test_no_text_takes_the_phrases_more_than_seconds(hostile):
    begun = process_time()
    for phrases in CODES.phrases.values():
        list(find_phrases(phrases, hostile))

    assert process_time() - begun < 10


def test_every_level_rule_has_its_wording_and_nothing_else_has():
    assert list(RULES) == list(CODES.level_rules)


def test_what_is_no_offence_carries_no_prompt():
    quiet = {code for code, category in CODES.categories.items() if not category.offence}

    assert {"OTHER", "PERSISTENT", "MEMBER_CONDUCT", "UNCLEAR"} == quiet
    assert not any(CODES.categories[code].prompts for code in quiet)


def test_prompts_name_statutes_and_never_say_what_somebody_did():
    prompts = [prompt for category in CODES.categories.values() for prompt in category.prompts]

    assert all(re.search(r"\bAct \d{4}", prompt) for prompt in prompts)


def test_every_category_that_is_read_is_in_the_list():
    assert {code for code, _ in SPEAKS_FOR} <= set(CODES.categories)


def test_every_sign_that_speaks_for_a_category_has_a_phrase():
    said = {phrase.code for _, phrase in PHRASES}

    assert {sign for _, signs in SPEAKS_FOR for sign in signs} <= said


def test_a_councils_own_phrases_are_added_to_ours(tmp_path):
    write(tmp_path, "threats", phrase("veiled", "scunnered wi {whom}", "Scunnered wi you"))

    phrases = load_codes(tmp_path).phrases["threats"]

    assert CODES.phrases["threats"] == phrases[:-1]
    assert phrases[-1].pattern == "scunnered wi (?:you|him)"
    assert phrases[-1].place == f"{tmp_path.name}/threats.toml: phrase 1"


def test_a_file_that_begins_with_a_mark_of_its_order_is_read(tmp_path):
    write(tmp_path, "threats", phrase("veiled", "scunnered", "scunnered"), encoding="utf-8-sig")

    assert load_codes(tmp_path).phrases["threats"][-1].pattern == "scunnered"


def test_all_faults_are_named_at_once_by_file_and_key(tmp_path):
    write(
        tmp_path,
        "threats",
        phrase("veiled", "(unclosed", "x"),
        phrase("veiled", "{nobody} said", "x"),
        "[[phrase]]\npattern = 'c'\nexample = 'x'\n",
        phrase("shouty", "shouted", "He shouted"),
    )
    write(tmp_path, "insults", phrase("insult", "clarty", "clarty"))
    (tmp_path / "acts.toml").write_text("= nothing", encoding="utf-8")
    (tmp_path / "danger.toml").write_text("phrase = ['a']", encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        load_codes(tmp_path)

    here = tmp_path.name
    problems = caught.value.problems
    for beginning in (
        f"{here}/threats.toml: phrase 1: pattern: missing )",
        f"{here}/threats.toml: phrase 2: pattern: no words are called {{nobody}}",
        f"{here}/threats.toml: phrase 3: code: missing or not text",
        f"{here}/threats.toml: phrase 4: code: shouty is none of this list: ",
        f"{here}/insults.toml: take one of these names: acts.toml, channels.toml, ",
        f"{here}/acts.toml: not TOML in UTF-8: ",
        f"{here}/danger.toml: dated: write a date such as 2026-11-22",
        f"{here}/danger.toml: jurisdiction: missing",
        f"{here}/danger.toml: phrase 1: pattern: missing or not text",
    ):
        assert 1 == sum(problem.startswith(beginning) for problem in problems), beginning


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load_codes(tmp_path / "phrases")

    assert [f"[reading] phrases_folder: there is no folder {tmp_path}/phrases"] == (
        caught.value.problems
    )


def test_a_list_for_another_jurisdiction_is_refused(tmp_path):
    scots = phrase("veiled", "a", "a")
    (tmp_path / "threats.toml").write_text(
        f'jurisdiction = "scotland"\ndated = 2026-01-01\n{scots}', encoding="utf-8"
    )

    with pytest.raises(SettingsError, match="england-and-wales, scotland"):
        load_codes(tmp_path)
