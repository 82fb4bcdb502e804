from __future__ import annotations

import pytest

from processor.incident.classify import classify
from processor.incident.model import Kind, Standing
from processor.mail.automatic import Automatic
from processor.mail.message import DeliveryStatus
from tests.support.messages import COUNCIL, mail

PERSONAL = Automatic(reason="", is_automatic=False)
MACHINE = Automatic(reason="auto-submitted", is_automatic=True)
RETURNED = DeliveryStatus(action="failed", status="5.1.1", recipient="", original_message_id="")
KNOWN = Standing.REGISTERED_AUTHENTICATED


def kind_of(text="A man shouted at me.", *, standing=KNOWN, automatic=PERSONAL, **changes):
    message = mail(text, **changes)
    return classify(message, standing=standing, automatic=automatic, policy=COUNCIL)


def test_a_message_is_a_report_in_doubt():
    assert kind_of("Something or other.") == (Kind.REPORT, "report")


def test_a_bounce_is_a_bounce_although_it_is_automatic_and_our_own():
    returned = kind_of(standing=Standing.OWN, automatic=MACHINE, delivery_status=(RETURNED,))

    assert returned == (Kind.BOUNCE, "delivery-status")


def test_our_own_mail_is_automatic():
    assert kind_of(standing=Standing.OWN) == (Kind.AUTOMATIC, "own-address")


def test_an_absence_note_of_the_police_is_no_reply():
    assert Kind.AUTOMATIC is kind_of(standing=Standing.POLICE, automatic=MACHINE)[0]


def test_mail_of_the_police_is_their_reply():
    assert kind_of(standing=Standing.POLICE) == (Kind.POLICE_REPLY, "police-sender")


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Re: [KMB-2026-7F3K9-R] We have received your report"},
        {"subject": "re: kmb-2026-7f3k9-x"},
        {"text": "This is about KMB-2026-7F3K9-R."},
        {"in_reply_to": ("<KMB-2026-7F3K9-R.acknowledgement.1@council.example>",)},
    ],
)
def test_mail_that_names_our_reference_follows_up_whatever_its_check_character(changes):
    assert Kind.FOLLOW_UP is kind_of(**changes)[0]


def test_a_reference_in_mail_passed_on_is_no_follow_up():
    assert Kind.REPORT is kind_of("See below.", forwarded="About KMB-2026-7F3K9-R.")[0]


@pytest.mark.parametrize(
    "text",
    [
        "I am a reporter at the Post. Can you confirm how many threats there were?",
        "Knife attacks can happen anywhere. 15% off until Friday. Reply STOP to opt out.",
        "Your wallet will be terminated unless you verify now.",
        "I need the full list of members home addresses. Please send by return.",
        "My dissertation is on death threats. Would any member be willing to be interviewed?",
    ],
)
def test_mail_with_two_clear_signs_is_no_report(text):
    standing = Standing.UNREGISTERED_AUTHENTICATED

    assert kind_of(text, standing=standing) == (Kind.NOT_A_REPORT, "not-a-report")


@pytest.mark.parametrize(
    "text",
    [
        "I have a resident in Mill Row with a drain. Could you point me to the right team?",
        "I have a resident whose neighbour threatened her. Could you point me to the right team?",
        "Is it you or Facilities who does the lone worker fob? Mine won't hold its charge.",
        "The street lamp on Mill Jitty is out. Not sure who does these, could it be passed on?",
        "Can you get this to Highways? It's a rat run and somebody is going to get killed.",
        "Could somebody send me the slides on what to do if a man with a knife comes?",
        "Traders say the parking charges kill them, could you chuck this at whoever does it?",
    ],
)
def test_a_request_for_another_desk_is_no_report(text):
    standing = Standing.REGISTERED_AUTHENTICATED

    assert kind_of(text, standing=standing) == (Kind.NOT_A_REPORT, "another-desk")


@pytest.mark.parametrize(
    "told",
    [
        "He called me a clown.",
        "Somebody pushed me.",
        "Just for the log.",
        "He sent a lewd picture.",
        "Could this go on the log, no police.",
    ],
)
def test_a_request_that_tells_of_something_done_to_the_sender_is_a_report(told):
    text = f"A resident's bin was missed, could you pass it on to the right team? {told}"

    assert Kind.REPORT is kind_of(text, standing=Standing.REGISTERED_AUTHENTICATED)[0]


def test_one_sign_alone_is_not_enough():
    assert Kind.REPORT is kind_of("A reporter told me that I am hated.")[0]


def test_nothing_is_set_aside_where_somebody_is_in_danger():
    text = "I am a reporter. Can you confirm the deadline? A man is outside my house now."

    assert Kind.REPORT is kind_of(text)[0]


def test_a_declared_test_is_no_report_even_with_a_threat_as_example():
    text = "This is a test message. No real incident. Dummy text: I will kill you."

    assert kind_of(text, subject="TEST") == (Kind.NOT_A_REPORT, "test")


def test_a_strangers_test_is_read_as_a_report():
    text = "This is a test message. No real incident. I will kill you."

    assert Kind.REPORT is kind_of(text, standing=Standing.UNREGISTERED_UNAUTHENTICATED)[0]
