from __future__ import annotations

from itertools import product

from processor.incident.model import Sharing
from processor.incident.nature import Nature, nature_of
from processor.incident.reading import Level, Wish
from tests.support.reports import policy, wishing

CASES = tuple(product(Wish, Level, Sharing))


def reports(council):
    return {
        (wish, level, sharing)
        for wish, level, sharing in CASES
        if nature_of(wishing(wish, level).reading, sharing, council)
        is Nature.CRIME_REPORT_BY_AGREEMENT
    }


def test_without_an_agreement_nothing_is_a_crime_report():
    assert reports(policy()) == set()


def test_with_one_only_what_is_sent_as_a_report_below_immediate_is():
    levels = (Level.LOG_ONLY, Level.STANDARD, Level.URGENT)
    expected = set(product((Wish.REPORT_IT, Wish.NOT_STATED), levels, (Sharing.SEND,)))

    assert expected == reports(policy(crime_report_by_agreement=True))
