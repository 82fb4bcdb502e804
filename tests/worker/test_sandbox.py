"""The real child, with small limits. Each child takes a third of a second to start."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from processor.errors import ParserDied
from processor.mail.parse import parse_message
from processor.worker import sandbox
from processor.worker.sandbox import Limits, Sandbox
from tests.support.fakes import email

MAIL = email()
OTHER = email("Something else.")

# What a child of a test may be instead of the parser.
SLEEPS = "import time; time.sleep(60)"
SPINS = """
import resource, sys, socket
resource.setrlimit(resource.RLIMIT_CPU, (1, 5))
while True: pass
"""
SAYS_MEMORY = "import os; os._exit(3)"
FAILS = "raise SystemExit(1)"
GARBLES = """
import sys, socket, time
channel = socket.socket(fileno=int(sys.argv[1]))
channel.recv(1)
channel.sendall({answer!r})
time.sleep(60)
"""
MANY = (2**40).to_bytes(8, "big")
ONE = (1).to_bytes(8, "big")


@pytest.fixture
def parser():
    with Sandbox(Limits(wall_s=20)) as sandbox:
        yield sandbox


@contextmanager
def child_of(monkeypatch, program):
    """Children started meanwhile run `program`."""
    original = sandbox.subprocess.Popen

    def start(command, **options):
        return original([command[0], "-c", program, *command[4:]], **options)

    with monkeypatch.context() as patched:
        patched.setattr(sandbox.subprocess, "Popen", start)
        yield


def test_a_message_comes_back_as_the_parser_reads_it(parser):
    assert parse_message(MAIL) == parser.parse(MAIL)
    assert parse_message(OTHER) == parser.parse(OTHER)


def test_one_child_serves_many_messages_and_is_replaced_in_time(parser):
    parser.parse(MAIL)
    first = parser._child.pid
    parser.parse(MAIL)
    assert first == parser._child.pid

    with Sandbox(Limits(recycle_after=2)) as short:
        pids = []
        for _ in range(3):
            child = short._ready() and short._child
            pids.append(child.pid)
            short.parse(MAIL)
    assert pids[0] == pids[1] != pids[2]


def test_a_child_that_is_killed_in_the_middle_costs_only_its_message(parser):
    parser.parse(MAIL)
    os.kill(parser._child.pid, signal.SIGSTOP)
    threading.Timer(0.1, os.kill, (parser._child.pid, signal.SIGKILL)).start()

    with pytest.raises(ParserDied, match=r"^crashed$"):
        parser.parse(MAIL)
    assert parse_message(OTHER) == parser.parse(OTHER)


def test_a_child_that_died_between_two_messages_costs_none(parser):
    parser.parse(MAIL)
    parser._child.kill()
    parser._child.wait()

    assert parse_message(OTHER) == parser.parse(OTHER)


def test_f72_a_child_that_hangs_is_ended_by_the_wall_clock(monkeypatch):
    with Sandbox(Limits(wall_s=1)) as short, child_of(monkeypatch, SLEEPS):
        began = time.monotonic()
        with pytest.raises(ParserDied, match=r"^time$"):
            short.parse(MAIL)

        assert time.monotonic() - began < 3
        assert short._child is None


def test_f72_a_child_that_spins_is_ended_by_the_kernel(monkeypatch):
    with Sandbox(Limits(wall_s=20)) as parser:
        with child_of(monkeypatch, SPINS), pytest.raises(ParserDied, match=r"^time$"):
            parser.parse(MAIL)
        assert parse_message(OTHER) == parser.parse(OTHER)


def test_f71_a_message_that_needs_more_memory_than_allowed_kills_only_the_child():
    with Sandbox(Limits(memory_mb=300, wall_s=20)) as small:
        with pytest.raises(ParserDied):
            small.parse(MAIL + b"x" * 150_000_000)
        assert parse_message(OTHER) == small.parse(OTHER)


@pytest.mark.parametrize(
    ("program", "reason"), [(SAYS_MEMORY, "memory"), (FAILS, "crashed"), ("import", "crashed")]
)
def test_what_a_child_died_of_is_said(monkeypatch, program, reason):
    with Sandbox(Limits(wall_s=20)) as parser:
        with child_of(monkeypatch, program), pytest.raises(ParserDied, match=f"^{reason}$"):
            parser.parse(MAIL)
        assert parse_message(OTHER) == parser.parse(OTHER)


@pytest.mark.parametrize(
    "answer",
    [MANY, ONE + MANY, ONE + ONE + b"x", ONE + (2).to_bytes(8, "big") + b"{}", ONE * 2 + b"["],
    ids=["many-frames", "long-frame", "no-json", "no-message", "half-json"],
)
def test_an_answer_that_is_none_is_garbled_and_its_child_is_buried(monkeypatch, answer):
    with Sandbox(Limits(wall_s=20)) as parser:
        program = GARBLES.format(answer=answer)
        with child_of(monkeypatch, program), pytest.raises(ParserDied, match=r"^garbled$"):
            parser.parse(MAIL)
        assert parser._child is None
        assert parse_message(OTHER) == parser.parse(OTHER)


def test_an_answer_that_was_not_fetched_is_never_taken_for_the_next(parser, monkeypatch):
    parser.parse(MAIL)
    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "receive_frames", _out_of_memory)
        with pytest.raises(MemoryError):
            parser.parse(MAIL)

    assert parse_message(OTHER) == parser.parse(OTHER)


def test_the_child_has_no_secrets_in_its_environment(parser, monkeypatch):
    monkeypatch.setenv("PROCESSOR_MAILBOX__PASSWORD", "correct horse")
    parser.parse(MAIL)

    environment = Path(f"/proc/{parser._child.pid}/environ").read_bytes()
    assert b"LANG=C.UTF-8\0" == environment


def test_the_child_holds_no_file_but_its_channel(parser, tmp_path):
    with (tmp_path / "processor.db").open("wb") as secret:
        os.set_inheritable(secret.fileno(), True)  # noqa: FBT003 - takes no keyword
        parser.parse(MAIL)
        links = Path(f"/proc/{parser._child.pid}/fd").iterdir()
        opened = [str(link.readlink()) for link in links]

    assert ["/dev/null"] * 3 == sorted(opened)[:3]
    assert ["socket"] == [name.partition(":")[0] for name in sorted(opened)[3:]]


def test_the_child_has_given_up_what_parsing_does_not_need(parser):
    parser.parse(MAIL)
    limits = Path(f"/proc/{parser._child.pid}/limits").read_text()

    for name in ("Max core file size", "Max file size", "Max processes"):
        (line,) = [line for line in limits.splitlines() if line.startswith(name)]
        assert ["0", "0"] == line.removeprefix(name).split()[:2]
    assert str(1024 << 20) in limits


def test_closing_ends_the_child_and_parsing_starts_another(parser):
    parser.parse(MAIL)
    pid = parser._child.pid
    parser.close()
    parser.close()

    assert not Path(f"/proc/{pid}").exists()
    assert parse_message(MAIL) == parser.parse(MAIL)


def _out_of_memory(*_args: object, **_kwargs: object) -> None:
    raise MemoryError
