from __future__ import annotations

import pytest

from tests.support.messages import read, values


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ('He wrote "I will kill you".', "THREAT_LIFE"),
        ('He wrote "I will break your legs".', "THREAT_OTHER"),
        ("He spat in my face.", "ASSAULT"),
        ("There is a fake account in my name.", "IMPERSONATE"),
        ("They posted my home address.", "DOX"),
        ("All four tyres on my car were slashed.", "DAMAGE"),
        ("The garage found a tracker under it.", "HACK"),
        ("I had to adjourn for twenty minutes.", "DISORDER"),
        ("Three silent calls to my mobile.", "HARASS"),
        ("He has sent five complaints about the lane.", "PERSISTENT"),
        ("He called me a windbag. Just for the log.", "OTHER"),
        ("Please see the picture.", "UNCLEAR"),
        ("", "UNCLEAR"),
    ],
)
def test_the_leading_category_is_what_the_words_show(text, category):
    assert category == read(text).primary_category


def test_at_most_three_categories_are_named():
    text = 'He spat in my face, slashed my tyres and wrote "I will kill you, you dirty paki".'

    assert len(values(read(text).categories)) == 3
