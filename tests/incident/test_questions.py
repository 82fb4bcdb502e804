"""What fires on its own words, and not where the reporter explains it away."""

from __future__ import annotations

import pytest

from tests.support.messages import read, values


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("I2", "They have us kettled against the wall of the leisure centre."),
        ("I2", "Councillor Mair has been pushed down the steps and cannot stand up."),
        ("I5", "Somebody has lit the hay bales behind the house."),
        ("I6", "He has walked off with my mum, she has dementia."),
        ("I7", "I had the rope out of the garage and put it back."),
    ],
)
def test_danger_told_in_plain_words_fires_its_rule(rule, text):
    assert rule in values(read(text).rules)


@pytest.mark.parametrize(
    "text",
    [
        "We are stuck in a loop with the switchboard.",
        "The white powder on the table turned out to be icing sugar.",
        "The suicide prevention plan was approved.",
        "She collected my daughter from school as arranged.",
    ],
)
def test_its_harmless_neighbours_fire_nothing_immediate(text):
    assert not [rule for rule in values(read(text).rules) if rule.startswith("I")]
