"""Tells files that nobody reads without a key or another program, by their own octets.

They are evidence like any other and are kept as they came. That they say nothing to us must be
said aloud, because a report may consist of nothing else.
"""

from __future__ import annotations

import struct

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old Office and of Outlook
_OUTLOOK_ITEM = "__properties_version1.0".encode("utf-16-le")
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_TNEF = b"\x78\x9f\x3e\x22"
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_PGP = (b"-----BEGIN PGP MESSAGE-----", b"\x85\x01\x0c\x03", b"\x85\x02\x0c\x03")
_ZIP = b"PK\x03\x04"
# Signature of an entry, and where its flags stand behind it: in the file, and in the directory.
_ZIP_ENTRIES = ((_ZIP, 6), (b"PK\x01\x02", 8))
_MAX_ENTRIES = 10_000


def is_locked(content: bytes) -> bool:
    """Whether `content` is encrypted, or a container that this program does not open."""
    if content.startswith((_TNEF, *_ARCHIVES, *_PGP)):
        return True
    if content.startswith(_CFB):
        return _OUTLOOK_ITEM in content or _ENCRYPTED_OFFICE in content
    if content.startswith(b"%PDF-"):
        return b"/Encrypt" in content
    return content.startswith(_ZIP) and _has_encrypted_entry(content)


def _has_encrypted_entry(archive: bytes) -> bool:
    """Whether the first flag of any entry says so; names and sizes are not looked at."""
    for signature, offset in _ZIP_ENTRIES:
        position = -1
        for _entry in range(_MAX_ENTRIES):
            position = archive.find(signature, position + 1)
            if position < 0 or position + offset + 2 > len(archive):
                break
            (flags,) = struct.unpack_from("<H", archive, position + offset)
            if flags & 1:
                return True
    return False
