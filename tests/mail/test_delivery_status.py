from __future__ import annotations

import pytest

from processor.mail.message import DeliveryStatus
from processor.mail.parse import parse_message
from tests.support.mail import CORPUS, bad_input, message_of, octets_of

FIELDS = (
    "Reporting-MTA: dns; mx.council.example\n\n"
    "Final-Recipient: rfc822; a@police.example\nAction: {}\nStatus: 5.1.1 (no user)\n\n"
    "Original-Recipient: rfc822;b@police.example\nAction: Delayed\nStatus: 4.4.1\n"
)
RETURNED = "Content-Type: text/rfc822-headers\n\nMessage-ID: <ref.1@council.example>\nSubject: x"


def report(fields, returned=RETURNED):
    parts = ("\n\nIt failed.", f"Content-Type: message/delivery-status\n\n{fields}", returned)
    body = "".join(f"--b\n{part}\n" for part in parts) + "--b--"
    kind = "multipart/report; report-type=delivery-status; boundary=b"
    return message_of(body, Content_Type=kind, Return_Path="<>")


@pytest.mark.parametrize("action", ["failed", "delayed", "delivered", "relayed", "expanded"])
def test_i69_each_recipient_of_a_bounce_is_read(action):
    expected = [
        DeliveryStatus(
            action=action,
            status="5.1.1",
            recipient="a@police.example",
            original_message_id="<ref.1@council.example>",
        ),
        DeliveryStatus(
            action="delayed",
            status="4.4.1",
            recipient="b@police.example",
            original_message_id="<ref.1@council.example>",
        ),
    ]

    assert expected == list(report(FIELDS.format(action)).delivery_status)


def test_the_parts_of_a_bounce_are_no_evidence():
    message = report(FIELDS.format("failed"))

    assert ("\nIt failed.".strip(), ()) == (message.text.strip(), message.attachments)


def test_an_invented_action_and_a_hostile_recipient_are_unknown():
    fields = "Final-Recipient: rfc822; a@b, evil@x\nAction: explode\nStatus: high"
    (status,) = report(fields).delivery_status

    assert ("", "", "") == (status.action, status.status, status.recipient)


def test_i69_a_malformed_bounce_is_still_a_bounce():
    (status,) = bad_input("malformed_bounce").delivery_status

    assert DeliveryStatus(action="", status="", recipient="", original_message_id="") == status


def test_a_bounce_written_for_people_is_known_by_its_shape():
    (status,) = bad_input("bounce_without_parts").delivery_status

    assert (
        DeliveryStatus(
            action="failed",
            status="5.1.1",
            recipient="amy.lark@fellside.example",
            original_message_id="<ack.1@kirkbourne.example>",
        )
        == status
    )


def test_a_warning_written_for_people_is_a_delay():
    message = message_of(
        "Still trying.",
        Return_Path="<>",
        From="MAILER-DAEMON@x.example",
        Subject="Warning: delivery delayed",
        X_Failed_Recipients="a@police.example",
    )

    assert [("delayed", "a@police.example")] == [
        (status.action, status.recipient) for status in message.delivery_status
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"Subject": "Undelivered mail is piling up"},
        {
            "Subject": "failure notice",
            "From": "mailer-daemon@x.example",
            "Return_Path": "<a@b.example>",
        },
        {"Subject": "Hello", "From": "mailer-daemon@x.example", "Return_Path": "<>"},
    ],
)
def test_a_persons_mail_is_no_bounce(fields):
    assert () == message_of(**fields).delivery_status


def test_ten_thousand_recipients_are_not_all_read():
    fields = "Final-Recipient: rfc822; a@b.example\nAction: failed\n\n" * 10_000

    assert len(report(fields).delivery_status) <= 100


def test_the_labelled_bounces_are_read():
    found = {
        path.name[:3]: parse_message(path.read_bytes()).delivery_status[0]
        for path in (CORPUS / "main").glob("*-bo-*.eml")
    }

    assert {"029": "5.1.1", "074": "5.2.2", "086": "4.4.1"} == {
        k: s.status for k, s in found.items()
    }
    assert {"failed", "delayed"} == {s.action for s in found.values()}
    assert all(s.recipient and s.original_message_id for s in found.values())


def test_octets_that_are_no_fields_do_not_stop_the_reading():
    octets = octets_of(
        "--b\nContent-Type: message/delivery-status\n\n\0\0\n::\n\n"
        "Final-Recipient: rfc822; a@b.example\nAction: failed\n--b--",
        Content_Type="multipart/report; boundary=b",
    )

    assert ["a@b.example"] == [s.recipient for s in parse_message(octets).delivery_status]
