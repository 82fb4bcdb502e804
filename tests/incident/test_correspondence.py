from __future__ import annotations

import base64

import pytest

from processor.incident.reasons import WORDS, Reason
from processor.mail.message import Address
from tests.support.decisions import REGISTERED, UNSAFE, decided, letters_of
from tests.support.fakes import (
    ADA,
    IMMEDIATE,
    OFFICER,
    SELF_HARM,
    STAFF,
    STANDARD,
    STRANGER,
    TRIFLE,
    URGENT,
    council,
    email,
)

ALERTS = [("alert", person) for person in STAFF]
ACK, NOW_FIRST = ("acknowledgement", ADA), ("safety_now", ADA)
REFERRAL = ("referral", OFFICER)
PICTURE = base64.b64encode(b"\xff\xd8\xff picture").decode()


def with_picture(body, name="photo.jpg"):
    return email(
        f"--b\n\n{body}\n--b\nContent-Type: image/jpeg; name={name}\n"
        f"Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename={name}\n\n"
        f"{PICTURE}\n--b--",
        Content_Type="multipart/mixed; boundary=b",
    )


def told(decision):
    """The reasons that the alerts give, which must be the same to everybody."""
    texts = {letter.message.text for letter in decision.letters if letter.purpose == "alert"}
    assert len(texts) <= 1
    (text,) = texts or {""}
    flat = " ".join(text.split())
    return {reason for reason in Reason if " ".join(WORDS[reason].split()) in flat}


@pytest.mark.parametrize("spent", [0, 4])
def test_below_the_cap_everything_is_acknowledged(spent):
    assert [ACK, REFERRAL] == letters_of(decided(email(), acknowledged_today=spent))


@pytest.mark.parametrize("spent", [5, 500])
@pytest.mark.parametrize("body", [STANDARD, TRIFLE, URGENT])
def test_at_the_cap_no_acknowledgement_leaves_and_a_person_is_told(body, spent):
    decision = decided(email(body), acknowledged_today=spent)

    assert ACK not in letters_of(decision)
    assert Reason.CAPPED in told(decision)
    assert (body != TRIFLE) == (REFERRAL in letters_of(decision))


@pytest.mark.parametrize("body", [IMMEDIATE, SELF_HARM])
def test_the_cap_never_stops_an_immediate_answer(body):
    decision = decided(email(body), acknowledged_today=500)

    assert [NOW_FIRST, ACK] == letters_of(decision)[:2]
    assert Reason.CAPPED not in told(decision)


def test_the_cap_is_the_councils():
    policy = council(acknowledgements_a_day=1)

    assert ACK in letters_of(decided(email(), policy=policy))
    assert ACK not in letters_of(decided(email(), policy=policy, acknowledged_today=1))


def test_a_stranger_has_the_notice_once_and_then_silence_but_a_person_looks():
    raw = email(STANDARD, STRANGER)

    assert [("safety_notice", STRANGER), *ALERTS] == letters_of(decided(raw))
    assert ALERTS == letters_of(decided(raw, noticed=True))


@pytest.mark.parametrize("body", [IMMEDIATE, STANDARD])
def test_a_mailbox_that_is_not_safe_gets_one_letter_and_a_person_rings(body):
    decision = decided(email(body), UNSAFE)

    assert 1 == [to for _, to in letters_of(decision)].count(ADA)
    assert Reason.CALL in told(decision)


def test_a_mailbox_that_is_not_safe_and_has_had_its_letters_gets_none():
    decision = decided(email(), UNSAFE, acknowledged_today=5)

    assert ADA not in [to for _, to in letters_of(decision)]
    assert {Reason.CALL, Reason.CAPPED} <= told(decision)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (email(URGENT), {Reason.LEVEL_URGENT}),
        (email(IMMEDIATE), {Reason.LEVEL_IMMEDIATE}),
        (email(SELF_HARM), {Reason.SELF_HARM, Reason.LEVEL_IMMEDIATE}),
        (
            email(SELF_HARM, proven=False),
            {Reason.REGISTERED_UNAUTHENTICATED, Reason.SELF_HARM, Reason.LEVEL_IMMEDIATE},
        ),
        (
            email(IMMEDIATE, proven=False),
            {Reason.REGISTERED_UNAUTHENTICATED, Reason.LEVEL_IMMEDIATE},
        ),
        (email(STANDARD), set()),
        (email(TRIFLE), set()),
    ],
    ids=["urgent", "immediate", "harm", "harm-unproven", "unproven", "standard", "trifle"],
)
def test_people_are_told_why(raw, expected):
    assert expected == told(decided(raw))


@pytest.mark.parametrize(
    "raw",
    [
        email(URGENT),
        email(IMMEDIATE),
        email(SELF_HARM),
        email(IMMEDIATE, proven=False),
        email(sender=STRANGER),
        email("", Subject=""),
        with_picture(URGENT, "my_nude_photo.jpg"),
    ],
    ids=["urgent", "immediate", "harm", "unproven", "stranger", "empty", "picture"],
)
@pytest.mark.parametrize("registered", [REGISTERED, UNSAFE], ids=["safe", "unsafe"])
def test_an_alert_says_that_it_waits_where_a_hold_is_opened_and_nowhere_else(raw, registered):
    decision = decided(raw, registered)

    alerts = [letter.message for letter in decision.letters if letter.purpose == "alert"]
    assert alerts
    for one in alerts:
        assert (decision.hold is not None) == ("It waits for a person." in one.text)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("He sent me a picture of me naked.", "photo.jpg"),
        (URGENT, "my_nude_photo.jpg"),
    ],
)
def test_a_possible_intimate_image_alerts_and_no_picture_travels(body, name):
    decision = decided(with_picture(body, name))

    assert Reason.INTIMATE_IMAGE in told(decision)
    for letter in decision.letters:
        for one in letter.message.attachments:
            assert b"\xff\xd8\xff picture" not in one.content
            assert PICTURE.encode() not in one.content


def test_another_picture_travels_and_alerts_nobody():
    decision = decided(with_picture(STANDARD))

    assert set() == told(decision)
    (referral,) = [one for one in decision.letters if one.purpose == "referral"]
    assert any(b"picture" in one.content for one in referral.message.attachments)


def test_only_the_referral_has_attachments():
    decision = decided(with_picture(IMMEDIATE))

    carriers = {one.purpose.value for one in decision.letters if one.message.attachments}
    assert {"referral"} == carriers


@pytest.mark.parametrize("people", [(), ("one@kirkbourne.example",), STAFF])
def test_everybody_in_the_settings_is_alerted_once(people):
    policy = council(alerts=tuple(Address(person) for person in people))

    found = letters_of(decided(email(proven=False), policy=policy))
    assert [("alert", person) for person in people] == found


def test_an_empty_account_with_a_picture_is_held_at_standard():
    decision = decided(with_picture(""))

    assert "held" == decision.disposition
    assert {Reason.DEFECT, Reason.EMPTY} <= {*decision.hold.reasons}
    assert [ACK, *ALERTS] == letters_of(decided(with_picture(""), REGISTERED))
