from __future__ import annotations

import socket
import ssl
import time

import pytest

from processor.errors import PermanentFailure, TemporaryFailure
from processor.transport.deadline import Deadline


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as sock:
        yield sock


def connected(deadline, listener):
    return deadline.connect("127.0.0.1", listener.getsockname()[1], 5)


def test_a_read_that_would_wait_for_ever_ends_at_the_deadline(listener):
    started = time.monotonic()
    with Deadline() as deadline, connected(deadline, listener) as sock, deadline.within(0.1):
        sock.settimeout(30)
        got = sock.recv(1)

    assert got == b""
    assert deadline.expired
    assert time.monotonic() - started < 5


def test_a_block_that_ends_in_time_leaves_the_connection_alone(listener):
    with Deadline() as deadline, connected(deadline, listener) as sock:
        with deadline.within(0.05):
            pass
        time.sleep(0.1)
        other, _ = listener.accept()
        with other:
            other.sendall(b"x")
            got = sock.recv(1)

    assert got == b"x"
    assert not deadline.expired


def test_a_deadline_that_passes_while_connecting_still_counts(listener):
    with Deadline() as deadline, deadline.within(0):
        time.sleep(0.1)
        with pytest.raises(TimeoutError):
            connected(deadline, listener)


def test_small_writes_are_sent_at_once(listener):
    with Deadline() as deadline, connected(deadline, listener) as sock:
        no_delay = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    assert no_delay


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (TimeoutError(), "timeout"),
        (ConnectionRefusedError(), "refused"),
        (socket.gaierror(), "dns"),
        (ConnectionResetError(), "disconnected"),
        (ssl.SSLEOFError(), "disconnected"),
    ],
)
def test_what_may_be_better_next_time_is_temporary(error, code):
    failure = Deadline().failure(error, "connect")

    assert isinstance(failure, TemporaryFailure)
    assert failure.code == code
    assert failure.phase == "connect"


def test_the_cause_is_found_behind_the_librarys_own_error():
    error = OSError("server not connected")
    error.__context__ = TimeoutError()

    assert Deadline().failure(error, "rcpt").code == "timeout"


def test_a_refused_handshake_is_permanent_but_a_later_tls_error_is_not():
    error = ssl.SSLError()

    assert isinstance(Deadline().failure(error, "tls"), PermanentFailure)
    assert isinstance(Deadline().failure(error, "dot"), TemporaryFailure)
