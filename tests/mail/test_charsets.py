from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.mail.charsets import decode
from processor.mail.defects import Defect


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        ("café", "utf-8", "utf-8"),
        ("“will”", "cp1252", "us-ascii"),
        ("“will”", "cp1252", "iso-8859-1"),
        ("café", "utf-8", "us-ascii"),
        ("镕 is in gb18030 only", "gb18030", "gb2312"),
        ("①", "cp932", "shift_jis"),
        ("こんにちは", "iso-2022-jp", "iso-2022-jp"),
        ("Łódź", "iso-8859-2", "ISO-8859-2"),
        ("Ωμέγα", "windows-1253", '"windows-1253"'),
        ("both ends", "utf-16", "utf-16"),
    ],
)
def test_i87_text_is_read_whatever_near_miss_was_declared(text, codec, declared):
    assert text == decode(text.encode(codec), declared)[0]


@pytest.mark.parametrize(
    "declared", ["foo-8", "zlib", "rot13", "idna", "punycode", "undefined", "cp99999", "a\0b", "_"]
)
def test_i34_a_charset_that_is_none_is_noted_and_the_text_read(declared):
    assert ("café", Defect.CHARSET_GUESSED) == decode("café".encode(), declared)


def test_no_declared_charset_is_no_defect():
    assert ("café", None) == decode("café".encode(), "")


def test_text_that_fits_no_charset_is_marked():
    assert ("a\ufffd\ufffd", Defect.CHARSET_REPLACED) == decode(b"a\x81\x8d", "utf-8")


@pytest.mark.parametrize(
    ("octets", "declared", "text"),
    [
        ("ŵŷ â".encode()[:-1], "utf-8", "ŵŷ \ufffd"),
        ("ŵŷ â".encode()[:-1], "", "ŵŷ \ufffd"),
        ("café".encode("utf-16-le") + b"\x00\xd8!\0", "utf-16le", "café\ufffd!"),
        ("café".encode("utf-16-le")[:-1], "utf-16le", "caf\ufffd"),
    ],
)
def test_i114_one_broken_character_does_not_cost_the_others(octets, declared, text):
    assert (text, Defect.CHARSET_REPLACED) == decode(octets, declared)


@pytest.mark.parametrize("text", ["even", "uneven."])
@pytest.mark.parametrize("declared", ["utf-16", "UTF-16LE", "utf-32"])
def test_i87_plain_letters_are_read_as_letters_though_utf16_was_declared(text, declared):
    assert (text, Defect.CHARSET_GUESSED) == decode(text.encode(), declared)


@pytest.mark.parametrize("declared", ["", "utf-8", "us-ascii", "x-unknown", "windows-1252"])
@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_i87_utf16_is_read_whatever_was_declared(codec, declared):
    assert ("“kill” you", Defect.CHARSET_GUESSED) == decode("“kill” you".encode(codec), declared)


def test_i87_a_declared_utf32_is_not_taken_for_utf16():
    assert ("kill you", None) == decode("kill you".encode("utf-32"), "utf-32")
    assert ("kill you", None) == decode("kill you".encode("utf-32-le"), "utf-32le")


def test_i87_a_few_windows_characters_in_what_is_said_to_be_utf8_are_read():
    assert ("“it” café", Defect.CHARSET_GUESSED) == decode("“it” café".encode("cp1252"), "utf-8")


@given(st.binary(), st.text())
def test_no_octets_and_no_name_make_it_raise(octets, declared):
    assert isinstance(decode(octets, declared)[0], str)
