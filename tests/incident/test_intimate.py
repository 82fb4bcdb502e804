from __future__ import annotations

import pytest

from processor.incident.intimate import may_hold_intimate_image
from processor.incident.reading import Part
from tests.support.reports import JPEG, file, files_of, found, reading


def says(text):
    return may_hold_intimate_image(reading(text, texts={Part.BODY: text}))


@pytest.mark.parametrize(
    "text",
    [
        "He sent me a naked photo of himself.",
        "There is a picture of me, faked, without clothes and topless.",
        "They are sharing nudes of my daughter.",
        "An explicit image came by direct message.",
        "A video of a child, undressed, was in the link.",
        "He sent a dick pic.",
        "It looks like child abuse images to me.",
    ],
)
def test_words_about_an_intimate_image_are_enough(text):
    assert says(text)


@pytest.mark.parametrize(
    "text",
    [
        "It was an explicit threat, see the picture.",
        "A photo of my house was posted.",
        "He called me naked ambition. Later a photo of my car appeared.",
        "The video shows him shouting at a meeting.",
        "Private Eye printed a photo.",
    ],
)
def test_other_pictures_are_evidence_like_any(text):
    assert not says(text)


def test_the_category_alone_is_enough():
    assert may_hold_intimate_image(reading(categories=(found("SEXUAL"),)))


def test_the_name_of_a_file_is_enough():
    named = file("my_nude-photo.jpg", JPEG, "image/jpeg")

    assert may_hold_intimate_image(reading(files=files_of(named)))
