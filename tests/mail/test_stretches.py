from __future__ import annotations

import pytest

from processor.mail.stretches import Stretch, joined, quoted_as_in

THREAT = "I know which gate is yours."


def words(stretch):
    return [stretch.text[start:end] for start, end in stretch.quoted]


def test_joined_stretches_keep_their_quotations():
    one = Stretch("a quoted", ((2, 8),))

    assert ["quoted", "quoted"] == words(joined([one, Stretch(" "), one]))


def test_a_quotation_is_found_again_in_the_plain_version_with_its_marks():
    plain = f"See.\n\n> {THREAT}\n\nHelp."

    assert [f"> {THREAT}"] == words(quoted_as_in(plain, Stretch(f"See. {THREAT}", ((5, 32),))))


@pytest.mark.parametrize(
    "plain",
    [
        pytest.param("See. I know which house is yours.", id="other-words"),
        pytest.param(f"{THREAT} {THREAT}", id="twice"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_not_there_once_is_not_quoted(plain):
    assert () == quoted_as_in(plain, Stretch(THREAT, ((0, 27),))).quoted


def test_a_few_words_are_too_few_to_be_found_again():
    assert () == quoted_as_in("Yes. He is back.", Stretch("He is back.", ((0, 11),))).quoted
