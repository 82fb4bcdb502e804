"""A real database with the register of two councillors, and parts of a worker around it."""

from __future__ import annotations

import pytest

from tests.support.fakes import FakeMailbox, FakeRelay, SetClock, registered


@pytest.fixture
def database(tmp_path):
    with registered(tmp_path) as database:
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
