from __future__ import annotations

import hashlib

import pytest

from processor.desk.people import import_register
from processor.errors import SettingsError
from processor.store import register
from processor.store.records import ImportCounts
from tests.support.fakes import ADA, NOW, REGISTER, council, logged, types

ROLES = council().codes.roles


def counts(added=0, changed=0, unchanged=0):
    return ImportCounts(added=added, changed=changed, unchanged=unchanged)


def imported(database, text):
    return import_register(database, text, ROLES, "May Officer", NOW)


def test_an_import_says_what_it_did(database):
    moved = REGISTER.replace("Beckside", "Castle Hill", 1)
    more = moved + "New Person,councillor,Beckside,new@members.kirkbourne.example,,,,,\n"

    assert counts(unchanged=2) == imported(database, REGISTER)
    assert counts(added=1, changed=1, unchanged=1) == imported(database, more)


def test_who_was_imported_may_report_that_day(database):
    with database.reading() as tx:
        assert "Ada Quill" == register.writing_from(tx, ADA, NOW.date()).name


def test_the_log_names_the_file_by_its_hash_and_nobody_in_it(database):
    imported(database, REGISTER)

    entry = logged(database)[-1]
    assert ("register.imported", "person:May Officer") == (entry["type"], entry["actor"])
    assert hashlib.sha256(REGISTER.encode()).hexdigest() == entry["subject"]
    assert {"added": "0", "changed": "0", "unchanged": "2"} == entry["detail"]


def test_a_register_with_a_fault_changes_nothing_and_names_every_fault(database):
    before = types(database)
    wrong = (
        REGISTER
        + "A,wizard,Beckside,a@members.kirkbourne.example,,,,,\n"
        + "B,councillor,Beckside,no address,,,,,\n"
    )

    with pytest.raises(SettingsError) as found:
        imported(database, wrong)

    assert 2 == len(found.value.problems)
    assert before == types(database)
