from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.incident.reference import POSSIBLE, check_character, make_reference, normalise

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBERS = st.integers(min_value=0, max_value=POSSIBLE - 1)


def luhn(body: str) -> str:
    """Luhn mod N, by adding up digits as the paper describes it."""
    total = 0
    for place, character in enumerate(body[::-1]):
        value = CROCKFORD.index(character)
        if place % 2 == 0:
            value *= 2
            value = value // 32 + value % 32
        total += value
    return CROCKFORD[(32 - total % 32) % 32]


def test_the_examples_of_the_papers_hold():
    assert "R" == check_character("7F3K9")
    assert "KMB-2026-7F3K9-R" == normalise("KMB-2026-7F3K9-R", "KMB")
    assert "KMB-2026-00000-0" == make_reference("KMB", 2026, 0)


def test_there_are_thirty_three_million_a_year():
    assert 32**5 == POSSIBLE
    assert "KMB-2026-ZZZZZ" == make_reference("KMB", 2026, POSSIBLE - 1)[:-2]


@given(NUMBERS)
def test_a_reference_reads_back_as_itself(number):
    reference = make_reference("KMB", 2026, number)

    assert re.fullmatch(rf"KMB-2026-[{CROCKFORD}]{{5}}-[{CROCKFORD}]", reference)
    assert reference == normalise(reference, "KMB")
    assert luhn(reference[9:14]) == reference[-1]


@given(NUMBERS, NUMBERS)
def test_two_numbers_never_share_a_reference(one, other):
    same = make_reference("KMB", 2026, one) == make_reference("KMB", 2026, other)

    assert (one == other) == same


@given(NUMBERS, st.integers(0, 4), st.sampled_from(CROCKFORD))
def test_one_wrong_character_is_always_noticed(number, place, wrong):
    reference = make_reference("KMB", 2026, number)
    at = 9 + place
    misread = reference[:at] + wrong + reference[at + 1 :]

    assert (misread == reference) == (normalise(misread, "KMB") is not None)


@pytest.mark.parametrize(
    "typed",
    [
        "kmb-2026-7f3k9-r",
        " KMB 2026 7F3K9 R ",
        "KMB20267F3K9R",
        "KMB_2026_7F3K9_R",
        "KMB-2026-7F3K9R\n",
    ],
)
def test_case_blanks_and_hyphens_are_forgiven(typed):
    assert "KMB-2026-7F3K9-R" == normalise(typed, "KMB")


def test_letters_that_are_heard_as_digits_are_forgiven():
    assert "KMB-2026-00110" == (normalise(f"KMB-2026-OOIL0-{luhn('00110')}", "KMB") or "")[:14]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "KMB",
        "KMB-2026-7F3K9-S",
        "KMB-2026-7F3K-R",
        "KMB-26-7F3K9-R",
        "KMC-2026-7F3K9-R",
        "KMB-2026-7F3K9-R-R",
        "KMB-2026-7F3U9-R",
        "\u212aMB-2026-7F3K9-R",
        "KMB-\u0662\u0660\u0662\u0666-7F3K9-R",
        "KMB-2026-\uff17F3K9-R",
    ],
)
def test_what_cannot_be_a_reference_is_none(typed):
    assert normalise(typed, "KMB") is None


@given(st.text(max_size=40))
def test_nothing_that_a_person_types_raises(typed):
    found = normalise(typed, "KMB")

    assert found is None or found.isascii()


def test_a_prefix_is_taken_as_written():
    assert normalise("KXB-2026-7F3K9-R", "K.B") is None
    assert "K.B-2026-7F3K9-R" == normalise("k.b-2026-7f3k9-r", "K.B")
