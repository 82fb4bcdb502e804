from __future__ import annotations

from datetime import date

import pytest

from processor.incident.sentences import current_year, is_asked, sentence


@pytest.mark.parametrize(("at", "year"), [(date(2026, 1, 9), 2025), (date(2026, 11, 9), 2026)])
def test_december_is_not_past_in_january(at, year):
    assert year == current_year(at)


def test_a_sentence_ends_at_its_stop_or_at_a_blank_line():
    text = "One thing. Another thing\n\nA third"
    start = text.index("Another")

    begin, end = sentence(text, start, start + 7)

    assert text[begin:end].strip() == "Another thing"


@pytest.mark.parametrize(
    ("text", "asked"), [("Is he here?", True), ('(was it "him?")', True), ("He is here.", False)]
)
def test_a_question_is_one_within_brackets_and_quotation_marks_too(text, asked):
    assert asked is is_asked(text, 0, len(text))
