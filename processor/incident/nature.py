"""Whether a referral is a crime report. Almost never, and never unless the force has agreed."""

from __future__ import annotations

from enum import StrEnum

from processor.incident.model import Sharing
from processor.incident.policy import Policy
from processor.incident.reading import Level, Reading, Wish


class Nature(StrEnum):
    """What the police are sent. Values are exchanged: never rename one."""

    CRIME_REPORT_BY_AGREEMENT = "crime_report_by_agreement"
    INFORMATION_COPY = "information_copy"


def nature_of(reading: Reading, sharing: Sharing, policy: Policy) -> Nature:
    """Return what the referral is, so that reporter and police are told the same.

    An information copy at IMMEDIATE whatever was agreed: a report by email is not how a 999
    call is made. An information copy too where the reporter asked for no more than that.
    """
    is_report = (
        policy.crime_report_by_agreement
        and sharing is Sharing.SEND
        and reading.level is not Level.IMMEDIATE
        and reading.police_wish in (Wish.REPORT_IT, Wish.NOT_STATED)
    )
    return Nature.CRIME_REPORT_BY_AGREEMENT if is_report else Nature.INFORMATION_COPY
