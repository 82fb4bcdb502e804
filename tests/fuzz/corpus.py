"""The messages that are changed: those that may be learnt from, none of the sealed ones."""

from __future__ import annotations

from tests.support.mail import CORPUS

FOLDERS = ("main", "more-a", "more-b", "bad_input")
MAX_OCTETS = 200_000
"""What is larger is left to the tests that are about size."""


def seeds() -> list[bytes]:
    """Every message of the folders that is not too large, in order of name."""
    paths = (path for name in FOLDERS for path in sorted((CORPUS / name).glob("*.eml")))
    return [raw for path in paths if len(raw := path.read_bytes()) <= MAX_OCTETS]
