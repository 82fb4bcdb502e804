from __future__ import annotations

import re

import pytest

from processor.incident.reading import Wish
from processor.shipped import shipped
from tests.support.messages import read


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("I would like it reported to the police.", Wish.REPORT_IT),
        ("Please get the police on to it.", Wish.REPORT_IT),
        ("Please report it.", Wish.REPORT_IT),
        ("Happy for the police to have it for information.", Wish.PASS_FOR_INFORMATION),
        ("Let the police have it for their records, I need no visit.", Wish.PASS_FOR_INFORMATION),
        ("Pass it to the police so they've got it, no visit.", Wish.PASS_FOR_INFORMATION),
        ("I take it that this goes to the police.", Wish.REPORT_IT),
        ("What would the police usually do about such a thing?", Wish.ADVICE_ONLY),
        ("It stays in the log please.", Wish.LOG_ONLY_NO_POLICE),
        ("Nobody has asked for the police.", Wish.NOT_STATED),
        ("I have not formed a view about the police.", Wish.NOT_STATED),
        ("I would just like some advice.", Wish.ADVICE_ONLY),
        ("What should I do?", Wish.ADVICE_ONLY),
        ("No police please.", Wish.LOG_ONLY_NO_POLICE),
        ("I don't want the police involved.", Wish.LOG_ONLY_NO_POLICE),
        ("Just for the log.", Wish.LOG_ONLY_NO_POLICE),
        ("A man shouted at me.", Wish.NOT_STATED),
    ],
)
def test_the_wish_is_read_from_the_reporters_words(text, wish):
    assert wish is read(text).police_wish


@pytest.mark.parametrize("written", ["{}", '"{}"', "{}.", "Hello,\n\n{}\n\nRegards"])
@pytest.mark.parametrize("change", [str, str.capitalize, str.upper])
def test_every_answer_that_the_acknowledgement_asks_for_is_understood(written, change):
    template = shipped("templates", "acknowledgement", "body.txt").read_text(encoding="utf-8")
    asked = set(re.findall(r'"((?:\w+ )+police)"', template))

    answers = {
        "tell the police": Wish.REPORT_IT,
        "do not tell the police": Wish.LOG_ONLY_NO_POLICE,
    }
    assert set(answers) == asked
    for answer, wish in answers.items():
        assert wish is read(written.format(change(answer))).police_wish


@pytest.mark.parametrize(
    "text",
    [
        "Yes, tell the police.",
        "yes tell the police",
        "Yes please, tell the police.",
        "Tell the police please.",
    ],
)
def test_a_command_to_tell_the_police_is_a_wish(text):
    assert Wish.REPORT_IT is read(text).police_wish


@pytest.mark.parametrize(
    "text",
    [
        "Please do not tell the police.",
        "Yes, do not tell the police.",
        "pls dnt tell the police please",
        "About the police: don't tell them.",
        "The police must not know.",
        "I forbid you to tell the police.",
        "I want the police to stay out of it.",
        "Peidiwch \u00e2 dweud wrth yr heddlu.",
        "Check with me before you tell the police.",
    ],
)
def test_the_police_are_not_told_where_it_is_forbidden(text):
    assert Wish.LOG_ONLY_NO_POLICE is read(text).police_wish


@pytest.mark.parametrize(
    "text",
    [
        "Tell the police and you will be sorry.",
        "If I tell the police he will come back.",
        "He forbids me to speak to the police.",
        "The police kept me out of it.",
    ],
)
def test_to_speak_of_the_police_is_no_wish(text):
    assert Wish.NOT_STATED is read(text).police_wish


def test_a_denied_wish_is_no_police_and_never_its_opposite():
    assert Wish.LOG_ONLY_NO_POLICE is read("I do not want it reported to the police.").police_wish


def test_a_wish_in_quotation_marks_is_not_the_reporters():
    assert Wish.NOT_STATED is read('He said "please report it to the police".').police_wish


def test_a_wish_in_passed_on_or_earlier_mail_is_not_the_reporters():
    reading = read("See below.", forwarded="No police please.", earlier="> Please report it.")

    assert Wish.NOT_STATED is reading.police_wish


def test_a_wish_for_something_beats_a_wish_against_it():
    reading = read("I don't want police at the door, but let the police know.")

    assert Wish.PASS_FOR_INFORMATION is reading.police_wish


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("A man rang me. I have not told the police yet.", Wish.NOT_STATED),
        ("Please don't report this to the police.", Wish.LOG_ONLY_NO_POLICE),
        (
            "I do not want this reported to the police under any circumstances.",
            Wish.LOG_ONLY_NO_POLICE,
        ),
        ("He was rude. I'd rather the police weren't involved.", Wish.LOG_ONLY_NO_POLICE),
        ("Could you let the police know, just for their information?", Wish.PASS_FOR_INFORMATION),
        ("I would be grateful if this could be passed to the police.", Wish.REPORT_IT),
        ("Please pass this to the police.", Wish.REPORT_IT),
        ("I think this needs to go to the police.", Wish.REPORT_IT),
        ("I want it formally reported to the police.", Wish.REPORT_IT),
        ("Can this be logged with the police as a crime please.", Wish.REPORT_IT),
        ("I'm happy for this to be shared with the police.", Wish.PASS_FOR_INFORMATION),
        (
            "Please make the police aware but I don't want any action taken.",
            Wish.PASS_FOR_INFORMATION,
        ),
        ("I don't want to involve the police at this stage.", Wish.LOG_ONLY_NO_POLICE),
        ("I am not sure whether I should go to the police. What do you think?", Wish.ADVICE_ONLY),
        ("Not asking for anything to be done, just keep a record.", Wish.LOG_ONLY_NO_POLICE),
        ("No need to do anything, for your records.", Wish.LOG_ONLY_NO_POLICE),
        ("The police came and took a statement.", Wish.NOT_STATED),
        ("I rang 101 and they gave me a reference.", Wish.NOT_STATED),
        ("I'd welcome your advice on how to respond.", Wish.ADVICE_ONLY),
        ("Please report to police asap, I am scared.", Wish.REPORT_IT),
        ("Please can someone contact the police on my behalf.", Wish.REPORT_IT),
        ("Yes please report it.", Wish.REPORT_IT),
        ("Happy for you to refer this to the police.", Wish.REPORT_IT),
        (
            "Please don't involve the police, he is a constituent with problems.",
            Wish.LOG_ONLY_NO_POLICE,
        ),
        ("Should I report this to the police or will you?", Wish.ADVICE_ONLY),
        ("I want the police informed.", Wish.REPORT_IT),
        ("For the attention of the police please, I wish to make a complaint.", Wish.REPORT_IT),
        ("I do not wish to take this further.", Wish.LOG_ONLY_NO_POLICE),
        ("Just wanted you to be aware.", Wish.NOT_STATED),
    ],
)
def test_the_wish_is_read_as_people_put_it(words, wish):
    assert wish is read("He called me an idiot on Monday. " + words).police_wish


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("I said no police the first time. Yes please report it.", Wish.REPORT_IT),
        ("Please pass it to the police. Actually no, don't tell the police.", "no police"),
        ("Please report it to the police. I don't want a police car outside.", Wish.REPORT_IT),
        ("Please share it with the police. For information only.", Wish.PASS_FOR_INFORMATION),
        ("You may share this with the police for their information.", Wish.PASS_FOR_INFORMATION),
        ("I'd rather you didn't ring 101 on my behalf.", "no police"),
        ("I've told you as my clerk, not so you'd go to the police with it.", "no police"),
        ("Does this need to go to the police?", Wish.ADVICE_ONLY),
        ("This time I am not prepared to let it drop.", Wish.REPORT_IT),
        ("I should value your guidance on whether to reply.", Wish.ADVICE_ONLY),
    ],
)
def test_the_wish_is_put_together_from_what_is_said_in_several_places(words, wish):
    expected = Wish.LOG_ONLY_NO_POLICE if wish == "no police" else wish

    assert expected is read("A man was rude to me on Monday. " + words).police_wish


@pytest.mark.parametrize(
    ("form", "wish"),
    [
        ("Do you want the police told? No", Wish.LOG_ONLY_NO_POLICE),
        ("Do you want the police told?\nNo thank you", Wish.LOG_ONLY_NO_POLICE),
        ("Do you want the police told?\nYes", Wish.REPORT_IT),
        ("Should this be reported to the police: yes", Wish.REPORT_IT),
        ("Do you want this passed to the police? Not sure", Wish.ADVICE_ONLY),
        ("Happy to share with the police? Yes, for information", Wish.PASS_FOR_INFORMATION),
        ("Have you reported it to the police? Yes", Wish.NOT_STATED),
    ],
)
def test_a_question_of_a_form_is_read_with_its_answer(form, wish):
    assert (
        wish is read("What happened: a man was rude to me.\n" + form + "\nMany thanks").police_wish
    )
