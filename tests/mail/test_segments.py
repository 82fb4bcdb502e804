from __future__ import annotations

import pytest

from processor.mail.message import Address, SegmentKind
from processor.mail.segments import MAX_SEGMENTS, MAX_TEXT, origin, segment
from processor.mail.stretches import Stretch

AMY = Address("amy.lark@members.council.example", "Amy Lark")
TO = ("Safety <s@c.example>",)
NEW = origin(AMY, "Brick", (), TO)
REPLY = origin(AMY, "Re: Brick", ("<ack@council.example>",), TO)
FORWARD = origin(AMY, "FW: Verges", ("<x@y.example>",), TO)


def split(text, known=NEW):
    return [(s.kind.value, text[s.start : s.end].strip()) for s in segment(Stretch(text), known)]


def own(text, known=NEW):
    return "\n".join(words for kind, words in split(text, known) if kind == "own")


OURS = (
    "From: Safety <s@c.example>\nSent: 12 October 2026 21:07\nTo: Amy\nSubject: Ref\n\nThank you."
)
OUTLOOK = (
    "From: Les <les@mail.example>\nSent: 12 October 2026 21:07\nTo: Amy\nSubject: Verges\n\nBaa."
)


@pytest.mark.parametrize(
    "quoted",
    [
        pytest.param(
            "On Tue, 7 Jul 2026 at 16:20, Safety <s@c.example> wrote:\n> Thank you.", id="gmail"
        ),
        pytest.param(
            "On 3 Feb 2026, at 21:48, Safety\n<s@c.example> wrote:\n\n> Thank you.", id="apple"
        ),
        pytest.param(
            "> On 3 Feb 2026, at 21:48, Safety wrote:\n>\n> Thank you.", id="apple-quoted"
        ),
        pytest.param(
            "On Tuesday 7 July 2026 at 16:20:01 BST, S <s@c.example> wrote:\n\nThank you.",
            id="yahoo",
        ),
        pytest.param(
            "-----Original Message-----\nFrom: S <s@c.example>\n\nThank you.", id="original"
        ),
        pytest.param("________________________________\n" + OURS, id="outlook"),
        pytest.param(OURS, id="outlook-without-rule"),
        pytest.param(
            "Am Di., 7. Juli 2026 um 16:20 Uhr schrieb S <s@c.example>:\n\nDanke.", id="german"
        ),
        pytest.param("Le mar. 7 juil. 2026 à 16:20, S <s@c.example> a écrit :\n> Merci.", id="fr"),
        pytest.param("wt., 7 lip 2026 o 16:20 S <s@c.example> napisał(a):\n> Tak.", id="polish"),
        pytest.param("Ar Maw, 7 Gorff 2026, S <s@c.example> ysgrifennodd:\n> Diolch.", id="welsh"),
        pytest.param("----- Ymlaen neu beth -----\n" + OURS, id="mark-of-another-language"),
        pytest.param("> Thank you.\n> Ring 999.", id="bare"),
    ],
)
def test_what_is_answered_is_earlier_mail(quoted):
    assert [("own", "No thanks."), ("earlier", quoted)] == split(f"No thanks.\n\n{quoted}", REPLY)


@pytest.mark.parametrize(
    "passed_on",
    [
        "---------- Forwarded message ---------\nFrom: Les <les@mail.example>\n\nBaa.",
        "Begin forwarded message:\n\n> From: Les <les@mail.example>\n> Baa.",
        "----- Forwarded message ----- From: Les <les@mail.example>To: AmySubject: Verges\nBaa.",
        "------- Forwarded Message -------\nFrom: Les <les@mail.example>\n\n> Baa.",
        "-------- Weitergeleitete Nachricht --------\nVon: Les\n\nBaa.",
        "-------- Message transféré --------\nDe : Les\n\nBaa.",
        "-------- Treść przekazanej wiadomości --------\nOd: Les\n\nBaa.",
        "*From:* Les <les@mail.example>\n*Sent:* 12 October 2026 21:07\n*To:* Amy\n\nBaa.",
        OUTLOOK,
    ],
)
@pytest.mark.parametrize("known", [NEW, FORWARD, REPLY])
def test_i80_what_is_passed_on_is_kept_apart_as_forwarded(passed_on, known):
    assert [("own", "See below."), ("forwarded", passed_on)] == split(
        f"See below.\n\n{passed_on}", known
    )


@pytest.mark.parametrize("known", [NEW, FORWARD, REPLY])
def test_words_below_a_forward_that_is_quoted_line_by_line_are_own(known):
    text = "Got this.\n\nBegin forwarded message:\n\n> From: Les <l@m.example>\n>\n> Baa.\n\nHelp."

    assert "Got this.\nHelp." == own(text, known)


def test_what_the_markup_says_is_quoted_is_quoted_without_a_cue():
    text = "He wrote:\nYou will see.\nI kept it."
    found = segment(Stretch(text, ((10, 23),)), NEW)

    assert ["own", "forwarded", "own"] == [s.kind.value for s in found]


def test_a_mark_in_quoted_markup_reaches_as_far_as_the_markup():
    text = "See.\n-- Forwarded message --\nBaa.\nHelp."
    found = segment(Stretch(text, ((5, 34),)), REPLY)

    assert "Help." == text[found[-1].start :]
    assert SegmentKind.FORWARDED is found[1].kind


def test_a_quotation_by_somebody_to_whom_the_answer_does_not_go_is_passed_on():
    quoted = "On 3 Feb 2026, at 21:48, Les <les@mail.example> wrote:\n> Baa."

    assert ("forwarded", quoted) == split(f"See.\n\n{quoted}", REPLY)[-1]


def test_words_below_a_closed_pasted_message_are_own():
    text = "Got this.\n\n--- Forwarded message ---\nBaa.\n--- end ---\n\nHelp."

    assert "Got this.\nHelp." == own(text)


def test_answers_between_quoted_lines_are_own():
    text = "> Are you safe?\n\nNo.\n\n> Where are you?\n\nAt home."

    assert "No.\nAt home." == own(text, REPLY)


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday 7 July he wrote:\nI know where you live.",
        "On the 7th at 16:20 Les <les@mail.example> wrote:\nI know where you live.",
        "From: the man next door.\nHe shouted at me.",
        "From what I saw he had a knife.\nTo: be honest I ran.",
        "Sent from the hall, where we are locked in.",
        "This email is to report a threat. It is confidential between us I hope?",
        "Amy Lark here, ring me now! He is at the door.",
        "They are outside -- and they have bats.",
        "-----\nOn Tuesday he wrote this.\n-----\nI know where you live.",
        "From: Amy Lark\nTo: the team\nDate: 3 May at 10:15\nSubject: Threat\n\nA man came.",
        "From: the man next door\nTo: me\nDate: today\nHe shouted.",
        "-- forwarded messages keep coming, I am scared",
    ],
)
def test_t28_a_first_message_that_looks_like_a_reply_loses_nothing(text):
    assert text.split("\n")[0] in own(text)


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday 7 July he wrote:\nI know where you live.",
        "Sent from the hall, we are locked in.",
    ],
)
def test_t28_a_first_message_that_looks_like_a_reply_is_wholly_own(text):
    assert text == own(text)


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAmy Lark\nCouncillor, Harewood Ward",
        "--\nA",
        "Sent from my iPhone",
        "Get Outlook for Android",
        "Sent from Yahoo Mail on Android",
        "Sent from Outlook for Mac",
        "Cllr Amy Lark\nHarewood Ward\nTel: 01632 960119 | www.council.example",
        "Cllr Amy Lark | Harewood | 01632 960131",
        "Amy Lark (she/her)\nHarewood Central",
        "-- \nAmy Lark (she/her)\nHarewood Central",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Sent from my Galaxy",
        "Sent with Proton Mail secure email.",
        "Anfonwyd o fy iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Wysłane z iPhone",
        "Amy Lark\nMayor\n\nMayor's Parlour, Civic Hall\nTel 01632 960101",
    ],
)
def test_a_signature_is_set_apart(signature):
    text = f"A brick came through the window.\n\n{signature}"

    assert [("own", "A brick came through the window."), ("signature", signature)] == split(text)


@pytest.mark.parametrize(
    "ending",
    [
        "Amy Lark was followed home by two men last night.",
        "Amy",
        "He said he would\nburn the house\ntonight",
        "Amy Lark saw him at the gate again\nand he said he would be back tonight!",
        "--\n" + "He came back.\n" * 20,
        "--\nHe is at the door now",
        "Amy Lark\nHe is at the door now",
        "Sent from the shed. He is outside.",
    ],
)
def test_a_sentence_is_never_taken_for_a_signature(ending):
    assert own(f"A brick.\n\n{ending}").endswith(ending.strip())


@pytest.mark.parametrize(
    "disclaimer",
    [
        "This email and any files with it are confidential and intended solely for you.",
        "UK Parliament Disclaimer: this e-mail is confidential to the intended recipient.",
        "THINK BEFORE YOU PRINT. Kirkbourne is a White Ribbon borough.",
        (
            "***************\n\nThis message may contain confidential information. If you are not"
            " the intended recipient please\ni) inform the sender; and\nii) do not copy it."
        ),
        "Mae'r neges hon yn gyfrinachol. Os derbynioch hi drwy gamgymeriad, dilëwch hi.",
        "Rydym yn croesawu gohebiaeth yn Gymraeg. / We welcome correspondence in Welsh.",
        "Any views expressed are those of the author. The Council accepts no liability for loss.",
        (
            "Emails sent to the Council may be monitored and disclosed under the Freedom of"
            " Information Act 2000."
        ),
    ],
)
def test_a_disclaimer_is_set_apart(disclaimer):
    assert [("own", "A brick."), ("disclaimer", disclaimer)] == split(f"A brick.\n\n{disclaimer}")


@pytest.mark.parametrize(
    "words",
    [
        "This message was sent to me in error: it says he will kill me, and was intended for her.",
        "Confidential please. He has a copy of my key.",
        "This email is intended for whoever reads it first.",
        "Please note that the man in the blue van is back.",
        "If you are not the right person, pass it on.",
    ],
)
def test_a_report_that_begins_like_a_disclaimer_is_own(words):
    assert words == own(words)


def test_words_below_a_disclaimer_are_own():
    disclaimer = "This email is confidential and intended solely for the addressee."

    assert "A brick.\nHe is back." == own(f"A brick.\n\n{disclaimer}\n\nHe is back.")


def test_segments_cover_the_text_from_where_it_begins():
    text = "A brick.\n\n> quoted\n\n-- \nAmy"
    segments = segment(Stretch(text), REPLY, 7)

    assert [7, *(s.end for s in segments)][:-1] == [s.start for s in segments]
    assert 7 + len(text) == segments[-1].end


def test_i25_a_text_cut_too_finely_or_too_long_is_taken_whole():
    for text in ("> a\nb\n" * MAX_SEGMENTS, "> a\n" * (MAX_TEXT // 4 + 1)):
        assert [SegmentKind.OWN] == [s.kind for s in segment(Stretch(text), REPLY)]


def test_no_text_has_no_segments():
    assert () == segment(Stretch(""), NEW)
