"""What the council has decided, as `decide` needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from processor.incident.codes import Codes
from processor.incident.model import PoliceContact
from processor.mail.message import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What every letter says of the council.

    reviewed_by: what a reporter may expect, in the council's words, e.g. "by 5 pm on the
        next working day".
    """

    council: str
    from_: Address
    owner: str  # who answers for every report: the Monitoring Officer's title
    contact_name: str  # name or role the police may ring
    contact_phone: str
    contact_hours: str
    contact_out_of_hours: str
    reviewed_by: str
    privacy_notice_url: str
    police_website: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """An election period (domain 3.7): both days included; no wards means all of them."""

    name: str
    start: date
    end: date
    wards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whose word we take for who sent a message.

    authserv_id: the name our own border server gives in Authentication-Results (RFC 8601
        section 2.5). trusted_hosts: the "by" names of Received fields added on our side.
    own_addresses: never answered, lower case. police_domains: lower case.
    """

    authserv_id: str
    trusted_hosts: tuple[str, ...]
    own_addresses: tuple[str, ...]
    police_domains: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything `decide` may know of the council.

    not_stated_sends: whether silence about the police means the report goes to them; true
        only where a published notice says so. crime_report_by_agreement: the force has agreed
        in writing that a referral is a crime report. return_path: "keyed" or "null".
    reply_hours: how long police have before we ask again, by level value.
    """

    prefix: str
    zone: tzinfo
    letterhead: Letterhead
    police: PoliceContact
    alerts: tuple[Address, ...]
    trust: Trust
    codes: Codes
    token_key: bytes = field(repr=False)
    not_stated_sends: bool = False
    crime_report_by_agreement: bool = False
    marking: str = "OFFICIAL-SENSITIVE"
    elections: tuple[Election, ...] = ()
    return_path: str = "keyed"
    bounce_address: str = ""
    acknowledgements_a_day: int = 5
    safety_notice_days: int = 30
    evidence_max_bytes: int = 15_000_000
    reply_hours: tuple[tuple[str, int], ...] = (("immediate", 2), ("urgent", 24), ("standard", 120))

    def local(self, moment: datetime) -> datetime:
        """`moment` as the council's clocks show it."""
        return moment.astimezone(self.zone)

    def in_election(self, day: date, ward: str) -> bool:
        """Whether `day` lies in an election period of `ward`."""
        return any(
            e.start <= day <= e.end and (not e.wards or ward in e.wards) for e in self.elections
        )

    def reply_by(self, level: str, now: datetime) -> datetime:
        """When a sign of receipt from the police is overdue, aware UTC."""
        return now + timedelta(hours=dict(self.reply_hours).get(level, 120))
