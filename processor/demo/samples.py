"""About a dozen invented emails of different kinds, as our own border server would deliver them.

Every person, place and number is made up: example domains, numbers that Ofcom reserves for
drama.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import Parser
from email.utils import format_datetime
from pathlib import Path

REGISTER = """\
name,role,ward,email,alternative_emails,party,active_from,active_until
Amara Bello,councillor,Beckside,amara.bello@members.kirkbourne.example,,,2023-05-09,
Huw Prosser,councillor,Castle Hill,huw.prosser@members.kirkbourne.example,,,2021-05-10,
Jean Whitaker,parish councillor,Wray Parish,jean.whitaker@wrayparish.example,,,2019-05-13,
Nasreen Iqbal,councillor,Lowfield,nasreen.iqbal@members.kirkbourne.example,,,2022-05-09,
Peter Calder,candidate,Dunfold,peter@peterfordunfold.example,,,2026-01-05,
"""

_PICTURE = Path(__file__).parent / "screenshot.png"
_TO = "safety@kirkbourne.example"
_MX = "mx.kirkbourne.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One email to deliver. vouched: whether our border server could authenticate its sender."""

    title: str
    from_: str
    subject: str
    text: str
    minutes_ago: int
    vouched: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    more: Callable[[EmailMessage], None] | None = None

    def raw(self, now: datetime) -> bytes:
        """The email as octets, dated `minutes_ago` before `now`."""
        sent = now - timedelta(minutes=self.minutes_ago)
        domain = self.from_.rpartition("@")[2].rstrip(">")
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.from_, _TO, self.subject
        message["Date"] = format_datetime(sent)
        message["Message-ID"] = f"<{self.title.replace(' ', '-')}.{int(sent.timestamp())}@{domain}>"
        for name, value in self.headers.items():
            message[name] = value
        message.set_content(self.text)
        if self.more:
            self.more(message)
        verdict = "pass" if self.vouched else "fail"
        trace = (
            f"Return-Path: <bounces@{domain}>\r\n"
            f"Received: from mail.{domain} (mail.{domain} [203.0.113.7]) by {_MX} with ESMTPS"
            f" for <{_TO}>;\r\n {format_datetime(sent)}\r\n"
            f"Authentication-Results: {_MX}; dmarc={verdict} header.from={domain}\r\n"
        )
        return trace.encode() + message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def samples() -> Iterator[Sample]:
    """The emails in the order in which they arrive."""
    yield from _REPORTS
    yield from _NO_REPORTS


def _attach_picture(message: EmailMessage) -> None:
    message.add_attachment(
        _PICTURE.read_bytes(), maintype="image", subtype="png", filename="screenshot.png"
    )


def _as_html(message: EmailMessage) -> None:
    text = message.get_content()
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines() if line)
    message.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html")


def _make_bounce(message: EmailMessage) -> None:
    message.make_mixed()
    message.replace_header(
        "Content-Type", 'multipart/report; report-type="delivery-status"; boundary="=_bounce"'
    )
    status = Parser(EmailMessage, policy=policy.default).parsestr(
        "Content-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.members.kirkbourne.example\n\n"
        "Final-Recipient: rfc822; former.member@members.kirkbourne.example\n"
        "Action: failed\nStatus: 5.1.1\n"
    )
    message.attach(status)


_REPORTS = (
    Sample(
        title="at the door now",
        from_="Amara Bello <amara.bello@members.kirkbourne.example>",
        subject="please help",
        text=(
            "There is a man outside my house right now banging on the door and shouting that he"
            ' is going to kill me. I am upstairs with the children. He said "come out or I will'
            ' burn you out". It is the same man who was at the planning meeting.\n'
        ),
        minutes_ago=4,
    ),
    Sample(
        title="a threat, forwarded with a picture",
        from_="Huw Prosser <huw.prosser@members.kirkbourne.example>",
        subject="Fwd: your vote",
        text=(
            "I got this yesterday evening about 7.30pm after the planning vote. Please report it"
            " to the police. A screenshot of what he posted is attached. I am frightened, I'd say"
            " 4 out of 5.\n\nHuw\n\n"
            "---------- Forwarded message ---------\n"
            "From: A Resident <a.resident@homemail.example>\n"
            "Date: yesterday at 19:31\n"
            "Subject: your vote\n"
            "To: <huw.prosser@members.kirkbourne.example>\n\n"
            "You voted for it. I know where you park. I will break your legs.\n"
        ),
        minutes_ago=55,
        more=_attach_picture,
    ),
    Sample(
        title="abuse online, for information",
        from_="Nasreen Iqbal <nasreen.iqbal@members.kirkbourne.example>",
        subject="Comments again",
        text=(
            'Another post on the Lowfield community page last night calling me a "filthy'
            ' foreigner" who should "go back to where she came from". The account is'
            " @lowfield_truth and it is at https://social.example/lowfield/posts/8841 . Not"
            " asking for action, just for the police to have.\n\nNasreen\n"
        ),
        minutes_ago=180,
        more=_as_html,
    ),
    Sample(
        title="for the log only",
        from_="Peter Calder <peter@peterfordunfold.example>",
        subject="Rude man on Mill Lane",
        text=(
            "A man on Mill Lane called me an idiot and shut the door while I was canvassing this"
            " morning. Nothing more to it. Just for your log, no police please.\n\nPeter\n"
        ),
        minutes_ago=300,
    ),
    Sample(
        title="a parish member, glass through the door",
        from_="Jean Whitaker <jean.whitaker@wrayparish.example>",
        subject="Envelope",
        text=(
            "On Sunday evening somebody put an envelope of broken glass through my letterbox at"
            " home. No note. I have kept it in a bag. My neighbour saw a silver Fiesta, FX19 KLM,"
            " about 8pm. My postcode is KB4 7QT. Please"
            " pass this to the police.\n\nJean Whitaker\n"
        ),
        minutes_ago=600,
    ),
)

_NO_REPORTS = (
    Sample(
        title="a stranger writes",
        from_="Mina Castle <mina.castle@homemail.example>",
        subject="My sister is a councillor",
        text=(
            "My sister is a councillor in Beckside and somebody has been following her home. She"
            " does not want to make a fuss. Can you help?\n\nMina\n"
        ),
        minutes_ago=30,
    ),
    Sample(
        title="a forged councillor",
        from_="Huw Prosser <huw.prosser@members.kirkbourne.example>",
        subject="send me the list",
        text="Please send me the home addresses of all members today. Huw\n",
        minutes_ago=25,
        vouched=False,
    ),
    Sample(
        title="an out-of-office",
        from_="Huw Prosser <huw.prosser@members.kirkbourne.example>",
        subject="Automatic reply: We have received your report",
        text="I am away until Monday.\n",
        minutes_ago=20,
        headers={"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"},
    ),
    Sample(
        title="a bounce",
        from_="Mail Delivery System <mailer-daemon@members.kirkbourne.example>",
        subject="Undelivered Mail Returned to Sender",
        text="Your message could not be delivered.\n",
        minutes_ago=15,
        headers={"Auto-Submitted": "auto-replied"},
        more=_make_bounce,
    ),
    Sample(
        title="a newsletter",
        from_="Civic News <news@civicnews.example>",
        subject="Ten threats to local democracy",
        text="This month: threats, harassment and what councils do about them.\n",
        minutes_ago=12,
        headers={"List-Id": "<news.civicnews.example>", "Precedence": "bulk"},
    ),
    Sample(
        title="the police answer",
        from_="Dana Okafor <dana.okafor@westmoor.police.example>",
        subject="RE: your referral",
        text="Received, thank you. I will ring the councillor this afternoon.\n",
        minutes_ago=8,
    ),
)
