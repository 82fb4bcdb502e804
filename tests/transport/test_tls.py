from __future__ import annotations

import ssl

import pytest

from processor.errors import SettingsError
from processor.transport import imap, smtp
from processor.transport.tls import Security, context, refuse_plain_text


def test_a_context_verifies_the_certificate_and_the_name():
    made = context("")

    assert made.verify_mode == ssl.CERT_REQUIRED
    assert made.check_hostname
    assert made.minimum_version == ssl.TLSVersion.TLSv1_2


def test_only_the_authorities_of_the_named_file_are_trusted(authority):
    made = context(str(authority.ca_file))

    assert len(made.get_ca_certs()) == 1


@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_a_file_that_holds_no_certificates_is_a_settings_error(tmp_path, content):
    file = tmp_path / "ca.pem"
    if content:
        file.write_text(content)

    with pytest.raises(SettingsError, match="ca_file"):
        context(str(file))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_plain_text_is_allowed_to_this_machine(host):
    refuse_plain_text(Security.NONE, host)


@pytest.mark.parametrize("host", ["mail.example", "192.0.2.1", "localhost.example", ""])
def test_plain_text_is_refused_to_any_other_host(host):
    with pytest.raises(SettingsError, match="security"):
        refuse_plain_text(Security.NONE, host)


def test_settings_that_would_send_a_password_in_plain_text_cannot_be_made():
    with pytest.raises(SettingsError):
        smtp.Settings(
            host="mail.example",
            port=25,
            security=Security.NONE,
            connect_timeout_s=1,
            command_timeout_s=1,
            helo_name="x.example",
        )
    with pytest.raises(SettingsError):
        imap.Settings(
            host="mail.example",
            port=143,
            security=Security.NONE,
            user="u",
            password="p",
            folder="INBOX",
            handled_folder="Handled",
            held_folder="Held",
            after=imap.After.MOVE,
            connect_timeout_s=1,
            read_timeout_s=1,
            poll_deadline_s=1,
        )
