"""The sections of a referral in which the council speaks: what it sends, asks and offers."""

from __future__ import annotations

from processor.incident.dates import spoken, spoken_day
from processor.incident.manifest import Exhibit, SendStatus
from processor.incident.model import Person, Standing
from processor.incident.nature import Nature
from processor.incident.reading import Wish
from processor.incident.referral_facts import HANDLING, Facts
from processor.incident.referral_words import (
    NONE_FOUND,
    NOT_STATED,
    Row,
    Section,
    ask_words,
    coded,
    control_room_words,
    level_words,
    row_of,
    rows_of,
)

_WISH = {
    Wish.REPORT_IT: "The reporter wants the police to act.",
    Wish.PASS_FOR_INFORMATION: "The reporter wants the police to know, for information.",
    Wish.ADVICE_ONLY: "The reporter asked for advice only. A named person released this.",
    Wish.LOG_ONLY_NO_POLICE: (
        "The reporter asked that the police are not told. A named person released this."
    ),
    Wish.NOT_STATED: "Not stated.",
}

# A referral of any of these left only because somebody released it; see `incident.release`.
_UNPROVEN = {
    Standing.REGISTERED_UNAUTHENTICATED: (
        "The address is on the council's register, but our server could not prove that the "
        "message came from it. Somebody else may have written it."
    ),
    Standing.UNREGISTERED_AUTHENTICATED: (
        "Our server could prove which mail service the message came from, but the address is "
        "not on the council's register. We do not know who wrote it."
    ),
    Standing.UNREGISTERED_UNAUTHENTICATED: (
        "The address is not on the council's register, and our server could not prove that the "
        "message came from it. We do not know who wrote it."
    ),
    Standing.POLICE: (
        "Our server could prove that the message came from a police mail service, but it was "
        "not sent by anybody on the council's register."
    ),
    Standing.OWN: (
        "The message claims to come from the council's own address. Our server did not prove "
        "who sent it."
    ),
}
_RELEASED = "A named person at the council decided to send it."

_STATUS = {
    SendStatus.ATTACHED: "attached",
    SendStatus.TOO_LARGE: "not attached: too large for this email; ask us for it",
    SendStatus.BLOCKED_TYPE: "not attached: not a type we send by email; ask us for it",
    SendStatus.QUARANTINED: "not attached: quarantined, may be an intimate image; ring us",
}


def nature(facts: Facts) -> Section:
    """Return what this message is, and what it is not."""
    police, head = facts.policy.police, facts.policy.letterhead
    if facts.nature is Nature.CRIME_REPORT_BY_AGREEMENT:
        what = f"This is sent as a crime report under the written agreement with {police.force}."
    else:
        what = "This is an information copy. It is not a crime report."
    notes = [what, f"It comes from {head.council}, for {police.name}, {police.role}.", HANDLING]
    if facts.emergency:
        notes.insert(1, "999 is needed. Do not take this email for a call to 999.")
    notes.append(
        "A program prepared it from one email. Nothing in it says that an offence took place."
    )
    received = spoken(facts.policy.local(facts.incident.reported_at))
    prepared = spoken(facts.policy.local(facts.prepared_at))
    return Section(
        notes=tuple(notes),
        rows=(Row("Received by the council", received), Row("Prepared", prepared)),
    )


def person(facts: Facts) -> Section:
    """Return who reports, as the register has them, and what could not be proven of them."""
    person, incident = facts.incident.reporter, facts.incident
    roles = ", ".join(facts.roles)
    rows = [] if facts.proven else [_sender(incident.standing)]
    if person is None:
        shown = Row("Sender as shown", incident.from_shown or NOT_STATED)
        return Section(rows=(*rows, Row("Role", roles), shown))
    rows += [
        Row("Name", person.name),
        Row("Role", roles),
        Row("Ward", person.ward or NOT_STATED),
        Row("Safe contact", _safe_contact(person)),
        Row("Language", person.language),
    ]
    if person.delegate_of:
        rows.append(Row("Writes for", person.delegate_of))
    return Section(rows=tuple(rows))


def risk(facts: Facts) -> Section:
    """Return the level with every rule that fired and the words that fired it."""
    reading, codes = facts.incident.reading, facts.policy.codes
    fear = str(reading.fear_score.value) if reading.fear_score else NOT_STATED
    rows = (
        Row("Level", f"{level_words(facts)} (the council's, not a police grade)"),
        *(coded("Rule", found, codes.level_rules) for found in reading.rules),
        *rows_of("Risk factor", reading.risk_factors, codes.risk_factors),
        row_of("Fear, 0 to 5", fear, reading.fear_score),
    )
    return Section(rows=rows)


def wishes(facts: Facts) -> Section:
    """Return what the reporter wants."""
    reading = facts.incident.reading
    wish = row_of("Police", _WISH[reading.police_wish], reading.wish)
    return Section(rows=(wish, Row("Supports prosecution", "Not asked")))


def already_done(facts: Facts) -> Section:
    """Return what is known to have been done."""
    return Section(
        rows=(
            Row("999 or 101", control_room_words(facts)),
            *rows_of("Police reference", facts.incident.reading.police_refs),
            Row("Council", f"logged as {facts.incident.reference}"),
        ),
    )


def manifest(facts: Facts) -> Section:
    """Return every exhibit, its hash and what became of it."""
    notes = ["Originals are kept unchanged by the council. SHA-256 of each is given."]
    quarantined = any(row.status is SendStatus.QUARANTINED for row in facts.manifest)
    if quarantined:
        notes.append(
            "An intimate image may be among them, so no image and no original message is "
            "attached. Ring the council contact to agree how you receive them. An image that "
            "may show a child is never sent by email."
        )
    original = facts.manifest[0]
    if original.status is not SendStatus.ATTACHED:
        notes.append("The original is not attached; its header fields are, in a text file.")
    rows = tuple(
        Row(row.exhibit, _exhibit_words(row, inside=bool(original.sent_as)))
        for row in facts.manifest
    )
    return Section(notes=tuple(notes), rows=rows)


def prompts(facts: Facts) -> Section:
    """Return the offences that a police officer may want to consider."""
    codes = facts.policy.codes
    found = [
        codes.categories[category.value]
        for category in facts.incident.reading.categories
        if category.value in codes.categories
    ]
    rows = tuple(
        Row(category.label, "; ".join(category.prompts)) for category in found if category.prompts
    )
    source = f"a list dated {spoken_day(codes.dated)} ({codes.jurisdiction})"
    note = f"Prompts for a police decision only, from {source}."
    return Section(notes=(note,), rows=rows, empty=NONE_FOUND)


def asked(facts: Facts) -> Section:
    """Return what is asked, by when and of whom."""
    head = facts.policy.letterhead
    return Section(
        rows=(
            Row("Asked", ask_words(facts)),
            Row("Reply by", spoken(facts.reply_by)),
            Row("To", f"{head.contact_name}, {head.contact_phone}, or reply to this email"),
        ),
    )


def slip(facts: Facts) -> Section:
    """Return the part that is answered by a reply."""
    blank = "________________"
    return Section(
        notes=("Please reply to this email and fill in what you can. It takes 30 seconds.",),
        rows=(
            Row("Our reference", facts.incident.reference),
            Row("Received by (name or role)", blank),
            Row("Police reference", blank),
            Row("It is a (crime / incident / intelligence) reference", blank),
            Row(
                "Decision (one of: recorded crime / recorded incident / intelligence / advice / "
                "no action / need more / wrong force)",
                blank,
            ),
            Row("Reason, or what you need", blank),
            Row("Next update (date)", blank),
        ),
    )


def _sender(standing: Standing) -> Row:
    """What our server could and could not prove, and that a person answers for the release."""
    return Row("Sender", f"NOT VERIFIED. {_UNPROVEN[standing]} {_RELEASED}")


def _safe_contact(person: Person) -> str:
    """How to reach the reporter without endangering them."""
    parts = [person.safe_contact] if person.safe_contact else []
    if person.safe_to_email:
        parts.append(f"email {person.email}")
    else:
        parts.append("do not email")
    if person.phone:
        voicemail = "" if person.safe_to_voicemail else ", leave no voicemail"
        parts.append(f"telephone {person.phone}{voicemail}")
    return "; ".join(parts)


def _exhibit_words(row: Exhibit, *, inside: bool) -> str:
    named = f'named "{row.filename}" by the sender' if row.filename else "no name given"
    what = row.shows if row.exhibit.endswith("/00") else f"{row.shows}, {named}"
    status = f"attached as {row.sent_as}" if row.sent_as else _STATUS[row.status]
    if row.status is SendStatus.TOO_LARGE and inside:
        status = "not attached by itself: too large; it is inside the original message"
    return f"{what}; {row.media_type}; {row.bytes:,} bytes; SHA-256 {row.sha256}; {status}"
