"""Tells a signature's logo from evidence by the size a picture declares, without decoding it.

Decoding pictures of strangers is a risk not worth taking; the first octets of PNG, GIF and JPEG
state width and height.
"""

from __future__ import annotations

MAX_LOGO_BYTES = 32_768
MAX_LOGO_HEIGHT = 160
MAX_LOGO_AREA = 48_000
"""Pixels. A photographed or screenshot threat is larger in every format of today's phones."""

_PNG = b"\x89PNG\r\n\x1a\n"
_GIF = (b"GIF87a", b"GIF89a")
_JPEG = b"\xff\xd8"
# Start of frame: every SOFn marker but DHT, JPG and DAC, which share the range.
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def is_logo_sized(content: bytes) -> bool:
    """Whether `content` is a picture small enough to be a logo; unknown formats are not."""
    size = _dimensions(content)
    if size is None or len(content) > MAX_LOGO_BYTES:
        return False
    width, height = size
    return height <= MAX_LOGO_HEIGHT and width * height <= MAX_LOGO_AREA


def _dimensions(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, None where they cannot be read."""
    if content.startswith(_PNG) and len(content) >= 24:  # noqa: PLR2004 - the end of both numbers
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if content.startswith(_GIF) and len(content) >= 10:  # noqa: PLR2004 - likewise
        return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    return _jpeg_dimensions(content) if content.startswith(_JPEG) else None


def _jpeg_dimensions(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:  # noqa: PLR2004 - a marker
        marker = content[position + 1]
        if marker in _START_OF_FRAME:
            height = int.from_bytes(content[position + 5 : position + 7], "big")
            width = int.from_bytes(content[position + 7 : position + 9], "big")
            return width, height
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")
    return None
