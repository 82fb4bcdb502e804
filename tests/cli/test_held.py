from __future__ import annotations

import pytest

from processor.cli.held import GroundName
from processor.incident.release import Ground

_BY = ("--actor", "Jo Lane", "--note", "rang her")


def test_the_grounds_are_those_of_the_desk():
    assert list(Ground) == list(GroundName.__args__)


def test_what_waits_is_listed(command, held_reference):
    ended = command("held", "list")

    assert ended.code == 0
    assert held_reference in ended.out
    assert ended.out.endswith("4 held\n")


def test_one_is_shown_with_why_it_waits(command, held_reference):
    ended = command("held", "show", held_reference)

    assert ended.code == 0
    assert "not on the register" in ended.out
    assert "somebody has been following her home" in ended.out
    assert "safety_notice" in ended.out


def test_the_original_is_saved_octet_for_octet_and_over_nothing(command, office, held_reference):
    file = office.folder / "original.eml"

    assert command("held", "show", held_reference, "--save", file).code == 0
    (row,) = office.rows(
        "SELECT raw FROM message JOIN hold ON hold.message_id = message.id WHERE reference = ?",
        held_reference,
    )
    assert file.read_bytes() == row["raw"]

    again = command("held", "show", held_reference, "--save", file)
    assert (again.code, again.lines) == (2, [f"{file} is there already: name another"])


def test_a_place_that_cannot_be_written_is_one_line(command, office, held_reference):
    ended = command("held", "show", held_reference, "--save", office.folder / "no" / "x.eml")

    assert ended.code == 2
    assert ended.lines == [f"{office.folder}/no/x.eml cannot be written: check its folder"]


def test_a_release_refers_it_once_and_names_who_did_it(command, office, held_reference):
    first = command("held", "release", held_reference, *_BY)
    second = command("held", "release", held_reference, *_BY)

    assert (first.code, second.code) == (0, 2)
    assert "the worker sends it at its next round" in first.out
    assert second.lines[0].startswith(f"{held_reference} was released already")
    letters = office.rows(
        "SELECT purpose, state FROM letter WHERE reference = ? AND purpose = 'referral'",
        held_reference,
    )
    assert [("referral", "queued")] == [tuple(letter) for letter in letters]
    (hold,) = office.rows("SELECT * FROM hold WHERE reference = ?", held_reference)
    assert "person:Jo Lane" in tuple(hold)
    assert "rang her" in tuple(hold)


def test_a_rejection_sends_nothing(command, office, held_reference):
    before = office.rows("SELECT count(*) FROM letter")[0][0]

    ended = command("held", "reject", held_reference, *_BY)

    assert (ended.code, ended.out) == (0, f"{held_reference} rejected\n")
    assert before == office.rows("SELECT count(*) FROM letter")[0][0]
    assert command("held", "release", held_reference, *_BY).code == 2


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("words", [("held", "show"), ("incidents", "show")])
def test_a_reference_that_cannot_be_one_is_one_line(command, words):
    ended = command(*words, "KMB-2026-7F3K9-X")

    assert ended.code == 2
    assert len(ended.lines) == 1
    assert "is no reference of ours" in ended.lines[0]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("words", [("held", "show"), ("incidents", "show")])
def test_a_reference_of_nothing_is_one_line(command, words):
    ended = command(*words, "KMB-2026-00000-0")

    assert ended.code == 2
    assert len(ended.lines) == 1


def test_a_reference_is_taken_as_people_write_it(command, held_reference):
    ended = command("held", "show", held_reference.lower().replace("-", " "))

    assert ended.code == 0
    assert held_reference in ended.out
