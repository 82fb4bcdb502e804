from __future__ import annotations

import pytest

from processor.mail.pictures import is_logo_sized


def png(width, height, extra=b""):
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + size + extra


def gif(width, height):
    return b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little")


def jpeg(width, height):
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + size + b"\x03"


@pytest.mark.parametrize("make", [png, gif, jpeg])
def test_a_picture_of_a_logos_size_is_told_from_a_screenshot(make):
    assert is_logo_sized(make(120, 40))
    assert not is_logo_sized(make(390, 620))
    assert not is_logo_sized(make(50_000, 50_000))


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"\xff\xd8\xff\xc0", b"BM" + b"\0" * 60],
)
def test_a_picture_that_states_no_size_is_evidence(content):
    assert not is_logo_sized(content)


def test_a_heavy_picture_is_evidence():
    assert not is_logo_sized(png(100, 40, b"\0" * 40_000))
