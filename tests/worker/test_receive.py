from __future__ import annotations

import pytest

from processor.errors import StoreError, TemporaryFailure
from processor.mail.parse import parse_message
from processor.transport.imap import open_mailbox
from processor.worker import receive
from processor.worker.process import process_next
from processor.worker.receive import Suspects, file_settled, receive_new
from tests.support.fakes import (
    SELF_HARM,
    STANDARD,
    FakeMailbox,
    council,
    email,
    letters,
    rows,
    types,
)
from tests.support.mailboxes import mailbox_settings
from tests.support.reports import RENDER
from tests.support.servers import DROP, ScriptedImap


def take(mailbox, database, clock, limit=50):
    return receive_new(mailbox, database, clock, limit=limit, suspects=Suspects())


def decide_all(database, clock):
    while process_next(database, council(), RENDER, parse_message, clock):
        pass


def kept(database):
    return [row.raw for row in rows(database, "message")]


def test_a_message_is_stored_byte_for_byte_and_logged(mailbox, database, clock):
    raw = email() + b"\xff\x00 not text\r\n"
    mailbox.deliver(raw)

    assert 1 == take(mailbox, database, clock)

    (row,) = rows(database, "message")
    assert (raw, "received", True, 0) == (row.raw, row.state, row.complete, row.attempts)
    assert ["register.imported", "message.received"] == types(database)


def test_p01_the_ledger_of_uids_decides_what_is_new(mailbox, database, clock):
    # The mailbox that receiving sees has no flags at all: they cannot decide anything.
    mailbox.deliver(email())
    take(mailbox, database, clock)
    mailbox.deliver(email(STANDARD + " Twice."))

    assert 1 == take(mailbox, database, clock)
    assert 0 == take(mailbox, database, clock)
    assert 2 == len(kept(database))


def test_the_oldest_come_first_and_no_more_than_asked(mailbox, database, clock):
    raws = [email(f"{STANDARD} {number}") for number in range(5)]
    for raw in raws:
        mailbox.deliver(raw)

    assert 2 == take(mailbox, database, clock, limit=2)
    assert raws[:2] == kept(database)
    assert 3 == take(mailbox, database, clock)
    assert raws == kept(database)


def test_nothing_is_moved_before_it_is_decided(mailbox, database, clock):
    mailbox.deliver(email())
    take(mailbox, database, clock)

    assert 0 == file_settled(mailbox, database)
    assert 1 == len(mailbox.inbox)


def test_what_was_handled_and_what_is_held_go_to_their_folders(mailbox, database, clock):
    handled, held = email(), email(SELF_HARM)
    mailbox.deliver(handled)
    mailbox.deliver(held)
    take(mailbox, database, clock)
    decide_all(database, clock)

    assert 2 == file_settled(mailbox, database)
    assert ([handled], [held], {}) == (mailbox.handled, mailbox.held, mailbox.inbox)


@pytest.mark.parametrize("broken", ["uids", "file_held", "file_handled"])
def test_filing_that_was_cut_short_is_done_again(mailbox, database, clock, broken):
    mailbox.deliver(email())
    mailbox.deliver(email(SELF_HARM))
    take(mailbox, database, clock)
    decide_all(database, clock)
    mailbox.break_at[broken] = TemporaryFailure("timeout")
    with pytest.raises(TemporaryFailure):
        file_settled(mailbox, database)

    file_settled(mailbox, database)

    assert (1, 1, {}) == (len(mailbox.handled), len(mailbox.held), mailbox.inbox)
    assert 0 == file_settled(mailbox, database)


def test_a_crash_between_move_and_mark_moves_nothing_twice(mailbox, database, clock, monkeypatch):
    mailbox.deliver(email())
    take(mailbox, database, clock)
    decide_all(database, clock)
    with monkeypatch.context() as patched:
        patched.setattr(receive.ledger, "mark_filed", _fails)
        with pytest.raises(StoreError):
            file_settled(mailbox, database)

    assert 0 == file_settled(mailbox, database)
    assert 1 == len(mailbox.handled)


def test_f25_what_a_person_took_out_of_the_folder_is_not_looked_for(mailbox, database, clock):
    uid = mailbox.deliver(email())
    take(mailbox, database, clock)
    decide_all(database, clock)
    del mailbox.inbox[uid]

    assert 0 == file_settled(mailbox, database)
    assert [] == mailbox.handled


def test_i20_a_message_of_which_only_the_beginning_came_stays_in_the_folder(
    mailbox, database, clock
):
    mailbox.deliver(email(), complete=False)
    take(mailbox, database, clock)
    decide_all(database, clock)
    file_settled(mailbox, database)

    assert 1 == len(mailbox.inbox)
    assert "held" == rows(database, "message")[0].state
    assert 0 == take(mailbox, database, clock)


def test_what_was_not_committed_is_new_at_the_next_poll(mailbox, database, clock, monkeypatch):
    mailbox.deliver(email())
    with monkeypatch.context() as patched:
        patched.setattr(receive.log, "append", _fails)
        with pytest.raises(StoreError):
            take(mailbox, database, clock)

    assert [] == kept(database)
    assert "file_handled" not in mailbox.calls
    assert 1 == take(mailbox, database, clock)


@pytest.mark.parametrize("broken", ["uids", "fetch", "fetch 1"])
def test_a_mailbox_that_hands_over_nothing_fails_and_loses_nothing(
    mailbox, database, clock, broken
):
    mailbox.deliver(email())
    mailbox.break_at[broken] = TemporaryFailure("dropped")
    with pytest.raises(TemporaryFailure):
        take(mailbox, database, clock)

    assert 1 == take(mailbox, database, clock)


def test_f10_what_came_before_a_failure_counts_and_the_rest_is_new_again(mailbox, database, clock):
    for number in range(3):
        mailbox.deliver(email(f"{STANDARD} {number}"))
    mailbox.break_at["fetch 2"] = TemporaryFailure("dropped")

    assert 1 == take(mailbox, database, clock)
    assert 2 == take(mailbox, database, clock)


def test_f15_a_message_the_server_never_hands_over_does_not_keep_the_others_back(
    mailbox, database, clock
):
    for number in range(4):
        mailbox.deliver(email(f"{STANDARD} {number}"))
    mailbox.unanswered = {1}

    assert 1 == take(mailbox, database, clock, limit=2)
    assert 1 == take(mailbox, database, clock, limit=2)
    assert 1 == take(mailbox, database, clock, limit=2)
    with pytest.raises(TemporaryFailure):
        take(mailbox, database, clock, limit=2)
    assert 3 == len(kept(database))


def polled(opened, database, clock, suspects):
    """One poll as the worker does it: how many came, or None where it raised."""
    received = 0
    try:
        with opened() as mailbox:
            while count := receive_new(mailbox, database, clock, limit=50, suspects=suspects):
                received += count
                decide_all(database, clock)
                file_settled(mailbox, database)
            file_settled(mailbox, database)
    except TemporaryFailure:
        return None
    return received


def test_a_message_at_which_the_server_hangs_up_does_not_stop_the_mailbox(database, clock, caplog):
    messages = {uid: email(f"{STANDARD} {uid}") for uid in range(1, 11)}
    suspects = Suspects()
    dropping = {3}

    def body(uids):
        if dropping.intersection(uids):
            return (DROP,)
        return (b"".join(map(server.body, uids)) + b"TAG OK done\r\n",)

    with ScriptedImap(messages, {"BODY": body}) as server:

        def opened():
            return open_mailbox(mailbox_settings(server))

        first = [polled(opened, database, clock, suspects) for _ in range(3)]
        caplog.clear()
        later = [polled(opened, database, clock, suspects) for _ in range(3)]
        server.messages[11] = email(f"{STANDARD} 11")
        then = polled(opened, database, clock, suspects)
        left = set(server.messages)
        dropping.clear()
        healed = polled(opened, database, clock, suspects)

    assert [None, None, 7] == first
    assert [0, 0, 0] == later
    assert 3 == len([one for one in caplog.records[:3] if "UID 3" in one.getMessage()])
    assert (1, {3}) == (then, left)
    assert 1 == healed
    assert sorted([*messages.values(), email(f"{STANDARD} 11")]) == sorted(kept(database))


def test_after_nothing_came_one_is_asked_for_at_a_time_and_then_all_at_once_again(
    mailbox, database, clock
):
    for number in range(4):
        mailbox.deliver(email(f"{STANDARD} {number}"))
    suspects = Suspects()
    mailbox.break_at["fetch 1"] = TemporaryFailure("dropped")
    with pytest.raises(TemporaryFailure):
        receive_new(mailbox, database, clock, limit=50, suspects=suspects)
    before = mailbox.calls.count("fetch")

    assert 4 == receive_new(mailbox, database, clock, limit=50, suspects=suspects)
    assert 4 == mailbox.calls.count("fetch") - before
    assert [] == list(suspects)
    assert not suspects.one_at_a_time


def test_suspects_take_turns_and_one_that_can_be_had_again_is_none(mailbox, database, clock):
    for number in range(3):
        mailbox.deliver(email(f"{STANDARD} {number}"))
    mailbox.unanswered = {1, 2, 3}
    suspects = Suspects()

    polls = [polled(mailbox.opened, database, clock, suspects) for _ in range(5)]
    mailbox.unanswered = {3}
    healed = [polled(mailbox.opened, database, clock, suspects) for _ in range(3)]

    assert [None] * 4 + [0] == polls
    assert [2] == [sum(healed)]
    assert [3] == [uid.number for uid in suspects]


def test_a_mailbox_that_is_down_raises_though_only_suspects_are_left(mailbox, database, clock):
    uid = mailbox.deliver(email())
    mailbox.unanswered = {uid}
    suspects = Suspects()
    polls = [polled(mailbox.opened, database, clock, suspects) for _ in range(2)]
    mailbox.break_at["uids"] = TemporaryFailure("dropped")

    assert [None, 0] == polls
    assert polled(mailbox.opened, database, clock, suspects) is None


def test_f19_a_rebuilt_mailbox_is_read_again_and_answers_nobody_twice(database, clock):
    mailbox = FakeMailbox()
    mailbox.deliver(email())
    take(mailbox, database, clock)
    decide_all(database, clock)
    before = letters(database)
    mailbox.rebuild()

    assert 1 == take(mailbox, database, clock)
    decide_all(database, clock)

    assert ["referred", "logged"] == [row.state for row in rows(database, "message")]
    assert before == letters(database)
    assert 1 == len(rows(database, "incident"))


def _fails(*_args: object) -> None:
    raise StoreError("the disk is full")
