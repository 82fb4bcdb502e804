from __future__ import annotations

import pytest

from processor.codes import load_labelled
from processor.incident.learned import Labelled, Learned, features, labelled_of, learned_of, nearest
from tests.support.reports import CODES

MODEL = Learned(
    offsets={"weapon": -0.5}, weights={"sword": {"weapon": 2.0}, "toy": {"weapon": -3.0}}
)


def test_a_sign_is_shown_where_its_weights_outweigh_its_offset():
    assert ["weapon"] == list(MODEL.signs_in("he had a sword"))


def test_words_against_a_sign_outweigh_those_for_it():
    assert [] == list(MODEL.signs_in("he had a toy sword"))


def test_a_sentence_of_unknown_words_shows_nothing():
    assert [] == list(MODEL.signs_in("the bins were not emptied"))


def test_an_empty_sentence_shows_nothing():
    assert [] == list(MODEL.signs_in(""))


def test_features_are_words_without_endings_their_pairs_and_the_parts_of_long_words():
    assert {"he", "shout", "he shout", "~shou", "~hout"} == features("he shouted")


def test_a_sentence_in_which_somebody_is_quoted_has_a_feature_of_its_own():
    assert '"' in features('he said "go"')


def test_a_model_is_read_from_its_file():
    model = learned_of("weapon -0.50\n\nsword\tweapon 2.0\ntoy\tweapon -3.0\n")

    assert model == MODEL


@pytest.mark.parametrize(
    "text", ["weapon x\n\n", "weapon -1\n\nsword\tweapon\n", "weapon -1\n\nsword"]
)
def test_a_file_that_is_no_model_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the words are Python's own
        learned_of(text)


def test_the_nearest_example_shares_most_words():
    examples = labelled_of(
        "weapon\tHe had a sword.\nweapon\tShe waved a gun at us.\nnone\tHe waved.\n"
    )

    assert examples[1] == nearest("she waved a knife at us.", examples, "weapon")


def test_there_is_no_nearest_example_of_a_sign_that_nobody_labelled():
    assert (
        nearest("he ran", (Labelled(sentence="He ran.", signs=frozenset({"none"})),), "fire")
        is None
    )


def test_the_shipped_model_knows_no_sign_that_could_lower_a_level():
    lowering = {"calm", "insult", "explained", "secured", "polite"}

    assert CODES.learned.offsets
    assert lowering.isdisjoint(CODES.learned.offsets)


def test_every_sign_of_the_shipped_model_has_labelled_sentences():
    labelled = {sign for example in load_labelled() for sign in example.signs}

    assert set(CODES.learned.offsets) <= labelled
