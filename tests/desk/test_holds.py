from __future__ import annotations

import dataclasses

import pytest

from processor.desk.desk import Desk
from processor.desk.holds import Person, reject, release
from processor.desk.refusal import letter_refused
from processor.errors import NotAllowed, NotFound, ParserDied
from processor.incident.release import Ground
from processor.mail.parse import parse_message
from processor.store import outbox
from processor.store.records import Outcome
from processor.worker.process import process_next
from processor.worker.receive import Suspects, receive_new
from tests.support.fakes import (
    ADA,
    OFFICER,
    SELF_HARM,
    STAFF,
    STANDARD,
    STRANGER,
    FakeMailbox,
    SetClock,
    bounce_of,
    council,
    email,
    letters,
    logged,
    rows,
    types,
)
from tests.support.reports import RENDER

MAY = Person(name="May Officer", note="Rang her; she agrees.")
NO_POLICE = STANDARD + "\n\nI do not want the police involved."
LATER = SetClock()
LATER.advance(hours=2)
ALERTS = [("alert", person) for person in STAFF]
ACK, REFERRAL = ("acknowledgement", ADA), ("referral", OFFICER)


@pytest.fixture
def held(database):
    """Holds a message and returns its reference."""

    def holding(raw, parse=parse_message, *, complete=True):
        mailbox, clock = FakeMailbox(), SetClock()
        mailbox.deliver(raw, complete=complete)
        receive_new(mailbox, database, clock, limit=1, suspects=Suspects())
        process_next(database, council(), RENDER, parse, clock)
        (hold,) = rows(database, "hold")
        return hold.reference

    return holding


def dies(_raw):
    raise ParserDied("memory")


def let_go(desk, reference, ground=None):
    release(desk, reference, MAY, ground, LATER())


def test_a_release_refers_and_says_by_whom_and_why(desk, database, held):
    reference = held(email(NO_POLICE))

    let_go(desk, reference, Ground.RISK_TO_LIFE)

    (hold,), (incident,) = rows(database, "hold"), rows(database, "incident")
    assert ("released", "person:May Officer", MAY.note, LATER()) == (
        hold.state,
        hold.closed_by,
        hold.note,
        hold.closed_at,
    )
    assert "referred" == incident.state
    assert [ACK, *ALERTS, REFERRAL] == letters(database)
    entry = next(one for one in logged(database) if one["type"] == "hold.released")
    assert (reference, "person:May Officer", {"ground": "risk_to_life"}) == (
        entry["subject"],
        entry["actor"],
        entry["detail"],
    )
    assert MAY.note not in str(logged(database))


def test_a_stated_no_is_not_released_without_a_ground(desk, database, held):
    reference = held(email(NO_POLICE))
    before = (rows(database, "hold"), letters(database), types(database))

    with pytest.raises(NotAllowed, match="--ground"):
        let_go(desk, reference)

    assert before == (rows(database, "hold"), letters(database), types(database))


def test_what_was_held_unread_is_read_and_gets_its_incident_and_one_answer(desk, database, held):
    reference = held(email(), dies)
    assert [] == rows(database, "incident")

    let_go(desk, reference)

    (incident,) = rows(database, "incident")
    assert (reference, "referred", "send") == (
        incident.reference,
        incident.state,
        incident.sharing,
    )
    assert [*ALERTS, ACK, REFERRAL] == letters(database)


def test_whoever_cannot_be_vouched_for_is_referred_and_not_answered(desk, database, held):
    reference = held(email(proven=False))

    let_go(desk, reference)

    assert [*ALERTS, REFERRAL] == letters(database)


def test_a_stranger_hears_of_a_release_though_they_had_the_notice(desk, database, held):
    reference = held(email(STANDARD, STRANGER))

    let_go(desk, reference)

    notice, ack = ("safety_notice", STRANGER), ("acknowledgement", STRANGER)
    assert [notice, *ALERTS, ack, REFERRAL] == letters(database)


def test_somebody_whose_mailbox_is_not_safe_has_one_letter_in_all(desk, database, held):
    una = "una.lark@members.kirkbourne.example"
    reference = held(email(SELF_HARM, una))

    let_go(desk, reference)

    assert [("safety_now", una), *ALERTS, REFERRAL] == letters(database)


def test_what_software_cannot_read_is_not_released(database, held):
    reference = held(email(), dies)
    desk = Desk(database=database, policy=council(), render=RENDER, parse=dies)

    with pytest.raises(NotAllowed, match="by hand"):
        let_go(desk, reference)
    assert ["open"] == [hold.state for hold in rows(database, "hold")]


def test_a_beginning_is_not_released_as_if_it_were_the_whole(desk, database, held):
    reference = held(email(), complete=False)

    with pytest.raises(NotAllowed, match="only the beginning"):
        let_go(desk, reference)
    assert ["open"] == [hold.state for hold in rows(database, "hold")]
    assert ALERTS == letters(database)


def test_a_rejection_sends_nothing_and_closes_the_incident(database, held):
    reference = held(email(NO_POLICE))

    reject(database, reference, MAY, LATER())

    (hold,), (incident,) = rows(database, "hold"), rows(database, "incident")
    assert ("rejected", "person:May Officer", "logged") == (
        hold.state,
        hold.closed_by,
        incident.state,
    )
    assert [ACK, *ALERTS] == letters(database)
    assert "hold.rejected" == types(database)[-1]


def test_what_has_no_incident_can_be_rejected(database, held):
    reference = held(email("Thank you.", OFFICER))

    reject(database, reference, MAY, LATER())

    assert ["rejected"] == [hold.state for hold in rows(database, "hold")]


@pytest.mark.parametrize("first", ["release", "reject"])
def test_what_was_decided_is_not_decided_again(desk, database, held, first):
    reference = held(email(proven=False))
    if first == "release":
        let_go(desk, reference)
    else:
        reject(database, reference, MAY, LATER())
    before = letters(database)

    with pytest.raises(NotAllowed, match="already"):
        let_go(desk, reference)
    with pytest.raises(NotAllowed, match="already"):
        reject(database, reference, MAY, LATER())
    assert before == letters(database)


def test_of_two_people_who_release_at_once_only_one_does(desk, database, held):
    reference = held(email(proven=False))

    def meanwhile(raw):
        let_go(desk, reference)
        return parse_message(raw)

    with pytest.raises(NotAllowed, match="already"):
        let_go(dataclasses.replace(desk, parse=meanwhile), reference)
    assert 1 == letters(database).count(REFERRAL)


def test_what_is_not_held_cannot_be_decided(desk, database):
    with pytest.raises(NotFound):
        let_go(desk, "KMB-2026-00000-0")
    with pytest.raises(NotFound):
        reject(database, "KMB-2026-00000-0", MAY, LATER())


def test_a_refused_referral_that_is_released_goes_out_again_octet_for_octet(desk, database, held):
    reference = held(email(NO_POLICE))
    let_go(desk, reference, Ground.RISK_TO_LIFE)
    first = _refused(database)
    assert ["letter-refused"] == [row.reasons for row in rows(database, "hold")]

    let_go(desk, reference)

    with database.reading() as tx:
        again = outbox.next_due(tx, LATER())
    assert (first.message_id, first.raw) == (again.message_id, again.raw)
    assert ["referred"] == [row.state for row in rows(database, "incident")]
    assert ["released"] == [row.state for row in rows(database, "hold")]


def _refused(database):
    """The referral, after the relay refused it for good."""
    with database.transaction() as tx:
        letter = outbox.next_due(tx, LATER())
        assert letter.purpose == "referral"
        outbox.settle(tx, letter.id, Outcome.REFUSED, "550", "", LATER())
        letter_refused(tx, letter, council(), RENDER, LATER())
    return letter


@pytest.mark.parametrize("raw", [bounce_of(ADA)])
def test_what_is_no_report_is_never_released(desk, database, held, raw):
    reference = held(raw)

    with pytest.raises(NotAllowed, match="no report"):
        let_go(desk, reference)
    assert ["open"] == [row.state for row in rows(database, "hold")]
