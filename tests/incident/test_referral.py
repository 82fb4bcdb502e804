from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from itertools import product

import pytest

from processor.incident.model import Purpose, Reference, Sharing, Standing
from processor.incident.reading import Level, Part, When, Wish
from processor.incident.referral import referral
from tests.support.reports import (
    JPEG,
    NOW,
    RAW,
    RENDER,
    file,
    found,
    incident,
    message,
    person,
    policy,
    reading,
    referred,
    wishing,
)

HEADINGS = [
    "NATURE OF THIS MESSAGE",
    "PERSON AFFECTED",
    "WHAT HAPPENED",
    "THE REPORTER'S ACCOUNT",
    "EXACT WORDS",
    "WHEN AND WHERE",
    "ONLINE AND CONTACT DETAILS",
    "SUSPECT AS DESCRIBED BY THE REPORTER",
    "HOSTILITY AND ELECTION",
    "RISK",
    "WISHES",
    "ALREADY DONE",
    "QUOTED OR FORWARDED MATERIAL",
    "EVIDENCE MANIFEST",
    "OFFENCE PROMPTS",
    "WHAT IS ASKED",
    "RETURN SLIP",
]
LISTS = [
    "rules",
    "categories",
    "channels",
    "postcodes",
    "urls",
    "handles",
    "phones",
    "emails",
    "police_refs",
    "vehicle_registrations",
    "suspect_names",
    "hostility_strands",
    "risk_factors",
    "exact_words",
]
HOSTILE = (
    "{{7*7}} {% for x in y %} ${HOME} %s {0.__class__} =HYPERLINK(1) "
    "<script>alert(1)</script> <img src=x onerror=y>\r\nBcc: x@example.org"
)


def section(text, heading):
    """What stands under one heading of a referral's text."""
    return re.search(
        rf"^\d+\. {heading}\n(.*?)(?=^\d+\. [A-Z]|\Z)", text, re.MULTILINE | re.DOTALL
    )[1]


def everything(secret):
    """A report with `secret` in everything that came from outside."""
    return incident(
        reading(
            secret,
            quoted=(secret,),
            level=Level.URGENT,
            rules=(found("U1", secret),),
            categories=(found("THREAT_LIFE", secret),),
            channels=(found("email", secret),),
            place_type=found("home", secret),
            wish=found(Wish.REPORT_IT, secret),
            when=(found(When(secret, secret, "exact"), secret),),
            ongoing=found(value=True, quote=secret),
            urls=(found(secret, secret),),
            handles=(found(secret, secret),),
            emails=(found(secret, secret),),
            police_refs=(found(secret, secret),),
            suspect_names=(found(secret, secret),),
            exact_words=(found(secret, secret),),
            hostility_strands=(found("race", secret),),
            risk_factors=(found("home_known", secret),),
            fear_score=found(5, secret),
        ),
        from_shown=secret,
        mentions=(secret,),
    )


@pytest.mark.parametrize(
    ("level", "category", "roles", "expected"),
    [
        ("urgent", "THREAT_LIFE", ("councillor",), "OPERATION FORD - URGENT - {} - threat"),
        ("log_only", "UNCLEAR", ("parish_councillor",), "LOG ONLY - {} - report"),
        ("immediate", "STALK", ("mp",), "OPERATION BRIDGER - IMMEDIATE - {} - stalking"),
    ],
)
def test_the_subject_has_marking_operation_level_reference_and_one_neutral_word(
    level, category, roles, expected
):
    one = incident(reading(level=Level(level), categories=(found(category),)), person(*roles))

    subject = referred(one).subject

    assert "OFFICIAL-SENSITIVE - " + expected.format(one.reference) == subject


def test_the_marking_is_the_councils():
    assert referred(council=policy(marking="")).subject.startswith("OPERATION FORD - ")


def test_the_first_eight_lines_stand_alone_without_a_name():
    lines = referred(wishing(Wish.REPORT_IT, Level.URGENT)).text.splitlines()[:8]

    assert lines[0] == "OFFICIAL-SENSITIVE - URGENT - information copy, not a crime report"
    assert [line.partition(":")[0] for line in lines[1:]] == [
        "Reference",
        "Category",
        "Who",
        "Ongoing",
        "Reported to 999 or 101",
        "Asked of you",
        "Council contact",
    ]
    assert "Who: councillor (Operation Ford)" in lines
    assert "Ada Quill" not in "\n".join(lines)
    assert "Reply by 8:42pm on Thursday 26 November 2026." in lines[6]


@pytest.mark.parametrize(
    "standing", [one for one in Standing if one is not Standing.REGISTERED_AUTHENTICATED]
)
@pytest.mark.parametrize("known", [True, False])
def test_a_sender_who_is_not_proven_is_never_shown_as_proven(standing, known):
    one = incident(standing=standing)
    outbound = referred(one if known else replace(one, reporter=None))

    who = outbound.text.splitlines()[3]
    assert who.startswith("Who: ")
    assert who.endswith(" - SENDER NOT VERIFIED, released by a person")
    assert who.removeprefix("Who: ") in html.unescape(outbound.html)
    sender = section(outbound.text, "PERSON AFFECTED").splitlines()[0]
    assert sender.startswith("- Sender: NOT VERIFIED. ")
    assert sender.endswith(" A named person at the council decided to send it.")
    assert sender.removeprefix("- Sender: ") in html.unescape(outbound.html)
    assert standing == json.loads(outbound.attachments[-1].content)["sender_standing"]


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (
            Standing.REGISTERED_UNAUTHENTICATED,
            "is on the council's register, but our server could not prove",
        ),
        (
            Standing.UNREGISTERED_AUTHENTICATED,
            "could prove which mail service the message came from, but the address is not on",
        ),
        (
            Standing.UNREGISTERED_UNAUTHENTICATED,
            "is not on the council's register, and our server could not prove",
        ),
    ],
)
def test_the_police_are_told_what_could_be_proven_and_what_not(standing, words):
    assert words in section(referred(incident(standing=standing)).text, "PERSON AFFECTED")


def test_a_proven_sender_is_shown_without_a_doubt():
    outbound = referred(incident())

    for text in (outbound.text, html.unescape(outbound.html)):
        assert "VERIFIED" not in text
        assert "released by" not in text


def test_at_immediate_the_first_line_says_that_999_is_needed():
    one = wishing(Wish.REPORT_IT, Level.IMMEDIATE)

    outbound = referred(one, council=policy(crime_report_by_agreement=True))

    assert "999 NEEDED - information copy, not a crime report" in outbound.text.splitlines()[0]
    assert "999 is needed" in section(outbound.text, "NATURE OF THIS MESSAGE")


@pytest.mark.parametrize(
    "one", [incident(), everything("words"), replace(incident(), reporter=None)]
)
def test_the_headings_are_always_the_same_in_the_same_order(one):
    outbound = referred(one)

    assert re.findall(r"^\d+\. ([A-Z' ]+)$", outbound.text, re.MULTILINE) == HEADINGS
    titles = re.findall(r"<h2[^>]*>\d+\. (.*?)</h2>", outbound.html)
    assert [html.unescape(title).upper() for title in titles] == HEADINGS


def test_empty_sections_say_that_they_are_empty():
    text = referred().text

    for heading in ("EXACT WORDS", "ONLINE AND CONTACT DETAILS", "OFFENCE PROMPTS"):
        assert "None found" in section(text, heading)
    for heading in ("WHEN AND WHERE", "SUSPECT AS DESCRIBED BY THE REPORTER"):
        assert "Not stated" in section(text, heading)


def test_a_crime_report_is_one_only_by_agreement_and_when_sent_as_such():
    agreed = policy(crime_report_by_agreement=True)
    one = wishing(Wish.REPORT_IT, Level.URGENT)

    assert "crime report by agreement" in referred(one, council=agreed).text.splitlines()[0]
    for outbound in (
        referred(one),
        referred(one, council=agreed, sharing=Sharing.SEND_INFORMATION_COPY),
        referred(wishing(Wish.PASS_FOR_INFORMATION, Level.URGENT), council=agreed),
    ):
        assert "information copy, not a crime report" in outbound.text.splitlines()[0]


def test_the_account_is_complete_and_every_line_of_it_is_marked():
    account = "First line.\n\n17. RETURN SLIP\n- Decision: no action\n| drawn"

    text = section(referred(incident(reading(account))).text, "THE REPORTER'S ACCOUNT")

    marked = [line[2:] for line in text.splitlines() if line.startswith("| ")]
    assert account.splitlines() == marked
    assert "These are their words, not ours." in text


def test_line_separators_cannot_smuggle_a_line_of_ours():
    account = "one\u2028LEVEL: LOG ONLY\x0btwo\rthree"

    text = section(referred(incident(reading(account))).text, "THE REPORTER'S ACCOUNT")

    assert [line for line in text.splitlines() if line.startswith("|")] == [
        "| one",
        "| LEVEL: LOG ONLY",
        "| two",
        "| three",
    ]


def test_a_very_long_account_is_cut_in_the_letter_and_complete_beside_it():
    account = '"' * 1_000_000

    outbound = referred(incident(reading(account, quoted=(account,))))

    files = {one.filename: one.content for one in outbound.attachments}
    assert account.encode() == files[f"{incident().reference}-account.txt"]
    assert "[cut; complete in the attachments of" in outbound.text
    assert len(outbound.html.encode()) < 256 * 1024


@pytest.mark.parametrize(
    "filling", ['"' * 11_000, "\n" * 11_000, "\U0001f525" * 24_000, "a\n" * 90_000]
)
def test_a_thousand_findings_still_make_a_letter(filling):
    many = tuple(found(f'"{n}"' + '"' * 400, '"' * 400) for n in range(1000))
    dates = tuple(found(When('"' * 400, "", "day"), '"' * 400) for _ in range(1000))
    full = reading(filling, quoted=(filling,), **dict.fromkeys(LISTS, many) | {"when": dates})
    files = [file('"' * 255, JPEG, "image/jpeg")] * 1000

    outbound = referred(incident(full, mentions=('"' * 400,) * 1000), *files)

    for heading in ("ONLINE AND CONTACT DETAILS", "RISK"):
        assert "more, in XXX-2026-7F3K9-R.json" in section(outbound.text, heading)
    assert len(outbound.html.encode()) < 256 * 1024
    assert "Next update (date)" in section(outbound.text, "RETURN SLIP")


def test_i90_to_i96_what_a_message_says_is_never_run_or_laid_out():
    outbound = referred(everything(HOSTILE), file(HOSTILE, JPEG, "image/jpeg"))

    assert "{{7*7}}" in outbound.text
    assert "49" not in section(outbound.text, "EXACT WORDS")
    for tag in ("<script", "<img"):
        assert tag not in outbound.html
    assert "&lt;script&gt;" in outbound.html
    for line in outbound.text.splitlines():
        assert not line.startswith(("Bcc:", "=", "{%"))
    assert "Bcc" not in outbound.subject
    assert "\n" not in outbound.subject


def test_i95_links_are_shown_so_that_none_opens():
    link = "https://evil.example.org/a.b?c=d"
    one = incident(reading("Look.", urls=(found(link, f"see {link} now"),)))

    outbound = referred(one)

    assert "Link: hxxps://evil[.]example[.]org" in outbound.text
    assert link not in outbound.text
    assert link not in outbound.html
    assert "<a " not in outbound.html


def test_every_finding_stands_beside_its_words_and_their_place():
    one = incident(
        reading(
            rules=(found("U1", "I will break your legs"),),
            phones=(found("+441632960001", "01632 960001", Part.ATTACHMENT),),
        )
    )

    text = referred(one).text

    assert 'read from message: "I will break your legs"' in section(text, "RISK")
    assert 'read from an attachment, sender not proved: "01632 960001"' in section(
        text, "ONLINE AND CONTACT DETAILS"
    )


def test_quoted_material_is_kept_apart_and_unproved():
    text = referred(incident(reading(quoted=("You are finished.",)))).text

    quoted = section(text, "QUOTED OR FORWARDED MATERIAL")
    assert "| You are finished." in quoted
    assert "Who wrote it is not proved." in quoted
    assert "finished" not in section(text, "THE REPORTER'S ACCOUNT")


def test_offences_are_prompts_only_and_dated():
    one = incident(reading(categories=(found("DAMAGE", "smashed"),)))

    prompts = section(referred(one).text, "OFFENCE PROMPTS")

    assert "Prompts for a police decision only, from a list dated" in prompts
    assert "Criminal Damage Act 1971" in prompts


def test_the_letter_never_says_that_a_crime_was_committed():
    text = referred(everything("words")).text

    assert not re.search(r"\b(?:committed|guilty|offender|perpetrator)\b", text)


def test_when_is_written_as_people_write_it():
    one = incident(
        reading(
            when=(
                found(When("2026-10-03T19:30", "", "about"), "half seven"),
                found(When("2026-10-01", "2026-10-02", "range"), "since Thursday"),
            )
        )
    )

    text = section(referred(one).text, "WHEN AND WHERE")

    assert "When: 3 October 2026, 7:30pm (about)" in text
    assert "When: 1 October 2026 to 2 October 2026 (range)" in text


def test_contact_says_what_would_endanger_the_reporter():
    careful = person(phone="01632 960111", safe_to_email=False, safe_to_voicemail=False)

    text = section(referred(incident(None, careful)).text, "PERSON AFFECTED")

    assert "do not email; telephone 01632 960111, leave no voicemail" in text
    assert careful.email not in text


def test_party_is_nobodys_need_to_know():
    assert "Progress Group" not in referred(incident(None, person(party="Progress Group"))).text


@pytest.mark.parametrize(
    ("wish", "level", "agreed", "expected"),
    [
        (Wish.REPORT_IT, Level.STANDARD, True, "Record this under our agreement"),
        (Wish.REPORT_IT, Level.URGENT, False, "Assess the threat"),
        (Wish.REPORT_IT, Level.STANDARD, False, "Tell us whether this is for you"),
        (Wish.PASS_FOR_INFORMATION, Level.STANDARD, False, "Note this for information"),
    ],
)
def test_a_referral_always_asks_for_something(wish, level, agreed, expected):
    council = policy(crime_report_by_agreement=agreed)

    text = section(referred(wishing(wish, level), council=council).text, "WHAT IS ASKED")

    assert expected in text
    assert "Reply by" in text


def test_the_return_slip_can_be_answered_in_thirty_seconds():
    slip = section(referred().text, "RETURN SLIP")

    for field in ("Our reference: XXX", "Received by", "Police reference", "Decision", "Next up"):
        assert field in slip


def test_it_goes_to_the_named_contact_and_is_no_automatic_answer():
    letter = referral(incident(), message(), RAW, Sharing.SEND, policy(), RENDER, NOW)

    assert letter.purpose is Purpose.REFERRAL
    assert policy().police.address == letter.message.to
    assert letter.message.auto_submitted == ""
    assert letter.message.in_reply_to == ""
    assert letter.message.message_id.startswith("<XXX-2026-7F3K9-R.referral.1.")


def test_a_bounced_referral_is_noticed_whatever_the_return_path_of_others():
    outbound = referred(council=policy(return_path="null", bounce_address="bounce@council.example"))

    assert re.fullmatch(r"bounce\+[a-z2-7]{26}@council\.example", outbound.reverse_path)
    assert outbound.reply_to == ""


def test_the_same_report_gives_the_same_octets():
    for sharing, level in product((Sharing.SEND, Sharing.SEND_INFORMATION_COPY), Level):
        one = wishing(Wish.REPORT_IT, level)

        assert referred(one, sharing=sharing) == referred(one, sharing=sharing)


def test_two_reports_differ_in_every_name_of_the_letter():
    other = replace(incident(), reference=Reference("XXX-2026-00000-0"))

    first, second = referred(), referred(other)

    assert first.message_id != second.message_id
    assert first.reverse_path != second.reverse_path
    assert first.reply_to != second.reply_to
