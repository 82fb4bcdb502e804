from __future__ import annotations

import json

import pytest

from processor.mail.wire import from_wire, to_wire
from tests.support.mail import bad_input, message_of


@pytest.fixture
def wired():
    octets, contents = to_wire(bad_input("picture_between_texts"))
    return json.loads(octets), contents


def test_a_message_comes_back_as_it_was():
    for message in (message_of(), message_of(From="<>", Date=None), bad_input("malformed_bounce")):
        assert message == from_wire(*to_wire(message))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("headers", [["a", "b", "c"]]),
        ("headers", [["a", "b\r\nBcc: c"]]),
        ("headers", [["a", "x"]] * 20_000),
        ("from", ["not an address", ""]),
        ("from", ["a@b.example", "two\nlines"]),
        ("from", ["a@b.example"]),
        ("subject", "two\nlines"),
        ("subject", 7),
        ("subject", None),
        ("date", "2026-01-29T16:30:12"),
        ("date", "never"),
        ("return_path", 1),
        ("text", "nul \0"),
        ("text", ["a"]),
        ("segments", [["own", 0, 99_999]]),
        ("segments", [["own", 5, 2]]),
        ("segments", [["own", 0, 5], ["own", 4, 6]]),
        ("segments", [["theirs", 0, 1]]),
        ("segments", [["own", True, 1]]),
        ("segments", [["own", 0, 1.5]]),
        ("attachments", []),
        ("attachments", [["a", "b", "0" * 64, "", False]]),
        ("delivery_status", [["failed"]]),
        ("defects", ["invented"]),
        ("media_types", "text/plain"),
    ],
)
def test_anything_that_is_not_as_it_must_be_is_refused(wired, key, value):
    described, contents = wired
    described[key] = value

    with pytest.raises(ValueError, match=r"."):
        from_wire(json.dumps(described).encode(), contents)


def test_a_missing_key_is_refused(wired):
    described, contents = wired
    del described["text"]

    with pytest.raises(ValueError, match="shape"):
        from_wire(json.dumps(described).encode(), contents)


def test_a_lone_surrogate_is_refused(wired):
    described, contents = wired
    described["text"] = "\ud800"

    with pytest.raises(ValueError, match="surrogates"):
        from_wire(json.dumps(described).encode(), contents)


def test_other_octets_of_an_attachment_are_refused(wired):
    described, _contents = wired

    with pytest.raises(ValueError, match="attachment"):
        from_wire(json.dumps(described).encode(), [b"other"])


@pytest.mark.parametrize("octets", [b"", b"[]", b"null", b"\xff", b"[" * 100_000, b"{}"])
def test_octets_that_are_no_message_are_refused(octets):
    with pytest.raises(ValueError, match=r"."):
        from_wire(octets, [])
