from __future__ import annotations

import pytest

from processor.errors import NotAllowed
from processor.incident.model import Sharing
from processor.incident.release import Ground, released
from tests.support.decisions import COUNCIL, REGISTERED, UNSAFE, arrival, purposes
from tests.support.fakes import (
    ADA,
    OFFICER,
    SELF_HARM,
    STANDARD,
    STRANGER,
    US,
    bounce_of,
    email,
)
from tests.support.reports import RENDER

NO_POLICE = STANDARD + "\n\nI do not want the police involved."
ADVICE = STANDARD + "\n\nI just want some advice."
RECORDS = STANDARD + "\n\nLet the police have it for their records."
REFERRAL = ("referral", OFFICER)


def let_go(raw, ground=None, registered=REGISTERED, **history):
    incident, sharing, letters = released(
        arrival(raw, registered, **history), COUNCIL, RENDER, ground=ground
    )
    return incident, sharing, purposes(letters)


@pytest.mark.parametrize("body", [NO_POLICE, ADVICE])
def test_a_stated_no_needs_a_ground_and_the_refusal_names_them(body):
    with pytest.raises(NotAllowed) as refused:
        let_go(email(body))

    assert all(ground in str(refused.value) for ground in Ground)
    assert "card" not in str(refused.value)


@pytest.mark.parametrize("ground", Ground)
@pytest.mark.parametrize("body", [NO_POLICE, ADVICE])
def test_with_a_ground_it_goes_as_an_information_copy(body, ground):
    _, sharing, letters = let_go(email(body), ground)

    assert Sharing.SEND_INFORMATION_COPY is sharing
    assert [("acknowledgement", ADA), REFERRAL] == letters


@pytest.mark.parametrize(
    ("body", "sharing"),
    [
        (STANDARD, Sharing.SEND),
        (SELF_HARM, Sharing.SEND),
        (RECORDS, Sharing.SEND_INFORMATION_COPY),
        (STANDARD + "\n\nPlease report it to the police.", Sharing.SEND),
    ],
)
def test_where_nobody_said_no_the_wish_decides_how_it_goes(body, sharing):
    assert sharing is let_go(email(body))[1]


def test_whoever_was_acknowledged_is_not_again():
    assert [REFERRAL] == let_go(email(), acknowledged_today=1)[2]


def test_a_mailbox_that_is_not_safe_gets_no_second_letter():
    assert [REFERRAL] == let_go(email(), registered=UNSAFE)[2]


@pytest.mark.parametrize("sender", [ADA, STRANGER])
def test_an_address_that_nobody_vouches_for_is_not_written_to(sender):
    assert [REFERRAL] == let_go(email(STANDARD, sender, proven=False))[2]


def test_a_stranger_whose_report_a_person_releases_hears_of_it():
    assert [("acknowledgement", STRANGER), REFERRAL] == let_go(email(STANDARD, STRANGER))[2]


@pytest.mark.parametrize(
    "raw",
    [
        bounce_of(ADA),
        email(sender=STRANGER, Auto_Submitted="auto-replied"),
        email(Return_Path="<>"),
        email(sender=US),
        email(sender="noreply@elsewhere.example"),
        email(sender=OFFICER),
    ],
    ids=["bounce", "auto-reply", "null-path", "ourselves", "robot", "police"],
)
def test_who_must_not_be_answered_by_a_machine_is_not_answered_on_release(raw):
    assert [REFERRAL] == let_go(raw)[2]


def test_the_incident_keeps_its_reference_and_its_octets():
    raw = email()
    one = arrival(raw)
    incident, _, (_, referral) = released(one, COUNCIL, RENDER, ground=None)

    assert one.history.reference == incident.reference == referral.reference
    assert one.digest == incident.digest
    assert raw in [attached.content for attached in referral.message.attachments]
