"""`python -m tests.bench reading` prints what reading a message costs, as a Markdown table."""

from __future__ import annotations

import argparse
import sys

from tests.bench import reading

BENCHES = {"reading": reading.report}

parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
parser.add_argument("bench", choices=BENCHES)
parser.add_argument("--rounds", type=int, default=9, help="how often each is measured")
options = parser.parse_args()
for line in BENCHES[options.bench](options.rounds):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
