from __future__ import annotations

import pytest

from processor.incident.model import Standing
from processor.incident.reading import Level
from processor.incident.reasons import WORDS, Reason, words


def test_every_reason_has_its_words():
    assert set(WORDS) == set(Reason)


@pytest.mark.parametrize("level", [Level.IMMEDIATE, Level.URGENT])
def test_levels_that_alert_are_reasons(level):
    assert f"level-{level}" in set(Reason)


@pytest.mark.parametrize(
    "standing",
    [
        Standing.REGISTERED_UNAUTHENTICATED,
        Standing.UNREGISTERED_AUTHENTICATED,
        Standing.UNREGISTERED_UNAUTHENTICATED,
    ],
)
def test_every_standing_that_holds_is_a_reason(standing):
    assert standing.value.replace("_", "-") in set(Reason)


def test_a_code_nobody_knows_is_shown_as_it_is():
    assert words("new-code") == "new-code"
