from __future__ import annotations

import pytest

from tests.support.messages import read, values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('He said "do your job" twice.', ["do your job"]),
        ("He said “do your job” twice.", ["do your job"]),
        ("He said 'you're a fool' twice.", ["you're a fool"]),
        ('He said "first" and "second" and "first".', ["first", "second"]),
        ('I said "can I help you" and he laughed.', []),
        ('A page called "Local Talk" had it.', []),
        ("He doesn't like the council's plan.", []),
    ],
)
def test_words_are_given_directly_or_not_at_all(text, words):
    assert words == values(read(text).exact_words)


def test_forwarded_words_are_exact_without_greeting_heading_and_name():
    reading = read(
        "See below.",
        forwarded="From: Bo Stray <bo@stray.example>\nSubject: Bins\n\n"
        "Cllr Quill, you are a doddering goat.\n\nBo",
    )

    assert values(reading.exact_words) == ["you are a doddering goat."]
