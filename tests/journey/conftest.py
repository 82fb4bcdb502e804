"""A council with a real mailbox and a real relay, both over TLS."""

from __future__ import annotations

import pytest

from tests.support.council import CORPUS, Council


@pytest.fixture
def council(tmp_path, dovecot, smtp_sink):
    folder = tmp_path / "council"
    folder.mkdir()
    council = Council(
        folder=folder,
        imap_port=dovecot.tls_port,
        imap_password=dovecot.password,
        smtp_port=smtp_sink.port,
        smtp_user=smtp_sink.user,
        smtp_password=smtp_sink.password,
        ca_file=dovecot.ca_file,
    )
    council.write_settings()
    imported = council.processor("register", "import", str(CORPUS / "main" / "register.csv"))
    assert not imported.returncode, imported.stderr
    return council
