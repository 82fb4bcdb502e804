"""What a leaf of the tree is to us: words, evidence, evidence nobody reads, or a machine's own.

A claim is not enough to leave a part out: what calls itself a signature and is none may be the
photograph of a threat.
"""

from __future__ import annotations

from processor.mail.locked import is_locked
from processor.mail.tree import Part

# The declared type, and what the content of such a part holds.
_MACHINE = {
    "application/pgp-signature": b"-----BEGIN PGP SIGNATURE-----",
    "application/pgp-keys": b"-----BEGIN PGP PUBLIC KEY BLOCK-----",
    "application/smil": b"<smil",
    "application/pkcs7-signature": b"\x30",
    "application/x-pkcs7-signature": b"\x30",
}
_WHERE = 512
_CALENDAR = frozenset({"text/calendar", "application/ics"})
_UNREADABLE = frozenset(
    {
        "application/pkcs7-mime",
        "application/x-pkcs7-mime",
        "application/pgp-encrypted",
        "application/ms-tnef",
        "application/vnd.ms-tnef",
        "message/partial",
        "message/external-body",
    }
)
_UNREADABLE_NAMES = ("winmail.dat", ".p7m", ".pgp", ".gpg")
_REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/global-disposition-notification",
        "message/feedback-report",
    }
)
_RETURNED = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"}
)


def is_machine_part(part: Part, content: bytes) -> bool:
    """Whether it says nothing to a person: a signature, a key, the layout of a picture message."""
    expected = _MACHINE.get(part.media_type)
    if expected is None:
        return False
    return content.startswith(expected) if len(expected) == 1 else expected in content[:_WHERE]


def is_calendar(part: Part) -> bool:
    """Whether it is an invitation or another entry of a calendar."""
    return part.media_type in _CALENDAR


def is_unreadable(part: Part, content: bytes) -> bool:
    """Whether a person has to open it elsewhere to know what it says."""
    if part.media_type in _UNREADABLE or is_calendar(part):
        return True
    return part.name.lower().endswith(_UNREADABLE_NAMES) or is_locked(content)


def worth_reading(multipart: Part) -> list[Part]:
    """The parts that are not the machine's half of a report on a message (RFC 6522)."""
    parts = list(multipart.parts)
    if multipart.media_type != "multipart/report" or _REPORTS.isdisjoint(
        p.media_type for p in parts
    ):
        return parts
    return [part for part in parts if part.media_type not in _REPORTS | _RETURNED]
