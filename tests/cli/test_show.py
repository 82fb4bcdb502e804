from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from processor.cli import show


@pytest.mark.parametrize("bad", ["\x1b[31m", "\x07", "\r", "\x9b", "\u202e", "\u2066", "\x00"])
def test_no_character_is_left_that_a_terminal_obeys(bad):
    assert show.printable(f"a{bad}b").startswith("a\N{REPLACEMENT CHARACTER}")
    assert bad[0] not in show.printable(f"a{bad}b")


def test_lines_and_letters_of_every_script_stay():
    assert show.printable("Ŵyn\n李\n😀") == "Ŵyn\n李\n😀"


def test_a_cell_is_plain_text(capsys):
    show.table(("one",), [("[bold]x[/bold] \x1b[1m",)])

    printed = capsys.readouterr().out
    assert "[bold]x[/bold] \N{REPLACEMENT CHARACTER}[1m" in printed
    assert "\x1b" not in printed


def test_moments_are_shown_as_the_councils_clocks_show_them():
    zone = ZoneInfo("Europe/London")

    assert show.moment(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), zone) == "02 Jul 2026 00:30"
    assert show.moment(None, zone) == ""
