from __future__ import annotations

import pytest

from processor.mail.defects import Defect
from processor.mail.html import content_ids, to_text


def test_i10_markup_becomes_the_words_a_person_reads():
    text, defect = to_text("<p>A <b>brick</b> &amp; a note.</p><p>He said:<br>be quiet</p>")

    assert "A brick & a note.\n\nHe said:\nbe quiet" == text.text
    assert None is defect


def test_scripts_and_styles_are_no_words():
    assert "seen" == to_text("<style>p {x: y}</style><script>bad()</script><p>seen</p>")[0].text


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div>" * 300 + "the threat", id="deeper-than-inscriptis-reads"),
        pytest.param("<table><tr><td>" * 90 + "the threat", id="nested-tables"),
        pytest.param("<div>" * 40_000 + "the threat", id="deeper-than-lexbor-is-fast"),
        pytest.param("<a " * 66_000 + "the threat", id="open-tags"),
        pytest.param("<b>x</b>" * 100_000 + "the threat", id="large"),
        pytest.param('<?xml version="1.0" encoding="utf-8"?><p>the threat</p>', id="xml"),
        pytest.param("\0<p>the\0 threat</p>".replace("\0", ""), id="nul"),
        pytest.param("the threat", id="no-markup"),
    ],
)
def test_text_is_found_at_any_depth(markup):
    assert to_text(markup)[0].text.rstrip().endswith("the threat")


def test_markup_that_is_only_stripped_is_noted():
    assert Defect.HTML_SIMPLIFIED is to_text("<div>" * 40_000)[1]


@pytest.mark.parametrize("markup", ["", " ", "<", "<!--", "<![CDATA[", "<p", "&#xD800;", "&#0;"])
def test_broken_markup_never_raises(markup):
    assert isinstance(to_text(markup)[0].text, str)


def test_the_pictures_that_a_text_shows_are_known():
    assert {"logo@x", "a&b"} == content_ids("<img src=\"cid:logo@x\"><img src='cid:a&amp;b'>")
