from __future__ import annotations

from processor.incident.layout import Block, blocks


def test_headings_lists_and_paragraphs_are_told_apart():
    text = "One.\nTwo.\n\nHeading\n-------\n- first\n- second\n\n\nLast.\n"

    assert blocks(text) == (
        Block("paragraph", ("One.", "Two.")),
        Block("heading", ("Heading",)),
        Block("list", ("first", "second")),
        Block("paragraph", ("Last.",)),
    )


def test_an_item_among_sentences_is_no_list():
    assert blocks("One.\n- two") == (Block("paragraph", ("One.", "- two")),)


def test_nothing_has_no_blocks():
    assert blocks("\n \n") == ()
