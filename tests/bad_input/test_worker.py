"""The whole catalogue lies in one mailbox, and the worker goes through it as it would at night."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from processor.desk.people import import_register
from processor.store import holds
from processor.wiring import open_desk, open_store, open_worker
from processor.worker.clock import system_clock
from tests.support.catalogue import CANARY, REGISTER, Entry, catalogue
from tests.support.council import OFFICER, STAFF
from tests.support.fakes import logged, rows
from tests.support.place import place
from tests.support.servers import ScriptedImap

pytestmark = pytest.mark.slow

_LIMIT = 500_000  # octets of a message, so that one over it need not be large
_AUTHOR = "amy.lark@members.kirkbourne.example"
_NEXT = (
    b"Received: from a.example by mx.kirkbourne.example; Fri, 30 Jan 2026 16:30:20 +0000\r\n"
    b"Authentication-Results: mx.kirkbourne.example; dmarc=pass"
    b" header.from=members.kirkbourne.example\r\n"
    b"From: ben.hale@members.kirkbourne.example\r\nTo: safety@kirkbourne.example\r\n"
    b"Subject: The next\r\n\r\nA man shouted at me in the street.\r\n"
)


def test_p01_p04_p06_all_bad_input_is_kept_ends_and_keeps_nobody_waiting(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "mail.log")  # the relay of the test, which shows all it takes
    entries = list(_small())
    folder = dict(enumerate([*(entry.octets() for entry in entries), _NEXT], start=1))
    with place(tmp_path) as here, _mailbox(folder) as mailbox:
        settings = _settings(here.settings, mailbox)
        with open_desk(settings) as desk:
            text, roles = REGISTER.read_text(), desk.policy.codes.roles
            import_register(desk.database, text, roles, "test", system_clock())
        with open_worker(settings) as worker:
            worker.once()
        left = list(mailbox.messages.values())
        with open_store(settings) as database:
            messages, letters = rows(database, "message"), rows(database, "letter")
            log = str(logged(database))
            with database.reading() as tx:
                waiting = {one.message_id: one.reference for one in holds.waiting(tx)}

    _assert_kept(entries, messages)
    _assert_ended(entries, messages, waiting)
    assert [entry.octets() for entry in entries if entry.reasons == ("too-large",)] == left
    _assert_written_to(letters, waiting)
    assert not {word for word in (CANARY, _AUTHOR) if word in log + caplog.text}


def _small() -> Iterator[Entry]:
    """Every entry that is no strain on a mailbox, as often as it holds it."""
    for entry in catalogue():
        if not entry.generator or entry.reasons == ("too-large",):
            yield from [entry] * entry.copies


def _mailbox(folder: dict[int, bytes]) -> ScriptedImap:
    """A server that sends the beginning of a message where only that is asked for."""
    large = [uid for uid, raw in folder.items() if len(raw) > _LIMIT]

    def bodies(uids):
        if uids == large:
            beginning = mailbox.body(large[0], folder[large[0]][:1000])
            return (beginning.replace(b"BODY[]", b"BODY[]<0>", 1) + b"TAG OK done\r\n",)
        return (b"".join(mailbox.body(uid) for uid in uids) + b"TAG OK done\r\n",)

    mailbox = ScriptedImap(folder, {"BODY": bodies})
    return mailbox


def _settings(settings, mailbox):
    at = replace(settings.mailbox, host=mailbox.host, port=mailbox.port, max_message_bytes=_LIMIT)
    return settings.model_copy(update={"mailbox": at})


def _assert_kept(entries, messages) -> None:
    """The octets in the ledger are those of the mailbox, in its order."""
    for entry, row in zip([*entries, None], messages, strict=True):
        raw = entry.octets() if entry else _NEXT
        part = raw[: len(row.raw)]
        assert part == row.raw, entry
        assert (part == raw) is row.complete, entry
        assert hashlib.sha256(part).hexdigest() == row.sha256


def _assert_ended(entries, messages, waiting) -> None:
    """Each is terminal, as its entry says; a copy of an earlier one is logged."""
    seen = set()
    for entry, row in zip(entries, messages, strict=False):
        expected = "logged" if entry.name in seen else entry.disposition
        seen.add(entry.name)
        assert (entry.name, expected) == (entry.name, str(row.state))
        assert (expected == "held") is (row.id in waiting), entry.name
    assert "referred" == messages[-1].state


def _assert_written_to(letters, waiting) -> None:
    """Everything left; who waits was told of; nobody hears from us who should not."""
    assert {"accepted"} == {one.state for one in letters}
    alerts = {(one.reference, one.recipient) for one in letters if one.purpose == "alert"}
    assert {(one, person) for one in waiting.values() for person in STAFF} <= alerts
    assert {OFFICER} == {one.recipient for one in letters if one.purpose == "referral"}
    answered = Counter(one.recipient for one in letters if one.purpose == "acknowledgement")
    assert {_AUTHOR, "ben.hale@members.kirkbourne.example"} == set(answered)
    assert 5 + 1 == answered[_AUTHOR]  # five a day, and the IMMEDIATE one, which no cap stops
    assert not [one.recipient for one in letters if "evil" in one.recipient]
    assert not [one.recipient for one in letters if "attacker" in one.recipient]
