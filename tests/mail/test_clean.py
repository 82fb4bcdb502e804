from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.mail.clean import MAX_LINE, clean_line, clean_text

any_text = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nBcc: eve@evil.example", "a Bcc: eve@evil.example"),
        ("\x00a\x1b[31mb\x7f", "a [31mb"),
        ("in\u202evoice", "invoice"),
        ("ad\u200bmin\ufeff", "admin"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("half \ud800", "half \ufffd"),
        ("café 🏠", "café 🏠"),
    ],
)
def test_a_line_holds_nothing_that_acts_or_hides(raw, clean):
    assert clean == clean_line(raw)


def test_a_line_is_cut_at_the_longest_line_of_mail():
    assert MAX_LINE == len(clean_line("x" * 5000))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("tab\tstays", "tab\tstays"),
        ("nul\x00bell\x07del\x7f", "nul\u2400bell\u2407del\u2421"),
        ("c1\x92", "c1\ufffd"),
        ("half \udfff", "half \ufffd"),
        ("👩\u200d👧 \u202eword", "👩\u200d👧 \u202eword"),
    ],
)
def test_a_text_keeps_its_words_and_shows_its_controls(raw, clean):
    assert clean == clean_text(raw)


@given(any_text)
def test_cleaning_a_line_twice_changes_nothing(text):
    assert clean_line(text) == clean_line(clean_line(text))


@given(any_text)
def test_cleaning_a_text_twice_changes_nothing(text):
    assert clean_text(text) == clean_text(clean_text(text))


@given(any_text)
def test_clean_values_can_be_stored_anywhere(text):
    for cleaned in (clean_line(text), clean_text(text)):
        assert "\0" not in cleaned
        assert cleaned == cleaned.encode("utf-8").decode("utf-8")
