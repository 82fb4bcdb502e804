"""Puts the parts together as settings say: the one place that knows all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from processor.codes import load_codes
from processor.desk.desk import Desk
from processor.errors import SettingsError
from processor.incident.model import PoliceContact
from processor.incident.policy import Letterhead, Policy, Trust
from processor.mail.message import Address
from processor.settings import Council, Settings
from processor.store.database import Database
from processor.templates import Templates
from processor.transport.imap import open_mailbox
from processor.transport.smtp import SmtpRelay
from processor.worker.clock import system_clock
from processor.worker.loop import Parts, Worker
from processor.worker.memory import return_large_blocks
from processor.worker.sandbox import Sandbox


@contextmanager
def existing_store(settings: Settings) -> Iterator[Database]:
    """The record as it is, neither made nor brought up to date. Raises StoreError."""
    database = Database.open(settings.store.url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def open_store(settings: Settings) -> Iterator[Database]:
    """The record alone, made or brought to this program's schema. Raises StoreError."""
    with existing_store(settings) as database:
        database.migrate()
        yield database


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """The record and the rules, and a reader of mail. Raises SettingsError, StoreError."""
    _require_secrets(settings.missing_secrets(), only="[keys]")
    with ExitStack() as stack:
        database = stack.enter_context(open_store(settings))
        sandbox = stack.enter_context(Sandbox(settings.parser))
        yield Desk(
            database=database,
            policy=policy_of(settings),
            render=templates_of(settings).render,
            parse=sandbox.parse,
        )


@contextmanager
def open_worker(settings: Settings) -> Iterator[Worker]:
    """The worker, ready to run. Raises SettingsError, StoreError."""
    _require_secrets(settings.missing_secrets())
    return_large_blocks()
    with open_desk(settings) as desk, ExitStack() as stack:
        relay = SmtpRelay(settings.relay)
        stack.callback(relay.close)
        parts = Parts(
            open_mailbox=lambda: open_mailbox(settings.mailbox),
            relay=relay,
            database=desk.database,
            policy=desk.policy,
            render=desk.render,
            parse=desk.parse,
            retries=settings.retries,
            clock=system_clock,
        )
        yield Worker(parts, settings.worker)


def templates_of(settings: Settings) -> Templates:
    """The shipped letters, with the council's own wording where it has some."""
    folder = settings.letters.templates
    return Templates.load(Path(folder) if folder else None)


def policy_of(settings: Settings) -> Policy:
    """What `decide` needs of the settings and the code lists."""
    letters, police, sharing = settings.letters, settings.police, settings.sharing
    return Policy(
        prefix=settings.council.reference_prefix,
        zone=ZoneInfo(settings.council.timezone),
        letterhead=_letterhead(settings.council),
        police=PoliceContact(
            name=police.name,
            role=police.role,
            force=police.force,
            address=Address(police.address, police.name),
        ),
        alerts=tuple(Address(person) for person in dict.fromkeys(settings.alerts.people)),
        trust=_trust(settings),
        codes=load_codes(settings.reading.folder),
        token_key=settings.keys.token_key.encode(),
        not_stated_sends=bool(sharing.notice_url and sharing.notice_published_on),
        crime_report_by_agreement=police.crime_report_by_agreement,
        marking=sharing.marking,
        elections=settings.elections,
        return_path=letters.return_path,
        bounce_address=letters.bounce_address,
        acknowledgements_a_day=letters.acknowledgements_a_day,
        safety_notice_days=letters.safety_notice_days,
        evidence_max_bytes=letters.evidence_max_bytes,
    )


def _letterhead(council: Council) -> Letterhead:
    return Letterhead(
        council=council.name,
        from_=Address(council.from_address, council.from_name),
        owner=council.owner,
        contact_name=council.contact_name,
        contact_phone=council.contact_phone,
        contact_hours=council.contact_hours,
        contact_out_of_hours=council.contact_out_of_hours,
        reviewed_by=council.reviewed_by,
        privacy_notice_url=council.privacy_notice_url,
        police_website=council.police_website,
    )


def _trust(settings: Settings) -> Trust:
    """Lower case throughout; what our letters name is ours even where the list forgets it."""
    senders = settings.senders
    named = (settings.council.from_address, settings.letters.bounce_address)
    own = [*senders.own_addresses, *named]
    return Trust(
        authserv_id=senders.authserv_id,
        trusted_hosts=tuple(host.lower() for host in senders.trusted_hosts),
        own_addresses=tuple(dict.fromkeys(address.lower() for address in own)),
        police_domains=tuple(domain.lower() for domain in senders.police_domains),
    )


def _require_secrets(missing: list[str], only: str = "") -> None:
    lines = [line for line in missing if line.startswith(only)]
    if lines:
        raise SettingsError(lines)
