"""Where the files shipped with the code are: templates, schema and the sample settings."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parent / "_shipped"
_CHECKOUT = Path(__file__).parent.parent


def shipped(*names: str) -> Path:
    """Return the path of a shipped file or folder, say of "schema", "codes".

    In an installed wheel they lie beside the code, in a checkout at its top level.
    """
    root = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return root.joinpath(*names)
