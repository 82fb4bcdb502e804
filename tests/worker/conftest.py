"""A real database with the register of two councillors, and parts of a worker around it."""

from __future__ import annotations

import pytest

from processor.desk.people import import_register
from tests.support.database import opened
from tests.support.fakes import NOW, REGISTER, FakeMailbox, FakeRelay, SetClock, council


@pytest.fixture
def database(tmp_path):
    with opened(f"sqlite:///{tmp_path}/processor.db") as database:
        import_register(database, REGISTER, council().codes.roles, "test", NOW)
        yield database


@pytest.fixture
def mailbox():
    return FakeMailbox()


@pytest.fixture
def relay():
    return FakeRelay()


@pytest.fixture
def clock():
    return SetClock()
