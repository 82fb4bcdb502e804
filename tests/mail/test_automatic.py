from __future__ import annotations

import json

import pytest

from processor.mail.automatic import Automatic, reason_not_to_answer
from processor.mail.message import DeliveryStatus, InboundMessage
from processor.mail.parse import parse_message
from tests.support.mail import CORPUS, message_of

OWN = ("safety@council.example", "mailer-daemon@mx.council.example")


def verdict(**fields):
    return reason_not_to_answer(message_of(**fields), own_addresses=OWN)


def test_a_persons_mail_may_be_answered():
    assert Automatic() == verdict()


@pytest.mark.parametrize(
    "value", ["auto-replied", "auto-generated", "auto-notified", "x-foo", "Auto-Replied; a=b", ""]
)
def test_i63_any_auto_submitted_but_no_is_automatic(value):
    assert Automatic("auto-submitted", is_automatic=True) == verdict(Auto_Submitted=value)


@pytest.mark.parametrize("value", ["no", "No ", "no (a person)", "NO; x=y"])
def test_i63_auto_submitted_no_is_a_person(value):
    assert Automatic() == verdict(Auto_Submitted=value)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"Return_Path": "<>"}, "null-return-path", id="i64"),
        pytest.param({"Precedence": "bulk"}, "precedence", id="i65-bulk"),
        pytest.param({"Precedence": "List"}, "precedence", id="i65-list"),
        pytest.param({"Precedence": "auto_reply"}, "precedence", id="i65-auto-reply"),
        pytest.param({"List_Id": "<a.b.example>"}, "list", id="i66-list-id"),
        pytest.param({"List_Unsubscribe": "<https://x.example>"}, "list", id="i45"),
        pytest.param({"Feedback_ID": "1:2"}, "list", id="i67-feedback"),
        pytest.param({"X_Autoreply": "yes"}, "robot-field", id="i67-autoreply"),
        pytest.param({"X_Autorespond": "x"}, "robot-field", id="i67-autorespond"),
        pytest.param({"X_Loop": "safety@council.example"}, "loop", id="i67-loop"),
        pytest.param({"From": "safety@council.example"}, "own-address", id="i61"),
        pytest.param({"From": "MAILER-DAEMON@mx.council.example"}, "own-address", id="own-daemon"),
    ],
)
def test_what_a_program_sent_is_automatic(fields, reason):
    assert Automatic(reason, is_automatic=True) == verdict(**fields)


@pytest.mark.parametrize(
    "media_type",
    [
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "application/tlsrpt+gzip",
    ],
)
def test_i69_i71_i72_reports_of_mail_programs_are_automatic(media_type):
    message = InboundMessage(headers=(), from_=None, media_types=("multipart/report", media_type))

    assert Automatic("machine-report", is_automatic=True) == reason_not_to_answer(
        message, own_addresses=OWN
    )


def test_i69_a_bounce_of_any_shape_is_automatic():
    status = DeliveryStatus(action="failed", status="", recipient="", original_message_id="")
    message = InboundMessage(headers=(), from_=None, delivery_status=(status,))

    assert reason_not_to_answer(message, own_addresses=OWN).is_automatic


def test_i72_a_bare_invitation_is_automatic():
    message = message_of("BEGIN:VCALENDAR", Content_Type="text/calendar; method=REQUEST")

    assert "calendar" == reason_not_to_answer(message, own_addresses=OWN).reason


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Brick",
        "Out of office: back Monday",
        "Out of the office",
        "Ymateb awtomatig: bricsen",
        "Réponse automatique : brique",
        "Automatische Antwort: Stein",
        "Abwesenheitsnotiz",
        "Odpowiedź automatyczna: cegła",
        "Respuesta automática: ladrillo",
        "Risposta automatica: mattone",
        "Resposta automática: tijolo",
        "Automatisch antwoord: steen",
        "Răspuns automat: cărămidă",
        "Automatické odpovede: tehla",
        "Autosvar: tegel",
        "Автоматический ответ: кирпич",
        "自动回复: 砖",
        "خودکار جواب",
    ],
)
def test_i68_an_out_of_office_subject_is_not_answered_and_still_read(subject):
    assert Automatic("absence-subject", is_automatic=False) == verdict(Subject=subject)


@pytest.mark.parametrize(
    "subject", ["FW: Automatic reply: Brick", "He is out of office and out of his mind"]
)
def test_i68_a_subject_about_absence_is_a_persons(subject):
    assert Automatic() == verdict(Subject=subject)


@pytest.mark.parametrize(
    "address",
    [
        "noreply@x.example",
        "no-reply@x.example",
        "noreply-dmarc-support@x.example",
        "do_not_reply@x.example",
        "bounces+a=b@x.example",
        "list-request@x.example",
        "owner-list@x.example",
        "postmaster@x.example",
    ],
)
def test_i66_an_address_that_nobody_reads_is_not_answered_and_still_read(address):
    assert Automatic("robot-address", is_automatic=False) == verdict(From=address)


@pytest.mark.parametrize("value", ["All", "OOF", "DR, RN, NRN, OOF, AutoReply"])
def test_outlooks_wish_for_quiet_does_not_silence_a_report(value):
    assert Automatic() == verdict(X_Auto_Response_Suppress=value)


def test_mail_passed_on_by_a_rule_is_not_answered_and_still_read():
    found = verdict(X_MS_Exchange_Inbox_Rules_Loop="amy@council.example")

    assert Automatic("passed-on-by-rule", is_automatic=False) == found


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("someone@else.example", "not-addressed-to-us"),
        ("Someone <someone@else.example>, SAFETY@council.example", ""),
        (None, ""),
        ("undisclosed-recipients:;", ""),
    ],
)
def test_i74_a_blind_copy_is_not_answered(to, reason):
    assert Automatic(reason) == verdict(To=to)


def test_i74_being_in_the_copy_field_is_being_addressed():
    assert Automatic() == verdict(To="a@else.example", Cc="Safety <safety@council.example>")


@pytest.mark.parametrize("folder", ["main", "more-a", "more-b"])
def test_labelled_automatic_mail_is_told_from_reports(folder):
    own = ("safety@kirkbourne.example", "mailer-daemon@mx.kirkbourne.example")
    paths = sorted((CORPUS / folder).glob("*.json"))
    for path in paths:
        kind = json.loads(path.read_text("utf-8"))["kind"]
        message = parse_message(path.with_suffix(".eml").read_bytes())
        found = reason_not_to_answer(message, own_addresses=own)

        assert (kind in ("automatic", "bounce")) == found.is_automatic, path.name
        assert kind not in ("report", "follow_up", "police_reply") or found == Automatic(), (
            path.name
        )
    assert paths
