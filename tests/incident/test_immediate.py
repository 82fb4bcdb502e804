"""Whether somebody is there now, and whether they have gone."""

from __future__ import annotations

import pytest

from tests.support.messages import read, values


@pytest.mark.parametrize(
    "text",
    [
        "Mr Pargeter is in the room with me. Everyone else from the waiting area has gone home.",
        "There is a car at my gate. It is still there as I write.",
        "He's in the car park waiting for me to come out.",
    ],
)
def test_somebody_is_there_now(text):
    assert "I1" in values(read(text).rules)


@pytest.mark.parametrize(
    "text",
    [
        "He was outside my house and banging on the door, but he has gone now.",
        "A post about me went up on the community page. It is still there as I write.",
    ],
)
def test_nobody_is_there_who_has_left_nor_a_post_that_stays(text):
    assert "I1" not in values(read(text).rules)
