"""A real database with the register of two councillors, and a desk over it."""

from __future__ import annotations

import pytest

from processor.desk.desk import Desk
from processor.mail.parse import parse_message
from tests.support.fakes import council, registered
from tests.support.reports import RENDER


@pytest.fixture
def database(tmp_path):
    with registered(tmp_path) as database:
        yield database


@pytest.fixture
def desk(database):
    return Desk(database=database, policy=council(), render=RENDER, parse=parse_message)
