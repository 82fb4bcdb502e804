"""What a referral rests on, worked out once for the letter and for the record beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from processor.incident.letters import operation_of
from processor.incident.manifest import Exhibit
from processor.incident.model import Incident, Sharing, Standing
from processor.incident.nature import Nature, nature_of
from processor.incident.policy import Policy
from processor.incident.reading import Level, Wish

HANDLING = "For the named recipient only. Ask the council before passing it on outside policing."


class Ask(StrEnum):
    """What the council asks for: a referral without a request gets no answer. Never rename."""

    RECORD_AS_CRIME = "record_as_crime"
    THREAT_ASSESSMENT = "threat_assessment"
    ADVICE = "advice"
    INTELLIGENCE_ONLY = "intelligence_only"


# One neutral word or two for the subject line, which passing eyes and gateways read.
_SUBJECT_WORDS = {
    "THREAT_LIFE": "threat",
    "THREAT_OTHER": "threat",
    "ASSAULT": "assault",
    "WEAPON": "weapon",
    "HARASS": "harassment",
    "STALK": "stalking",
    "HOME": "home",
    "COMMS_ABUSE": "message",
    "COMMS_FALSE": "message",
    "IMPERSONATE": "impersonation",
    "DOX": "personal details",
    "DAMAGE": "damage",
    "NOXIOUS": "item",
    "BOMB_HOAX": "hoax",
    "BLACKMAIL": "demand",
    "DISORDER": "disorder",
    "HATE": "hostility",
    "SEXUAL": "sexual",
    "FLASH": "message",
    "SELF_HARM_PUSH": "message",
    "HACK": "account",
    "ELECTION": "election",
    "MEMBER_CONDUCT": "conduct",
    "PERSISTENT": "contact",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a referral is made of. prepared_at: aware UTC."""

    incident: Incident
    sharing: Sharing
    policy: Policy
    manifest: tuple[Exhibit, ...]
    prepared_at: datetime

    @property
    def nature(self) -> Nature:
        """Whether this is a crime report."""
        return nature_of(self.incident.reading, self.sharing, self.policy)

    @property
    def operation(self) -> str:
        """The operation by the reporter's roles: Ford, Bridger or nothing."""
        return operation_of(self.incident.reporter, self.policy)

    @property
    def emergency(self) -> bool:
        """Whether 999 is needed, so that this letter cannot be the only call."""
        return self.incident.reading.level is Level.IMMEDIATE

    @property
    def ask(self) -> Ask:
        """What is asked of the police."""
        reading = self.incident.reading
        if self.nature is Nature.CRIME_REPORT_BY_AGREEMENT:
            return Ask.RECORD_AS_CRIME
        if reading.level.rank >= Level.URGENT.rank:
            return Ask.THREAT_ASSESSMENT
        if reading.police_wish is Wish.PASS_FOR_INFORMATION:
            return Ask.INTELLIGENCE_ONLY
        return Ask.ADVICE

    @property
    def reply_by(self) -> datetime:
        """When we ask again, in the council's own time."""
        due = self.policy.reply_by(self.incident.reading.level, self.prepared_at)
        return self.policy.local(due)

    @property
    def roles(self) -> tuple[str, ...]:
        """The reporter's roles in words; the sender's standing where they are on no register."""
        person = self.incident.reporter
        if person is None:
            return ("not on the council's register",)
        known = self.policy.codes.roles
        return tuple(known[code].label if code in known else code for code in person.roles)

    @property
    def proven(self) -> bool:
        """Whether the sender is on the register and our own server vouches for them."""
        return self.incident.standing is Standing.REGISTERED_AUTHENTICATED

    @property
    def subject_word(self) -> str:
        """The last word of the subject line."""
        return _SUBJECT_WORDS.get(self.incident.reading.primary_category, "report")

    @property
    def in_election(self) -> bool:
        """Whether the report came in an election period of the reporter's ward."""
        person = self.incident.reporter
        day = self.policy.local(self.incident.reported_at).date()
        return self.policy.in_election(day, person.ward if person else "")
