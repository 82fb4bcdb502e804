from __future__ import annotations

import pytest

from processor.incident.identifiers import our_references
from tests.support.messages import read, values

HEADING = "From: Bo Stray <bo@stray.example>\nTo: Ada <ada@elsewhere.example>\n\nYou will see."


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("postcodes", "It was at 4 Mill Row, kb47rq.", ["KB4 7RQ"]),
        ("urls", "See https://x.example/a/1?b=2.", ["https://x.example/a/1?b=2"]),
        ("handles", "It was @Kirk.Leaks26. Again @kirk.leaks26!", ["@Kirk.Leaks26"]),
        ("phones", "He rang from 07700 900733 again.", ["+447700900733"]),
        ("phones", "He rang from +44 1632 960388 again.", ["+441632960388"]),
        ("emails", "It came from J.Stray@post.example today.", ["J.Stray@post.example"]),
        ("vehicle_registrations", "A van, yk19hzb, sat there.", ["YK19 HZB"]),
        ("police_refs", "Crime number WM/31877/26.", ["WM/31877/26"]),
        ("police_refs", "Log 412 of 4 October 2026 refers.", ["Log 412 of 4 October 2026"]),
        ("our_refs", "This is about kmb-2026-7f3k9-r.", ["KMB-2026-7F3K9-R"]),
    ],
)
def test_what_can_be_looked_up_is_stored_in_one_form(field, text, expected):
    assert expected == values(getattr(read(text), field))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("phones", "Please ring me on 07700 900733"),
        ("phones", "Nine of 0 1 2 were there"),
        ("emails", "I am ada.quill@members.council.example."),
        ("emails", "I wrote to safety@council.example and pc@force.police.example."),
        ("handles", "Write to me@post.example or see https://x.example/@bo"),
        ("police_refs", "On 19/01/2026 it came."),
        ("postcodes", "The B12 bus"),
    ],
)
def test_the_reporters_own_and_the_councils_are_left_out(field, text):
    assert values(getattr(read(text), field)) == []


def test_only_the_author_of_a_forwarded_mail_is_taken_from_its_heading():
    reading = read("See below.", forwarded=HEADING)

    assert values(reading.emails) == ["bo@stray.example"]


def test_nothing_is_taken_from_earlier_mail():
    reading = read("Thank you.", earlier="> He rang from 07700 900733, KB4 7RQ")

    assert (reading.phones, reading.postcodes) == ((), ())


def test_a_reference_is_found_in_either_case():
    assert our_references("re: kmb-2026-7f3k9-r", "KMB") == ("KMB-2026-7F3K9-R",)
