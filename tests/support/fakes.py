"""A mailbox, a relay and a clock in memory, and mail as our own border server delivers it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from processor.audit.chain import verify
from processor.desk.people import import_register
from processor.errors import TemporaryFailure
from processor.incident.model import PoliceContact
from processor.incident.policy import Policy, Trust
from processor.mail.message import Address, FetchedMessage, Uid
from processor.store import log
from processor.store.database import Database
from processor.store.tables import HOLD, INCIDENT, LETTER, MESSAGE
from tests.support.database import opened
from tests.support.reports import policy

NOW = datetime(2026, 11, 25, 20, 42, tzinfo=UTC)
US = "safety@kirkbourne.example"
ADA = "ada.quill@members.kirkbourne.example"
STRANGER = "sam.stranger@elsewhere.example"
OFFICER = "dana.okafor@westmoor.police.example"
STAFF = ("duty.officer@kirkbourne.example", "monitoring.officer@kirkbourne.example")
REGISTER = (
    "name,role,ward,email,alternative_emails,party,active_from,active_until,safe_to_email\n"
    f"Ada Quill,councillor,Beckside,{ADA},,,,,\n"
    "Una Lark,councillor,Beckside,una.lark@members.kirkbourne.example,,,,,no\n"
)

STANDARD = 'A man wrote "shame if something broke" on a card.'
URGENT = 'He wrote "I will break your legs" on Monday.'
IMMEDIATE = "He is outside my house now, banging on the door."
SELF_HARM = "I keep thinking about ending it."
TRIFLE = "He called me a plonker at the fair. It is nothing serious, one for the file only."


def council(**changes: object) -> Policy:
    """The council of the corpus, with the shipped code lists and a published notice."""
    values: dict[str, object] = {
        "prefix": "KMB",
        "not_stated_sends": True,
        "alerts": tuple(Address(person) for person in STAFF),
        "police": PoliceContact(
            name="Inspector Dana Okafor",
            role="the named police contact",
            force="Westmoor Police",
            address=Address(OFFICER, "Inspector Dana Okafor"),
        ),
        "trust": Trust(
            authserv_id="mx.kirkbourne.example",
            trusted_hosts=("mx.kirkbourne.example",),
            own_addresses=(US, "mailer-daemon@mx.kirkbourne.example"),
            police_domains=("westmoor.police.example",),
        ),
    }
    return policy(**values | changes)


def email(
    body: str = STANDARD, sender: str = ADA, *, proven: bool = True, **fields: str | None
) -> bytes:
    """A message; `X_Loop="y"` adds or replaces a field, None takes it away."""
    domain = sender.rpartition("@")[2].strip(">")
    verdict = "pass" if proven else "fail"
    named: dict[str, str | None] = {
        "Return-Path": f"<{sender}>",
        "Authentication-Results": f"mx.kirkbourne.example; dmarc={verdict} header.from={domain}",
        "Received": "from mail.example by mx.kirkbourne.example with ESMTPS;"
        " Wed, 25 Nov 2026 20:40:00 +0000",
        "From": sender,
        "To": US,
        "Subject": "Last night",
        "Date": "Wed, 25 Nov 2026 20:39:00 +0000",
        "Message-ID": f"<a1@{domain}>",
    }
    named |= {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value is not None)
    return (head + "\r\n" + body.replace("\n", "\r\n") + "\r\n").encode()


def bounce_of(recipient: str, message_id: str = "<x@y.example>") -> bytes:
    """A delivery status of another server's about a letter of ours."""
    body = (
        "--b\n\nIt failed.\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.elsewhere.example\n\nFinal-Recipient: rfc822; {recipient}\n"
        "Action: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: {message_id}\n\n--b--"
    )
    kind = "multipart/report; report-type=delivery-status; boundary=b"
    return email(
        body,
        "mailer-daemon@mx.elsewhere.example",
        Return_Path="<>",
        Content_Type=kind,
        Subject="Undelivered Mail Returned to Sender",
    )


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class FakeMailbox:
    """A folder in memory. `break_at` names the calls that raise, once each."""

    account: str = US
    folder: str = "INBOX"
    validity: int = 7
    inbox: dict[int, FetchedMessage] = field(default_factory=dict)
    handled: list[bytes] = field(default_factory=list)
    held: list[bytes] = field(default_factory=list)
    break_at: dict[str, Exception] = field(default_factory=dict)
    unanswered: set[int] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    _last: int = 0

    def deliver(self, raw: bytes, *, complete: bool = True) -> int:
        self._last += 1
        uid = self._last
        self.inbox[uid] = FetchedMessage(
            uid=Uid(self.validity, uid),
            internal_date=NOW,
            raw=raw,
            size=len(raw) if complete else 99_000_000,
            complete=complete,
        )
        return uid

    def rebuild(self) -> None:
        """Number everything anew, as a server does after its index was lost."""
        self.validity += 1
        kept = [message.raw for message in self.inbox.values()]
        self.inbox = {}
        for raw in kept:
            self.deliver(raw)

    def uids(self) -> list[int]:
        self._called("uids")
        return sorted(self.inbox)

    def fetch(self, uids: Sequence[int]) -> Iterator[FetchedMessage]:
        self._called("fetch")
        for uid in uids:
            if uid not in self.unanswered:
                self._called(f"fetch {uid}")
                yield self.inbox[uid]
        if self.unanswered.intersection(uids):
            raise TemporaryFailure("uid-unanswered", "fetch")

    def file_handled(self, uids: Sequence[int]) -> None:
        self._called("file_handled")
        self.handled += [self.inbox.pop(uid).raw for uid in uids]

    def file_held(self, uids: Sequence[int]) -> None:
        self._called("file_held")
        self.held += [self.inbox.pop(uid).raw for uid in uids]

    @contextmanager
    def opened(self) -> Iterator[FakeMailbox]:
        self._called("open")
        yield self

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.break_at:
            raise self.break_at.pop(name)


@dataclass
class FakeRelay:
    """Takes letters. `script`: what happens to each in turn, an exception or a reply."""

    script: list[Exception | str] = field(default_factory=list)
    sent: list[tuple[str, str, bytes]] = field(default_factory=list)
    tried: list[tuple[str, bytes]] = field(default_factory=list)
    on_send: Callable[[], None] = lambda: None

    def send(self, reverse_path: str, recipient: str, raw: bytes) -> str:
        self.on_send()
        self.tried.append((recipient, raw))
        outcome = self.script.pop(0) if self.script else "250 taken"
        if isinstance(outcome, Exception):
            raise outcome
        self.sent.append((reverse_path, recipient, raw))
        return outcome


def rows(database: Database, table: str) -> list[object]:
    """Every row of a table, in order."""
    chosen = {"message": MESSAGE, "incident": INCIDENT, "hold": HOLD, "letter": LETTER}[table]
    with database.reading() as tx:
        return list(tx.execute(chosen.select().order_by(chosen.c.id)))


def letters(database: Database) -> list[tuple[str, str]]:
    """Purpose and recipient of every letter, in the order they were queued."""
    return [(row.purpose, row.recipient) for row in rows(database, "letter")]


def logged(database: Database) -> list[dict[str, object]]:
    """The entries of the log, which must be sound, as their fields."""
    with database.reading() as tx:
        sealed = list(log.entries(tx))
    verify(sealed)
    return [json.loads(one.leaf) for one in sealed]


def types(database: Database) -> list[str]:
    """The types of the entries of the log."""
    return [str(entry["type"]) for entry in logged(database)]


@contextmanager
def registered(folder: Path) -> Iterator[Database]:
    """A database in `folder` with the register of the two councillors."""
    with opened(f"sqlite:///{folder}/processor.db") as database:
        import_register(database, REGISTER, council().codes.roles, "test", NOW)
        yield database
