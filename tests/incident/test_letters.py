from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from processor.incident.letters import (
    acknowledgement,
    alert,
    operation_of,
    safety_notice,
    safety_now,
)
from processor.incident.model import Purpose, Reference, Sharing
from processor.incident.reading import Level, Part, Wish
from processor.incident.reasons import Reason
from processor.mail.message import Address
from tests.support.reading_age import grade, words
from tests.support.reports import NOW, RENDER, found, incident, person, policy, reading, wishing

REFERENCE = Reference("KMB-2026-7F3K9-R")
STRANGER = Address("stranger@elsewhere.example", "A Stranger")
CASES = tuple(product(Wish, Level, Sharing))
SECRET = "Zebedee"


def acknowledged(one=None, sharing=Sharing.SEND, **council):
    return acknowledgement(one or incident(), sharing, policy(**council), RENDER, NOW).message


def first(one=None, **council):
    return safety_now(one or incident(), policy(**council), RENDER, NOW).message


def noticed(**council):
    return safety_notice(STRANGER, REFERENCE, policy(**council), RENDER, NOW).message


def alerted(*reasons, level=None, held=True):
    to = Address("duty@council.example")
    return alert(REFERENCE, level, reasons, to, policy(), RENDER, NOW, held=held).message


def full_of(secret):
    """A report in which every text that came from outside holds `secret`."""
    return incident(
        reading(
            f"{secret} shouted",
            texts={Part.BODY: secret, Part.SUBJECT: secret},
            quoted=(secret,),
            rules=(found("U1", secret),),
            categories=(found("THREAT_LIFE", secret),),
            suspect_names=(found(secret, secret),),
            exact_words=(found(secret, secret),),
            urls=(found(f"https://{secret}.example", secret),),
            wish=found(Wish.REPORT_IT, secret),
        ),
        person(name=secret, ward=secret),
        subject_shown=secret,
        from_shown=secret,
        mentions=(secret,),
    )


@pytest.mark.parametrize(("wish", "level", "sharing"), CASES)
def test_an_acknowledgement_is_short_enough_to_be_read_in_fear(wish, level, sharing):
    one = wishing(wish, level, categories=("STALK", "SEXUAL", "HATE"))

    for agreed in (False, True):
        text = acknowledged(one, sharing, crime_report_by_agreement=agreed).text

        assert len(text.split()) <= 300


@pytest.mark.parametrize(("wish", "level", "sharing"), CASES)
def test_an_acknowledgement_reads_at_the_age_of_eleven(wish, level, sharing):
    for rules in ((), ("I7",)):
        text = acknowledged(wishing(wish, level, *rules), sharing).text

        assert grade(text) <= 6


@pytest.mark.parametrize(("wish", "level", "sharing"), CASES)
def test_every_acknowledgement_begins_with_999(wish, level, sharing):
    for rules in ((), ("I7",)):
        text = acknowledged(wishing(wish, level, *rules), sharing).text

        assert "call 999 now" in text.splitlines()[0]
        assert "We do not watch this mailbox like 999." in text.splitlines()[0]


@pytest.mark.parametrize(("wish", "level", "sharing"), CASES)
def test_sent_is_never_said_and_sending_only_where_it_is_so(wish, level, sharing):
    text = acknowledged(wishing(wish, level), sharing).text
    sends = sharing in (Sharing.SEND, Sharing.SEND_INFORMATION_COPY)

    assert sends == ("It is being sent to" in text)
    assert not re.search(r"\b(?:has|have|was) (?:been )?sent\b", text)


def test_a_letter_speaks_in_the_order_of_what_matters():
    headings = re.findall(r"^(.+)\n-+$", acknowledged().text, re.MULTILINE)

    expected = [
        "We have your message",
        "Keep everything",
        "What happens next",
        "Support",
        "Change or add",
        "Your data",
    ]
    assert expected == headings


def test_it_says_when_the_message_came_in_by_the_councils_clock_and_its_reference():
    summer = replace(incident(), reported_at=NOW.replace(month=7))

    text = acknowledged(summer).text

    assert "It came in at 9:42pm on Saturday 25 July 2026." in text
    assert summer.reference in text


def test_a_councillor_is_told_to_ring_101_and_to_say_operation_ford():
    text = acknowledged().text

    assert "This is not a crime report. To make one, ring 101 or use " in text
    assert 'and say "Operation Ford".' in text


@pytest.mark.parametrize("role", ["parish_councillor", "unheard_of"])
def test_a_role_without_an_operation_is_given_no_operation_name(role):
    text = acknowledged(incident(None, person(role))).text

    assert "ring 101" in text
    assert "Operation" not in text


def test_the_operation_follows_the_roles_and_ford_comes_first():
    council = policy()

    assert operation_of(person("mp"), council) == "Bridger"
    assert operation_of(person("mp", "councillor"), council) == "Ford"
    assert operation_of(None, council) == ""


def test_a_referral_is_called_a_crime_report_only_by_agreement():
    one = wishing(Wish.REPORT_IT, Level.URGENT)

    agreed = acknowledged(one, crime_report_by_agreement=True).text
    otherwise = acknowledged(one).text

    assert "counts as a crime report" in agreed
    assert "This is not a crime report" not in agreed
    assert "This is not a crime report" in otherwise


def test_at_immediate_an_agreement_makes_no_crime_report():
    one = wishing(Wish.REPORT_IT, Level.IMMEDIATE)

    assert "This is not a crime report" in acknowledged(one, crime_report_by_agreement=True).text


@pytest.mark.parametrize("wish", Wish)
@pytest.mark.parametrize("sharing", Sharing)
def test_at_immediate_the_way_to_the_police_is_999_and_no_other(wish, sharing):
    text = acknowledged(wishing(wish, Level.IMMEDIATE), sharing).text

    assert "This is not a crime report. Call 999 now to get the police.\n" in text
    assert "101" not in words(text)


@pytest.mark.parametrize("sharing", [Sharing.HOLD, Sharing.LOG])
@pytest.mark.parametrize(
    ("wish", "words_of_status"),
    [
        (Wish.LOG_ONLY_NO_POLICE, "You asked us not to tell the police. We have not told them."),
        (Wish.ADVICE_ONLY, "You asked for advice. We have not told the police."),
    ],
)
def test_a_no_is_said_to_be_honoured(wish, words_of_status, sharing):
    assert words_of_status in acknowledged(wishing(wish, Level.STANDARD), sharing).text


def test_who_said_no_is_told_when_a_person_has_overridden_it():
    one = wishing(Wish.LOG_ONLY_NO_POLICE, Level.URGENT)

    text = acknowledged(one, Sharing.SEND_INFORMATION_COPY).text

    assert "You asked us not to tell the police. We must, as someone may come to" in text


def test_silence_about_the_police_is_asked_about_while_it_is_held():
    one = wishing(Wish.NOT_STATED, Level.STANDARD)

    assert 'Please reply "tell the police"' in acknowledged(one, Sharing.HOLD).text


def test_what_is_held_for_another_reason_waits_for_a_person():
    text = acknowledged(wishing(Wish.REPORT_IT, Level.STANDARD), Sharing.HOLD).text

    assert "We have not told the police yet. A person will decide on that first." in text


def test_what_is_only_logged_says_so_and_how_to_have_the_police_told():
    text = acknowledged(wishing(Wish.NOT_STATED, Level.LOG_ONLY), Sharing.LOG).text

    assert "It is kept in our log to spot patterns. We have not told the police." in text
    assert "minor" not in text
    assert "low" not in words(text)


@pytest.mark.parametrize("level", Level)
def test_an_officer_is_being_told_only_at_urgent_and_above(level):
    text = acknowledged(wishing(Wish.REPORT_IT, level)).text

    assert (level.rank >= Level.URGENT.rank) == ("We are telling a council officer now." in text)


def test_who_may_harm_themselves_has_a_gentle_letter_without_police():
    text = acknowledged(wishing(Wish.REPORT_IT, Level.IMMEDIATE, "I7"), Sharing.HOLD).text

    assert "Samaritans: 116 123" in text
    assert "NHS 111" in text
    assert "will ring you" in text
    assert "We have not sent it to the police." in text
    assert "screenshots" not in text
    assert "101" not in words(text)


def test_the_first_letter_at_immediate_has_sixty_words_at_most():
    for one in (incident(), wishing(Wish.NOT_STATED, Level.IMMEDIATE, "I7")):
        text = first(one).text

        assert len(text.split()) <= 60
        assert "call 999 now" in text.splitlines()[0]
        assert "press 55" in text
        assert one.reference in text
        assert "A second email follows." in text


def test_support_follows_the_report_and_is_never_long():
    text = acknowledged(wishing(Wish.REPORT_IT, Level.URGENT, "U4", categories=("STALK",))).text

    listed = text.partition("Support\n-------\n")[2].partition("\n\n")[0].splitlines()
    assert [line.removeprefix("- ").partition(":")[0] for line in listed] == [
        "National Stalking Helpline",
        "Samaritans",
        "Victim Support",
    ]


def test_numbers_nobody_has_tried_for_half_a_year_are_not_shown():
    council = policy()
    old = tuple(
        replace(service, last_verified=NOW.date() - timedelta(days=181))
        for service in council.codes.support
    )

    stale = replace(council, codes=replace(council.codes, support=old))
    text = acknowledgement(incident(), Sharing.SEND, stale, RENDER, NOW).message.text

    assert "Samaritans" not in text
    assert "Support\n-------" not in text


@pytest.mark.parametrize("build", [acknowledged, first])
def test_nothing_of_the_report_comes_back_to_the_reporter(build):
    outbound = build(full_of(SECRET))

    for text in (outbound.text, outbound.html, outbound.subject, outbound.to.display_name):
        assert SECRET not in text


def test_the_police_contact_is_named_to_no_reporter():
    for sharing in Sharing:
        text = acknowledged(sharing=sharing).text

        assert "Inspector" not in text
        assert "contact@police.example" not in text


def test_no_letter_says_that_an_offence_took_place():
    for sharing, level in product(Sharing, Level):
        text = acknowledged(wishing(Wish.REPORT_IT, level), sharing).text.lower()

        assert not re.search(r"\b(?:offence|harassed|assaulted|victim of|you were)\b", text)


def test_the_page_has_the_words_of_the_text_and_nothing_from_elsewhere():
    for outbound in (acknowledged(), first(), noticed(), alerted(Reason.EMPTY)):
        page = re.sub(r"<title>.*?</title>", "", outbound.html)
        seen = re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), re.sub(r"<[^>]+>", " ", page))
        plain = re.sub(r"^(?:-+$|- )", "", outbound.text, flags=re.MULTILINE)

        assert plain.split() == seen.replace("&amp;", "&").split()
        assert '<html lang="en-GB">' in outbound.html
        assert not re.search(r"<(?:img|link|script|iframe|form)\b|\bsrc=|url\(", outbound.html)


def test_a_stranger_has_fixed_words_that_tell_nothing():
    outbound = noticed()

    assert len(outbound.text.split()) <= 120
    assert grade(outbound.text) <= 6
    for promised in ("999", "101", "Keep everything", "A person at"):
        assert promised in outbound.text
    for part in (outbound.text, outbound.html, outbound.subject, outbound.message_id):
        assert REFERENCE not in part
        assert "regist" not in part.lower()
        assert "Operation" not in part


def test_a_stranger_is_answered_by_address_only():
    outbound = noticed()

    assert Address("stranger@elsewhere.example") == outbound.to
    assert outbound.reply_to == ""
    assert outbound.in_reply_to == ""


def test_an_alert_fetches_a_person_without_telling_anybody_else():
    outbound = alerted(Reason.SELF_HARM, Reason.LEVEL_IMMEDIATE, level=Level.IMMEDIATE)

    assert outbound.subject == "KMB-2026-7F3K9-R - IMMEDIATE - waits for a person"
    assert "processor held show KMB-2026-7F3K9-R" in outbound.text
    assert "Ring them now." in outbound.text
    assert outbound.auto_submitted == "auto-generated"


def test_an_alert_about_what_is_not_held_points_to_the_record():
    outbound = alerted("level-urgent", level=Level.URGENT, held=False)

    assert outbound.subject == "KMB-2026-7F3K9-R - URGENT - please look"
    assert "processor incidents show KMB-2026-7F3K9-R" in outbound.text
    assert "processor held" not in outbound.text


@pytest.mark.parametrize("reason", Reason)
def test_whether_something_waits_is_told_by_the_hold_and_by_no_reason(reason):
    waiting, told = alerted(reason), alerted(reason, held=False)

    assert "It waits for a person." in waiting.text
    assert waiting.subject.endswith("waits for a person")
    assert "waits" not in told.text
    assert told.subject.endswith("please look")


def test_an_alert_without_a_level_says_nothing_of_one():
    assert alerted("bounce").subject == "KMB-2026-7F3K9-R - waits for a person"


def test_a_second_alert_about_the_same_thing_is_another_letter():
    to = Address("duty@council.example")
    first_one, second = (
        alert(REFERENCE, None, ("bounce",), to, policy(), RENDER, NOW, held=True, number=number)
        for number in (1, 2)
    )

    assert second.number == 2
    assert first_one.message.message_id != second.message.message_id


def test_each_letter_knows_its_purpose_and_recipient():
    letter = acknowledgement(incident(), Sharing.SEND, policy(), RENDER, NOW)

    assert letter.purpose is Purpose.ACKNOWLEDGEMENT
    assert letter.recipient == incident().from_.addr_spec
    assert letter.number == 1


def test_letters_to_the_reporter_are_marked_as_automatic_answers():
    for outbound in (acknowledged(), first(), noticed()):
        assert outbound.auto_submitted == "auto-replied"


def test_keyed_letters_bounce_and_are_answered_to_addresses_nobody_can_guess():
    outbound = acknowledged()

    assert re.fullmatch(r"safety\+[a-z2-7]{26}@council\.example", outbound.reverse_path)
    assert re.fullmatch(r"safety\+[a-z2-7]{26}@council\.example", outbound.reply_to)
    assert outbound.reverse_path != outbound.reply_to


def test_where_the_council_chose_the_null_path_nothing_is_keyed():
    for outbound in (acknowledged(return_path="null"), noticed(return_path="null")):
        assert outbound.reverse_path == ""
        assert outbound.reply_to == ""


@pytest.mark.parametrize(
    "inbound_id",
    [
        "",
        "no-brackets@example.org",
        "<two words@example.org>",
        '<"quoted"@example.org>',
        "<a@b>\r\nBcc: <x@example.org>",
        "<a@b> <c@d>",
        "<caf\u00e9@example.org>",
        f"<{'a' * 250}@example.org>",
    ],
)
def test_i31_a_strange_message_id_never_reaches_a_header(inbound_id):
    assert acknowledged(incident(inbound_id=inbound_id)).in_reply_to == ""


def test_a_clean_message_id_is_answered_to():
    inbound_id = "<CAF=abc+1.2@mail.example.org>"

    assert inbound_id == acknowledged(incident(inbound_id=inbound_id)).in_reply_to


def test_a_subject_is_one_line_whatever_a_template_says():
    def render(name, values):
        return (
            "one\r\nBcc: x@example.org\r\n"
            if name.endswith("subject.txt")
            else RENDER(name, values)
        )

    outbound = acknowledgement(incident(), Sharing.SEND, policy(), render, NOW).message

    assert outbound.subject == "one Bcc: x@example.org"


def test_a_report_without_an_address_has_no_letter():
    with pytest.raises(ValueError, match="no address"):
        acknowledged(incident(from_=None))


def test_the_same_report_gives_the_same_letter():
    assert acknowledged() == acknowledged()
