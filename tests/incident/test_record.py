from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from processor.incident.classify import classify
from processor.incident.model import Kind, Standing
from processor.incident.read import read_report
from processor.incident.record import to_line
from processor.mail.automatic import reason_not_to_answer
from processor.mail.message import Attachment
from processor.mail.parse import parse_message
from processor.shipped import shipped
from tests.support.messages import COUNCIL, SENT, read

CORPUS = Path(__file__).parents[1] / "corpus"
SCHEMA = json.loads(shipped("schema", "incident.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def line(text="He rang from 07700 900733.", kind=Kind.REPORT, **changes):
    return to_line("a.eml", kind, Standing.REGISTERED_AUTHENTICATED, read(text, **changes))


def findings(record):
    for value in record.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and "quote" in item:
                yield item


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


def test_a_record_has_exactly_the_agreed_keys():
    assert sorted(SCHEMA["required"]) == sorted(line())


def test_what_nobody_said_is_null_or_not_stated():
    record = line("Hello")

    assert (
        record["police_wish"],
        record["ongoing"],
        record["fear_score"],
    ) == ("not_stated", None, None)


@pytest.mark.parametrize("kind", [Kind.AUTOMATIC, Kind.BOUNCE, Kind.POLICE_REPLY])
def test_only_reports_and_follow_ups_have_a_level(kind):
    assert line(kind=kind)["level"] is None


def test_pictures_of_a_signature_are_no_evidence():
    logo, file = (
        Attachment(
            filename="x.png", media_type="image/png", content=b"12", sha256="0" * 64, logo=logo
        )
        for logo in (True, False)
    )

    assert [found["bytes"] for found in line(attachments=(logo, file))["attachments"]] == [2]


def test_a_record_with_a_stray_key_does_not_fit():
    assert not VALIDATOR.is_valid(line() | {"more": 1})


@pytest.mark.parametrize("folder", ["main", "more-a", "more-b"])
def test_every_record_of_the_corpus_fits_and_quotes_what_it_says(folder):
    files = sorted((CORPUS / folder).glob("*.eml"))
    for path in files:
        message = parse_message(path.read_bytes())
        automatic = reason_not_to_answer(message, own_addresses=())
        standing = Standing.REGISTERED_AUTHENTICATED
        kind, _ = classify(message, standing=standing, automatic=automatic, policy=COUNCIL)
        reading = read_report(message, COUNCIL, reported_at=message.date or SENT, ward="")
        record = json.loads(json.dumps(to_line(path.name, kind, standing, reading)))

        assert [error.message for error in VALIDATOR.iter_errors(record)] == []
        for found in findings(record):
            assert found["quote"] == record["texts"][found["part"]][found["start"] : found["end"]]
    assert files
