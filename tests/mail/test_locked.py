from __future__ import annotations

import pytest

from processor.mail.locked import is_locked

CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\x78\x9f\x3e\x22", id="tnef"),
        pytest.param(b"Rar!\x1a\x07\x01\x00", id="rar"),
        pytest.param(b"7z\xbc\xaf\x27\x1c", id="7z"),
        pytest.param(b"-----BEGIN PGP MESSAGE-----\n", id="pgp"),
        pytest.param(CFB + "__properties_version1.0".encode("utf-16-le"), id="outlook-item"),
        pytest.param(CFB + "EncryptedPackage".encode("utf-16-le"), id="encrypted-office"),
        pytest.param(b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>", id="encrypted-pdf"),
        pytest.param(b"PK\x03\x04\x14\x00\x01\x00", id="encrypted-zip"),
        pytest.param(b"PK\x03\x04\x14\x00\x00\x00..PK\x03\x04\x14\x00\x09\x00", id="second-entry"),
        pytest.param(b"PK\x03\x04\x14\x00\x00\x00..PK\x01\x02..\x14\x00\x01\x00", id="directory"),
    ],
)
def test_i79_i82_what_opens_only_with_a_key_or_another_program_is_locked(content):
    assert is_locked(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"words",
        CFB + b"an old letter",
        b"%PDF-1.7\ntrailer << >>",
        b"PK\x03\x04\x14\x00\x00\x00",
        b"PK\x03\x04\x14",
        b"\xff\xd8\xff\xe0",
    ],
)
def test_what_opens_is_not_locked(content):
    assert not is_locked(content)
