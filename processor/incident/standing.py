"""Who sent a message, as far as our own server can vouch for it.

Proven means two things at once: the exact address is on the register on that day, and our
own border server authenticated its domain. Anything less acts only through a person.
"""

from __future__ import annotations

from processor.incident.model import Person, Standing
from processor.incident.policy import Trust
from processor.mail.authentication import authenticate
from processor.mail.message import InboundMessage


def standing_of(
    message: InboundMessage, person: Person | None, trust: Trust
) -> tuple[Standing, str]:
    """Return the sender's standing, and why as a code that is safe to log.

    person: whoever on the register may write from the message's From address on the day our
        server took delivery; None if nobody.
    """
    if message.from_ and message.from_.key in trust.own_addresses:
        return Standing.OWN, "own-address"
    verdict = authenticate(
        message, authserv_id=trust.authserv_id, trusted_hosts=trust.trusted_hosts
    )
    if message.from_ and verdict.aligned and message.from_.domain in trust.police_domains:
        return Standing.POLICE, verdict.reason
    if person:
        proven = Standing.REGISTERED_AUTHENTICATED
        return (proven if verdict.aligned else Standing.REGISTERED_UNAUTHENTICATED), verdict.reason
    stranger = Standing.UNREGISTERED_AUTHENTICATED
    return (stranger if verdict.aligned else Standing.UNREGISTERED_UNAUTHENTICATED), verdict.reason
