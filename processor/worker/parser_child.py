"""The parsing child: octets in, one answer out, until the channel closes or a limit ends it.

Started by `worker.sandbox` with the channel's descriptor and the limits as arguments.
"""

from __future__ import annotations

import os
import resource
import socket
import sys
import time

from processor.mail.parse import parse_message
from processor.mail.wire import to_wire
from processor.worker.frames import receive_frames, send_frames

_FOREVER_S = 10**9
_MEMORY_EXIT = 3
_MAX_MESSAGE = 1 << 30


def main(descriptor: int, cpu_s: int, memory_mb: int) -> None:
    """Serve messages on the socket `descriptor`."""
    channel = socket.socket(fileno=descriptor)
    _limit(memory_mb)
    while True:
        try:
            (raw,) = receive_frames(channel, _deadline(), _MAX_MESSAGE)
        except (EOFError, OSError):
            return
        _allow_cpu(cpu_s)
        try:
            header, blobs = to_wire(parse_message(raw))
        except MemoryError:
            os._exit(_MEMORY_EXIT)
        send_frames(channel, [header, *blobs], _deadline())


def _limit(memory_mb: int) -> None:
    """Give up what parsing does not need: memory, files to write, core dumps, other processes."""
    memory = memory_mb << 20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for name in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        resource.setrlimit(name, (0, 0))


def _allow_cpu(cpu_s: int) -> None:
    """Allow `cpu_s` more seconds of processor time; the kernel ends the child after them."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + cpu_s
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _deadline() -> float:
    """No deadline of our own: the parent holds the wall clock."""
    return time.monotonic() + _FOREVER_S


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
