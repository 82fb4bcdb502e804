"""The catalogue of bad input: each message with what must become of it.

`tests/corpus/bad_input` holds NAME.toml for every entry, and NAME.eml beside it. Where a message
is too large to be kept, the entry names a function of `tests.support.large_mail` that makes it.
The fields of an entry are those of `Entry`; those left out stand for what is said there.
"""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from processor.incident.case import Arrival
from processor.incident.decide import decide
from processor.incident.model import Decision, History, Person, Reference
from processor.incident.policy import Policy
from processor.incident.register import parse_register
from processor.mail.message import InboundMessage
from processor.mail.trace import delivered_at
from processor.settings import Keys, load_settings
from processor.wiring import policy_of
from tests.support import large_mail
from tests.support.mail import BAD_INPUT, CORPUS
from tests.support.reports import RENDER

REGISTER = BAD_INPUT / "register.csv"
CANARY = "Kestrelmoor"
"""Stands in subject or body of every message; may stand in no log and no letter to outsiders."""
GUESSED = "7F3K9"
"""Of the reference of ours that messages name without having a right to."""
REFERENCE = Reference("KMB-2026-4TQ7W-C")
NOW = datetime(2026, 1, 29, 16, 31, tzinfo=UTC)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Entry:
    """One message of the catalogue.

    rows: of the catalogue, I01 to I117. disposition, kind, standing: how it ends and why.
    reasons: of the hold. defects: all that are noted, in order of the alphabet.
    letters: the purposes of what is written, each once. author: the address it is from; "" where
    it is nobody's. readable: stands in the texts a person reads; absent: does not.
    subject: how that reads. files: their names. in_reply_to: of a letter to the reporter.
    line_ends: "any" where CRLF and LF mean the same, "as written" where they are what it is about.
    original: False where a referral leaves out the message itself, because a file in it may run.
    canary: False where the message has no words. copies: how often the mailbox holds it.
    later: the part that will do what else the row asks for. note: where the product differs from
    the row, and why. generator: name of the function that makes it, then its arguments.
    """

    name: str
    rows: tuple[str, ...]
    disposition: str
    kind: str
    standing: str
    reasons: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    author: str = "amy.lark@members.kirkbourne.example"
    readable: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    subject: str | None = None
    files: tuple[str, ...] = ()
    in_reply_to: str | None = None
    line_ends: str = "any"
    original: bool = True
    canary: bool = True
    copies: int = 1
    later: str = ""
    note: str = ""
    generator: tuple[str | int, ...] = ()

    def octets(self) -> bytes:
        """The message, with CRLF where its line ends are not what it is about."""
        if not self.generator:
            return (BAD_INPUT / f"{self.name}.eml").read_bytes()
        name, *arguments = self.generator
        return getattr(large_mail, str(name))(*arguments)


def entry_at(path: Path) -> Entry:
    """The entry that a file describes. Raises TypeError where a field has another name."""
    fields = tomllib.loads(path.read_text("utf-8"))
    listed = {k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()}
    return Entry(name=path.stem, **listed)


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every entry, in order of name."""
    return tuple(entry_at(path) for path in sorted(BAD_INPUT.glob("*.toml")))


@cache
def rules() -> Policy:
    """What the settings of the corpus say."""
    settings = load_settings(CORPUS / "settings.toml")
    keys = Keys(token_key="a key of a test that is long enough")
    return policy_of(settings.model_copy(update={"keys": keys}))


@cache
def register() -> tuple[Person, ...]:
    """Who may report in the catalogue."""
    return parse_register(REGISTER.read_text("utf-8"), rules().codes.roles)


def decision_on(message: InboundMessage, raw: bytes) -> Decision:
    """What follows from the message, were it the first."""
    sender = message.from_.key if message.from_ else ""
    delivered = delivered_at(message, trusted_hosts=rules().trust.trusted_hosts)
    history = History(
        person=next((one for one in register() if sender in one.addresses), None),
        acknowledged_today=0,
        noticed=False,
        names_a_hold=False,
        duplicate_of="",
        reference=REFERENCE,
    )
    arrival = Arrival(
        message=message,
        raw=raw,
        digest=hashlib.sha256(raw).hexdigest(),
        history=history,
        reported_at=min(delivered or NOW, NOW),
        now=NOW + timedelta(minutes=1),
    )
    return decide(arrival, rules(), RENDER)
