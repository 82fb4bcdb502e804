from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from processor.errors import SettingsError
from processor.incident.codes import Role
from processor.incident.model import Person
from processor.incident.register import parse_register
from processor.shipped import shipped

CORPUS = Path("tests/corpus")
HEADER = "name,role,ward,email,alternative_emails,party,active_from,active_until"
AMY = "Amy Example,councillor,Beckside,amy@kirkbourne.example,,,,"


def _roles():
    listed = tomllib.loads(shipped("schema", "codes", "roles.toml").read_text("utf-8"))["role"]
    return {role["code"]: Role(**role | {"synonyms": tuple(role["synonyms"])}) for role in listed}


ROLES = _roles()


def _one(line, header=HEADER):
    (person,) = parse_register(f"{header}\n{line}\n", ROLES)
    return person


def _problems(text):
    with pytest.raises(SettingsError) as raised:
        parse_register(text, ROLES)
    return raised.value.problems


def test_a_line_becomes_a_person():
    expected = Person(
        name="Kieran Holt",
        roles=("councillor", "mp"),
        ward="Thornley & Wray",
        email="kieran@kirkbourne.example",
        alternative_emails=("kieran.mp@parliament.example",),
        party="Progress Group",
        active_from=date(2012, 5, 8),
        active_until=date(2027, 5, 9),
    )

    assert expected == _one(
        "Kieran Holt,councillor and MP,Thornley & Wray,kieran@kirkbourne.example,"
        "kieran.mp@parliament.example,Progress Group,2012-05-08,2027-05-09"
    )


def test_the_further_columns_are_read_in_any_order():
    person = _one(
        "no,Ann 07700 900124,amy@kirkbourne.example,NO,cy,07700 900123,Amy,ben@home.example,cllr",
        "safe_to_email,safe_contact,email,Safe to voicemail,language,phone,NAME,delegate_of,Role",
    )

    assert (
        person.safe_to_email,
        person.safe_to_voicemail,
        person.safe_contact,
        person.language,
        person.phone,
        person.delegate_of,
    ) == (False, False, "Ann 07700 900124", "cy", "07700 900123", "ben@home.example")


def test_what_is_left_empty_takes_the_usual_value():
    person = _one(
        "Amy,councillor,amy@kirkbourne.example,,,",
        "name,role,email,safe_to_email,safe_to_voicemail,language",
    )

    assert (
        person.safe_to_email,
        person.safe_to_voicemail,
        person.language,
        person.active_from,
        person.active_until,
        person.alternative_emails,
    ) == (True, True, "en", None, None, ())


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{HEADER}\r\n{AMY}\r\n",
        f"{HEADER}\n{AMY}",
        f"{HEADER}\r{AMY}\r",
        f"{HEADER}\n{AMY}\n".replace(",", ";"),
        f"{HEADER}\n\n,,,,,,,\n{AMY}\n,,,,,,,\n",
        f"{HEADER}\n" + ",".join(f'"{cell}"' for cell in AMY.split(",")),
        f"{HEADER}\n" + AMY.replace("Amy Example", "  Amy \u00a0 Example ").replace(",", " ,"),
    ],
)
def test_any_shape_in_which_a_spreadsheet_saves_is_read(text):
    assert (_one(AMY),) == parse_register(text, ROLES)


@pytest.mark.parametrize("between", [";", " ", ",", "; ", ", ", "\n"])
def test_several_further_addresses_stand_in_one_cell(between):
    cell = between.join(["a@home.example", "b@home.example"])

    person = _one(f'Amy,councillor,,amy@kirkbourne.example,"{cell}",,,')

    assert person.alternative_emails == ("a@home.example", "b@home.example")


def test_an_address_that_stands_twice_in_a_line_is_taken_once():
    person = _one(
        'Amy,councillor,,Amy@kirkbourne.example,"amy@Kirkbourne.example a@home.example",,,'
    )

    assert (
        person.email,
        person.alternative_emails,
    ) == ("Amy@kirkbourne.example", ("a@home.example",))


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("councillor", ("councillor",)),
        ("  Cllr ", ("councillor",)),
        ("Leader of the Council", ("leader",)),
        ("councillor and MP", ("councillor", "mp")),
        ("Councillor; Cabinet Member", ("councillor", "cabinet_member")),
        ("councillor / parish councillor", ("councillor", "parish_councillor")),
        ("councillor, mayor & MP", ("councillor", "mayor", "mp")),
        ("councillor; member", ("councillor",)),
        ("councillor;", ("councillor",)),
        ("Police and Crime Commissioner", ("pcc",)),
        ("councillor and police and crime commissioner", ("councillor", "pcc")),
        ("police & crime commissioner and councillor", ("pcc", "councillor")),
        ("police, fire and crime commissioner", ("pcc",)),
        ("PA to the leader", ("personal_assistant",)),
        ("cabinet member for housing", ("cabinet_member",)),
        ("Parish_Councillor", ("parish_councillor",)),
        ("caseworker to the cabinet member for housing", ("personal_assistant",)),
    ],
)
def test_a_role_is_read_however_it_is_written(written, codes):
    assert codes == _one(f'Amy,"{written}",,amy@kirkbourne.example,,,,').roles


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-05-07", date(2026, 5, 7)),
        ("07/05/2026", date(2026, 5, 7)),
        ("7/5/2026", date(2026, 5, 7)),
    ],
)
def test_a_date_is_read_as_a_british_spreadsheet_writes_it(written, day):
    assert day == _one(AMY.removesuffix(",,") + f",{written},").active_from


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",councillor,,amy@kirkbourne.example,,,,", "name is empty"),
        ("Amy,,,amy@kirkbourne.example,,,,", "role is empty"),
        ("Amy,councillor,,,,,,", "email is empty"),
        ("Amy,wizard,,amy@kirkbourne.example,,,,", "not in the list of roles"),
        ("Amy,councillor and wizard,,amy@kirkbourne.example,,,,", "not in the list of roles"),
        ("Amy,councillor,,amy@kirkbourne,,,,", "email holds no usable address"),
        ("Amy,councillor,,amy kirkbourne.example,,,,", "email holds no usable address"),
        ("Amy,councillor,,a..b@kirkbourne.example,,,,", "email holds no usable address"),
        ("Amy,councillor,,Amy <amy@kirkbourne.example>,,,,", "email holds no usable address"),
        ("Amy,councillor,,amy@kirkböurne.example,,,,", "email holds no usable address"),
        ("Amy,councillor,,amy@kirkbourne.example,nobody,,,", "alternative_emails holds no usable"),
        (f"Amy,councillor,,{'a' * 65}@kirkbourne.example,,,,", "email holds no usable address"),
        ("Amy,councillor,,amy@kirkbourne.example,,,2026-02-31,", "active_from is not a date"),
        ("Amy,councillor,,amy@kirkbourne.example,,,,05/13/2026", "active_until is not a date"),
        ("Amy,councillor,,amy@kirkbourne.example,,,May 2026,", "active_from is not a date"),
        ("Amy,councillor,,amy@kirkbourne.example,,,2026-05-07,2026-05-06", "lies before"),
        ("Amy,councillor,Ward, with comma,amy@kirkbourne.example,,,,", "more or fewer cells"),
        ("Amy,councillor,amy@kirkbourne.example", "more or fewer cells"),
        ("A\u200bmy,councillor,,amy@kirkbourne.example,,,,", "name holds an invisible character"),
        ("A\x00my,councillor,,amy@kirkbourne.example,,,,", "name holds an invisible character"),
        (f"{'a' * 501},councillor,,amy@kirkbourne.example,,,,", "more than 500 characters"),
        (f"Amy,{'mp+' * 40_000},,amy@kirkbourne.example,,,,", "more than 500 characters"),
        ('"Amy,councillor,,amy@kirkbourne.example,,,,', "a quote is not closed"),
        (f"{'a' * 140_000},councillor,,amy@kirkbourne.example,,,,", "line 2: "),
    ],
)
def test_a_line_that_cannot_be_used_is_named_without_its_words(line, said):
    (problem,) = _problems(f"{HEADER}\n{line}\n")

    assert problem.startswith("line 2: ")
    assert said in problem
    assert "; " in problem
    assert "kirkb" not in problem
    assert "wizard" not in problem


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("safe_to_email", "perhaps", "safe_to_email is neither yes nor no"),
        ("safe_to_voicemail", "perhaps", "safe_to_voicemail is neither yes nor no"),
        ("language", "Welsh", "language is not a code"),
    ],
)
def test_an_answer_that_cannot_be_used_is_named(column, cell, said):
    (problem,) = _problems(
        f"name,role,email,{column}\nAmy,councillor,amy@kirkbourne.example,{cell}\n"
    )

    assert said in problem


def test_an_address_belongs_to_one_person():
    (problem,) = _problems(
        f"{HEADER}\n{AMY}\nBen,councillor,,ben@kirkbourne.example,AMY@kirkbourne.example,,,\n"
    )

    assert problem.startswith("line 3: alternative_emails holds an address that line 2 has too; ")
    assert "amy@" not in problem.lower()


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("", "line 1: no column name, role, email"),
        ("name,ward,email", "line 1: no column role"),
        ("Amy Example,councillor,amy@kirkbourne.example", "line 1: no column name, role, email"),
        (f"{HEADER},shoe_size", "line 1: unknown column 'shoe_size'"),
        (f"{HEADER},", "line 1: unknown column ''"),
    ],
)
def test_columns_that_cannot_be_used_are_named(header, said):
    (problem,) = _problems(header)

    assert problem.startswith(said)
    assert "Amy" not in problem


def test_a_column_that_stands_twice_is_named():
    assert any("column ward stands twice" in problem for problem in _problems(f"{HEADER},ward"))


def test_all_problems_are_said_at_once_each_with_its_line():
    problems = _problems(
        f"{HEADER}\n"
        f"{AMY}\n"
        "Ben,wizard,,ben@kirkbourne,,,soon,\n"
        '"Cat\nLong",councillor,,cat@kirkbourne.example,,,,\n'
        "Dan,councillor,,,,,,\n"
    )

    assert [p.partition(":")[0] for p in problems] == ["line 3", "line 3", "line 3", "line 6"]


@pytest.mark.parametrize(("folder", "count"), [("main", 44), ("more-a", 25), ("more-b", 26)])
def test_the_registers_of_the_corpus_are_read(folder, count):
    text = (CORPUS / folder / "register.csv").read_bytes().decode("utf-8")

    assert count == len(parse_register(text, ROLES))


@pytest.mark.parametrize(
    ("role", "operation"),
    [
        ("councillor", "Ford"),
        ("mayor", "Ford"),
        ("candidate", "Ford"),
        ("police and crime commissioner", "Ford"),
        ("mp", "Bridger"),
        ("parish councillor", ""),
        ("town councillor", ""),
        ("community councillor", ""),
        ("parish clerk", ""),
        ("staff", ""),
        ("family", ""),
    ],
)
def test_each_role_has_its_operation(role, operation):
    (code,) = _one(f"Amy,{role},,amy@kirkbourne.example,,,,").roles

    assert operation == ROLES[code].operation


def test_a_way_of_writing_a_role_means_one_role():
    meanings: dict[str, set[str]] = {}
    for role in ROLES.values():
        for name in (role.code, role.label, *role.synonyms):
            meanings.setdefault(name.lower(), set()).add(role.code)

    assert {name: codes for name, codes in meanings.items() if len(codes) > 1} == {}


def test_a_role_code_can_be_stored_among_others():
    assert all(code.replace("_", "").isalnum() and code.islower() for code in ROLES)
