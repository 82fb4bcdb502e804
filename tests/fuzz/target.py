"""What every input goes through, and what is counted on the way.

The parser's own process reads it, this process decides on it; both as the worker does it. The
author is compared with what other readers find. Whatever raises here would have raised in the
worker, and is a fault.
"""

from __future__ import annotations

import hashlib
import os
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from processor.errors import ParserDied
from processor.incident.model import Decision
from processor.mail.defects import Defect
from processor.mail.headers import read_block
from processor.mail.message import InboundMessage
from processor.mail.originator import from_fields, read_from
from processor.mail.parse import parse_message
from processor.worker.sandbox import Sandbox
from tests.fuzz.authors import BELIEVED, readings
from tests.support.catalogue import catalogue, decision_on
from tests.support.promises import assert_letter, assert_reading

SLOW_S = 5.0
"""Processor time of an input, in both processes, beyond which it is slow."""
_MAX_HEADER = 32_768  # the other readers are quadratic in it


@dataclass
class Tally:
    """What has happened so far. deaths: of children, by reason; slow, failures: file names."""

    inputs: int = 0
    decided: int = 0
    deaths: Counter[str] = field(default_factory=Counter)
    slow: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The summary, for a person."""
        yield f"inputs             {self.inputs}"
        yield f"decided            {self.decided}"
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(self.deaths.items()))
        yield f"child deaths       {self.deaths.total()}" + (f" ({reasons})" if reasons else "")
        yield f"slow inputs        {len(self.slow)}"
        yield f"parent exceptions  {len(self.failures)}"
        yield from (f"slow: {name}" for name in self.slow)
        yield from (f"failed: {name}" for name in self.failures)


class Target:
    """Takes one input after another. folder: where inputs that did harm are left."""

    def __init__(self, parser: Sandbox, folder: Path) -> None:
        self._parser = parser
        self._folder = folder
        self._good = next(one for one in catalogue() if one.name == "all_checks_pass").octets()
        self._expected = parse_message(self._good)
        self.tally = Tally()

    def take(self, raw: bytes) -> tuple[object, ...]:
        """Try `raw`; what came of it, as something to compare."""
        self.tally.inputs += 1
        before = self._spent()
        try:
            outcome = self._outcome(raw)
        except Exception:  # noqa: BLE001 - what raises here is what is looked for
            report = traceback.format_exc()
            self.tally.failures.append(self._save("failed", raw, report))
            sys.stderr.write(report)
            outcome = ("failed",)
        if self._spent() - before > SLOW_S:
            self.tally.slow.append(self._save("slow", raw))
        return outcome

    def _outcome(self, raw: bytes) -> tuple[object, ...]:
        try:
            message = self._parser.parse(raw)
        except ParserDied as death:
            self.tally.deaths[death.reason] += 1
            self._save(f"died-{death.reason}", raw)
            assert self._expected == self._parser.parse(self._good)
            return ("died", death.reason)
        assert Defect.UNREADABLE not in message.defects
        decision = decision_on(message, raw)
        self._check(message, decision, raw)
        self.tally.decided += 1
        hold = decision.hold.reasons if decision.hold else ()
        return (*message.defects, decision.kind, decision.standing, decision.reason, *hold)

    def _check(self, message: InboundMessage, decision: Decision, raw: bytes) -> None:
        for letter in decision.letters:
            assert_letter(letter, message)
        if decision.incident:
            assert_reading(decision.incident.reading)
        author, problems = read_from(from_fields(read_block(raw, 0, len(raw)), raw))
        assert author is not None or problems
        head = raw[:_MAX_HEADER]
        whole = b"\n\r\n" in head or b"\n\n" in head or b"\r\r" in head
        if decision.standing in BELIEVED and whole:
            assert message.from_
            assert readings(head) <= {message.from_.key}

    def _spent(self) -> float:
        """Processor time of this process and of the child that is alive."""
        child = getattr(self._parser, "_child", None)
        if child is None:
            return process_time()
        stat = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
        return process_time() + (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def _save(self, what: str, raw: bytes, report: str = "") -> str:
        """Leave `raw` as a file; its name."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{what}-{hashlib.sha256(raw).hexdigest()[:16]}.eml"
        path.write_bytes(raw)
        if report:
            path.with_suffix(".txt").write_text(report)
        return str(path)
