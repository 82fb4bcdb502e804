from __future__ import annotations

import pytest

from processor.mail.defects import Defect
from processor.mail.words import decode_words


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain words", "plain words"),
        ("=?utf-8?q?Sin=C3=A9ad_Doherty?=", "Sinéad Doherty"),
        ("=?utf-8?b?w6k=?= and =?iso-8859-1?q?=E9?=", "é and é"),
        ("=?utf-8?b?4oI=?= =?utf-8?b?rA==?=", "€"),
        ("=?utf-8?q?a?= =?utf-8?q?b?= c", "ab c"),
        ("=?utf-8*en?q?tagged?=", "tagged"),
        ("=?utf-8?b?!!!!?=", "=?utf-8?b?!!!!?="),
        ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
    ],
)
def test_encoded_words_are_read_as_people_write_them(raw, shown):
    assert shown == decode_words(raw)[0]


def test_i33_no_encoding_smuggles_a_second_line():
    lines = ("=?utf-8?b?YQ0KQmNjOiB4?=", "=?utf-8?q?a=0D=0ABcc:_x?=", "=?utf-7?q?a+AA0ACg-Bcc:_x?=")

    assert ["a Bcc: x"] * 3 == [decode_words(line)[0] for line in lines]


@pytest.mark.parametrize("charset", ["foo-8", "zlib", "rot13", "idna", "undefined", "utf\0-8"])
def test_i34_a_charset_that_is_none_is_read_as_utf8_and_noted(charset):
    shown, defects = decode_words(f"=?{charset}?q?caf=C3=A9?=")

    assert "café" == shown
    assert (Defect.HEADER_UNDECODABLE,) == defects


def test_a_very_long_subject_is_cut_before_it_is_decoded():
    assert len(decode_words("=?utf-8?q?a?= " * 100_000)[0]) < 1000


def test_i36_a_word_with_what_is_no_base64_is_shown_as_it_is_written():
    assert "=?utf-8?b?Kestrelmoor!?=" == decode_words("=?utf-8?b?Kestrelmoor!?=")[0]
    assert "Brick" == decode_words("=?utf-8?b?QnJp Y2s?=")[0]
