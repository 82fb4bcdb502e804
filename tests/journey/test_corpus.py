"""Ninety real-looking emails travel the whole way: Dovecot, the worker, a relay, all over TLS."""

from __future__ import annotations

import email
import hashlib
import json
from collections import Counter
from email.policy import default

import pytest

from tests.support.council import OFFICER, STAFF, labels_of, messages_of

pytestmark = [pytest.mark.dovecot, pytest.mark.slow]

_MAIN = messages_of("main")
_LABELS = labels_of("main")
_NAME_OF = {hashlib.sha256(raw).hexdigest(): name for name, raw in _MAIN.items()}
_REPORTS = ("report", "follow_up")
_NOT_ANSWERED = ("automatic", "bounce")
_ANSWERED = ("registered_authenticated", "unregistered_authenticated")


class Outcome:
    """What the record and the relay say of one message after the run."""

    def __init__(self, council, sink, name: str) -> None:
        digest = hashlib.sha256(_MAIN[name]).hexdigest()
        (self.message,) = council.rows("SELECT * FROM message WHERE sha256 = ?", digest)
        held = council.rows("SELECT * FROM hold WHERE message_id = ?", self.message["id"])
        opened = council.rows("SELECT * FROM incident WHERE message_id = ?", self.message["id"])
        self.hold = held[0] if held else None
        self.incident = opened[0] if opened else None
        row = self.hold or self.incident
        letters = council.rows(
            "SELECT * FROM letter WHERE reference = ?", row["reference"] if row else ""
        )
        taken = Counter(letter.raw for letter in sink.letters)
        assert all(taken[letter["raw"]] == 1 for letter in letters)
        self.letters = Counter((letter["purpose"], letter["recipient"]) for letter in letters)

    @property
    def fired(self) -> set[str]:
        return {rule["value"] for rule in json.loads(self.incident["record"])["rules"]}


@pytest.fixture
def run(council, smtp_sink):
    council.append(list(_MAIN.values()))
    done = council.processor("run", "--once")
    assert not done.returncode, done.stderr
    return council, smtp_sink


def test_every_message_ends_as_the_promises_say(run):
    council, sink = run

    ledger = council.rows("SELECT sha256, raw, state FROM message")
    assert sorted(_NAME_OF) == sorted(row["sha256"] for row in ledger)
    assert all(hashlib.sha256(row["raw"]).hexdigest() == row["sha256"] for row in ledger)
    _assert_the_folder_is_drained(council)
    for name, label in _LABELS.items():
        outcome = Outcome(council, sink, name)
        assert _expected(label, outcome, name) == outcome.letters, name
    _assert_nobody_else_was_written_to(sink)
    _assert_a_second_run_sends_nothing(council, sink)
    assert council.processor("log", "verify").stdout.startswith("sound: ")


def _expected(label, outcome, name) -> Counter:
    """The letters that this message must have had, each once."""
    sender = email.message_from_bytes(_MAIN[name], policy=default)["From"].addresses[0].addr_spec
    letters: Counter = Counter()
    standing = label["sender"]
    if standing == "registered_authenticated" and label["kind"] in _REPORTS:
        letters += _to_a_proven_reporter(outcome, sender)
    if standing == "unregistered_authenticated" and label["kind"] not in _NOT_ANSWERED:
        letters[("safety_notice", sender)] += _first_from(sender, name)
    serious = outcome.incident and outcome.incident["level"] in ("urgent", "immediate")
    if outcome.hold or serious:
        letters += Counter(("alert", person) for person in STAFF)
    return letters


def _to_a_proven_reporter(outcome, sender) -> Counter:
    incident = outcome.incident
    letters = Counter({("acknowledgement", sender): 1})
    if incident["level"] == "immediate":
        letters[("safety_now", sender)] = 1
    no_police = incident["wish"] in ("advice_only", "log_only_no_police")
    if incident["level"] != "log_only" and not no_police and "I7" not in outcome.fired:
        letters[("referral", OFFICER)] = 1
    return letters


def _first_from(sender: str, name: str) -> int:
    """1 where this is the first answerable message of a stranger, else 0: one notice in 30 days."""
    for earlier, label in _LABELS.items():
        unanswered = label["kind"] in _NOT_ANSWERED
        if label["sender"] == "unregistered_authenticated" and not unanswered:
            raw = _MAIN[earlier]
            if (
                email.message_from_bytes(raw, policy=default)["From"].addresses[0].addr_spec
                == sender
            ):
                return int(earlier == name)
    raise AssertionError(name)


def _assert_the_folder_is_drained(council) -> None:
    assert [] == council.folder_holds("INBOX")
    held = {_NAME_OF[hashlib.sha256(raw).hexdigest()] for raw in council.folder_holds("Held")}
    handled = {_NAME_OF[hashlib.sha256(raw).hexdigest()] for raw in council.folder_holds("Handled")}
    decided = {
        _NAME_OF[row["sha256"]]: row["state"]
        for row in council.rows("SELECT sha256, state FROM message")
    }
    assert held == {name for name, state in decided.items() if state == "held"}
    assert handled == {name for name, state in decided.items() if state != "held"}
    assert len(held) + len(handled) == len(_MAIN)


def _assert_nobody_else_was_written_to(sink) -> None:
    senders = {
        email.message_from_bytes(_MAIN[name], policy=default)["From"].addresses[0].addr_spec
        for name, label in _LABELS.items()
        if label["sender"] in _ANSWERED and label["kind"] not in _NOT_ANSWERED
    }
    assert {letter.recipient for letter in sink.letters} <= senders | {OFFICER, *STAFF}
    ids = [email.message_from_bytes(letter.raw)["Message-ID"] for letter in sink.letters]
    assert len(set(ids)) == len(ids)


def _assert_a_second_run_sends_nothing(council, sink) -> None:
    sent = len(sink.letters)
    assert not council.processor("run", "--once").returncode
    assert sent == len(sink.letters)
