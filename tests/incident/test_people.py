from __future__ import annotations

import pytest

from tests.support.messages import read, values


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A man called Lee Brathe stood there.", ["Lee Brathe"]),
        ("Martin Garsed has sent near enough the same email.", ["Martin Garsed"]),
        ("Two emails from Norman Sykesworth this week.", ["Norman Sykesworth"]),
        ("Ada Quill said so.", []),
        ("It was Cllr Mick Sugdale who left.", []),
        ("I met Inspector Dale Orchard.", []),
        ("A man shouted.", []),
    ],
)
def test_a_name_is_taken_only_where_the_words_make_somebody_a_suspect(text, names):
    assert names == values(read(text).suspect_names)


def test_the_author_of_a_forwarded_mail_is_named():
    reading = read("See below.", forwarded="From: Bo Stray <bo@stray.example>\n\nYou will see.")

    assert values(reading.suspect_names) == ["Bo Stray"]


def test_a_subject_that_is_only_a_name_names_them():
    assert values(read("Him.", subject="Norman Sykesworth").suspect_names) == ["Norman Sykesworth"]
