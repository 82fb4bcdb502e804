"""The register: who may report, and from which addresses.

An import adds and changes; nobody is removed by being left out, their last day is given
instead, so that a file with a few new candidates cannot shut everybody else out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Row, delete, insert, select, update

from processor.incident.model import Person
from processor.store.database import Transaction
from processor.store.records import ImportCounts
from processor.store.tables import PERSON, PERSON_ADDRESS


def upsert(tx: Transaction, persons: Sequence[Person], now: datetime) -> ImportCounts:
    """Bring the register to what `persons` say and return what that did.

    A person is recognised by `email`, whatever its case. An address that passes from one
    person to another, as a leader's does, belongs to whom the newest import names.
    """
    stored = {person.email.lower(): (row, person) for row, person in _stored(tx).items()}
    fresh: list[Person] = []
    changed: dict[int, Person] = {}
    for person in persons:
        row, before = stored.get(person.email.lower(), (None, None))
        if row is None:
            fresh.append(person)
        elif before != person:
            changed[row] = person
    _release_addresses(tx, [*fresh, *changed.values()], changed)
    for row, person in changed.items():
        tx.execute(update(PERSON).where(PERSON.c.id == row).values(_columns(person, now)))
        _add_addresses(tx, row, person)
    for person in fresh:
        added = tx.execute(insert(PERSON).returning(PERSON.c.id), _columns(person, now))
        _add_addresses(tx, added.scalar_one(), person)
    return ImportCounts(
        added=len(fresh),
        changed=len(changed),
        unchanged=len(persons) - len(fresh) - len(changed),
    )


def writing_from(tx: Transaction, address: str, day: date) -> Person | None:
    """Return who writes from `address`, whatever its case, or None.

    day: the council's local date on which the message arrived; somebody whose dates do not
        include it is not on the register.
    """
    query = select(PERSON_ADDRESS.c.person_id).where(PERSON_ADDRESS.c.address == address.lower())
    row = tx.execute(query).scalar_one_or_none()
    if row is None:
        return None
    person = _stored(tx, row)[row]
    return person if person.active_on(day) else None


def everybody(tx: Transaction) -> list[Person]:
    """Return everyone on the register, past and future included, by name."""
    return sorted(_stored(tx).values(), key=lambda person: person.name)


def _stored(tx: Transaction, only: int | None = None) -> dict[int, Person]:
    """Everyone, or one, by row number; whoever has lost every address to others is left out."""
    query = (
        select(PERSON, PERSON_ADDRESS.c.written)
        .join(PERSON_ADDRESS, PERSON_ADDRESS.c.person_id == PERSON.c.id)
        .order_by(PERSON.c.id, PERSON_ADDRESS.c.position)
    )
    if only is not None:
        query = query.where(PERSON.c.id == only)
    rows: dict[int, list[Row[tuple[object, ...]]]] = {}
    for row in tx.execute(query):
        rows.setdefault(row.id, []).append(row)
    return {number: _person(group) for number, group in rows.items()}


def _release_addresses(
    tx: Transaction, persons: Sequence[Person], changed: Mapping[int, Person]
) -> None:
    """Take away every address that is about to be written, from whoever has it."""
    for person in persons:
        tx.execute(delete(PERSON_ADDRESS).where(PERSON_ADDRESS.c.address.in_(person.addresses)))
    for row in changed:
        tx.execute(delete(PERSON_ADDRESS).where(PERSON_ADDRESS.c.person_id == row))


def _add_addresses(tx: Transaction, row: int, person: Person) -> None:
    written = (person.email, *person.alternative_emails)
    tx.execute(
        insert(PERSON_ADDRESS),
        [
            {"address": address.lower(), "written": address, "person_id": row, "position": place}
            for place, address in enumerate(written)
        ],
    )


def _columns(person: Person, now: datetime) -> dict[str, object]:
    return {
        "name": person.name,
        "roles": " ".join(person.roles),
        "ward": person.ward,
        "party": person.party,
        "active_from": person.active_from,
        "active_until": person.active_until,
        "phone": person.phone,
        "safe_to_email": person.safe_to_email,
        "safe_to_voicemail": person.safe_to_voicemail,
        "safe_contact": person.safe_contact,
        "language": person.language,
        "delegate_of": person.delegate_of,
        "imported_at": now,
    }


def _person(rows: Sequence[Row[tuple[object, ...]]]) -> Person:
    """One person from one row an address, the first of which is where letters go."""
    first = rows[0]
    return Person(
        name=first.name,
        roles=tuple(first.roles.split()),
        ward=first.ward,
        email=first.written,
        alternative_emails=tuple(row.written for row in rows[1:]),
        party=first.party,
        active_from=first.active_from,
        active_until=first.active_until,
        phone=first.phone,
        safe_to_email=first.safe_to_email,
        safe_to_voicemail=first.safe_to_voicemail,
        safe_contact=first.safe_contact,
        language=first.language,
        delegate_of=first.delegate_of,
    )
