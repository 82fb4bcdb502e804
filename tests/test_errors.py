from __future__ import annotations

import re

from processor import errors


def test_the_tree_in_the_docstring_is_the_tree():
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__)
    real = [
        name
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and thing is not errors.ProcessorError
    ]

    assert sorted(drawn) == sorted(real)
    assert all(issubclass(getattr(errors, name), errors.ProcessorError) for name in real)


def test_a_failure_says_its_phase_and_its_code():
    assert str(errors.TemporaryFailure("refused", "connect")) == "connect: refused"
    assert str(errors.PermanentFailure("550")) == "550"


def test_every_problem_of_the_settings_is_kept_apart():
    error = errors.SettingsError(["one", "two"])

    assert (error.problems, str(error)) == (["one", "two"], "one; two")
