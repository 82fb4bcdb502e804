from __future__ import annotations

import re

from processor.incident.model import Purpose
from processor.incident.tokens import bounce_address, message_id, reply_address, token
from tests.support.reports import policy

KEY = b"k" * 32
REFERENCE = "KMB-2026-7F3K9-R"
OFFICER = "officer@police.example"


def test_a_token_has_128_bits_in_letters_an_address_may_hold():
    assert re.fullmatch(r"[a-z2-7]{26}", token(KEY, "reply", REFERENCE))


def test_the_same_key_and_parts_give_the_same_token():
    assert token(KEY, "a", "b") == token(KEY, "a", "b")


def test_parts_cannot_be_moved_into_each_other():
    found = {token(KEY, *parts) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""))}

    assert len(found) == 4


def test_another_key_gives_another_token():
    assert token(KEY, "a") != token(b"l" * 32, "a")


def test_tokens_of_one_purpose_do_not_fit_another():
    council = policy()
    reply = reply_address(council, REFERENCE, Purpose.REFERRAL, OFFICER)
    bounce = bounce_address(council, REFERENCE, Purpose.REFERRAL, OFFICER)

    assert reply != bounce
    assert reply != reply_address(council, REFERENCE, Purpose.ACKNOWLEDGEMENT, OFFICER)


def test_a_message_id_names_reference_purpose_and_number_and_differs_by_recipient():
    council = policy()
    first = message_id(council, REFERENCE, Purpose.ALERT, 1, "a@council.example")
    second = message_id(council, REFERENCE, Purpose.ALERT, 1, "b@council.example")

    assert re.fullmatch(rf"<{REFERENCE}\.alert\.1\.[a-z2-7]{{26}}@council\.example>", first)
    assert first != second


def test_a_stranger_sees_no_reference_even_in_the_message_id():
    found = message_id(policy(), REFERENCE, Purpose.SAFETY_NOTICE, 1, "x@elsewhere.example")

    assert re.fullmatch(r"<safety_notice\.1\.[a-z2-7]{26}@council\.example>", found)


def test_bounces_go_where_the_council_says():
    council = policy(bounce_address="bounce@post.example")

    found = bounce_address(council, REFERENCE, Purpose.REFERRAL, OFFICER)

    assert re.fullmatch(r"bounce\+[a-z2-7]{26}@post\.example", found)
