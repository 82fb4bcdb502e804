from __future__ import annotations

import logging
from itertools import pairwise

import pytest

from processor.errors import PermanentFailure, TemporaryFailure
from processor.worker import guard
from processor.worker.guard import Guarded


class Job:
    """Counts its runs; raises what it is given."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.runs = 0

    def __call__(self):
        self.runs += 1
        error = self.errors.pop(0) if self.errors else None
        if error:
            raise error


@pytest.fixture
def moment(monkeypatch):
    """The monotonic clock, to be set by the test."""

    class Moment:
        now = 1000.0

        def monotonic(self):
            return self.now

    found = Moment()
    monkeypatch.setattr(guard, "time", found)
    return found


@pytest.mark.usefixtures("moment")
@pytest.mark.parametrize(
    "error", [ValueError("x"), TemporaryFailure("421"), TimeoutError(), RecursionError()]
)
def test_f73_a_job_that_raises_raises_nothing_here(error):
    job = Job(error)
    guarded = Guarded(job, 600)

    guarded()

    assert (1, 1) == (job.runs, guarded.failures)


def test_it_waits_longer_after_each_failure_and_no_longer_than_the_limit(moment):
    job = Job(*[ValueError()] * 9)
    guarded = Guarded(job, 60)
    began = []
    while job.errors:
        runs = job.runs
        guarded()
        if job.runs > runs:
            began.append(moment.now)
        moment.now += 1

    assert [2, 4, 8, 16, 32, 60, 60, 60] == [b - a for a, b in pairwise(began)]


def test_one_success_forgets_the_failures(moment):
    guarded = Guarded(Job(ValueError(), ValueError()), 600)
    for _ in range(3):
        guarded()
        moment.now += 10

    assert 0 == guarded.failures
    guarded()
    assert 4 == guarded._job.runs


def test_f05_who_refuses_us_is_not_asked_again_for_five_minutes(moment):
    job = Job(PermanentFailure("535", "login"))
    guarded = Guarded(job, 600)

    guarded()
    moment.now += 299
    guarded()
    assert 1 == job.runs

    moment.now += 1
    guarded()
    assert 2 == job.runs


@pytest.mark.usefixtures("moment")
def test_a_foreign_error_is_logged_by_its_kind_alone(caplog):
    guarded = Guarded(Job(ValueError("ada.quill@members.kirkbourne.example")), 600)
    with caplog.at_level(logging.ERROR):
        guarded()

    assert "ValueError" in caplog.text
    assert "ada.quill" not in caplog.text


def test_what_ends_the_process_is_not_kept_from_it():
    with pytest.raises(SystemExit):
        Guarded(Job(SystemExit()), 600)()
