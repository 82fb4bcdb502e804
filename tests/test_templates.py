from __future__ import annotations

import logging

import pytest

from processor.errors import SettingsError
from processor.incident.model import Purpose
from processor.incident.samples import sample_letters
from processor.shipped import shipped
from processor.templates import MAX_BYTES, Templates

SECRET = "Zebedee"
NOTICE = {"council": SECRET, "police_website": "https://police.example"}


def councils(folder, name, content):
    """Templates of a council that has put `content` in the place of `name`."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return Templates.load(folder)


def test_every_letter_is_a_folder_of_three_files():
    for purpose in Purpose:
        for part in ("subject.txt", "body.txt", "body.html"):
            assert shipped("templates", purpose, part).is_file()


def test_the_shipped_templates_have_no_problems():
    assert Templates.load(None).problems() == []


def test_every_letter_is_filled_for_a_full_and_a_bare_report():
    letters = list(sample_letters(Templates.load(None).render))

    assert {letter.purpose for letter in letters} == set(Purpose)
    for letter in letters:
        assert letter.message.text.strip()
        assert letter.message.html.startswith("<!doctype html>")
        assert "None" not in letter.message.text.replace("None found", "")


def test_values_are_escaped_on_pages_and_only_there():
    templates = Templates.load(None)
    values = {"council": "A & <B>", "police_website": "x"}

    assert templates.render("safety_notice/subject.txt", values) == "Your email to A & <B>\n"
    page = templates.render("safety_notice/body.html", {"subject": "<i>", "blocks": ()})
    assert "<title>&lt;i&gt;</title>" in page


def test_i90_values_are_never_templates():
    found = Templates.load(None).render(
        "safety_notice/subject.txt", {"council": "{{ 7 * 7 }}{% raw %}"}
    )

    assert found == "Your email to {{ 7 * 7 }}{% raw %}\n"


def test_a_council_changes_one_file_and_keeps_the_rest(tmp_path):
    templates = councils(tmp_path, "safety_notice/subject.txt", "Our words")

    assert templates.render("safety_notice/subject.txt", {}) == "Our words"
    assert "999" in templates.render("safety_notice/body.txt", NOTICE)
    assert templates.problems() == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{{ coucnil }}", "'coucnil' is undefined"),
        ("{% if %}", "line 1"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{% for n in range(99999) %}aaaaaaaaaa{% endfor %}", "too long"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_f74_f75_a_faulty_template_is_named_at_check_and_replaced_at_work(
    tmp_path, content, expected
):
    templates = councils(tmp_path, "safety_notice/subject.txt", content)

    problems = templates.problems()

    assert len(problems) == 1
    assert problems[0].startswith("templates/safety_notice/subject.txt")
    assert expected in problems[0]
    assert f"Your email to {SECRET}\n" == templates.render("safety_notice/subject.txt", NOTICE)


def test_a_fault_is_logged_without_a_word_of_the_message(tmp_path, caplog):
    templates = councils(tmp_path, "safety_notice/subject.txt", "{{ {}[council] }}")

    with caplog.at_level(logging.ERROR):
        templates.render("safety_notice/subject.txt", NOTICE)

    assert "safety_notice/subject.txt" in caplog.text
    assert SECRET not in caplog.text


def test_a_file_that_is_no_letter_of_ours_is_named(tmp_path):
    templates = councils(tmp_path, "acknowledgment/body.txt", "misspelt")

    assert templates.problems() == [
        "templates/acknowledgment/body.txt: no letter of ours has this file. Remove or rename it."
    ]


def test_notes_beside_the_templates_are_no_fault(tmp_path):
    assert councils(tmp_path, "README.md", "ours").problems() == []


def test_a_letter_that_fails_even_as_shipped_is_an_error_without_words():
    with pytest.raises(SettingsError) as caught:
        Templates.load(None).render("safety_notice/subject.txt", {"coucnil": SECRET})

    assert SECRET not in str(caught.value)
    assert "templates/safety_notice/subject.txt" in str(caught.value)


def test_a_letter_that_does_not_exist_is_an_error():
    with pytest.raises(SettingsError):
        Templates.load(None).render("no_such/body.txt", {})


def test_the_limit_counts_octets(tmp_path):
    templates = councils(tmp_path, "safety_notice/subject.txt", "{{ council }}")

    most = "\u20ac" * (MAX_BYTES // 3)

    assert most == templates.render("safety_notice/subject.txt", {"council": most})
    with pytest.raises(SettingsError):
        templates.render("safety_notice/subject.txt", {"council": most + "\u20ac"})
