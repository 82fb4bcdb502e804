"""What the tests of the catalogue share."""

from __future__ import annotations

import pytest

# So that a promise that is broken is shown with what broke it.
pytest.register_assert_rewrite("tests.support.promises")
