from __future__ import annotations

import tomllib
from datetime import date, timedelta

from processor.incident.codes import SupportService
from processor.incident.support import flags_of, services, stale
from processor.shipped import shipped
from tests.support.reports import CODES, found, reading

TODAY = date(2026, 11, 25)


def service(name, *flags, age_days=0):
    return SupportService(
        name=name,
        offers="help",
        contact="01632 960000",
        flags=flags,
        last_verified=TODAY - timedelta(days=age_days),
    )


def names(known, flags=()):
    return [one.name for one in services(known, flags, TODAY)]


def test_only_what_the_report_calls_for_is_shown_before_what_everybody_gets():
    known = (service("everybody"), service("stalking", "STALK"), service("hate", "race"))

    assert names(known, {"STALK"}) == ["stalking", "everybody"]


def test_no_more_than_two_special_lines_are_shown():
    known = tuple(service(name, "STALK") for name in "abc")

    assert names(known, {"STALK"}) == ["a", "b"]


def test_a_number_is_shown_for_180_days_after_somebody_tried_it():
    fresh, old = service("fresh", age_days=180), service("old", age_days=181)

    assert names((fresh, old)) == ["fresh"]
    assert stale((fresh, old), TODAY) == (old,)


def test_categories_strands_and_rules_call_for_services():
    one = reading(
        categories=(found("STALK"),),
        hostility_strands=(found("race"),),
        rules=(found("U4"),),
    )

    assert flags_of(one) == {"STALK", "race", "U4"}


def test_everybody_is_told_of_samaritans_and_victim_support():
    everybody = {one.name: one.contact for one in CODES.support if not one.flags}

    assert everybody == {"Samaritans": "116 123", "Victim Support": "0808 168 9111"}


def test_every_flag_of_the_shipped_list_is_a_code_that_exists():
    known = {*CODES.categories, *CODES.strands, *CODES.level_rules}

    for one in CODES.support:
        assert set(one.flags) <= known


def test_the_shipped_list_is_dated_and_short():
    content = tomllib.loads(shipped("schema", "codes", "support.toml").read_text(encoding="utf-8"))

    assert content["jurisdiction"] == "england-and-wales"
    assert all(len(one["offers"].split()) <= 4 for one in content["service"])
