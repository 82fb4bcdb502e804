"""What reading costs: processor time in this process, and memory in the parsing child."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean, median
from time import process_time

from processor.worker.sandbox import Limits, Sandbox
from tests.bench import mails
from tests.support.decisions import decided

_MEGABYTE = 1_000_000


def report(rounds: int) -> Iterator[str]:
    """Yield the lines of the tables."""
    for raw in mails.corpus():
        _spent(raw)  # compiles the patterns and loads the templates
    yield "| Message | CPU ms | of a 4 kB report |"
    yield "|---|---|---|"
    usual = _median(lambda number: mails.report(4_000, number), rounds)
    yield _row("a message of the corpus, the mean", mean(map(_spent, mails.corpus())), usual)
    for size in (1, 4, 20, 100):
        spent = _median(lambda number, size=size: mails.report(size * 1_000, number), rounds)
        yield _row(f"{size} kB of text", spent, usual)
    spent = _median(lambda number: mails.with_file(mails.PICTURE, number), rounds)
    yield _row("4 kB of text with a picture of 400 kB", spent, usual)
    for name, raw in mails.hostile().items():
        yield _row(f"200 kB, {name}", _spent(raw), usual)
    yield ""
    yield "| Message | Peak memory of the parsing child, above its idle one, by size of message |"
    yield "|---|---|"
    for megabytes in (1, 4, 35):
        yield f"| {megabytes} MB | {_memory(megabytes * _MEGABYTE):.1f} |"


def _row(name: str, spent: float, usual: float) -> str:
    return f"| {name} | {spent:.1f} | {spent / usual:.1f} |"


def _median(make: Callable[[int], bytes], rounds: int) -> float:
    """Processor time in ms of the whole way from octets to a decision, another text each round."""
    return median(_spent(make(number)) for number in range(1, rounds + 1))


def _spent(raw: bytes) -> float:
    begun = process_time()
    decided(raw)
    return (process_time() - begun) * 1_000


def _memory(size: int) -> float:
    """How many times the size of a message with one file its parsing takes at the peak."""
    raw = mails.with_file(bytes(size * 3 // 4), 0)
    with Sandbox(Limits()) as sandbox:
        sandbox.parse(mails.report(1_000, 0))
        idle = _peak(sandbox)
        sandbox.parse(raw)
        return (_peak(sandbox) - idle) / len(raw)


def _peak(sandbox: Sandbox) -> int:
    """The most memory that the child has held so far, in bytes (Linux)."""
    status = Path(f"/proc/{sandbox._child.pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1_024
