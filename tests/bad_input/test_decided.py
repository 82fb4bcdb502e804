"""Every message of the catalogue that is kept as a file, from its octets to its letters."""

from __future__ import annotations

import hashlib
import logging

import pytest

from processor.incident.model import Purpose
from processor.mail.parse import parse_message
from processor.mail.wire import from_wire, to_wire
from tests.support.catalogue import CANARY, catalogue, decision_on
from tests.support.promises import assert_as_expected, assert_promises

KEPT = [entry for entry in catalogue() if not entry.generator]
WALK = [
    pytest.param(entry, line_end, id=f"{entry.name}-{label}")
    for entry in KEPT
    for label, line_end in (("crlf", b"\r\n"), ("lf", b"\n"))
    if label == "crlf" or entry.line_ends == "any"
]
GOOD = next(entry for entry in KEPT if entry.name == "all_checks_pass").octets()


@pytest.fixture(scope="module")
def good():
    """What follows from a message that nothing is wrong with."""
    return decision_on(parse_message(GOOD), GOOD)


@pytest.mark.parametrize(("entry", "line_end"), WALK)
def test_the_message_is_read_and_ends_as_its_row_says(entry, line_end, good, caplog):
    caplog.set_level(logging.DEBUG)
    raw = entry.octets()
    raw = raw if line_end == b"\r\n" else raw.replace(b"\r\n", line_end)

    message = parse_message(raw)
    decision = decision_on(message, raw)

    assert_as_expected(entry, message, decision)
    assert_promises(entry, message, decision)
    assert message == from_wire(*to_wire(message))
    for letter in decision.letters:
        if letter.purpose is Purpose.REFERRAL:
            sent = [file.content for file in letter.message.attachments]
            assert entry.original is (raw in sent)
    if decision.incident:
        assert hashlib.sha256(raw).hexdigest() == decision.incident.digest
    assert good == decision_on(parse_message(GOOD), GOOD)
    assert CANARY not in caplog.text
