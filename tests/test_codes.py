from __future__ import annotations

import re
import tomllib

import pytest

from processor.codes import load_codes
from processor.errors import SettingsError
from processor.incident.categories import SPEAKS_FOR
from processor.incident.codes import Phrase
from processor.incident.level import RULES
from processor.incident.phrases import compiled, needed_word
from processor.incident.reading import Wish
from processor.incident.texts import fold
from processor.shipped import shipped

CODES = load_codes()
FILES = sorted(shipped("schema", "codes", "phrases").glob("*.toml"))
PHRASES = [(name, phrase) for name, phrases in CODES.phrases.items() for phrase in phrases]
HEAD = 'jurisdiction = "england-and-wales"\ndated = 2026-11-22\n'


def _named(value):
    return f"{value.code}: {value.example}" if isinstance(value, Phrase) else value


def near_misses():
    for path in FILES:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["phrase"]
        for row, phrase in zip(rows, CODES.phrases[path.stem], strict=True):
            yield from ((phrase, words) for words in row.get("not", []))


@pytest.mark.parametrize("phrase", [phrase for _, phrase in PHRASES], ids=_named)
def test_a_phrase_matches_its_own_example(phrase):
    folded = fold(phrase.example)

    assert compiled(phrase.pattern).search(folded)
    assert needed_word(phrase.pattern) in folded


@pytest.mark.parametrize(("phrase", "words"), list(near_misses()), ids=_named)
def test_a_phrase_does_not_match_its_near_miss(phrase, words):
    assert not compiled(phrase.pattern).search(fold(words))


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("channels", CODES.channels),
        ("places", CODES.places),
        ("strands", CODES.strands),
        ("risk_factors", CODES.risk_factors),
        ("wish", [*Wish, "question"]),
        ("ongoing", ("true", "false")),
    ],
)
def test_phrases_speak_only_for_codes_that_exist(name, codes):
    assert {phrase.code for phrase in CODES.phrases[name]} <= set(codes)


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


def test_the_mapping_speaks_of_codes_that_exist():
    mapping = tomllib.loads(shipped("schema", "codes", "mapping.toml").read_text(encoding="utf-8"))

    assert set(mapping["place_type"]) <= set(CODES.places)
    assert set(mapping["strand"]) <= set(CODES.strands)
    assert set(mapping["risk_factor"]) <= set(CODES.risk_factors)


def test_a_councils_own_phrases_are_added_to_ours(tmp_path):
    own = HEAD + "[[phrase]]\ncode = 'veiled'\npattern = 'scunnered wi you'\nexample = 'x'\n"
    (tmp_path / "threats.toml").write_text(own, encoding="utf-8")

    phrases = load_codes(tmp_path).phrases["threats"]

    assert len(CODES.phrases["threats"]) + 1 == len(phrases)
    assert phrases[-1].pattern == "scunnered wi you"


def test_all_faults_are_named_at_once_by_file_and_key(tmp_path):
    (tmp_path / "bad.toml").write_text(
        HEAD
        + "[[phrase]]\ncode = 'a'\npattern = '(unclosed'\nexample = 'x'\n"
        + "[[phrase]]\ncode = 'b'\npattern = '{nobody} said'\nexample = 'x'\n"
        + "[[phrase]]\npattern = 'c'\nexample = 'x'\n",
        encoding="utf-8",
    )
    (tmp_path / "broken.toml").write_text("= nothing", encoding="utf-8")
    (tmp_path / "headless.toml").write_text(
        "[[phrase]]\ncode = 'a'\npattern = 'a'\nexample = 'a'\n", encoding="utf-8"
    )

    with pytest.raises(SettingsError) as caught:
        load_codes(tmp_path)

    problems = caught.value.problems
    assert any(p.startswith("bad.toml: phrase 1: pattern: ") for p in problems)
    assert "bad.toml: phrase 2: pattern: {nobody} is not among the words of this file" in problems
    assert "bad.toml: phrase 3: code: missing or not text" in problems
    assert any(p.startswith("broken.toml: not TOML in UTF-8") for p in problems)
    assert "headless.toml: dated: write a date such as 2026-11-22" in problems
    assert "headless.toml: jurisdiction: missing" in problems


def test_a_list_for_another_jurisdiction_is_refused(tmp_path):
    (tmp_path / "own.toml").write_text(
        'jurisdiction = "scotland"\ndated = 2026-01-01\n'
        "[[phrase]]\ncode = 'a'\npattern = 'a'\nexample = 'a'\n",
        encoding="utf-8",
    )

    with pytest.raises(SettingsError, match="england-and-wales, scotland"):
        load_codes(tmp_path)
