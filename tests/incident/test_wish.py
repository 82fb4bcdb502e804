from __future__ import annotations

import pytest

from processor.incident.reading import Wish
from tests.support.messages import read


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("I would like it reported to the police.", Wish.REPORT_IT),
        ("Please get the police on to it.", Wish.REPORT_IT),
        ("Please report it.", Wish.REPORT_IT),
        ("Happy for the police to have it for information.", Wish.PASS_FOR_INFORMATION),
        ("Let the police have it for their records, I need no visit.", Wish.PASS_FOR_INFORMATION),
        ("I would just like some advice.", Wish.ADVICE_ONLY),
        ("What should I do?", Wish.ADVICE_ONLY),
        ("No police please.", Wish.LOG_ONLY_NO_POLICE),
        ("I don't want the police involved.", Wish.LOG_ONLY_NO_POLICE),
        ("Just for the log.", Wish.LOG_ONLY_NO_POLICE),
        ("A man shouted at me.", Wish.NOT_STATED),
    ],
)
def test_the_wish_is_read_from_the_reporters_words(text, wish):
    assert wish is read(text).police_wish


def test_a_denied_wish_is_no_police_and_never_its_opposite():
    assert Wish.LOG_ONLY_NO_POLICE is read("I do not want it reported to the police.").police_wish


def test_a_wish_in_quotation_marks_is_not_the_reporters():
    assert Wish.NOT_STATED is read('He said "please report it to the police".').police_wish


def test_a_wish_in_passed_on_or_earlier_mail_is_not_the_reporters():
    reading = read("See below.", forwarded="No police please.", earlier="> Please report it.")

    assert Wish.NOT_STATED is reading.police_wish


def test_a_wish_for_something_beats_a_wish_against_it():
    reading = read("I don't want police at the door, but let the police know.")

    assert Wish.PASS_FOR_INFORMATION is reading.police_wish
