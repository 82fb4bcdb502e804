from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from processor.store.database import Database
from tests.support.database import fresh_postgres, migrated_postgres, opened, postgres_cluster

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    with postgres_cluster() as url:
        yield url


@pytest.fixture(scope="session")
def template(cluster: str) -> Iterator[str]:
    with migrated_postgres(cluster) as name:
        yield name


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/processor.db"


@pytest.fixture
def postgres_url(cluster: str) -> Iterator[str]:
    with fresh_postgres(cluster) as url:
        yield url


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest) -> str:
    """The address of a database without any table, on SQLite and on PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    with opened(sqlite_url) as database:
        yield database


@pytest.fixture
def postgres_database(cluster: str, template: str) -> Iterator[Database]:
    with fresh_postgres(cluster, template) as url:
        database = Database.open(url)
        yield database
        database.close()


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database, on SQLite and on PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_database")
