from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from processor.incident.reading import Level, Wish
from processor.incident.samples import bare_incident, full_incident
from processor.shipped import shipped
from tests.support.reports import JPEG, file, found, incident, person, reading, referred, wishing

SCHEMA = json.loads(shipped("schema", "referral.schema.json").read_text(encoding="utf-8"))
FITS = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def record(one=None, *files):
    last = referred(one, *files).attachments[-1]
    return json.loads(last.content)


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["additionalProperties"] is False


@pytest.mark.parametrize(
    "one",
    [full_incident(), bare_incident(), incident(), *(wishing(w, Level.URGENT) for w in Wish)],
)
def test_every_record_fits_the_schema(one):
    FITS.validate(record(one, file("a.jpg", JPEG, "image/jpeg"), file("b.exe", b"MZ")))


def test_an_unknown_key_does_not_fit():
    assert not FITS.is_valid(record() | {"surprise": 1})


def test_addresses_stand_exactly_as_they_were_written():
    link = "https://evil.example.org/a?b=c&d"

    found_links = record(incident(reading(urls=(found(link),))))["urls"]

    assert [link] == [one["value"] for one in found_links]


def test_nothing_is_cut():
    account = "long " * 100_000

    one = record(incident(reading(account, handles=tuple(found(f"@{n}") for n in range(2000)))))

    assert account == one["account"]
    assert len(one["handles"]) == 2000


def test_codes_carry_their_meaning_and_their_words():
    rule = record(incident(reading(rules=(found("I1", "outside now"),))))["rules"][0]

    assert rule["value"] == "I1"
    assert rule["quote"] == "outside now"
    assert rule["label"]


def test_party_is_left_out():
    assert "Progress" not in json.dumps(record(incident(None, person(party="Progress Group"))))


def test_somebody_unknown_is_not_named_as_registered():
    one = record(replace(incident(), reporter=None, from_shown="A Name"))

    assert one["person"] == {"registered": False, "shown_as": "A Name"}


def test_lone_surrogates_do_no_harm():
    assert FITS.is_valid(record(incident(reading("half \ud83d"))))
