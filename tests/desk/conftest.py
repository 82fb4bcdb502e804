"""A real database with the register of two councillors, and a desk over it."""

from __future__ import annotations

import pytest

from processor.desk.desk import Desk
from processor.desk.people import import_register
from processor.mail.parse import parse_message
from tests.support.database import opened
from tests.support.fakes import NOW, REGISTER, council
from tests.support.reports import RENDER


@pytest.fixture
def database(tmp_path):
    with opened(f"sqlite:///{tmp_path}/processor.db") as database:
        import_register(database, REGISTER, council().codes.roles, "test", NOW)
        yield database


@pytest.fixture
def desk(database):
    return Desk(database=database, policy=council(), render=RENDER, parse=parse_message)
