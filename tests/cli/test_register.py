from __future__ import annotations

import pytest

from tests.support.council import CORPUS

_HEAD = "name,role,ward,email,alternative_emails,party,active_from,active_until\n"


def test_an_import_counts_what_changed(command, council):
    register = CORPUS / "main" / "register.csv"
    people = len(register.read_text().splitlines()) - 1

    first = command("register", "import", register, "--actor", "Jo Lane")
    second = command("register", "import", register)

    assert (first.code, second.code) == (0, 0)
    assert first.out == f"{people} added, 0 changed, 0 unchanged\n"
    assert second.out == f"0 added, 0 changed, {people} unchanged\n"
    assert len(council.rows("SELECT seq FROM log_entry")) == 2


def test_every_fault_is_a_line_and_nothing_is_imported(command, council):
    file = council.folder / "members.csv"
    file.write_text(
        _HEAD
        + "Amy Good,councillor,Beckside,amy@members.kirkbourne.example,,,2023-05-09,\n"
        + "Bob Role,astronaut,Beckside,bob@members.kirkbourne.example,,,2023-05-09,\n"
        + "Cat Mail,councillor,Beckside,cat at home,,,2023-05-09,\n"
        + "Dan Date,councillor,Beckside,dan@members.kirkbourne.example,,,9 May,\n"
    )

    ended = command("register", "import", file)

    assert ended.code == 2
    assert [3, 4, 5] == [
        number for number in range(1, 9) if any(f"line {number}" in line for line in ended.lines)
    ]
    assert [] == council.rows("SELECT * FROM person")


def test_a_file_as_excel_saves_it_is_read(command, council):
    file = council.folder / "members.csv"
    row = "Zoë Prŷs,councillor,Beckside,zoe@members.kirkbourne.example,,,2023-05-09,\n"
    file.write_bytes(b"\xef\xbb\xbf" + (_HEAD + row).encode())
    assert command("register", "import", file).out == "1 added, 0 changed, 0 unchanged\n"

    file.write_bytes((_HEAD + row.replace("ŷ", "y")).encode("cp1252"))
    assert command("register", "import", file).out == "0 added, 1 changed, 0 unchanged\n"


@pytest.mark.usefixtures("council")
def test_a_file_that_is_not_there_is_one_line(command):
    ended = command("register", "import", "/no/such.csv")

    assert ended.code == 2
    assert ended.lines == ["/no/such.csv cannot be read: check its name and who may read it"]
