from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.mail.defects import Defect
from processor.mail.transfer import decode


@given(st.binary())
def test_what_was_encoded_comes_back(octets):
    assert octets == decode(base64.encodebytes(octets), "base64").content


@pytest.mark.parametrize("encoding", ["", "7bit", "8bit", "binary"])
def test_octets_that_were_not_encoded_stay(encoding):
    assert b"a=20\x00" == decode(b"a=20\x00", encoding).content


def test_padding_left_out_is_no_defect():
    decoded = decode(b"SGVsbG8", "base64")

    assert (b"Hello", None) == (decoded.content, decoded.defect)


@pytest.mark.parametrize(
    ("octets", "content", "leftover"),
    [
        (b"SGVsbG8=\r\n\r\nplain threat", b"Hello", b"plain threat"),
        (b"SGVs\r\nplain threat, no padding", b"Hel", b"plain threat, no padding"),
        (b"never base64 at all!", b"", b"never base64 at all!"),
        (b"SGVs\r\nbG\x0b8=", b"Hel", b"bG\x0b8="),
        (b"SGVs bG8=\r\n", b"Hello", b"SGVs bG8="),
    ],
)
def test_i85_words_behind_base64_are_handed_back(octets, content, leftover):
    decoded = decode(octets, "base64")

    assert (content, leftover) == (decoded.content, decoded.leftover)
    assert Defect.UNDECODABLE_BASE64 is decoded.defect


def test_blanks_at_the_ends_of_lines_are_no_defect():
    decoded = decode(b" SGVs \r\n\tbG8= \r\n", "base64")

    assert (b"Hello", None) == (decoded.content, decoded.defect)


def test_i86_broken_quoted_printable_is_read_as_far_as_it_goes():
    decoded = decode(b"a=20b=ZZ c=\r\nd", "quoted-printable")

    assert b"a b=ZZ cd" == decoded.content
    assert Defect.BROKEN_TRANSFER_ENCODING is decoded.defect


def test_i86_an_unknown_encoding_is_left_as_it_is():
    decoded = decode(b"begin 644 a", "x-uuencode")

    assert b"begin 644 a" == decoded.content
    assert Defect.UNKNOWN_TRANSFER_ENCODING is decoded.defect


@given(st.binary(), st.sampled_from(["base64", "quoted-printable", "x-uuencode", ""]))
def test_no_octets_make_it_raise(octets, encoding):
    assert isinstance(decode(octets, encoding).content, bytes)
