"""What holds for mail of any shape: every word of it is kept, and nobody wrong is written to."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from processor.incident.model import Purpose
from processor.mail.defects import HOLDING, Defect
from processor.mail.parse import parse_message
from processor.mail.wire import from_wire, to_wire
from tests.fuzz.authors import BELIEVED, author_fields, readings
from tests.fuzz.mails import mails
from tests.support.catalogue import decision_on
from tests.support.promises import assert_letter, assert_reading

moderately = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _without_line_ends(octets):
    return octets.translate(None, b"\r\n")


def _is_kept(planted, message):
    """Whether the word reaches a person: as text, in a file, or in its own octets in a file."""
    if any(planted.word in text for text in (message.text, *(f.text for f in message.attachments))):
        return True
    wire = _without_line_ends(planted.wire)
    forms = [planted.word.encode(charset) for charset in ("ascii", "utf-16-le", "utf-16-be")]
    return any(
        any(form in one.content for form in forms) or wire in _without_line_ends(one.content)
        for one in message.attachments
    )


@given(mails())
@settings(moderately, max_examples=400)
def test_every_word_of_a_message_is_kept_or_a_person_looks(mail):
    message = parse_message(mail.raw)
    lost = [one.word for one in mail.planted if not _is_kept(one, message)]

    assert Defect.UNREADABLE not in message.defects
    assert not lost or HOLDING.intersection(message.defects)


@given(mails())
@settings(moderately, max_examples=200)
def test_a_message_is_read_the_same_again_and_travels_unchanged(mail):
    message = parse_message(mail.raw)

    assert message == parse_message(mail.raw)
    assert message == from_wire(*to_wire(message))


@given(mails())
@settings(moderately, max_examples=200)
def test_the_segments_cover_every_word_once_and_in_order(mail):
    message = parse_message(mail.raw)
    reached = 0
    for one in message.segments:
        assert not message.text[reached : one.start].strip("\n")
        assert reached <= one.start <= one.end
        reached = one.end

    assert not message.text[reached:].strip("\n")


@given(mails())
@settings(moderately, max_examples=120)
def test_whatever_was_found_stands_where_it_says_and_letters_go_to_nobody_else(mail):
    message = parse_message(mail.raw)
    decision = decision_on(message, mail.raw)

    for letter in decision.letters:
        assert_letter(letter, message)
        if letter.purpose not in {Purpose.ALERT, Purpose.REFERRAL}:
            assert decision.standing in BELIEVED
    if decision.incident:
        assert_reading(decision.incident.reading)


@given(author_fields())
@settings(moderately, max_examples=300)
def test_nobody_is_believed_whom_another_reader_takes_for_somebody_else(raw):
    message = parse_message(raw)
    decision = decision_on(message, raw)
    if message.from_ and readings(raw) <= {message.from_.key}:
        return

    assert decision.standing not in BELIEVED
    assert {Purpose.ALERT} >= {letter.purpose for letter in decision.letters}
