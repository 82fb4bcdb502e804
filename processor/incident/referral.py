"""The referral: one letter to the named police contact, with the evidence and the record.

It always looks the same. Its first eight lines stand alone, for an officer with thirty
seconds; then come the sections of the form, in the order of `_FORM`.

All that came out of a message enters as values, inert and bounded: what a message can put
into the letter is limited here, and whatever had to be cut is complete in an attachment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from processor.incident import referral_council, referral_found
from processor.incident.dates import spoken
from processor.incident.letters import Render
from processor.incident.manifest import evidence_attachments, exhibits
from processor.incident.model import Incident, Letter, Purpose, Sharing
from processor.incident.nature import Nature
from processor.incident.policy import Policy
from processor.incident.referral_facts import Facts
from processor.incident.referral_record import referral_record
from processor.incident.referral_words import (
    Row,
    Section,
    ask_words,
    category_words,
    control_room_words,
    level_words,
    ongoing_words,
    with_inert_links,
)
from processor.incident.tokens import bounce_address, message_id, reply_address
from processor.mail.clean import clean_line
from processor.mail.message import InboundMessage, OutboundAttachment, OutboundMessage

# What a message may fill of the letter, in octets of the page. Together with all that is ours
# they stay below the limit of a rendered template, whatever the message holds.
_ACCOUNT = 100_000
_QUOTED = 30_000
_ROWS = 8_000  # of one section, so that no section can crowd out the next
_EXHIBITS = 24_000
_ROW_MARKUP = 200
_LINE_MARKUP = 8
_CELL = 500  # characters

_FORM: tuple[tuple[str, Callable[[Facts], Section]], ...] = (
    ("Nature of this message", referral_council.nature),
    ("Person affected", referral_council.person),
    ("What happened", referral_found.what_happened),
    ("The reporter's account", referral_found.account),
    ("Exact words", referral_found.exact_words),
    ("When and where", referral_found.when_and_where),
    ("Online and contact details", referral_found.online),
    ("Suspect as described by the reporter", referral_found.suspect),
    ("Hostility and election", referral_found.hostility),
    ("Risk", referral_council.risk),
    ("Wishes", referral_council.wishes),
    ("Already done", referral_council.already_done),
    ("Quoted or forwarded material", referral_found.quoted),
    ("Evidence manifest", referral_council.manifest),
    ("Offence prompts", referral_council.prompts),
    ("What is asked", referral_council.asked),
    ("Return slip", referral_council.slip),
)


def referral(  # noqa: PLR0913, PLR0917 - seven facts that only the caller holds, each of another type
    incident: Incident,
    message: InboundMessage,
    raw: bytes,
    sharing: Sharing,
    policy: Policy,
    render: Render,
    now: datetime,
) -> Letter:
    """Return the letter to the police contact.

    raw: the octets of `message`, whose SHA-256 is the incident's digest. sharing: as decided;
    only SEND can make it a crime report. Its reverse-path is always keyed: a referral that
    bounces must be noticed whatever the council's settings.
    """
    facts = Facts(
        incident=incident,
        sharing=sharing,
        policy=policy,
        manifest=exhibits(incident, message, raw, policy.evidence_max_bytes),
        prepared_at=now,
    )
    values = _values(facts)
    subject = clean_line(render("referral/subject.txt", values))
    reference, to = incident.reference, policy.police.address
    outbound = OutboundMessage(
        message_id=message_id(policy, reference, Purpose.REFERRAL, 1, to.addr_spec),
        from_=policy.letterhead.from_,
        to=to,
        reverse_path=bounce_address(policy, reference, Purpose.REFERRAL, to.addr_spec),
        subject=subject,
        date=now,
        text=render("referral/body.txt", values),
        html=render("referral/body.html", {**values, "subject": subject}),
        reply_to=_reply_to(policy, reference, to.addr_spec),
        attachments=_attachments(facts, message, raw),
    )
    return Letter(reference=reference, purpose=Purpose.REFERRAL, number=1, message=outbound)


def _reply_to(policy: Policy, reference: str, recipient: str) -> str:
    """Keyed where the council's server knows subaddresses; else an answer would be lost."""
    if policy.return_path != "keyed":
        return ""
    return reply_address(policy, reference, Purpose.REFERRAL, recipient)


def _attachments(
    facts: Facts, message: InboundMessage, raw: bytes
) -> tuple[OutboundAttachment, ...]:
    """Return the evidence, the record, and the whole account where the letter holds only a part."""
    reference, account = facts.incident.reference, facts.incident.reading.account
    files = list(evidence_attachments(facts.manifest, message, raw))
    if _cost(account) > _ACCOUNT:
        whole = account.encode("utf-8", "replace")
        files.append(
            OutboundAttachment(
                filename=f"{reference}-account.txt", media_type="text/plain", content=whole
            )
        )
    record = referral_record(facts)
    files.append(
        OutboundAttachment(
            filename=f"{reference}.json", media_type="application/json", content=record
        )
    )
    return tuple(files)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A section as the templates get it. verbatim: texts of others as lines, to be marked."""

    heading: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    verbatim: tuple[tuple[str, ...], ...]
    empty: str


def _values(facts: Facts) -> Mapping[str, object]:
    incident, head = facts.incident, facts.policy.letterhead
    agreed = facts.nature is Nature.CRIME_REPORT_BY_AGREEMENT
    return {
        "reference": incident.reference,
        "marking": facts.policy.marking,
        "operation": facts.operation,
        "level": level_words(facts),
        "subject_word": facts.subject_word,
        "emergency": facts.emergency,
        "crime_report": agreed,
        "summary": (
            Row("Reference", incident.reference),
            Row("Category", category_words(facts)),
            Row("Who", _who(facts)),
            Row("Ongoing", ongoing_words(facts)),
            Row("Reported to 999 or 101", _cut(control_room_words(facts))),
            Row("Asked of you", f"{ask_words(facts)} Reply by {spoken(facts.reply_by)}."),
            Row(
                "Council contact",
                f"{head.contact_name}, {head.contact_phone}, {head.contact_hours}. "
                f"Out of hours: {head.contact_out_of_hours}",
            ),
        ),
        "sections": _shown(facts),
    }


def _who(facts: Facts) -> str:
    """By role; the name stands further below, away from passing eyes."""
    operation = f" (Operation {facts.operation})" if facts.operation else ""
    doubt = "" if facts.proven else " - SENDER NOT VERIFIED, released by a person"
    return ", ".join(facts.roles) + operation + doubt


def _shown(facts: Facts) -> tuple[_Shown, ...]:
    """Every section of the form, with what a message can put into it bounded."""
    shown = []
    for heading, build in _FORM:
        section = build(facts)
        texts = _ACCOUNT if build is referral_found.account else _QUOTED
        room = _EXHIBITS if build is referral_council.manifest else _ROWS
        shown.append(
            _Shown(
                heading=heading,
                notes=section.notes,
                rows=_within(section.rows, room, facts),
                verbatim=_lines(section.verbatim, texts, facts),
                empty="" if section.rows or section.verbatim else section.empty,
            )
        )
    return tuple(shown)


def _within(rows: tuple[Row, ...], room: int, facts: Facts) -> tuple[Row, ...]:
    """As many rows as there is room for; says where the rest is."""
    kept: list[Row] = []
    for row in rows:
        cell = replace(row, value=_cut(row.value), quote=_cut(row.quote))
        room -= _cost(cell.label + cell.value + cell.quote) + _ROW_MARKUP
        if room < 0:
            rest = f"{len(rows) - len(kept)} more, in {facts.incident.reference}.json"
            return (*kept, Row("Not shown here", rest))
        kept.append(cell)
    return tuple(kept)


def _cut(text: str) -> str:
    """One line, so that nothing in it can pass for a line of ours, and no link in it opens."""
    line = with_inert_links(clean_line(text[: 2 * _CELL]))
    return line if len(line) <= _CELL else f"{line[:_CELL]} [cut]"


def _lines(texts: tuple[str, ...], room: int, facts: Facts) -> tuple[tuple[str, ...], ...]:
    """Texts as lines; the templates put a mark before each, so that none can pass for ours."""
    shown = []
    for text in texts:
        if _cost(text) <= room:
            shown.append(tuple(text.strip("\n").splitlines()))
            room -= _cost(text)
            continue
        part = text[: room // (_LINE_MARKUP + 1)].splitlines()
        shown.append((*part, f"[cut; complete in the attachments of {facts.incident.reference}]"))
        return tuple(shown)
    return tuple(shown)


def _cost(text: str) -> int:
    """Octets that `text` takes on a page; no character takes more than a line break does."""
    return len(escape(text).encode("utf-8", "replace")) + _LINE_MARKUP * len(text.splitlines())
