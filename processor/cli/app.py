"""The command line: what there is, and how a failure is said."""

from __future__ import annotations

import sys

import typer

from processor.cli import check, demo, held, incidents, log, read, register, run
from processor.errors import Failure, NotAllowed, NotFound, ProcessorError, SettingsError

PERSON_NEEDED = 1
WRONG_USE = 2

app = typer.Typer(
    name="processor",
    help="Reads a council's safety mailbox, answers the reporter and refers to the police contact.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("check")(check.check)
app.command("run")(run.run)
app.command("read")(read.read)
app.add_typer(register.app, name="register")
app.add_typer(held.app, name="held")
app.add_typer(incidents.app, name="incidents")
app.add_typer(log.app, name="log")


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 a person is needed, 2 wrong use."""
    try:
        app()
    except SettingsError as error:
        _fail(error.problems, WRONG_USE)
    except (NotFound, NotAllowed) as error:
        _fail([str(error)], WRONG_USE)
    except Failure as failure:
        _fail([f"a server did not do what was asked ({failure}): try `processor check`"])
    except ProcessorError as error:
        _fail([str(error)])


def _fail(lines: list[str], code: int = PERSON_NEEDED) -> None:
    for line in lines:
        print(f"processor: {line}", file=sys.stderr)  # noqa: T201 - the user's terminal
    sys.exit(code)
