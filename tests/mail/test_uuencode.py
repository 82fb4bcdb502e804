from __future__ import annotations

import binascii

import pytest

from processor.mail.uuencode import MAX_FILES, uuencoded_files

BLOCK = "begin 644 a.txt\n#86)C\n`\nend\n"


def test_a_whole_block_is_a_file():
    assert [("a.txt", b"abc")] == list(uuencoded_files(f"See.\n{BLOCK}Bye."))


def test_a_file_of_many_lines_comes_out_as_it_went_in():
    content = bytes(range(256)) * 3
    lines = "".join(
        binascii.b2a_uu(content[n : n + 45], backtick=True).decode()
        for n in range(0, len(content), 45)
    )

    assert [("x", content)] == list(uuencoded_files(f"begin 0644 x\n{lines}`\nend"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("begin 644 a.txt\n#86)C\n`\n", id="no-end"),
        pytest.param("begin 644 a.txt\nHe came in at six.\nend", id="words"),
        pytest.param("begin 644 a.txt\n#86\n`\nend", id="cut-line"),
        pytest.param("begin 644 a.txt\nend", id="empty"),
        pytest.param("begin 644 \n#86)C\n`\nend", id="no-name"),
        pytest.param("I begin 644 a.txt\n#86)C\n`\nend", id="not-at-the-start"),
    ],
)
def test_what_is_not_whole_is_words(text):
    assert [] == list(uuencoded_files(text))


def test_the_number_of_files_is_bounded():
    assert MAX_FILES == len(list(uuencoded_files(BLOCK * (MAX_FILES + 5))))
