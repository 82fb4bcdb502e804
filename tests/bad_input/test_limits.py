"""Every message of the catalogue that is too large to keep, read by the real child."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from processor.worker.sandbox import Limits, Sandbox
from tests.support.catalogue import CANARY, catalogue, decision_on
from tests.support.promises import assert_as_expected, assert_promises

pytestmark = pytest.mark.slow

MADE = [entry for entry in catalogue() if entry.generator and entry.reasons != ("too-large",)]
_CPU_S = 20
_RESIDENT_KB = 300_000


@pytest.fixture(scope="module")
def parser():
    with Sandbox(Limits()) as sandbox:
        yield sandbox


@pytest.mark.parametrize("entry", MADE, ids=lambda entry: entry.name)
def test_the_message_is_read_within_limits_and_ends_as_its_row_says(entry, parser, caplog):
    caplog.set_level(logging.DEBUG)
    raw = entry.octets()
    parser._ready()
    child = _Child(parser._child.pid)

    message = parser.parse(raw)

    assert child.seconds() < _CPU_S
    assert child.peak_kb() < _RESIDENT_KB
    decision = decision_on(message, raw)
    assert_as_expected(entry, message, decision)
    assert_promises(entry, message, decision)
    assert CANARY not in caplog.text


class _Child:
    """What a process has cost since this was made."""

    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")
        self._before = self._ticks()
        (self._folder / "clear_refs").write_text("5")  # begins the peak anew

    def seconds(self) -> float:
        """Processor time."""
        return (self._ticks() - self._before) / os.sysconf("SC_CLK_TCK")

    def peak_kb(self) -> int:
        """The most memory that was resident."""
        lines = (self._folder / "status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))

    def _ticks(self) -> int:
        user, system = (self._folder / "stat").read_text().rpartition(")")[2].split()[11:13]
        return int(user) + int(system)
