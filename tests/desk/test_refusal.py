from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from processor.desk.commit import commit
from processor.desk.refusal import letter_refused
from processor.incident.model import Purpose
from processor.incident.reasons import WORDS, Reason
from processor.mail.message import Address
from processor.store import outbox
from tests.support.database import add_message
from tests.support.decisions import decided
from tests.support.fakes import (
    IMMEDIATE,
    NOW,
    OFFICER,
    STAFF,
    STRANGER,
    council,
    email,
    letters,
    rows,
)
from tests.support.reports import RENDER

ALERTS = [("alert", person) for person in STAFF]


@pytest.fixture
def refuse(database):
    """Commits what follows from a message, then has one of its letters refused."""

    def refusing(raw, purpose, policy=None):
        with database.transaction() as tx:
            commit(tx, add_message(tx, 1, raw), decided(raw), NOW)
            letter = _queued(tx, purpose)
            letter_refused(tx, letter, policy or council(), RENDER, NOW)
        return letter

    return refusing


def _queued(tx, purpose):
    while True:
        letter = outbox.next_due(tx, NOW)
        if letter.purpose == purpose:
            return letter
        outbox.settle(tx, letter.id, "accepted", "250", "", NOW)


def test_a_refused_referral_puts_its_incident_on_hold_and_tells_everybody(refuse, database):
    refuse(email(), Purpose.REFERRAL)

    assert ["held"] == [row.state for row in rows(database, "incident")]
    assert ALERTS == letters(database)[-2:]
    words = " ".join(WORDS[Reason.LETTER_REFUSED].split())[:40].encode()
    assert all(words in _text(row.raw) for row in rows(database, "letter")[-2:])


@pytest.mark.parametrize("purpose", [Purpose.ACKNOWLEDGEMENT, Purpose.SAFETY_NOW])
def test_any_other_refused_letter_tells_and_leaves_the_incident_as_it_is(refuse, database, purpose):
    refuse(email(IMMEDIATE), purpose)

    assert ["referred"] == [row.state for row in rows(database, "incident")]
    assert ALERTS == letters(database)[-2:]


def test_a_refused_notice_to_a_stranger_tells_people(refuse, database):
    refuse(email(sender=STRANGER), Purpose.SAFETY_NOTICE)

    assert [*ALERTS, *ALERTS] == letters(database)[1:]


@pytest.mark.parametrize(
    ("purpose", "held"), [(Purpose.REFERRAL, True), (Purpose.ACKNOWLEDGEMENT, False)]
)
def test_the_alert_says_that_it_waits_only_where_the_referral_is_held(
    refuse, database, purpose, held
):
    refuse(email(), purpose)

    assert held == (b"It waits for a person." in _text(rows(database, "letter")[-1].raw))


def test_a_refused_alert_alerts_nobody(refuse, database):
    refuse(email(proven=False), Purpose.ALERT)

    assert ALERTS == letters(database)


def test_alerts_of_one_report_are_numbered_on(refuse, database):
    refuse(email(IMMEDIATE), Purpose.REFERRAL)

    alerts = [row for row in rows(database, "letter") if row.purpose == "alert"]
    assert [1, 1, 2, 2] == [row.number for row in alerts]
    assert 4 == len({row.message_id for row in alerts})


def test_the_alert_goes_to_the_people_of_today_and_names_nobody(refuse, database):
    today = council(alerts=(Address("new@kirkbourne.example"),))
    refuse(email(), Purpose.REFERRAL, today)

    alert = rows(database, "letter")[-1]
    assert ("alert", "new@kirkbourne.example") == (alert.purpose, alert.recipient)
    assert OFFICER.encode() not in alert.raw


def _text(raw):
    body = message_from_bytes(raw, policy=default).get_body(("plain",))
    return " ".join(body.get_content().split()).encode()
