from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processor.incident.model import Disposition, Kind, Purpose, Sharing, Standing
from processor.mail.parse import parse_message
from tests.support.decisions import COUNCIL, REFERENCE, UNSAFE, decided, letters_of
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
    US,
    bounce_of,
    council,
    email,
)

ALERTS = [("alert", person) for person in STAFF]
ACK, NOW_FIRST = ("acknowledgement", ADA), ("safety_now", ADA)
NOTICE, REFERRAL = ("safety_notice", STRANGER), ("referral", OFFICER)
NO_POLICE = "\n\nI do not want the police involved."
HELD, LOGGED, REFERRED = Disposition.HELD, Disposition.LOGGED, Disposition.REFERRED

# Who writes what -> how it ends, why, and every letter in order.
CASES = {
    "proven, standard": (email(STANDARD), REFERRED, "matrix:send", [ACK, REFERRAL]),
    "proven, urgent": (email(URGENT), REFERRED, "matrix:send", [ACK, REFERRAL, *ALERTS]),
    "proven, immediate": (
        email(IMMEDIATE),
        REFERRED,
        "matrix:send",
        [NOW_FIRST, ACK, REFERRAL, *ALERTS],
    ),
    "proven, a trifle": (email(TRIFLE), LOGGED, "matrix:log", [ACK]),
    "proven, no police": (email(STANDARD + NO_POLICE), HELD, "matrix", [ACK, *ALERTS]),
    "proven, urgent, no police": (email(URGENT + NO_POLICE), HELD, "matrix", [ACK, *ALERTS]),
    "proven, immediate, no police": (
        email(IMMEDIATE + NO_POLICE),
        HELD,
        "matrix",
        [NOW_FIRST, ACK, *ALERTS],
    ),
    "proven, self-harm": (email(SELF_HARM), HELD, "self-harm", [NOW_FIRST, ACK, *ALERTS]),
    "proven, self-harm and danger": (
        email(f"{IMMEDIATE}\n\n{SELF_HARM} Please report it to the police."),
        HELD,
        "self-harm",
        [NOW_FIRST, ACK, *ALERTS],
    ),
    "proven, a follow-up": (
        email(STANDARD, Subject="Re: KMB-2026-00000-0"),
        REFERRED,
        "matrix:send",
        [ACK, REFERRAL],
    ),
    "proven, a test": (
        email("This is a test message, please ignore."),
        HELD,
        "not-a-report",
        ALERTS,
    ),
    "proven, to others only": (
        email(STANDARD, To="group@elsewhere.example"),
        REFERRED,
        "matrix:send",
        [ACK, REFERRAL],
    ),
    "proven, sent by a rule": (
        email(STANDARD, X_MS_Exchange_Inbox_Rules_Loop="x"),
        REFERRED,
        "matrix:send",
        [REFERRAL],
    ),
    "unproven, standard": (
        email(STANDARD, proven=False),
        HELD,
        "registered-unauthenticated",
        ALERTS,
    ),
    "unproven, immediate": (
        email(IMMEDIATE, proven=False),
        HELD,
        "registered-unauthenticated",
        ALERTS,
    ),
    "stranger, standard": (
        email(STANDARD, STRANGER),
        HELD,
        "unregistered-authenticated",
        [NOTICE, *ALERTS],
    ),
    "stranger, immediate": (
        email(IMMEDIATE, STRANGER),
        HELD,
        "unregistered-authenticated",
        [NOTICE, *ALERTS],
    ),
    "stranger, press": (
        email("I'm a reporter at the Courier. Can you confirm a statement?", STRANGER),
        HELD,
        "not-a-report",
        [NOTICE, *ALERTS],
    ),
    "stranger, to others only": (
        email(STANDARD, STRANGER, To="group@elsewhere.example"),
        HELD,
        "unregistered-authenticated",
        ALERTS,
    ),
    "nobody": (
        email(IMMEDIATE, STRANGER, proven=False),
        HELD,
        "unregistered-unauthenticated",
        ALERTS,
    ),
    "two authors": (
        email(IMMEDIATE, From=f"{ADA}, {STRANGER}"),
        HELD,
        "unregistered-unauthenticated",
        ALERTS,
    ),
    "police": (email("Thank you, 123 of today.", OFFICER), HELD, "police-reply", ALERTS),
    "police, unproven": (
        email("Thank you.", OFFICER, proven=False),
        HELD,
        "unregistered-unauthenticated",
        ALERTS,
    ),
    "bounce": (bounce_of(ADA), HELD, "bounce", ALERTS),
    "absence": (
        email("I am away until Monday.", Auto_Submitted="auto-replied"),
        LOGGED,
        "automatic:auto-submitted",
        [],
    ),
    "danger in automatic mail": (
        email(IMMEDIATE, Auto_Submitted="auto-replied"),
        HELD,
        "automatic",
        ALERTS,
    ),
    "danger in a stranger's newsletter": (
        email(IMMEDIATE, STRANGER, List_Id="<x.example>"),
        LOGGED,
        "automatic:list",
        [],
    ),
    "null path": (email(Return_Path="<>"), LOGGED, "automatic:null-return-path", []),
    "list": (email(List_Id="<x.example>"), LOGGED, "automatic:list", []),
    "ourselves": (email("Thank you for telling us.", US), LOGGED, "automatic:own-address", []),
    "danger from our own address": (email(IMMEDIATE, US), HELD, "automatic", ALERTS),
}


@pytest.mark.parametrize("case", CASES)
def test_who_is_written_to_and_how_it_ends(case):
    raw, disposition, reason, letters = CASES[case]

    decision = decided(raw)

    assert (disposition, reason) == (decision.disposition, decision.reason)
    assert letters == letters_of(decision)


@pytest.mark.parametrize("case", CASES)
def test_p04_whatever_is_held_has_a_hold_and_an_alert_and_nothing_else_has_a_hold(case):
    decision = decided(CASES[case][0])

    assert (decision.disposition is HELD) == (decision.hold is not None)
    if decision.hold:
        assert ALERTS == [one for one in letters_of(decision) if one[0] == "alert"]
        assert decision.reason == decision.hold.reasons[0]
        assert REFERENCE == decision.hold.reference
    assert decision.entries


@pytest.mark.parametrize("case", CASES)
def test_an_incident_is_opened_for_reports_alone_and_shared_as_it_ended(case):
    decision = decided(CASES[case][0])

    report = decision.kind in (Kind.REPORT, Kind.FOLLOW_UP)
    assert report == (decision.incident is not None) == (decision.sharing is not None)
    if report:
        expected = {HELD: (Sharing.HOLD,), LOGGED: (Sharing.LOG,)}
        sent = (Sharing.SEND, Sharing.SEND_INFORMATION_COPY)
        assert decision.sharing in expected.get(decision.disposition, sent)


@pytest.mark.parametrize("case", CASES)
def test_no_entry_of_the_log_holds_an_address_or_a_word(case):
    raw = CASES[case][0]

    said = str([(one.subject, one.detail) for one in decided(raw).entries])

    assert "@" not in said
    assert "police involved" not in said
    assert "banging" not in said


def test_p06_only_the_proven_have_a_referral():
    for case, (raw, *_) in CASES.items():
        decision = decided(raw)
        if REFERRAL in letters_of(decision):
            assert Standing.REGISTERED_AUTHENTICATED is decision.standing, case
            assert REFERRED is decision.disposition, case


@pytest.mark.parametrize("case", CASES)
def test_f24_a_duplicate_is_logged_under_the_first_and_answered_nobody(case):
    decision = decided(CASES[case][0], duplicate_of="KMB-2026-00000-0")

    assert (LOGGED, "duplicate", ()) == (decision.disposition, decision.reason, decision.letters)
    assert (None, None) == (decision.incident, decision.hold)
    assert ["KMB-2026-00000-0"] == [entry.subject for entry in decision.entries]


def test_without_a_published_notice_silence_is_held_and_the_reporter_asked():
    decision = decided(email(STANDARD), policy=council(not_stated_sends=False))

    assert (HELD, "not-stated") == (decision.disposition, decision.reason)
    assert [ACK, *ALERTS] == letters_of(decision)


@pytest.mark.parametrize(
    ("body", "held"), [(TRIFLE, True), (STANDARD, True), (URGENT, False), (IMMEDIATE, False)]
)
def test_a_doubtful_message_is_held_below_urgent_and_a_person_is_told_either_way(body, held):
    # A bare CR in a header: some programs read a second field there.
    raw = email(body).replace(b"Subject: Last night", b"Subject: Last\rnight")

    decision = decided(raw)

    assert "mixed-line-ends" in parse_message(raw).defects
    assert held == (decision.disposition is HELD)
    assert held != (REFERRAL in letters_of(decision))
    assert ALERTS == [one for one in letters_of(decision) if one[0] == "alert"]
    if held:
        assert "defect" == decision.reason


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (STANDARD, {"Subject": "Re: KMB-2026-00000-0"}),
        (STANDARD + "\n\nThis is about kmb-2026-00000-0.", {}),
        (STANDARD, {"In_Reply_To": "<KMB-2026-00000-0.acknowledgement.1.abc@kirkbourne.example>"}),
    ],
)
def test_a_follow_up_names_what_it_mentions_and_is_joined_to_nothing(body, fields):
    decision = decided(email(body, **fields))

    assert Kind.FOLLOW_UP is decision.kind
    assert REFERENCE == decision.incident.reference
    assert ("KMB-2026-00000-0",) == decision.incident.mentions


@pytest.mark.parametrize("recipient", STAFF)
def test_an_alert_that_bounced_is_held_and_alerts_nobody_again(recipient):
    decision = decided(bounce_of(recipient.upper()))

    assert (HELD, "bounce", []) == (decision.disposition, decision.reason, letters_of(decision))


def test_an_alert_is_known_by_its_message_id_where_the_bounce_names_nobody():
    returned = next(
        letter.message.message_id
        for letter in decided(email(proven=False)).letters
        if letter.purpose == "alert"
    )

    assert [] == letters_of(decided(bounce_of("", returned)))


@pytest.mark.parametrize("purpose", ["acknowledgement", "referral", "safety_now"])
def test_any_other_letter_that_bounced_alerts(purpose):
    letter = next(one for one in decided(email(IMMEDIATE)).letters if one.purpose == purpose)

    assert ALERTS == letters_of(decided(bounce_of(letter.recipient, letter.message.message_id)))


@pytest.mark.parametrize("body", [IMMEDIATE, STANDARD])
def test_whoever_reads_the_mailbox_learns_no_more_than_one_letter_tells(body):
    decision = decided(email(body), UNSAFE)

    first = NOW_FIRST if body == IMMEDIATE else ACK
    assert [first, REFERRAL, *ALERTS] == letters_of(decision)


_POINTING = (
    "Reply_To Sender Cc Errors_To Return_Receipt_To Disposition_Notification_To Resent_From "
    "Message_ID In_Reply_To References List_Unsubscribe Mail_Followup_To Return_Path"
)


@pytest.mark.parametrize("sender", [ADA, STRANGER])
@pytest.mark.parametrize("name", _POINTING.split())
def test_i58_no_field_but_from_says_where_an_answer_goes(name, sender):
    decision = decided(email(IMMEDIATE, sender, **{name: "<evil@evil.example>"}))

    assert {one for _, one in letters_of(decision)} <= {sender, OFFICER, *STAFF}


WORDS = st.text(string.printable, max_size=30).map(lambda text: " ".join(text.split()))
ADDRESSES = st.sampled_from(
    [ADA, STRANGER, OFFICER, US, "evil@evil.example", f"{ADA} <evil@evil.example>", "<>", ""]
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "From": st.one_of(ADDRESSES, st.tuples(WORDS, ADDRESSES).map(lambda p: f"{p[0]} <{p[1]}>")),
        "Reply_To": ADDRESSES,
        "Sender": ADDRESSES,
        "To": st.one_of(ADDRESSES, WORDS),
        "Cc": ADDRESSES,
        "Return_Path": ADDRESSES,
        "Errors_To": ADDRESSES,
        "Disposition_Notification_To": ADDRESSES,
        "Return_Receipt_To": ADDRESSES,
        "Resent_From": ADDRESSES,
        "Subject": WORDS,
        "Message_ID": st.one_of(WORDS, ADDRESSES),
        "In_Reply_To": WORDS,
        "References": WORDS,
        "Auto_Submitted": st.sampled_from(["no", "auto-replied", ""]),
        "List_Unsubscribe": ADDRESSES.map(lambda address: f"<mailto:{address}>"),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    FIELDS,
    st.sampled_from([STANDARD, URGENT, IMMEDIATE, SELF_HARM, TRIFLE, "mailto:evil@evil.example"]),
    st.sampled_from([ADA, STRANGER]),
    st.booleans(),
)
def test_p07_no_header_can_send_a_letter_anywhere_else(fields, body, sender, proven):
    raw = email(body, sender, proven=proven, **fields)
    message = parse_message(raw)

    decision = decided(raw)

    author = message.from_.addr_spec if message.from_ else ""
    assert {one for _, one in letters_of(decision)} <= {author, OFFICER, *STAFF} - {""}
    for letter in decision.letters:
        told_officer = letter.purpose == "referral"
        told_staff = letter.purpose == "alert"
        assert told_officer == (letter.recipient == OFFICER and author != OFFICER)
        assert told_staff == (letter.recipient in STAFF)
        assert COUNCIL.letterhead.from_ == letter.message.from_
        if letter.message.reply_to:
            assert letter.message.reply_to.endswith("@" + COUNCIL.letterhead.from_.domain)
        if not told_officer:
            for part in (letter.message.subject, letter.message.text, letter.message.html):
                assert "evil" not in part


def test_mail_that_names_a_held_report_waits_beside_it():
    raw = email(STANDARD + " Please report it to the police.", Subject="Re: KMB-2026-7F3K9-R")

    decision = decided(raw, names_a_hold=True)

    assert (HELD, "answers-a-hold") == (decision.disposition, decision.reason)
    assert Purpose.REFERRAL not in {letter.purpose for letter in decision.letters}


def test_a_machines_answer_to_an_alert_alerts_nobody_again():
    answered = "<KMB-2026-7F3K9-R.alert.1.abcdef@kirkbourne.example>"

    decision = decided(email("Your ticket is 4711.", STAFF[0], In_Reply_To=answered))

    assert HELD == decision.disposition
    assert Purpose.ALERT not in {letter.purpose for letter in decision.letters}


def test_an_absence_subject_leaves_nobody_in_danger_without_an_answer():
    decision = decided(email(IMMEDIATE, Subject="Out of office threat"))

    assert {Purpose.SAFETY_NOW, Purpose.ACKNOWLEDGEMENT} <= {x.purpose for x in decision.letters}


def test_text_beyond_what_is_read_holds_a_report():
    decision = decided(email(STANDARD + "\n" + "All is well.\n" * 20_000))

    assert (HELD, "defect") == (decision.disposition, decision.reason)
