"""Files that a person names on the command line."""

from __future__ import annotations

from pathlib import Path

from processor.errors import NotAllowed, NotFound


def bytes_of(file: Path) -> bytes:
    """Return the content of `file`. Raises NotFound where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        raise NotFound(f"{file} cannot be read: check its name and who may read it") from None


def text_of(file: Path) -> str:
    """Return `file` as text: UTF-8, or what Excel writes where it is not."""
    content = bytes_of(file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def save(content: bytes, file: Path) -> None:
    """Write `content` to a new `file`. Raises NotAllowed where it cannot be written or exists."""
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except FileExistsError:
        raise NotAllowed(f"{file} is there already: name another") from None
    except OSError:
        raise NotAllowed(f"{file} cannot be written: check its folder") from None
