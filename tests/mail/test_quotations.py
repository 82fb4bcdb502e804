from __future__ import annotations

import pytest

from processor.mail.html import to_text


def quoted(markup):
    """What the markup says is quoted, and the rest of the text."""
    stretch, _defect = to_text(markup)
    rest = stretch.text
    for start, end in reversed(stretch.quoted):
        rest = rest[:start] + rest[end:]
    return " ".join(" ".join(stretch.text[a:b] for a, b in stretch.quoted).split()), rest.split()


@pytest.mark.parametrize(
    "element",
    [
        "<blockquote type=cite>Q</blockquote>",
        "<blockquote class='gmail_quote'>Q</blockquote>",
        "<div class='gmail_quote'>Q</div>",
        "<div class='protonmail_quote'>Q</div>",
        "<div class='yahoo_quoted'>Q</div>",
        "<div class='moz-forward-container'>Q</div>",
        "<div id='mail-editor-reference-message-container'>Q</div>",
        "<span id='OLK_SRC_BODY_SECTION'><div>Q</div></span>",
    ],
)
def test_an_element_of_a_mail_program_is_quoted_and_what_follows_is_not(element):
    assert ("Q", ["mine", "below"]) == quoted(f"<p>mine</p>{element}<p>below</p>")


@pytest.mark.parametrize(
    "element",
    [
        "<hr><div id='divRplyFwdMsg'>Q</div>",
        (
            "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><b>F:</b> a@b.example<br>"
            "<b>S:</b> x<br><b>T:</b> y</div>"
        ),
    ],
)
def test_what_outlook_puts_above_a_mail_reaches_to_the_end(element):
    found, rest = quoted(f"<p>mine</p>{element}<p>more</p>")

    assert found.endswith("more")
    assert ["mine"] == rest


@pytest.mark.parametrize(
    "markup",
    [
        "<blockquote>a threat set off by hand</blockquote>",
        "<div style='border-top:1px'>a box</div>",
        "<div style='border-top:1px'><b>When:</b> a<br><b>Where:</b> b<br><b>Who:</b> c</div>",
        "<table><tr><td>mine</td><td><blockquote type=cite>Q</blockquote></td></tr></table>",
        "<p>gmail_quote</p>",
        "<blockquote type=cite>Q</blockquote>" * 300,
    ],
)
def test_in_doubt_nothing_is_quoted(markup):
    assert () == to_text(markup)[0].quoted


def test_answers_between_quotations_are_not_quoted():
    markup = (
        "<div class=gmail_quote><div class=gmail_attr>On x wrote:</div>"
        "<blockquote>one?</blockquote><div>yes</div><blockquote class=gmail_quote>two?</blockquote>"
        "<div>no</div></div>"
    )

    assert ("On x wrote: two?", ["one?", "yes", "no"]) == quoted(markup)


def test_a_quotation_in_a_quotation_is_one():
    inner = "<blockquote type=cite>b</blockquote>"

    assert ("a b c", ["d"]) == quoted(f"<blockquote type=cite>a{inner}c</blockquote>d")


def test_the_marks_never_reach_the_text():
    markup = "<blockquote type=cite>\ufdd0a\ufdd1</blockquote>&#xfdd0;b"
    text = to_text(markup)[0].text

    assert not {"\ufdd0", "\ufdd1"} & set(text)
