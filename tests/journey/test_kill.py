"""kill -9 at the worst moments: nothing is lost, and no letter changes its Message-ID."""

from __future__ import annotations

import email
import hashlib
import itertools
import sys
from collections import Counter

import pytest

from tests.support.council import messages_of
from tests.support.mortal import POINTS

pytestmark = [pytest.mark.dovecot, pytest.mark.slow]

_KILLS = [*itertools.product(POINTS, (1, 3))]


def test_f57_ten_kills_lose_nothing_and_repeat_no_letter_under_another_name(council, smtp_sink):
    mail = list(messages_of("main").values())[:30]
    # So soon that the clean run at the end finds every letter due again.
    council.write_settings(retries={"minutes": [0.001]})
    council.append(mail)

    for number, (point, nth) in enumerate(_KILLS):
        _kill_at(council, point, nth, f"mark-{number}")
    last = council.processor("run", "--once")

    assert not last.returncode, last.stderr
    _assert_nothing_lost(council, mail)
    _assert_letters_repeat_only_themselves(council, smtp_sink)
    assert council.processor("log", "verify").stdout.startswith("sound: ")


def _kill_at(council, point: str, nth: int, mark: str) -> None:
    """Run the worker until it dies there; fail where it never came to that point."""
    path = council.folder / mark
    command = ["-m", "tests.support.mortal", point, str(nth), str(path), "run", "--once"]
    worker = council.start(sys.executable, *command)
    assert worker.wait(120) == -9, f"{point}, {nth}: it was not killed"
    assert path.read_text() == f"{point} {nth}"


def _assert_nothing_lost(council, mail) -> None:
    expected = sorted(hashlib.sha256(raw).hexdigest() for raw in mail)
    ledger = council.rows("SELECT sha256, raw, state FROM message")
    assert expected == sorted(row["sha256"] for row in ledger)
    assert expected == sorted(hashlib.sha256(row["raw"]).hexdigest() for row in ledger)
    assert {"referred", "held", "logged"} == {row["state"] for row in ledger}
    kept = council.folder_holds("Handled") + council.folder_holds("Held")
    assert expected == sorted(hashlib.sha256(raw).hexdigest() for raw in kept)


def _assert_letters_repeat_only_themselves(council, sink) -> None:
    letters = council.rows("SELECT * FROM letter")
    assert {"accepted"} == {letter["state"] for letter in letters}
    taken = Counter(letter.raw for letter in sink.letters)
    assert {letter["raw"] for letter in letters} == set(taken)
    ids = {email.message_from_bytes(raw)["Message-ID"] for raw in taken}
    assert len(ids) == len(letters)
    repeats = sum(taken.values()) - len(letters)
    # Only a death after the final dot can repeat a letter, and each at most one.
    assert 1 <= repeats <= 2
