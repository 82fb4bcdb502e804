"""Messages as the parser would hand them over, and the readings made of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from processor.incident.policy import Election, Policy, Trust
from processor.incident.read import read_report
from processor.incident.texts import Source, read_texts
from processor.mail.message import Address, InboundMessage, Segment, SegmentKind
from tests.support.reports import policy

# A Friday, in British summer time.
SENT = datetime(2026, 7, 17, 9, 30, tzinfo=UTC)
COUNCIL = policy(
    prefix="KMB",
    trust=Trust(
        authserv_id="mx.council.example",
        trusted_hosts=("mx.council.example",),
        own_addresses=("safety@council.example",),
        police_domains=("force.police.example",),
    ),
    elections=(Election(name="Poll", start=date(2026, 3, 30), end=date(2026, 5, 14)),),
)


def mail(text: str = "", *, forwarded: str = "", earlier: str = "", **changes) -> InboundMessage:
    """A message whose body is the reporter's `text`, then what it passes on or answers."""
    body, segments = "", []
    for kind, words in (
        (SegmentKind.OWN, text),
        (SegmentKind.FORWARDED, forwarded),
        (SegmentKind.EARLIER, earlier),
    ):
        if words:
            start = len(body)
            body += words + "\n\n"
            segments.append(Segment(kind, start, len(body)))
    values = {
        "headers": (),
        "from_": Address("ada.quill@members.council.example"),
        "from_shown": "Ada Quill <ada.quill@members.council.example>",
        "date": SENT,
        "text": body,
        "segments": tuple(segments),
    }
    return InboundMessage(**{**values, **changes})


def source(text: str = "", **changes) -> Source:
    return read_texts(mail(text, **changes))


def read(text: str = "", *, ward="", at=SENT, council: Policy = COUNCIL, **changes):
    """The reading of a report in these words."""
    return read_report(mail(text, **changes), council, reported_at=at, ward=ward)


def values(findings) -> list:
    return [finding.value for finding in findings]
