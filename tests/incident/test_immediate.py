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
        "A van is crawling along behind her. She's gone into the porch at no. 14.",
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


@pytest.mark.parametrize(
    "text",
    [
        "There's a man who keeps walking behind me on my run.",
        "A gentleman who did not leave his name rang the ward telephone.",
        "His wife's just been told it's back, so he was upset.",
    ],
)
def test_a_habit_or_a_turn_of_speech_puts_nobody_there(text):
    assert "I1" not in values(read(text).rules)


@pytest.mark.parametrize(
    "text",
    [
        'A text says "got the 12 bore in the truck, see you at the top gate".',
        "Somebody just showed me a knife in his belt.",
        'He wrote "bringing a blade to the hustings tonight".',
    ],
)
def test_a_weapon_seen_or_on_its_way_is_immediate(text):
    assert "I4" in values(read(text).rules)


@pytest.mark.parametrize(
    "text",
    [
        "He told the room he keeps two shotguns in the cabinet at home.",
        'He wrote "I have taken up the crossbow since we last spoke".',
    ],
)
def test_a_weapon_somebody_says_they_own_is_urgent(text):
    rules = values(read(text).rules)

    assert "U5" in rules
    assert "I4" not in rules


def test_grave_harm_with_a_time_is_immediate():
    text = 'He said "vote for that quarry tonight and I will break both your legs".'

    assert "I3" in values(read(text).rules)


def test_a_slap_with_a_time_is_not():
    rules = values(read('He said "I will slap you tonight".').rules)

    assert "U1" in rules
    assert "I3" not in rules
