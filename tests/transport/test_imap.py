"""The mailbox against servers that misbehave; rows F01 to F22."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from imapclient import IMAPClient

from processor.errors import Failure, PermanentFailure, TemporaryFailure
from processor.mail.message import Uid
from processor.transport.imap import After, open_mailbox
from processor.transport.tls import Security
from tests.support.mailboxes import mailbox_settings
from tests.support.servers import DRIP, DROP, HANG, ScriptedImap

MESSAGES = {3: b"Subject: a\r\n\r\none\r\n", 5: b"Subject: b\r\n\r\ntwo\r\n", 9: b"third"}
DONE = b"TAG OK done\r\n"


def poll(server, **changes):
    with open_mailbox(mailbox_settings(server, **changes)) as mailbox:
        return {message.uid.number: message for message in mailbox.fetch(mailbox.uids())}


def failing(server, **changes):
    with pytest.raises(Failure) as caught:
        poll(server, **changes)
    return caught.value


def ended(failure):
    return type(failure), failure.code, failure.phase


def kept_going(server, **changes):
    """What was still fetched although the poll failed in the end, and the failure."""
    got = {}

    def poll_into_got():
        with open_mailbox(mailbox_settings(server, **changes)) as mailbox:
            for message in mailbox.fetch(mailbox.uids()):
                got[message.uid.number] = message.raw

    with pytest.raises(TemporaryFailure) as caught:
        poll_into_got()
    return got, caught.value


def test_every_message_is_fetched_byte_for_byte_with_its_date_in_utc():
    with ScriptedImap(MESSAGES) as server:
        got = poll(server)

    assert {uid: message.raw for uid, message in got.items()} == MESSAGES
    assert got[3].uid == Uid(validity=7, number=3)
    assert got[3].internal_date == datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
    assert got[3].complete


def test_the_mailbox_says_whose_it_is():
    with ScriptedImap({}) as server, open_mailbox(mailbox_settings(server)) as mailbox:
        assert mailbox.account == "safety@kirkbourne.example@127.0.0.1"
        assert mailbox.folder == "INBOX"
        assert mailbox.validity == 7
        assert mailbox.uids() == []
        assert list(mailbox.fetch([])) == []


def test_only_commands_that_leave_messages_unread_are_sent():
    with ScriptedImap(MESSAGES) as server:
        poll(server)

    assert [one for one in server.commands if "BODY[" in one or "RFC822 " in one] == []
    assert [one for one in server.commands if "CHARSET" in one] == []


def test_the_library_keeps_no_copy_of_what_it_reads_for_debugging():
    with ScriptedImap({}) as server, open_mailbox(mailbox_settings(server)) as mailbox:
        library = mailbox._client._library

        assert isinstance(library, IMAPClient)
        assert library._imap.debug == 0


def test_batches_are_bounded_by_messages_and_by_bytes():
    messages = dict.fromkeys(range(1, 8), b"x" * 100)
    with ScriptedImap(messages) as server:
        got = poll(server, batch_messages=4, batch_bytes=250)

    asked = [one.split(" ")[2] for one in server.commands if "BODY.PEEK" in one]

    assert len(got) == 7
    assert asked == ["1,2", "3,4", "5,6", "7"]


def test_a_message_larger_than_a_batch_is_asked_for_by_itself():
    messages = {1: b"x", 2: b"y" * 1000, 3: b"z"}
    with ScriptedImap(messages) as server:
        got = poll(server, batch_bytes=100)

    asked = [one.split(" ")[2] for one in server.commands if "BODY.PEEK" in one]

    assert {uid: message.raw for uid, message in got.items()} == messages
    assert asked == ["1", "2", "3"]


def test_f01_a_closed_port_is_temporary():
    with ScriptedImap({}) as server:
        pass

    assert ended(failing(server)) == (TemporaryFailure, "refused", "connect")


def test_f01_a_host_without_an_address_is_temporary():
    with ScriptedImap({}) as server:
        failure = failing(server, host="no-such-host.invalid", security=Security.TLS)

    assert ended(failure) == (TemporaryFailure, "dns", "connect")


def test_f03_a_greeting_that_never_comes_is_temporary():
    with ScriptedImap({}, {"GREETING": (HANG,)}) as server:
        failure = failing(server, connect_timeout_s=0.2)

    assert ended(failure) == (TemporaryFailure, "timeout", "connect")


def test_f04_a_greeting_that_says_goodbye_is_temporary():
    with ScriptedImap({}, {"GREETING": (b"* BYE come back later\r\n",)}) as server:
        failure = failing(server)

    assert ended(failure) == (TemporaryFailure, "refused", "connect")


@pytest.mark.parametrize("security", [Security.NONE, Security.STARTTLS])
def test_f04_a_server_that_claims_we_are_logged_in_is_refused(security):
    with ScriptedImap({}, {"GREETING": (b"* PREAUTH welcome\r\n",)}) as server:
        failure = failing(server, security=security)

    assert ended(failure) == (PermanentFailure, "preauth", "connect")


@pytest.mark.parametrize("text", [b"[AUTHENTICATIONFAILED] no", b"no"])
def test_f05_a_refused_login_is_permanent_and_tried_once(text):
    with ScriptedImap({}, {"LOGIN": (b"TAG NO " + text + b"\r\n",)}) as server:
        failure = failing(server)

    assert ended(failure) == (PermanentFailure, "login-refused", "login")
    assert len([one for one in server.commands if one.startswith("LOGIN")]) == 1


@pytest.mark.parametrize("code", ["UNAVAILABLE", "INUSE", "LIMIT"])
def test_f07_a_login_refused_for_now_is_temporary(code):
    with ScriptedImap({}, {"LOGIN": (f"TAG NO [{code}] later\r\n".encode(),)}) as server:
        failure = failing(server)

    assert ended(failure) == (TemporaryFailure, code.lower(), "login")


def test_f18_a_connection_lost_during_login_is_not_a_refused_login():
    with ScriptedImap({}, {"LOGIN": (DROP,)}) as server:
        failure = failing(server)

    assert ended(failure) == (TemporaryFailure, "disconnected", "login")


def test_a_password_that_cannot_be_sent_is_a_permanent_failure():
    with ScriptedImap({}) as server:
        failure = failing(server, password="pässword")

    assert ended(failure) == (PermanentFailure, "login-not-ascii", "login")


def test_a_password_of_any_letters_is_sent_where_the_server_takes_it():
    script = {"AUTHENTICATE": (b"+ \r\n",)}
    with ScriptedImap({}, script, capabilities="AUTH=PLAIN") as server:
        failing(server, password="pässword", read_timeout_s=0.3)

    assert "AUTHENTICATE PLAIN" in server.commands


def test_f09_starttls_that_is_not_offered_is_refused_before_the_password():
    with ScriptedImap({}) as server:
        failure = failing(server, security=Security.STARTTLS)

    assert ended(failure) == (PermanentFailure, "tls-unavailable", "tls")
    assert [one for one in server.commands if "LOGIN" in one] == []


def test_f09_starttls_that_is_refused_is_permanent():
    script = {"STARTTLS": (b"TAG NO not here\r\n",)}
    with ScriptedImap({}, script, capabilities="STARTTLS") as server:
        failure = failing(server, security=Security.STARTTLS)

    assert ended(failure) == (PermanentFailure, "tls-unavailable", "tls")
    assert [one for one in server.commands if "LOGIN" in one] == []


def test_f09_plain_text_behind_the_starttls_reply_is_forgotten(authority):
    injected = DONE + b"* CAPABILITY IMAP4rev1 AUTH=PLAIN INJECTED\r\n"
    with ScriptedImap(
        MESSAGES,
        {"STARTTLS": (injected,)},
        capabilities="STARTTLS MOVE",
        tls=authority.good(),
    ) as server:
        settings = mailbox_settings(
            server,
            host="localhost",
            security=Security.STARTTLS,
            ca_file=str(authority.ca_file),
        )
        with open_mailbox(settings) as mailbox:
            capabilities = mailbox._client._library.capabilities()

    assert b"MOVE" in capabilities
    assert b"INJECTED" not in capabilities
    assert "AUTHENTICATE PLAIN" not in server.commands


@pytest.mark.parametrize("fault", ["wrong_name", "expired", "self_signed"])
def test_f08_a_certificate_that_is_not_right_is_refused(authority, fault):
    with ScriptedImap({}, capabilities="STARTTLS", tls=getattr(authority, fault)()) as server:
        failure = failing(
            server,
            host="localhost",
            security=Security.STARTTLS,
            ca_file=str(authority.ca_file),
        )

    assert ended(failure) == (PermanentFailure, "certificate", "tls")
    assert [one for one in server.commands if "LOGIN" in one] == []


def test_f08_a_server_that_speaks_no_tls_is_refused():
    with ScriptedImap({}) as server:
        failure = failing(server, security=Security.TLS)

    assert ended(failure) == (PermanentFailure, "tls-unavailable", "tls")


def test_f10_a_connection_lost_in_a_message_gives_no_part_of_it():
    partial = b"* 1 FETCH (UID 3 BODY[] {19}\r\nSubject: a\r\n"
    with ScriptedImap(MESSAGES, {"BODY": (partial, DROP)}) as server:
        got, failure = kept_going(server)

    assert got == {}
    assert ended(failure) == (TemporaryFailure, "disconnected", "fetch")


def test_f11_a_server_that_stalls_in_a_message_is_timed_out():
    partial = b"* 1 FETCH (UID 3 BODY[] {19}\r\nSubject: a\r\n"
    with ScriptedImap(MESSAGES, {"BODY": (partial, HANG)}) as server:
        got, failure = kept_going(server, read_timeout_s=0.2)

    assert got == {}
    assert ended(failure) == (TemporaryFailure, "timeout", "fetch")


@pytest.mark.parametrize(
    ("key", "before", "phase"),
    [
        ("GREETING", b"", "connect"),
        ("SEARCH", b"* SEARCH ", "search"),
        ("BODY", b"* 1 FETCH (UID 3 BODY[] {1900}\r\n", "fetch"),
    ],
)
def test_f12_a_server_that_drips_ends_at_the_deadline(key, before, phase):
    with ScriptedImap(MESSAGES, {key: (before, DRIP)}) as server:
        started = time.monotonic()
        failure = failing(server, poll_deadline_s=0.5)

    assert ended(failure) == (TemporaryFailure, "deadline", phase)
    assert time.monotonic() - started < 5


def test_f13_memory_is_not_taken_on_the_servers_word():
    huge = b"* 1 FETCH (UID 3 BODY[] {4000000000}\r\n"
    with ScriptedImap(MESSAGES, {"BODY": (huge, HANG)}) as server:
        failure = failing(server)

    assert ended(failure) == (TemporaryFailure, "disconnected", "fetch")


def test_f13_of_a_message_over_the_limit_only_the_beginning_is_fetched():
    beginning = b"* 2 FETCH (UID 5 BODY[]<0> {3}\r\nSub)\r\n" + DONE

    def body(uids):
        return (beginning,) if uids == [5] else (server.body(uids[0]) + DONE,)

    messages = {3: b"a", 5: b"Subject: much longer", 9: b"c"}
    with ScriptedImap(messages, {"BODY": body}) as server:
        got = poll(server, max_message_bytes=10, batch_messages=1)

    assert (got[5].raw, got[5].complete, got[5].size) == (b"Sub", False, 20)
    assert got[3].complete
    assert "UID FETCH 5 (BODY.PEEK[]<0.1048576>)" in server.commands


def test_f14_octets_that_differ_each_time_are_not_taken():
    answers = iter([b"short", b"other"])

    def body(uids):
        return (
            b"".join(server.body(uid, next(answers) if uid == 5 else None) for uid in uids) + DONE,
        )

    with ScriptedImap(MESSAGES, {"BODY": body}) as server:
        got, failure = kept_going(server)

    assert got == {3: MESSAGES[3], 9: MESSAGES[9]}
    assert ended(failure) == (TemporaryFailure, "uid-unanswered", "fetch")


def test_f14_octets_that_are_the_same_twice_are_taken_although_the_size_was_wrong():
    sizes = b"".join(
        b"* %d FETCH (UID %d RFC822.SIZE 999)\r\n" % (number, uid)
        for number, uid in enumerate(MESSAGES, 1)
    )
    with ScriptedImap(MESSAGES, {"SIZES": (sizes + DONE,)}) as server:
        got = poll(server)

    assert {uid: message.raw for uid, message in got.items()} == MESSAGES
    assert {message.size for message in got.values()} == {999}


def test_f15_a_uid_that_is_passed_over_fails_the_poll_after_the_others_were_had():
    def body(uids):
        return (b"".join(server.body(uid) for uid in uids if uid != 5) + DONE,)

    with ScriptedImap(MESSAGES, {"BODY": body}) as server:
        got, failure = kept_going(server)

    assert got == {3: MESSAGES[3], 9: MESSAGES[9]}
    assert ended(failure) == (TemporaryFailure, "uid-unanswered", "fetch")


def test_f15_a_uid_whose_size_is_passed_over_fails_the_poll_likewise():
    with ScriptedImap(MESSAGES, {"SIZES": (DONE,)}) as server:
        got, failure = kept_going(server)

    assert got == {}
    assert ended(failure) == (TemporaryFailure, "uid-unanswered", "fetch")


def test_f15_a_folder_that_holds_messages_and_lists_none_fails_the_poll():
    with ScriptedImap(MESSAGES, {"SEARCH": (DONE,)}) as server:
        failure = failing(server)

    assert ended(failure) == (TemporaryFailure, "uids-missing", "search")


def test_f25_a_message_that_was_deleted_meanwhile_is_left_out():
    with ScriptedImap(MESSAGES) as server, open_mailbox(mailbox_settings(server)) as mailbox:
        uids = mailbox.uids()
        del server.messages[5]
        got = [message.uid.number for message in mailbox.fetch(uids)]

    assert got == [3, 9]


def test_f16_unsolicited_answers_are_not_mixed_up():
    def body(uids):
        noise = (
            b"* 3 FETCH (UID 9 BODY[] {5}\r\nwrong)\r\n"
            b"* 2 FETCH (FLAGS (\\Seen))\r\n"
            b"* 44 FETCH (UID 44 BODY[] {7}\r\nnot ask)\r\n"
            b"* 12 EXPUNGE\r\n* 40 EXISTS\r\n"
        )
        return (noise + b"".join(server.body(uid) for uid in uids) + DONE,)

    with ScriptedImap(MESSAGES, {"BODY": body}) as server:
        got = poll(server)

    assert {uid: message.raw for uid, message in got.items()} == MESSAGES


def test_f17_a_nil_body_is_a_failure_and_no_empty_report():
    def body(uids):
        nil = b"* 2 FETCH (UID 5 BODY[] NIL)\r\n"
        return (b"".join(nil if uid == 5 else server.body(uid) for uid in uids) + DONE,)

    with ScriptedImap(MESSAGES, {"BODY": body}) as server:
        got, failure = kept_going(server)

    assert got == {3: MESSAGES[3], 9: MESSAGES[9]}
    assert ended(failure) == (TemporaryFailure, "uid-unanswered", "fetch")


def test_a_message_the_server_cannot_read_does_not_keep_the_others_back():
    def body(uids):
        if 5 in uids:
            return (b"TAG NO [SERVERBUG] cannot read\r\n",)
        return (b"".join(server.body(uid) for uid in uids) + DONE,)

    with ScriptedImap(MESSAGES, {"BODY": body}) as server:
        got, failure = kept_going(server)

    assert got == {3: MESSAGES[3], 9: MESSAGES[9]}
    assert ended(failure) == (TemporaryFailure, "uid-unanswered", "fetch")


@pytest.mark.parametrize("key", ["SELECT", "SEARCH", "SIZES", "BODY"])
def test_f18_a_goodbye_in_the_middle_is_temporary(key):
    with ScriptedImap(MESSAGES, {key: (b"* BYE shutting down\r\n", DROP)}) as server:
        failure = failing(server)

    assert isinstance(failure, TemporaryFailure)
    assert failure.code == "disconnected"


@pytest.mark.parametrize("key", ["SELECT", "SEARCH", "SIZES", "BODY"])
@pytest.mark.parametrize("garbage", [b"\x00\xff\r\n", b"* 1 FETCH (((\r\nTAG OK\r\n", b"TAG\r\n"])
def test_f18_an_answer_without_sense_is_a_failure_of_ours(key, garbage):
    with ScriptedImap(MESSAGES, {key: (garbage, DROP)}) as server:
        failure = failing(server)

    assert isinstance(failure, TemporaryFailure)


def test_f19_a_folder_rebuilt_under_our_feet_fails_the_poll():
    answers = iter([7, 8])

    def select(_):
        validity = next(answers)
        return (b"* 0 EXISTS\r\n* OK [UIDVALIDITY %d] ok\r\n%s" % (validity, DONE),)

    with ScriptedImap({}, {"SELECT": select}) as server:
        failure = failing(server)

    assert ended(failure) == (TemporaryFailure, "uidvalidity-changed", "select")


def test_f20_a_folder_without_uidvalidity_is_refused():
    with ScriptedImap({}, {"SELECT": (b"* 0 EXISTS\r\n" + DONE,)}) as server:
        failure = failing(server)

    assert ended(failure) == (PermanentFailure, "no-uidvalidity", "select")


def test_f21_a_folder_that_does_not_exist_is_said():
    with ScriptedImap({}, {"SELECT": (b"TAG NO [NONEXISTENT] unknown\r\n",)}) as server:
        failure = failing(server)

    assert ended(failure) == (PermanentFailure, "no-such-folder", "select")


def test_f21_a_folder_that_cannot_be_changed_is_said_where_messages_are_to_be_moved():
    answer = b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\nTAG OK [READ-ONLY] done\r\n"
    with ScriptedImap({}, {"SELECT": (answer,)}) as server:
        failure = failing(server)
        left = poll(server, after=After.LEAVE)

    assert ended(failure) == (PermanentFailure, "read-only", "select")
    assert left == {}


def test_f21_a_missing_target_folder_is_said():
    script = {"MOVE": (b"TAG NO [TRYCREATE] unknown\r\n",)}
    with (
        ScriptedImap(MESSAGES, script) as server,
        open_mailbox(mailbox_settings(server)) as mailbox,
        pytest.raises(PermanentFailure) as caught,
    ):
        mailbox.file_handled([3])

    assert ended(caught.value) == (PermanentFailure, "no-such-folder", "file")


def test_f30_a_folder_that_cannot_hold_messages_counts_as_missing():
    with ScriptedImap({}) as server:
        with open_mailbox(mailbox_settings(server)) as mailbox:
            missing = mailbox.missing_folders()
        with open_mailbox(mailbox_settings(server, after=After.LEAVE)) as mailbox:
            missing_if_left = mailbox.missing_folders()

    assert missing == ["Held"]
    assert missing_if_left == []


def filed(capabilities, **changes):
    with (
        ScriptedImap(MESSAGES, capabilities=capabilities) as server,
        open_mailbox(mailbox_settings(server, **changes)) as mailbox,
    ):
        mailbox.file_handled([3, 5])
        mailbox.file_held([9])
        mailbox.file_held([])
    changing = ("UID MOVE", "UID COPY", "UID STORE", "UID EXPUNGE", "EXPUNGE", "CLOSE")
    return [one for one in server.commands if one.startswith(changing)]


def test_messages_are_moved_where_the_server_can():
    sent = filed("UIDPLUS MOVE")

    assert sent == ['UID MOVE 3,5 "Handled"', 'UID MOVE 9 "Held"']


def test_f22_without_move_exactly_the_copied_uids_are_expunged():
    sent = filed("UIDPLUS")

    assert sent == [
        'UID COPY 3,5 "Handled"',
        "UID STORE 3,5 +FLAGS.SILENT (\\Deleted)",
        "UID EXPUNGE 3,5",
        'UID COPY 9 "Held"',
        "UID STORE 9 +FLAGS.SILENT (\\Deleted)",
        "UID EXPUNGE 9",
    ]


def test_f22_without_move_and_uidplus_messages_stay_where_they_are():
    sent = filed("")

    assert sent == []


@pytest.mark.parametrize("key", ["COPY", "STORE"])
def test_f22_nothing_is_expunged_after_a_step_that_failed(key):
    script = {key: (b"TAG NO quota\r\n",)}
    with (
        ScriptedImap(MESSAGES, script, capabilities="UIDPLUS") as server,
        pytest.raises(TemporaryFailure),
        open_mailbox(mailbox_settings(server)) as mailbox,
    ):
        mailbox.file_handled([3])

    assert [one for one in server.commands if "EXPUNGE" in one] == []


def test_a_mailbox_that_is_left_alone_is_opened_read_only_and_nothing_is_filed():
    sent = filed("UIDPLUS MOVE", after=After.LEAVE)
    with ScriptedImap(MESSAGES) as server:
        got = poll(server, after=After.LEAVE)

    assert sent == []
    assert len(got) == 3
    assert {"EXAMINE", "SELECT"} & {one.split(" ")[0] for one in server.commands} == {"EXAMINE"}


def test_f26_a_large_folder_is_listed_in_ranges_from_the_top(monkeypatch):
    monkeypatch.setattr("processor.transport.imap._SEARCH_CHUNK", 2)
    numbered = dict(enumerate(MESSAGES, 1))
    ranges = {"2:3": [2, 3], "1:1": [1]}

    def search(_):
        some = ranges[server.commands[-1].split(" ")[-1]]
        return (b"* SEARCH %s\r\n" % b" ".join(b"%d" % numbered[n] for n in some) + DONE,)

    with (
        ScriptedImap(MESSAGES, {"SEARCH": search}) as server,
        open_mailbox(mailbox_settings(server)) as mailbox,
    ):
        uids = mailbox.uids()

    assert uids == [3, 5, 9]
    assert [one for one in server.commands if "SEARCH" in one] == [
        "UID SEARCH 2:3",
        "UID SEARCH 1:1",
    ]


def test_an_error_of_the_caller_is_passed_on_and_the_connection_closed():
    def poll_and_stumble():
        with open_mailbox(mailbox_settings(server)) as mailbox:
            next(mailbox.fetch(mailbox.uids()))
            raise KeyError

    with ScriptedImap(MESSAGES) as server, pytest.raises(KeyError):
        poll_and_stumble()

    assert server.commands[-1] == "LOGOUT"


def test_no_failure_repeats_what_the_server_said():
    script = {"LOGIN": (b"TAG NO unknown user victim@kirkbourne.example\r\n",)}
    with ScriptedImap({}, script) as server:
        failure = failing(server)

    assert "victim" not in str(failure)
    assert failure.__cause__ is None
    assert failure.__suppress_context__


def test_a_password_is_not_shown_with_the_settings():
    with ScriptedImap({}) as server:
        settings = mailbox_settings(server)

    assert "correct horse" not in repr(settings)
