"""Every letter but the referral: what the reporter, a stranger and our own people are told.

The values handed to the templates are chosen here, and nothing that came out of a message is
among them: no words of abuse, no suspect, no subject line, no name but our own. Shared
household and party mailboxes are read by others.

Each letter is a text; its HTML is the same text laid out, so that the two cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from processor.incident import reasons as why
from processor.incident.dates import spoken
from processor.incident.layout import blocks
from processor.incident.model import Incident, Letter, Person, Purpose, Reference, Sharing
from processor.incident.nature import Nature, nature_of
from processor.incident.policy import Policy
from processor.incident.reading import Level, Reading, Wish
from processor.incident.support import flags_of, services
from processor.incident.tokens import bounce_address, message_id, reply_address
from processor.mail.clean import clean_line
from processor.mail.message import Address, OutboundMessage

Render = Callable[[str, Mapping[str, object]], str]
"""Fills a template, e.g. render("alert/body.txt", values)."""

# msg-id of RFC 5322 section 3.6.4 without quoted strings, literals, quotes and spaces.
_ATOM = r"[A-Za-z0-9!#$%&*+/=?^_{|}~.-]+"
_MSG_ID = re.compile(rf"<{_ATOM}@{_ATOM}>")
_MSG_ID_LENGTH = 250

_HONOURED = {
    Wish.ADVICE_ONLY: "advice",
    Wish.LOG_ONLY_NO_POLICE: "no_police",
}


def safety_now(incident: Incident, policy: Policy, render: Render, now: datetime) -> Letter:
    """Return the first of two letters at IMMEDIATE: nothing but 999 and the reference.

    Raises ValueError where the report came from no address that could be read.
    """
    values = {
        "reference": incident.reference,
        "council": policy.letterhead.council,
        "gentle": incident.reading.fired("I7"),
    }
    return _to_reporter(incident, Purpose.SAFETY_NOW, values, _Desk(policy, render, now))


def acknowledgement(
    incident: Incident, sharing: Sharing, policy: Policy, render: Render, now: datetime
) -> Letter:
    """Return the letter that says what happens now, as `sharing` truly has it.

    Raises ValueError where the report came from no address that could be read.
    """
    head, reading = policy.letterhead, incident.reading
    today = policy.local(now).date()
    values = {
        "reference": incident.reference,
        "council": head.council,
        "owner": head.owner,
        "reviewed_by": head.reviewed_by,
        "privacy_notice_url": head.privacy_notice_url,
        "police_website": head.police_website,
        "force": policy.police.force,
        "police_role": policy.police.role,
        "received": spoken(policy.local(incident.reported_at)),
        "level": str(reading.level),
        "gentle": reading.fired("I7"),
        "status": _status(reading, sharing, policy),
        "operation": operation_of(incident.reporter, policy),
        "services": services(policy.codes.support, flags_of(reading), today),
    }
    return _to_reporter(incident, Purpose.ACKNOWLEDGEMENT, values, _Desk(policy, render, now))


def safety_notice(
    to: Address, reference: Reference, policy: Policy, render: Render, now: datetime
) -> Letter:
    """Return the one fixed letter a stranger gets: it says nothing of any case or register.

    reference: what our own record of the letter hangs on; no word of the letter holds it.
    """
    head = policy.letterhead
    values = {"council": head.council, "police_website": head.police_website}
    desk = _Desk(policy, render, now)
    outside = Address(to.addr_spec)
    message = desk.message(
        reference,
        Purpose.SAFETY_NOTICE,
        outside,
        values,
        reverse_path=_reporters_reverse_path(policy, reference, Purpose.SAFETY_NOTICE, outside),
        auto_submitted="auto-replied",
    )
    return Letter(reference=reference, purpose=Purpose.SAFETY_NOTICE, number=1, message=message)


def alert(  # noqa: PLR0913, PLR0917 - seven facts that only the caller holds, each of another type
    reference: Reference,
    level: Level | None,
    reasons: Sequence[str],
    to: Address,
    policy: Policy,
    render: Render,
    now: datetime,
    *,
    held: bool,
    number: int = 1,
) -> Letter:
    """Return the letter that fetches a person; it holds no content and no name.

    level: None where nothing was levelled. reasons: codes of `incident.reasons`, worst first.
    held: whether a hold is open, so that somebody must decide; no reason tells that by itself.
    number: counts the alerts to one person about one reference.
    """
    values = {
        "reference": reference,
        "level": str(level or ""),
        "reasons": tuple(why.words(reason) for reason in dict.fromkeys(reasons)),
        "held": held,
    }
    message = _Desk(policy, render, now).message(
        reference,
        Purpose.ALERT,
        to,
        values,
        reverse_path=bounce_address(policy, reference, Purpose.ALERT, to.addr_spec),
        auto_submitted="auto-generated",
        number=number,
    )
    return Letter(reference=reference, purpose=Purpose.ALERT, number=number, message=message)


def operation_of(person: Person | None, policy: Policy) -> str:
    """Return "Ford" or "Bridger" by the person's roles, Ford first; "" where none applies."""
    roles = (
        [policy.codes.roles[code] for code in person.roles if code in policy.codes.roles]
        if (person)
        else []
    )
    found = {role.operation for role in roles}
    return next((name for name in ("Ford", "Bridger") if name in found), "")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every letter is written with."""

    policy: Policy
    render: Render
    now: datetime

    def message(  # noqa: PLR0913 - the fields in which our letters differ
        self,
        reference: Reference,
        purpose: Purpose,
        to: Address,
        values: Mapping[str, object],
        *,
        reverse_path: str,
        auto_submitted: str,
        reply_to: str = "",
        in_reply_to: str = "",
        number: int = 1,
    ) -> OutboundMessage:
        """Fill the three templates of `purpose`."""
        subject = clean_line(self.render(f"{purpose}/subject.txt", values))
        text = self.render(f"{purpose}/body.txt", values)
        page = {**values, "subject": subject, "blocks": blocks(text)}
        return OutboundMessage(
            message_id=message_id(self.policy, reference, purpose, number, to.addr_spec),
            from_=self.policy.letterhead.from_,
            to=to,
            reverse_path=reverse_path,
            subject=subject,
            date=self.now,
            text=text,
            html=self.render(f"{purpose}/body.html", page),
            reply_to=reply_to,
            auto_submitted=auto_submitted,
            in_reply_to=in_reply_to,
        )


def _to_reporter(
    incident: Incident, purpose: Purpose, values: Mapping[str, object], desk: _Desk
) -> Letter:
    """Write to where the report came from; without a name, which is content too."""
    if incident.from_ is None:
        raise ValueError("no address")
    policy, reference = desk.policy, incident.reference
    to = Address(incident.from_.addr_spec)
    keyed = policy.return_path == "keyed"
    message = desk.message(
        reference,
        purpose,
        to,
        values,
        reverse_path=_reporters_reverse_path(policy, reference, purpose, to),
        auto_submitted="auto-replied",
        reply_to=reply_address(policy, reference, purpose, to.addr_spec) if keyed else "",
        in_reply_to=_strict_msg_id(incident.inbound_id),
    )
    return Letter(reference=reference, purpose=purpose, number=1, message=message)


def _reporters_reverse_path(
    policy: Policy, reference: Reference, purpose: Purpose, to: Address
) -> str:
    """Keyed, so that a bounce is noticed; null where the council's server has no subaddresses."""
    if policy.return_path != "keyed":
        return ""
    return bounce_address(policy, reference, purpose, to.addr_spec)


def _strict_msg_id(text: str) -> str:
    """Return a Message-ID that may stand in a header of ours, or "" where it may not."""
    usable = len(text) < _MSG_ID_LENGTH and _MSG_ID.fullmatch(text)
    return text if usable else ""


def _status(reading: Reading, sharing: Sharing, policy: Policy) -> str:
    """Return what truly happens, as the word by which the template chooses its sentences."""
    wish = reading.police_wish
    if sharing in (Sharing.SEND, Sharing.SEND_INFORMATION_COPY):
        if wish in _HONOURED:
            return "override"
        agreed = nature_of(reading, sharing, policy) is Nature.CRIME_REPORT_BY_AGREEMENT
        return "report" if agreed else "information"
    if wish in _HONOURED:
        return _HONOURED[wish]
    if sharing is Sharing.LOG:
        return "logged"
    return "ask" if wish is Wish.NOT_STATED else "held"
