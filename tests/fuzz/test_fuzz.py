"""The fuzzer itself: it finds what is there, and leaves it where it says."""

from __future__ import annotations

import subprocess
import sys
from itertools import count

import pytest

from processor.errors import ParserDied
from processor.mail.message import InboundMessage
from processor.mail.parse import parse_message
from tests.fuzz.corpus import FOLDERS, seeds
from tests.fuzz.driver import drive
from tests.fuzz.mutate import Mutator
from tests.fuzz.target import Target
from tests.support.catalogue import catalogue

MAIL = next(one for one in catalogue() if one.name == "all_checks_pass").octets()


class Parser:
    """Reads as the child does, but for what it is told to do with the first message."""

    def __init__(self, first):
        self._answers = [first]

    def parse(self, raw):
        answer = self._answers.pop() if self._answers else parse_message
        return answer(raw)


def _dies(_raw):
    raise ParserDied("memory")


def _breaks(_raw):
    raise KeyError("lost")


def test_the_sealed_messages_are_not_among_those_that_are_changed():
    assert ("main", "more-a", "more-b", "bad_input") == FOLDERS
    assert len(seeds()) > 100


def test_the_same_seed_makes_the_same_messages_and_another_makes_others():
    first, again, other = (Mutator(seed, seeds()) for seed in (1, 1, 2))
    made = [first.fresh() for _ in range(50)]

    assert made == [again.fresh() for _ in range(50)]
    assert made != [other.fresh() for _ in range(50)]
    assert len(set(made)) > 45


def test_a_message_that_is_well_read_leaves_nothing_behind(tmp_path):
    target = Target(Parser(parse_message), tmp_path)
    target.take(MAIL)

    assert (1, 1) == (target.tally.inputs, target.tally.decided)
    assert [] == list(tmp_path.iterdir())


def test_the_death_of_a_child_is_counted_its_message_kept_and_the_next_is_read(tmp_path):
    target = Target(Parser(_dies), tmp_path)
    target.take(MAIL)

    assert {"memory": 1} == target.tally.deaths
    assert [] == target.tally.failures
    assert [MAIL] == [path.read_bytes() for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    "answer",
    [
        _breaks,
        lambda _raw: InboundMessage(headers=(), from_=None, defects=("unreadable",)),
    ],
    ids=["raises", "gave-up"],
)
def test_what_raises_is_a_failure_and_is_kept_with_its_message(tmp_path, capsys, answer):
    target = Target(Parser(answer), tmp_path)
    target.take(MAIL)
    (kept,) = tmp_path.glob("*.eml")

    assert [str(kept)] == target.tally.failures
    assert MAIL == kept.read_bytes()
    assert "Error" in kept.with_suffix(".txt").read_text()
    assert "Error" in capsys.readouterr().err


def test_a_message_that_takes_long_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.fuzz.target.SLOW_S", -1)
    target = Target(Parser(parse_message), tmp_path)
    target.take(MAIL)

    assert [str(path) for path in tmp_path.iterdir()] == target.tally.slow


def test_a_few_messages_go_through_without_a_failure(tmp_path):
    target = Target(Parser(parse_message), tmp_path)
    rounds = count()
    drive(target, 1, lambda: next(rounds) < 20)

    assert 20 == target.tally.inputs
    assert [] == target.tally.failures


@pytest.mark.slow
def test_the_command_goes_through_the_real_child_and_tells_what_it_did(tmp_path):
    command = [sys.executable, "-m", "tests.fuzz", "--minutes", "0.02", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert ["child", "decided", "inputs", "parent", "slow"] == sorted(
        line.split()[0] for line in done.stdout.splitlines()
    )
