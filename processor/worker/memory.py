"""Gives the memory of large messages back to the system as soon as they are done with."""

from __future__ import annotations

import ctypes

_MMAP_THRESHOLD = -3  # as <malloc.h> of the GNU C library numbers its options
_LARGE = 1 << 18  # octets


def return_large_blocks() -> None:
    """Let every block over 256 kB be mapped and unmapped by itself.

    Left alone, the GNU C library raises that limit with the first large block it frees, and
    from then on keeps messages of many megabytes in a heap full of holes. Elsewhere this
    does nothing.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGE)
