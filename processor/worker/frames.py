"""Octet strings over a socket: a count, then each with its length before it."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Sequence

_NUMBER = struct.Struct(">Q")
_MAX_FRAMES = 10_000


def send_frames(channel: socket.socket, frames: Sequence[bytes], deadline: float) -> None:
    """Send `frames`. deadline: on the monotonic clock; TimeoutError when it has passed."""
    _arm(channel, deadline)
    lengths = [_NUMBER.pack(len(frame)) for frame in frames]
    channel.sendall(_NUMBER.pack(len(frames)) + b"".join(lengths))
    for frame in frames:
        _arm(channel, deadline)
        channel.sendall(frame)


def receive_frames(channel: socket.socket, deadline: float, limit: int) -> list[bytes]:
    """Return the frames of one sending.

    Raises TimeoutError past the deadline, EOFError where the other side is gone, ValueError
    where more than `limit` octets are announced: the sender is not trusted.
    """
    count = _number(channel, deadline)
    if not 0 < count <= _MAX_FRAMES:
        raise ValueError("frame count")
    lengths = [_number(channel, deadline) for _ in range(count)]
    if sum(lengths) > limit:
        raise ValueError("frame size")
    return [_exactly(channel, length, deadline) for length in lengths]


def _number(channel: socket.socket, deadline: float) -> int:
    number: int = _NUMBER.unpack(_exactly(channel, _NUMBER.size, deadline))[0]
    return number


def _exactly(channel: socket.socket, length: int, deadline: float) -> bytes:
    buffer = bytearray(length)
    view = memoryview(buffer)
    while view:
        _arm(channel, deadline)
        received = channel.recv_into(view)
        if not received:
            raise EOFError
        view = view[received:]
    return bytes(buffer)


def _arm(channel: socket.socket, deadline: float) -> None:
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError
    channel.settimeout(remaining)
