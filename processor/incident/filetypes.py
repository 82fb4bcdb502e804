"""What a file is by its own octets, and whether it is safe to send to a police officer.

A closed list of what may go: pictures, sound, film, PDF, plain text, a word-processor file
without macros, a mail. What is not on it (programs, archives, web pages, SVG, what nobody can
name) stays with us and is listed by its hash. Names and declared types are never believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from processor.mail.message import Attachment


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that may be sent. extension: without its dot; opaque: read by no program."""

    extension: str
    media_type: str


TEXT = FileType("txt", "text/plain")
MAIL = FileType("eml", "application/octet-stream")

_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_MP3 = (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")
_BY_MAGIC: tuple[tuple[FileType, Callable[[bytes], bool]], ...] = (
    (FileType("jpg", "image/jpeg"), lambda b: b.startswith(b"\xff\xd8\xff")),
    (FileType("png", "image/png"), lambda b: b.startswith(b"\x89PNG\r\n\x1a\n")),
    (FileType("gif", "image/gif"), lambda b: b.startswith((b"GIF87a", b"GIF89a"))),
    (FileType("webp", "image/webp"), lambda b: b[:4] == b"RIFF" and b[8:12] == b"WEBP"),
    (FileType("tif", "image/tiff"), lambda b: b.startswith((b"II*\0", b"MM\0*"))),
    (FileType("heic", "image/heic"), lambda b: b[4:8] == b"ftyp" and b[8:12] in _HEIC_BRANDS),
    (FileType("avif", "image/avif"), lambda b: b[4:12] in (b"ftypavif", b"ftypavis")),
    (FileType("m4a", "audio/mp4"), lambda b: b[4:11] == b"ftypM4A"),
    (FileType("3gp", "video/3gpp"), lambda b: b[4:10] == b"ftyp3g"),
    (FileType("mov", "video/quicktime"), lambda b: b[4:10] == b"ftypqt"),
    (FileType("mp4", "video/mp4"), lambda b: b[4:8] == b"ftyp"),
    (FileType("mp3", "audio/mpeg"), lambda b: b.startswith(_MP3)),
    (FileType("aac", "audio/aac"), lambda b: b.startswith((b"\xff\xf1", b"\xff\xf9"))),
    (
        FileType("webm", "video/webm"),
        lambda b: b.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in b[:64],
    ),
    (FileType("wav", "audio/wav"), lambda b: b[:4] == b"RIFF" and b[8:12] == b"WAVE"),
    (FileType("ogg", "audio/ogg"), lambda b: b.startswith(b"OggS")),
    (FileType("amr", "audio/amr"), lambda b: b.startswith(b"#!AMR")),
    (FileType("pdf", "application/pdf"), lambda b: b.startswith(b"%PDF-")),
    (
        FileType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        lambda b: b.startswith(b"PK\x03\x04") and b"word/document.xml" in b and not _has_macros(b),
    ),
)

# Windows, Linux and macOS programs, installers, shortcuts, archives, disk images.
_ACTIVE_MAGIC = (
    b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"L\0\0\0\x01\x14\x02\0",
    b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh",
    b"\xfd7zXZ\0", b"MSCF",
)  # fmt: skip
_ACTIVE_EXTENSIONS = (
    "exe|scr|pif|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|jar|lnk|iso|img|vhdx?|ace|cab"
    "|zip|rar|7z|gz|tar|docm|dotm|xlsm|xlam|pptm|reg|apk|dmg"
)
_ACTIVE_NAME = re.compile(rf"\.(?:{_ACTIVE_EXTENSIONS})\s*$", re.IGNORECASE)
# A file named inside a mail that was passed on:  filename="invoice.exe"
_ACTIVE_INSIDE = re.compile(
    rb"name[^\r\n=]{0,20}=[^\r\n]{0,200}\.(?:" + _ACTIVE_EXTENSIONS.encode("ascii") + rb")[\"'\s;]",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|svg|script|\?xml)", re.IGNORECASE)
_MARKUP_TYPES = ("text/html", "text/xml", "text/javascript", "text/ecmascript")
_MARKUP_WINDOW = 4096


def type_of(file: Attachment) -> FileType | None:
    """Return what `file` is, or None where it may not be sent."""
    if file.media_type == "message/rfc822":
        return None if file.content.startswith(_ACTIVE_MAGIC) else MAIL
    for known, matches in _BY_MAGIC:
        if matches(file.content):
            return known
    return TEXT if _is_plain_text(file) else None


def is_active(file: Attachment) -> bool:
    """Return whether `file` could run or unpack something: the mail that holds it stays too."""
    if _has_macros(file.content) or _ACTIVE_NAME.search(file.filename):
        return True
    if file.media_type == "message/rfc822" and _ACTIVE_INSIDE.search(file.content):
        return True
    return file.content.startswith(_ACTIVE_MAGIC) and type_of(file) is None


def _is_plain_text(file: Attachment) -> bool:
    """Text by declaration and by content; a script is only words under the name .txt."""
    if not file.media_type.startswith("text/") or file.media_type in _MARKUP_TYPES:
        return False
    return b"\0" not in file.content and not _MARKUP.search(file.content[:_MARKUP_WINDOW])


def _has_macros(content: bytes) -> bool:
    """Office macros, in a new document or in one of the old kind."""
    return b"vbaProject.bin" in content or "_VBA_PROJECT".encode("utf-16-le") in content
