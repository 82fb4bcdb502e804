"""One bad message never stops the next: the worst ones go first, and nine good ones follow."""

from __future__ import annotations

import pytest

from tests.support.council import messages_of

pytestmark = [pytest.mark.dovecot, pytest.mark.slow]

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
    good = [raw for name, raw in messages_of("main").items() if name[:3] in _GOOD]
    with place(tmp_path) as here, open_worker(here.settings) as worker:
        for raw in (*POISON, *good):
            here.mailbox.deliver(raw)

        worker.once()

        with open_store(here.settings) as database, database.reading() as tx:
            states = {raw: _state(tx, raw) for raw in (*POISON, *good)}
            kept = {hold.message_id for hold in holds.waiting(tx)}
    assert ["held"] * 3 == [states[raw] for raw in POISON]
    assert len(good) == 9
    assert {"referred", "logged", "held"} >= {states[raw] for raw in good}
