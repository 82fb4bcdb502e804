"""Servers that many tests need, one each a session where starting it takes time."""

from __future__ import annotations

import pytest

from tests.support.certificates import Authority
from tests.support.dovecot import Dovecot, require_dovecot
from tests.support.servers import TlsSmtpSink


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def dovecot(tmp_path, authority):
    require_dovecot()
    folder = tmp_path / "dovecot"
    folder.mkdir()
    with Dovecot(folder, authority) as server:
        yield server


@pytest.fixture
def smtp_sink(authority):
    with TlsSmtpSink(authority.good(), implicit=True) as sink:
        yield sink
