"""The driver of Atheris: inputs that reach new code are changed again.

It sees only this process, so the parser, having survived the input in its own, reads it here
once more.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

# It counts only in modules that are imported here for the first time.
with atheris.instrument_imports(include=["processor.mail", "processor.incident"]):
    from processor.mail.parse import parse_message
    from tests.fuzz.corpus import MAX_OCTETS, seeds
    from tests.fuzz.mutate import Mutator
    from tests.fuzz.target import Target


def drive(target: Target, seed: int, more: Callable[[], bool], end: Callable[[], None]) -> None:
    """Give inputs to `target` while there is to be `more`; `end` is called and must exit."""
    pool = seeds()

    def take(raw: bytes) -> None:
        if not more():
            end()
        if target.take(raw)[0] not in {"died", "failed"}:
            parse_message(raw)

    def change(raw: bytes, most: int, number: int) -> bytes:
        if number % 2:
            return bytes(atheris.Mutate(raw, most))
        return Mutator(number, pool).changed(raw)[:most]

    with TemporaryDirectory() as folder:
        for number, raw in enumerate(pool):
            (Path(folder) / str(number)).write_bytes(raw)
        flags = [f"-seed={seed}", f"-max_len={MAX_OCTETS}", "-rss_limit_mb=0", "-timeout=600"]
        flags.append(f"-artifact_prefix={folder}/")  # what did harm is kept by the target
        atheris.Setup([sys.argv[0], folder, *flags], take, custom_mutator=change)
        atheris.Fuzz()
