"""What follows when a named person decides that a held report goes to the police."""

from __future__ import annotations

from enum import StrEnum

from processor.errors import NotAllowed
from processor.incident.case import Arrival, answerable, open_incident
from processor.incident.letters import Render, acknowledgement
from processor.incident.model import Incident, Kind, Letter, Sharing, Standing
from processor.incident.policy import Policy
from processor.incident.reading import Wish
from processor.incident.referral import referral
from processor.incident.standing import standing_of
from processor.mail.automatic import reason_not_to_answer


class Ground(StrEnum):
    """Why a stated "no police" may be overridden; chosen by a person, never by software."""

    RISK_TO_LIFE = "risk_to_life"
    SERIOUS_HARM = "serious_harm"
    CHILD_OR_ADULT_AT_RISK = "child_or_adult_at_risk"
    SERIOUS_CRIME = "serious_crime"


_SAID_NO = (Wish.ADVICE_ONLY, Wish.LOG_ONLY_NO_POLICE)
_VOUCHED_FOR = (Standing.REGISTERED_AUTHENTICATED, Standing.UNREGISTERED_AUTHENTICATED)


def released(
    arrival: Arrival, policy: Policy, render: Render, *, ground: Ground | None
) -> tuple[Incident, Sharing, tuple[Letter, ...]]:
    """Return the incident, how it is shared, and its letters.

    The reporter hears of it only if our own server vouches for their address, a machine may
    answer them, their mailbox is safe, and they have had no acknowledgement yet
    (`arrival.history.acknowledged_today` counts those of this report). Raises NotAllowed where
    the reporter said no and no ground is given.
    """
    standing, _ = standing_of(arrival.message, arrival.history.person, policy.trust)
    incident = open_incident(arrival, Kind.REPORT, standing, policy)
    wish = incident.reading.police_wish
    if wish in _SAID_NO and ground is None:
        raise NotAllowed(
            f"the reporter asked for {wish.replace('_', ' ')}: a release needs --ground, one of "
            + ", ".join(Ground)
        )
    informs = wish is Wish.PASS_FOR_INFORMATION or wish in _SAID_NO
    sharing = Sharing.SEND_INFORMATION_COPY if informs else Sharing.SEND
    letters = [
        referral(incident, arrival.message, arrival.raw, sharing, policy, render, arrival.now)
    ]
    if _may_hear(arrival, incident, policy):
        letters.insert(0, acknowledgement(incident, sharing, policy, render, arrival.now))
    return incident, sharing, tuple(letters)


def _may_hear(arrival: Arrival, incident: Incident, policy: Policy) -> bool:
    """Whoever's mailbox is not safe had their one letter when the report came in."""
    automatic = reason_not_to_answer(arrival.message, own_addresses=policy.trust.own_addresses)
    unsafe = incident.reporter is not None and not incident.reporter.safe_to_email
    return (
        incident.standing in _VOUCHED_FOR
        and answerable(automatic, incident.standing)
        and not unsafe
        and not arrival.history.acknowledged_today
    )
