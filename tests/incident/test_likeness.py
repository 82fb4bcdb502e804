from __future__ import annotations

from dataclasses import replace

import pytest

from processor.incident.doubts import Doubt
from processor.incident.learned import Learned
from processor.incident.signs import find_signs
from tests.support.messages import source
from tests.support.reports import CODES

# A model that takes every sentence with a gadget in it for a tracker, or with a gizmo for a threat.
MODEL = Learned(
    offsets={"tracker": -0.1, "threat_life": -0.1},
    weights={"gadget": {"tracker": 9.0}, "gizmo": {"threat_life": 9.0}},
)
ONLY_LEARNED = replace(CODES, phrases={}, learned=MODEL)
BOTH = replace(CODES, learned=MODEL)
YEAR = 2026


def found(text="", codes=ONLY_LEARNED, **changes):
    signs = find_signs(source(text, **changes), codes, YEAR)
    return {
        sign.finding.value: sign.finding.quote for every in signs.by_code.values() for sign in every
    }


def test_what_the_model_sees_is_shown_with_its_whole_sentence():
    assert {"tracker": "There was a gadget."} == found("It rained. There was a gadget. I left.")


def test_where_somebody_is_quoted_the_finding_begins_with_the_quotation():
    assert {"threat_life": 'bring my gizmo"'} == found('He said "bring my gizmo"')


def test_of_fewer_than_four_words_the_model_says_nothing():
    assert {} == found("My gadget.")


def test_what_is_set_in_the_past_does_not_count():
    signs = find_signs(source("Back in 2019 there was a gadget."), ONLY_LEARNED, YEAR)

    assert {} == dict(signs.by_code)
    assert [Doubt.PAST] == [sign.why for sign in signs.set_aside]


@pytest.mark.parametrize(
    "text", ["Nobody found a gadget.", "There was no gadget.", "No gadget at all."]
)
def test_a_sentence_that_denies_shows_nothing(text):
    assert {} == found(text)


def test_in_forwarded_words_only_threats_are_seen():
    assert {"threat_life": "That is my gizmo."} == found(
        "See below.", forwarded="It is a gadget. That is my gizmo."
    )


def test_a_phrase_that_was_doubted_is_not_overruled_by_the_model():
    model = Learned(offsets={"fire": -0.1}, weights={"powder": {"fire": 9.0}})

    assert {} == found("It held no white powder.", replace(CODES, learned=model))


def test_a_phrase_is_preferred_to_the_model():
    signs = find_signs(source("I found a tracker gadget under the car."), BOTH, YEAR)

    assert ["acts:tracker"] == [sign.finding.rule for sign in signs.by_code["tracker"]][:1]
    assert not any(sign.learned for sign in signs.by_code["tracker"])
