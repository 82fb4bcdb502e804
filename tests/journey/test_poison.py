"""One bad message never stops the next: the worst ones go first, and nine good ones follow."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from processor.store import holds, ledger
from processor.wiring import open_store, open_worker
from tests.support.council import STAFF, messages_of
from tests.support.fakes import rows
from tests.support.place import place
from tests.support.servers import ScriptedImap

pytestmark = pytest.mark.slow

_TRUSTED = (
    b"Received: from mail.members.kirkbourne.example by mx.kirkbourne.example; "
    b"Wed, 07 Jan 2026 19:18:55 +0000\r\n"
    b"Authentication-Results: mx.kirkbourne.example; dmarc=pass "
    b"header.from=members.kirkbourne.example\r\n"
    b"From: Tom Askew <tom.askew@members.kirkbourne.example>\r\n"
    b"Date: Wed, 07 Jan 2026 19:18:50 +0000\r\n"
)


def _nested(depth: int) -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(depth)
    )
    return _TRUSTED + opened + b"Content-Type: text/plain\r\n\r\nHe called me a name.\r\n"


POISON = (
    _TRUSTED + b"Subject: =?a\0b?Q?x?=\r\n\r\nHe called me a name.\r\n",
    _TRUSTED + b'Content-Type: text/plain; charset="a\0b"\r\n\r\nHe called me a name.\r\n',
    _nested(1000),
)
_GOOD = ("004", "005", "008", "011", "012", "013", "014", "015", "017")


def test_i35_two_poison_messages_and_a_deep_tree_are_held_and_nine_good_ones_go_on(tmp_path):
    # A server that sends what it has: Dovecot replaces NUL octets, and the embedded mailbox
    # itself fails at a thousand levels.
    good = [raw for name, raw in messages_of("main").items() if name[:3] in _GOOD]
    folder = dict(enumerate((*POISON, *good), start=1))
    with place(tmp_path) as here, ScriptedImap(folder) as mailbox:
        at = replace(here.settings.mailbox, host=mailbox.host, port=mailbox.port)

        with open_worker(here.settings.model_copy(update={"mailbox": at})) as worker:
            worker.once()

        assert {} == mailbox.messages
        assert 1 == sum(command.startswith("LOGIN") for command in mailbox.commands)
        with open_store(here.settings) as database:
            found = _found(database)
            alerted = {
                (letter.reference, letter.recipient)
                for letter in rows(database, "letter")
                if letter.purpose == "alert"
            }
            waiting = _waiting(database)
    assert 9 == len(good)
    assert [*POISON, *good] == [raw for raw, _state in found]
    assert ["held"] * 3 == [state for _raw, state in found[:3]]
    assert {"referred", "logged", "held"} >= {state for _raw, state in found[3:]}
    assert "referred" in {state for _raw, state in found[3:]}
    for raw in POISON:
        assert {(waiting[_digest(raw)], person) for person in STAFF} <= alerted
    assert set(waiting.values()) <= {one for one, _ in alerted}


def _found(database) -> list[tuple[bytes, str]]:
    """Octets and state of every message of the ledger, in the order they came."""
    found = [(row.raw, str(row.state), row.sha256) for row in rows(database, "message")]
    assert all(_digest(raw) == digest for raw, _state, digest in found)
    return [(raw, state) for raw, state, _digest in found]


def _waiting(database) -> dict[str, str]:
    """References of open holds by the digest of their messages."""
    with database.reading() as tx:
        return {ledger.get(tx, one.message_id).sha256: one.reference for one in holds.waiting(tx)}


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
