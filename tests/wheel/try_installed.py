"""Tries an installed wheel from `/`: demo, check and read, with nothing of the checkout.

    python -I try_installed.py MESSAGE.eml

Run it with the interpreter of the environment into which the wheel was installed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from processor.demo.servers import EmbeddedMailbox, EmbeddedRelay
from processor.settings import sample_settings

_PROCESSOR = Path(sys.executable).with_name("processor")


def _run(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [_PROCESSOR, *arguments],
        cwd="/",
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"processor {arguments[0]} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def _demo(folder: Path) -> None:
    _run("demo", "--once", "--out", str(folder))
    letters = list((folder / "letters").glob("*.eml"))
    if len(letters) < 10:
        sys.exit(f"the demo left {len(letters)} letters")


def _check(folder: Path) -> None:
    with (
        EmbeddedMailbox("safety@kirkbourne.example", "password") as mailbox,
        EmbeddedRelay(folder, lambda _letter: None) as relay,
    ):
        text = sample_settings().read_text()
        text = re.sub(r'security = "tls"', 'security = "none"', text)
        text = re.sub(r'host = "imap[^"]*"', f'host = "{mailbox.host}"', text)
        text = re.sub(r'host = "smtp[^"]*"', f'host = "{relay.host}"', text)
        text = text.replace("port = 993", f"port = {mailbox.port}")
        text = text.replace("port = 465", f"port = {relay.port}")
        text = text.replace("sqlite:///processor.db", f"sqlite:///{folder}/processor.db")
        # The embedded relay asks for no password.
        text = re.sub(r'(?s)(\[relay\].*?)user = "[^"]*"', r'\1user = ""', text)
        (folder / "settings.toml").write_text(text)
        _run(
            "check",
            "--settings",
            str(folder / "settings.toml"),
            PROCESSOR_MAILBOX__PASSWORD="password",
            PROCESSOR_KEYS__TOKEN_KEY="a key of a trial that is long enough",
        )


def main(message: str) -> None:
    """End with 0 where everything works."""
    with tempfile.TemporaryDirectory() as folder:
        _demo(Path(folder) / "demo")
        _check(Path(folder))
    line = json.loads(_run("read", message))
    if line["kind"] != "report":
        sys.exit(f"{message} was read as {line['kind']}")
    sys.stdout.write("the wheel works from /: demo, check, read\n")


if __name__ == "__main__":
    main(sys.argv[1])
