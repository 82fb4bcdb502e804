from __future__ import annotations

import socket
import struct
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.worker.frames import receive_frames, send_frames

NUMBER = struct.Struct(">Q")


def soon(seconds=5.0):
    return time.monotonic() + seconds


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=20))
def test_what_is_sent_arrives_frame_by_frame(frames):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        send_frames(ours, frames, soon())

        assert frames == receive_frames(theirs, soon(), limit=10_000)


def test_more_than_the_channel_holds_at_once_arrives_whole(ends):
    ours, theirs = ends
    frame = bytes(range(256)) * 20_000
    sender = threading.Thread(target=send_frames, args=(ours, [frame, b""], soon()))
    sender.start()
    received = receive_frames(theirs, soon(), limit=len(frame))
    sender.join()

    assert [frame, b""] == received


def test_one_sending_does_not_run_into_the_next(ends):
    ours, theirs = ends
    send_frames(ours, [b"a"], soon())
    send_frames(ours, [b"b"], soon())

    assert [b"a"] == receive_frames(theirs, soon(), limit=1)
    assert [b"b"] == receive_frames(theirs, soon(), limit=1)


@pytest.mark.parametrize("count", [0, 10_001, 2**64 - 1])
def test_an_impossible_number_of_frames_is_refused(ends, count):
    ours, theirs = ends
    ours.sendall(NUMBER.pack(count))

    with pytest.raises(ValueError, match="frame count"):
        receive_frames(theirs, soon(), limit=10)


@pytest.mark.parametrize("lengths", [(11,), (5, 6), (2**63,), (2**64 - 1, 1)])
def test_more_octets_than_the_limit_are_refused_before_any_room_is_made(ends, lengths):
    ours, theirs = ends
    ours.sendall(NUMBER.pack(len(lengths)) + b"".join(NUMBER.pack(one) for one in lengths))

    with pytest.raises(ValueError, match="frame size"):
        receive_frames(theirs, soon(), limit=10)


@pytest.mark.parametrize("sent", [b"", b"\0\0\0", NUMBER.pack(1), NUMBER.pack(1) * 2])
def test_a_sender_who_goes_away_in_the_middle_is_noticed(ends, sent):
    ours, theirs = ends
    ours.sendall(sent)
    ours.close()

    with pytest.raises(EOFError):
        receive_frames(theirs, soon(), limit=10)


def test_f12_a_sender_who_drips_cannot_outlast_the_deadline(ends):
    ours, theirs = ends
    done = threading.Event()

    def drip():
        ours.sendall(NUMBER.pack(1) + NUMBER.pack(1000))
        while not done.wait(0.02):
            ours.sendall(b"x")

    dripper = threading.Thread(target=drip)
    dripper.start()
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        receive_frames(theirs, soon(0.2), limit=1000)
    done.set()
    dripper.join()

    assert time.monotonic() - began < 2


def test_a_receiver_who_does_not_read_cannot_outlast_the_deadline(ends):
    ours, _theirs = ends
    with pytest.raises(TimeoutError):
        send_frames(ours, [bytes(10_000_000)], soon(0.2))


def test_a_deadline_that_has_passed_is_no_time_at_all(ends):
    ours, theirs = ends
    send_frames(ours, [b"a"], soon())

    with pytest.raises(TimeoutError):
        receive_frames(theirs, time.monotonic() - 1, limit=10)
