from __future__ import annotations

import signal
import sys
import time

import pytest


@pytest.fixture(autouse=True)
def _signals_as_before():
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("council")
def test_once_over_a_mailbox_that_cannot_be_reached_is_one_line_and_1(command):
    ended = command("run", "--once")

    assert ended.code == 1
    assert ended.lines == [
        "a server did not do what was asked (connect: refused): try `processor check`"
    ]


@pytest.mark.usefixtures("council")
def test_missing_secrets_are_each_one_line_and_2(command, monkeypatch):
    for name in ("MAILBOX__PASSWORD", "KEYS__TOKEN_KEY"):
        monkeypatch.delenv(f"PROCESSOR_{name}")

    ended = command("run")

    assert ended.code == 2
    assert [line.split(" is ")[0] for line in ended.lines] == [
        "[mailbox] password",
        "[keys] token_key",
    ]


def test_it_goes_on_while_the_mailbox_cannot_be_reached_and_ends_when_told(council):
    worker = council.start(sys.executable, "-m", "processor", "run")
    log = council.folder / "worker.log"
    deadline = time.monotonic() + 20
    while "poll failed" not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)

    assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    failures = [line for line in log.read_text().splitlines() if "poll failed" in line]
    assert len(failures) == 1
    assert failures[0].endswith("ERROR poll failed (1 in a row): connect: refused")
    assert "Traceback" not in log.read_text()
