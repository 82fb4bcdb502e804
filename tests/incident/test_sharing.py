from __future__ import annotations

from itertools import product

import pytest

from processor.incident.model import Sharing
from processor.incident.reading import Level, Wish
from processor.incident.sharing import MATRIX, share
from tests.support.reports import found, reading

# Written from the paper, cell by cell, not from the code: what a proven sender's report does.
PAPER = """
wish                 IMMEDIATE  URGENT  STANDARD               LOG_ONLY
report_it            send       send    send                   send
pass_for_information send       send    send_information_copy  log
not_stated           send       send    send                   log
advice_only          hold       hold    hold                   log
log_only_no_police   hold       hold    hold                   log
"""
LEVELS = ("immediate", "urgent", "standard", "log_only")
CELLS = [
    (line.split()[0], level, cell)
    for line in PAPER.strip().splitlines()[1:]
    for level, cell in zip(LEVELS, line.split()[1:], strict=True)
]
SAID_NO = (Wish.ADVICE_ONLY, Wish.LOG_ONLY_NO_POLICE)


def shared(wish, level, *rules, notice=True):
    one = reading(
        level=Level(level),
        wish=None if wish == "not_stated" else found(Wish(wish)),
        rules=tuple(found(rule) for rule in rules),
    )
    return share(one, not_stated_sends=notice)


@pytest.mark.parametrize(("wish", "level", "expected"), CELLS)
def test_with_a_published_notice_each_cell_is_as_on_paper(wish, level, expected):
    assert (Sharing(expected), "matrix") == shared(wish, level)


@pytest.mark.parametrize(("wish", "level", "expected"), CELLS)
def test_without_one_only_silence_at_standard_changes_and_is_asked_about(wish, level, expected):
    if (wish, level) == ("not_stated", "standard"):
        assert (Sharing.HOLD, "not-stated") == shared(wish, level, notice=False)
    else:
        assert (Sharing(expected), "matrix") == shared(wish, level, notice=False)


def test_every_cell_is_tried():
    assert set(product(Wish, Level)) == {(Wish(wish), Level(level)) for wish, level, _ in CELLS}
    assert set(MATRIX) == set(Wish)


@pytest.mark.parametrize("notice", [True, False])
@pytest.mark.parametrize("wish", Wish)
@pytest.mark.parametrize("level", Level)
def test_i7_is_never_sent_whatever_was_wished_and_whatever_else_fired(wish, level, notice):
    for rules in (("I7",), ("I1", "I7", "U1")):
        expected = (Sharing.HOLD, "self-harm")
        assert expected == shared(wish.value, level.value, *rules, notice=notice)


@pytest.mark.parametrize("notice", [True, False])
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("wish", SAID_NO)
def test_a_stated_no_is_never_sent(wish, level, notice):
    sharing, _ = shared(wish.value, level.value, notice=notice)

    assert sharing in (Sharing.HOLD, Sharing.LOG)
