"""The worker by schedule: mail between polls, a mailbox that goes away, an end in mid-letter."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from tests.support.council import messages_of
from tests.support.servers import TlsSmtpSink

pytestmark = [pytest.mark.dovecot, pytest.mark.slow]

_MAIL = list(messages_of("main").values())[:5]
_OFTEN = {"poll_every_s": 1, "deliver_every_s": 1, "max_backoff_s": 1}


class Gate:
    """A way to a port that can be shut: connections are then refused, and open ones end."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._listen()

    def shut(self) -> None:
        """Let nobody through."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join(5)
        self._listener.close()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def reopen(self) -> None:
        """Let people through again, at the same port."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._listen()

    def _listen(self) -> None:
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                inside, _ = self._listener.accept()
                outside = socket.create_connection(("127.0.0.1", self._to))
                self._open += [inside, outside]
                for one, other in ((inside, outside), (outside, inside)):
                    threading.Thread(target=_pump, args=(one, other), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while octets := source.recv(65536):
            sink.sendall(octets)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)
    source.close()


class SlowSink(TlsSmtpSink):
    """A relay that takes its time over the final dot."""

    def __init__(self, pair) -> None:
        super().__init__(pair, implicit=True)
        self.pause_s = 0.0
        self.at_the_dot = threading.Event()

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  # aiosmtpd's
        self.at_the_dot.set()
        time.sleep(self.pause_s)  # noqa: ASYNC251  # the whole relay is slow
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def smtp_sink(authority):
    with SlowSink(authority.good()) as sink:
        yield sink


@contextlib.contextmanager
def _running(council) -> Iterator:
    worker = council.start(sys.executable, "-m", "processor", "run")
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait(5)


def _wait_until(true, what: str) -> None:
    deadline = time.monotonic() + 15
    while not true():
        assert time.monotonic() < deadline, f"in 15 s not: {what}"
        time.sleep(0.05)


def _log(council) -> str:
    return (council.folder / "worker.log").read_text()


def _decided(council) -> int:
    (row,) = council.rows("SELECT count(*) FROM message WHERE state <> 'received'")
    return row[0]


def test_mail_between_polls_is_handled_while_the_mailbox_comes_and_goes(council, smtp_sink):
    gate = Gate(council.imap_port)
    council.write_settings(worker=_OFTEN, mailbox={"port": gate.port})
    with _running(council) as worker:
        for number, raw in enumerate(_MAIL[:3], start=1):
            council.append([raw])
            _wait_until(lambda n=number: _decided(council) == n, f"{number} messages decided")

        gate.shut()
        council.append(_MAIL[3:])
        _wait_until(lambda: "poll failed (1 in a row)" in _log(council), "a failure is logged")
        gate.reopen()
        _wait_until(lambda: _decided(council) == len(_MAIL), "every message is decided")
        _wait_until(lambda: council.folder_holds("INBOX") == [], "the folder is drained")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
    gate.shut()

    kept = council.folder_holds("Handled") + council.folder_holds("Held")
    assert sorted(_MAIL) == sorted(kept)
    assert len({letter.raw for letter in smtp_sink.letters}) == len(smtp_sink.letters)
    assert "Traceback" not in _log(council)


def test_a_letter_in_hand_is_finished_and_recorded_before_the_end(council, smtp_sink):
    smtp_sink.pause_s = 2
    council.write_settings(worker=_OFTEN)
    council.append(_MAIL[:1])
    with _running(council) as worker:
        assert smtp_sink.at_the_dot.wait(15)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0

    accepted = council.rows("SELECT raw, attempts FROM letter WHERE state = 'accepted'")
    assert [(letter.raw, 1) for letter in smtp_sink.letters] == [tuple(row) for row in accepted]
    assert len(accepted) == 1
    waiting = council.rows("SELECT attempts FROM letter WHERE state = 'queued'")
    assert {0} == {row["attempts"] for row in waiting}
