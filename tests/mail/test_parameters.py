from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.mail.parameters import (
    MAX_FILENAME,
    clean_filename,
    read_disposition,
    read_media_type,
)


@pytest.mark.parametrize(
    ("field", "media_type"),
    [
        ("", "text/plain"),
        ("Text/HTML; charset=utf-8", "text/html"),
        ("text", "text/plain"),
        ("nonsense", "application/octet-stream"),
        ("text/plain\0", "text/plain"),
        ("image/png <script>", "application/octet-stream"),
    ],
)
def test_a_media_type_is_one_that_can_be_shown(field, media_type):
    assert media_type == read_media_type(field, "text/plain")[0]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ('attachment; filename="note.jpg"', "note.jpg"),
        ("attachment; filename=note.jpg", "note.jpg"),
        ("attachment; filename*=UTF-8''caf%C3%A9.jpg", "café.jpg"),
        ('attachment; filename*0="long"; filename*1="er.jpg"', "longer.jpg"),
        ("attachment; filename*0*=utf-8''%C3; filename*1*=%A9.jpg", "é.jpg"),
        ("attachment; filename*=idna''a%C3%A9", "aé"),
        ("attachment; filename*=\0''a", "a"),
    ],
)
def test_a_file_name_is_read_in_each_of_its_forms(field, name):
    disposition, parameters = read_disposition(field)

    assert ("attachment", name) == (disposition, parameters["filename"])


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../../../tmp/evil", "evil"),
        ("/etc/cron.d/x", "x"),
        ("C:\\Windows\\system.ini", "system.ini"),
        ("\\\\host\\share\\a.doc", "a.doc"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("console.txt", "console.txt"),
        ("a\r\nX: y\0.exe", "a X_ y .exe"),
        ("in\u202egpj.exe", "ingpj.exe"),
        (".htaccess", "htaccess"),
        ("..", ""),
        ("", ""),
        ("=?utf-8?q?caf=C3=A9.jpg?=", "café.jpg"),
        ("noextension", "noextension"),
    ],
)
def test_i83_a_name_is_a_label_and_never_a_path(name, cleaned):
    assert cleaned == clean_filename(name)


def test_i83_a_long_name_keeps_its_extension():
    cleaned = clean_filename("x" * 5000 + ".png")

    assert len(cleaned) <= MAX_FILENAME
    assert cleaned.startswith("xxx")


def test_a_name_just_too_long_keeps_its_extension():
    assert clean_filename("x" * 300 + ".png").endswith("x.png")


@given(st.text(st.characters(exclude_categories=())))
def test_no_field_makes_it_raise_and_no_name_is_a_path(text):
    kind, parameters = read_media_type(text, "text/plain")
    names = [clean_filename(value) for value in (text, *parameters.values())]

    assert "/" in kind
    assert not any("/" in name or "\\" in name or name.startswith(".") for name in names)


@pytest.mark.parametrize("odd", ["filename*=a; filename*0=b", "filename*0=a; filename*=b"])
def test_i83_forms_that_cannot_be_put_in_order_are_left_out(odd):
    field = f"attachment; {odd}; filename=note.jpg; size=3"

    assert ("attachment", {"filename": "note.jpg", "size": "3"}) == read_disposition(field)


FORMS = [
    *("; name", "*", "*0", "*1*", "=", "a", '"', "utf-8''%C3", " ", "\t", "b"),
    *"0123456789%'",
]


@given(st.lists(st.sampled_from(FORMS), max_size=30).map("".join))
def test_no_mixture_of_forms_makes_it_raise(text):
    assert read_disposition(f"attachment; name*{text}")[0] != ""


@given(st.text("a*0123456789=;\"' \\%\0-", max_size=60))
def test_no_odd_parameter_makes_it_raise(text):
    assert read_disposition(f"attachment; filename{text}")[0] != ""
