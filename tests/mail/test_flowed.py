from __future__ import annotations

import pytest

from processor.mail.flowed import rejoin


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a \nb\nc", "a b\nc", id="flowed-and-fixed"),
        pytest.param("> a \n> b\n>> c \n>> d", "> a b\n>> c d", id="levels"),
        pytest.param("> a \nb", "> a\nb", id="no-paragraph-across-levels"),
        pytest.param("a \n-- \nAmy \nLark", "a\n-- \nAmy Lark", id="signature-is-never-joined"),
        pytest.param(" From here\n >not quoted", "From here\n>not quoted", id="stuffed"),
        pytest.param("a \n\nb", "a \nb", id="blank-line-ends-it"),
        pytest.param("a ", "a", id="nothing-follows"),
        pytest.param("", "", id="empty"),
        pytest.param(">\n> a", ">\n> a", id="blank-quoted-line"),
    ],
)
def test_lines_are_rejoined_as_the_rfc_says(text, expected):
    assert expected == rejoin(text, delete_space=False)


def test_delsp_takes_the_space_of_the_break_away():
    assert "kirkbourne" == rejoin("kirk \nbourne", delete_space=True)


def test_a_line_end_at_the_end_stays():
    assert "a\n" == rejoin("a\n", delete_space=False)
