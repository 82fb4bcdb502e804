from __future__ import annotations

from datetime import datetime

from processor.incident.forwarded import forwarded_mails

OUTLOOK = """________________________________
From: Bo Stray <bo@stray.example>
Sent: 12 October 2026 21:07
To: Ada Quill <ada@council.example>
Subject: Verges

Still not cut.

From: Ada Quill <ada@council.example>
Sent: 11 October 2026 09:12
To: Bo Stray <bo@stray.example>
Subject: Verges

I have passed your last message on.

From: Bo Stray <bo@stray.example>
Sent: 18 November 2024 22:58
To: Ada Quill <ada@council.example>
Subject: Verges

I will swing for you.
"""
APPLE = """Begin forwarded message:

> From: Bo Stray <bo@stray.example>
> Date: 1 October 2026 at 13:37:22 BST
> To: ada@council.example
>
> Do everyone a favour.
"""


def test_the_newest_mail_of_a_thread_counts_and_what_is_long_past_does_not():
    (mail,) = forwarded_mails(OUTLOOK, writer="ada@council.example")

    assert OUTLOOK[mail.words : mail.end].strip() == "Still not cut."


def test_a_heading_gives_name_address_and_time():
    (mail,) = forwarded_mails(APPLE, writer="ada@council.example")

    assert (mail.name, mail.address) == ("Bo Stray", "bo@stray.example")
    assert datetime(2026, 10, 1, 13, 37) == mail.sent  # noqa: DTZ001 - a heading has no zone
    assert APPLE[mail.date_start : mail.date_end].removesuffix(":22 ") == "1 October 2026 at 13:37"


def test_a_first_mail_counts_however_old():
    old = OUTLOOK[OUTLOOK.rindex("From: Bo") :]

    assert len(forwarded_mails(old, writer="ada@council.example")) == 1


def test_a_stretch_without_heading_is_one_mail_by_nobody():
    (mail,) = forwarded_mails("some words", writer="")

    assert (mail.name, mail.address, mail.sent) == ("", "", None)


def test_an_impossible_date_is_no_date():
    (mail,) = forwarded_mails("From: x@y.example\nSent: 31 Feb 2026 10:00\n\nwords", writer="")

    assert mail.sent is None


def test_a_heading_gives_its_subject_and_where_it_stands():
    mail = forwarded_mails(OUTLOOK, writer="ada@council.example")[0]

    assert "Verges" == mail.subject
    assert OUTLOOK[mail.subject_start :].startswith("Verges\n\nStill not cut.")


def test_a_long_list_of_recipients_over_two_lines_does_not_end_a_heading():
    text = (
        "From: Bo <bo@x.example>\nTo: Ada <ada@c.example>,\nIda <ida@c.example>\nSubject: V\n\nBaa."
    )
    (mail,) = forwarded_mails(text, writer="")

    assert "Baa." == text[mail.words : mail.end].strip()


def test_words_that_begin_like_a_field_are_no_heading():
    text = "From: Bo <bo@x.example>\nTo: Ada\nSubject: V\n\nTo: be honest, I will find you."
    (mail,) = forwarded_mails(text, writer="")

    assert "To: be honest, I will find you." == text[mail.words : mail.end].strip()


def test_a_mail_without_words_does_not_lend_its_heading_to_the_next():
    text = "From: Bo <bo@x.example>\nSubject: V\n\nFrom: Cy <cy@x.example>\nSubject: W\n\nBaa."

    assert ["V", "W"] == [mail.subject for mail in forwarded_mails(text, writer="")]
