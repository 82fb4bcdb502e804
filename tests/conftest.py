"""Servers that many tests need, one each a session where starting it takes time."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.support.certificates import Authority
from tests.support.dovecot import Dovecot, require_dovecot
from tests.support.servers import TlsSmtpSink


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def _running_dovecot(authority):
    require_dovecot()
    # Not below pytest's own folder: that is closed to the user Dovecot runs as, and its names
    # are too long for the sockets.
    with (
        TemporaryDirectory(prefix="dovecot-") as folder,
        Dovecot(Path(folder), authority) as server,
    ):
        yield server


@pytest.fixture
def dovecot(_running_dovecot):
    """A Dovecot whose account is empty."""
    _running_dovecot.empty()
    return _running_dovecot


@pytest.fixture
def smtp_sink(authority):
    with TlsSmtpSink(authority.good(), implicit=True) as sink:
        yield sink
