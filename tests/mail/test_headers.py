from __future__ import annotations

from processor.mail.defects import Defect
from processor.mail.headers import MAX_BLOCK_BYTES, MAX_FIELD_BYTES, MAX_NAME, read_block


def read(octets):
    return read_block(octets, 0, len(octets))


def test_fields_come_in_order_with_lower_case_names_and_unfolded_values():
    block = read(b"From: a@b.example\r\nSUBJECT: one\r\n\ttwo\r\n  three\r\n\r\nbody")

    assert [("from", "a@b.example"), ("subject", "one\ttwo  three".replace("\t", " "))] == [
        (field.name, field.value) for field in block.fields
    ]
    assert block.end == len(b"From: a@b.example\r\nSUBJECT: one\r\n\ttwo\r\n  three\r\n\r\n")
    assert block.defects == ()


def test_bare_line_feeds_are_read_like_crlf():
    block = read(b"From: a@b.example\nTo: c@d.example\n\nbody")

    assert ("a@b.example", "c@d.example") == (
        block.first("from").strip(),
        block.first("to").strip(),
    )
    assert block.defects == ()


def test_i14_the_line_of_an_mbox_is_skipped():
    block = read(b"From amy Thu Jan 29 16:30:12 2026\r\nFrom: a@b.example\r\n\r\n")

    assert ["from"] == [field.name for field in block.fields]


def test_i12_a_line_that_is_no_field_begins_the_body():
    octets = b"From: a@b.example\r\nHelp me\r\n\r\nmore"
    block = read(octets)

    assert b"Help me\r\n\r\nmore" == octets[block.end :]
    assert (Defect.NO_HEADER_SEPARATOR,) == block.defects


def test_i15_a_bare_carriage_return_is_a_defect_and_no_new_field():
    block = read(b"Subject: t\rBcc: evil@x.example\r\n\r\n")

    assert ["subject"] == [field.name for field in block.fields]
    assert "t Bcc: evil@x.example" == block.fields[0].value
    assert (Defect.MIXED_LINE_ENDS,) == block.defects


def test_i15_crlf_and_bare_lf_in_one_header_are_a_defect():
    assert (Defect.MIXED_LINE_ENDS,) == read(b"A: b\r\nC: d\n\r\n").defects


def test_i16_too_many_fields_end_the_reading_and_the_body_is_still_found():
    octets = b"X: y\r\n" * 100_000 + b"\r\nbody"
    block = read(octets)

    assert b"body" == octets[block.end :]
    assert (Defect.HEADER_TOO_LARGE,) == block.defects


def test_i17_a_field_too_long_is_cut():
    block = read(b"Subject: " + b"a" * (MAX_FIELD_BYTES + 10) + b"\r\n\r\n")

    assert len(block.fields[0].raw) <= MAX_FIELD_BYTES
    assert (Defect.HEADER_TOO_LARGE,) == block.defects


def test_i16_a_block_too_large_is_left_at_its_blank_line():
    octets = (b"X: " + b"y" * 50_000 + b"\r\n") * (MAX_BLOCK_BYTES // 50_000 + 2) + b"\r\nbody"
    block = read(octets)

    assert b"body" == octets[block.end :]
    assert Defect.HEADER_TOO_LARGE in block.defects


def test_i38_octets_that_are_no_utf8_become_replacement_marks():
    block = read(b"Subject: caf\xe9\r\n\r\n")

    assert "caf\ufffd" == block.fields[0].value
    assert (Defect.RAW_8BIT_HEADER,) == block.defects


def test_i39_a_field_with_a_blank_before_its_colon_is_not_found_by_its_name():
    block = read(b"From : a@b.example\r\n\r\n")

    assert () == block.all("from")
    assert (Defect.SPACE_BEFORE_COLON,) == block.defects


def test_the_reader_stays_within_its_bounds():
    octets = b"A: b\r\nC: d\r\n\r\nE: f"

    assert ["a"] == [field.name for field in read_block(octets, 0, 6).fields]


def test_i16_a_name_longer_than_a_line_is_cut():
    block = read(b"x" * 10_000 + b": y\r\n\r\n")

    assert [("x" * MAX_NAME, "y")] == [(field.name, field.value) for field in block.fields]
    assert (Defect.HEADER_TOO_LARGE,) == block.defects
