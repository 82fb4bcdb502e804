"""Two invented reports, one with everything in it and one with nothing, to try letters on.

`processor check` fills every template with them before a real report comes. Nobody and
nothing in them exists; the telephone numbers are those reserved for drama.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from typing import TypeVar

from processor.incident.codes import Category, Codes, Role, SupportService
from processor.incident.learned import Learned
from processor.incident.letters import Render, acknowledgement, alert, safety_notice, safety_now
from processor.incident.model import (
    Incident,
    Kind,
    Letter,
    Person,
    PoliceContact,
    Reference,
    Sharing,
    Standing,
)
from processor.incident.policy import Letterhead, Policy, Trust
from processor.incident.reading import File, Finding, Level, Part, Reading, When, Wish
from processor.incident.reasons import Reason
from processor.incident.referral import referral
from processor.mail.message import Address, Attachment, InboundMessage

V = TypeVar("V")

_NOW = datetime(2026, 10, 3, 18, 42, tzinfo=UTC)
_ADDRESS = Address("sam.sample@members.council.example")
_REFERENCE = Reference("XXX-2026-7F3K9-R")
_RAW = b"From: sam.sample@members.council.example\r\n\r\nSample."
_BODY = "He said he knows where I live. See https://social.example/post and call 07700 900123."
_PICTURE = b"\xff\xd8\xff sample"


def sample_letters(render: Render) -> Iterator[Letter]:
    """Yield every letter there is, for each level, sharing and wish, written with `render`."""
    policy = sample_policy()
    for incident in (full_incident(), bare_incident(), *_by_wish_and_level()):
        yield safety_now(incident, policy, render, _NOW)
        for sharing in Sharing:
            yield acknowledgement(incident, sharing, policy, render, _NOW)
        yield referral(incident, sample_message(), _RAW, Sharing.SEND, policy, render, _NOW)
    yield safety_notice(_ADDRESS, _REFERENCE, policy, render, _NOW)
    for level, held in product((None, *Level), (True, False)):
        yield alert(_REFERENCE, level, tuple(Reason), _ADDRESS, policy, render, _NOW, held=held)


def sample_policy() -> Policy:
    """Return a council's policy with everything in it."""
    return Policy(
        prefix="XXX",
        zone=UTC,
        letterhead=Letterhead(
            council="Sample Council",
            from_=Address("safety@council.example", "Councillor safety"),
            owner="Monitoring Officer",
            contact_name="Monitoring Officer's team",
            contact_phone="01632 960100",
            contact_hours="Monday to Friday, 9 am to 5 pm",
            contact_out_of_hours="Duty officer, 01632 960199",
            reviewed_by="by 5 pm on the next working day",
            privacy_notice_url="https://www.council.example/privacy",
            police_website="https://www.police.example/report",
        ),
        police=PoliceContact(
            name="Inspector Sample",
            role="the named police contact",
            force="Sample Police",
            address=Address("contact@police.example"),
        ),
        alerts=(Address("duty@council.example"),),
        trust=Trust(authserv_id="", trusted_hosts=(), own_addresses=(), police_domains=()),
        codes=_codes(),
        token_key=bytes(32),
    )


def full_incident() -> Incident:
    """Return a report in which everything that can be found was found."""
    return _incident(_full_reading(), _person())


def bare_incident() -> Incident:
    """Return a report of somebody unknown in which nothing was found."""
    return _incident(Reading(texts={Part.BODY: ""}, account=""), None)


def sample_message() -> InboundMessage:
    """Return the message that the reports came in, with one picture."""
    picture = Attachment(
        filename="picture.jpg", media_type="image/jpeg", content=_PICTURE, sha256="0" * 64
    )
    return InboundMessage(headers=(), from_=_ADDRESS, text=_BODY, attachments=(picture,))


def _by_wish_and_level() -> Iterator[Incident]:
    for wish in Wish:
        for level in Level:
            asked = _found(wish, "call")
            reading = Reading(texts={Part.BODY: _BODY}, account=_BODY, level=level, wish=asked)
            yield _incident(reading, _person())
    harm = Reading(
        texts={Part.BODY: _BODY},
        account=_BODY,
        level=Level.IMMEDIATE,
        rules=(_found("I7", "live"),),
    )
    yield _incident(harm, _person())


def _incident(reading: Reading, person: Person | None) -> Incident:
    return Incident(
        reference=_REFERENCE,
        reported_at=_NOW,
        kind=Kind.REPORT,
        standing=Standing.REGISTERED_AUTHENTICATED
        if person
        else Standing.UNREGISTERED_AUTHENTICATED,
        reporter=person,
        from_=_ADDRESS,
        from_shown="Sam Sample",
        subject_shown="Help",
        inbound_id="<sample@members.council.example>",
        digest="0" * 64,
        reading=reading,
        mentions=("XXX-2026-00000-0",) if person else (),
    )


def _person() -> Person:
    return Person(
        name="Sam Sample",
        roles=("councillor",),
        ward="Sample Ward",
        email=_ADDRESS.addr_spec,
        phone="01632 960111",
        safe_to_voicemail=False,
    )


def _full_reading() -> Reading:
    return Reading(
        texts={Part.BODY: _BODY},
        account=_BODY,
        quoted=("An earlier message.",),
        level=Level.IMMEDIATE,
        rules=(_found("I1", "knows where I live"),),
        categories=(_found("THREAT_LIFE", "knows where I live"),),
        channels=(_found("social_public", "https://social.example/post"),),
        place_type=_found("home", "where I live"),
        wish=_found(Wish.REPORT_IT, "call"),
        when=(_found(When("2026-10-03T19:30", "2026-10-04", "range"), "said"),),
        ongoing=_found(value=True, quote="knows"),
        postcodes=(_found("ZZ1 1ZZ", "live"),),
        urls=(_found("https://social.example/post", "https://social.example/post"),),
        handles=(_found("@sample", "He"),),
        phones=(_found("+447700900123", "07700 900123"),),
        emails=(_found("sample@example.org", "call"),),
        vehicle_registrations=(_found("AB12 CDE", "See"),),
        suspect_names=(_found("A Sample", "He"),),
        police_refs=(_found("123 of 3 October", "call"),),
        hostility_strands=(_found("race", "said"),),
        risk_factors=(_found("home_known", "knows where I live"),),
        exact_words=(_found("I know where you live", "he knows where I live"),),
        fear_score=_found(5, "call"),
        files=(
            File(
                index=0,
                filename="picture.jpg",
                media_type="image/jpeg",
                sha256="0" * 64,
                bytes=len(_PICTURE),
            ),
        ),
    )


def _found(value: V, quote: str) -> Finding[V]:
    start = max(0, _BODY.find(quote))
    return Finding(
        value=value,
        quote=quote,
        part=Part.BODY,
        rule="sample",
        start=start,
        end=start + len(quote),
    )


def _codes() -> Codes:
    day = date(2026, 10, 1)
    return Codes(
        jurisdiction="england-and-wales",
        dated=day,
        categories={
            "THREAT_LIFE": Category(
                code="THREAT_LIFE", label="threat", offence=True, prompts=("A sample Act s1",)
            )
        },
        channels={"social_public": "public post"},
        level_rules={"I1": "Somebody is there now"},
        risk_factors={"home_known": "home is known"},
        strands={"race": "race"},
        places={"home": "home"},
        roles={
            "councillor": Role(code="councillor", label="councillor", synonyms=(), operation="Ford")
        },
        support=(
            SupportService(
                name="A helpline",
                offers="someone to talk to",
                contact="01632 960000",
                flags=(),
                last_verified=day,
            ),
        ),
        phrases={},
        learned=Learned(offsets={}, weights={}),
    )
