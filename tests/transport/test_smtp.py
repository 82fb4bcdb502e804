"""The relay against servers that misbehave; rows F32 to F48."""

from __future__ import annotations

import signal
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.errors import Failure, OutcomeUnknown, PermanentFailure, TemporaryFailure
from processor.transport.smtp import Settings, SmtpRelay
from processor.transport.tls import Security
from tests.support.servers import DRIP, DROP, FLOOD, HANG, RESET, ScriptedSmtp, TlsSmtpSink

LETTER = b"Subject: referral\r\n\r\nText.\r\n"
LARGE = LETTER + b"x" * 76 * 400_000 + b"\r\n"


def relay_to(server, **changes):
    chosen = {
        "host": server.host,
        "port": server.port,
        "security": Security.NONE,
        "connect_timeout_s": 2,
        "command_timeout_s": 2,
        "data_timeout_s": 2,
        "helo_name": "worker.example",
    }
    return SmtpRelay(Settings(**chosen | changes))


def send(server, raw=LETTER, **changes):
    relay = relay_to(server, **changes)
    try:
        return relay.send("from@kirkbourne.example", "to@westmoor.police.example", raw)
    finally:
        relay.close()


def failing(server, raw=LETTER, **changes):
    with pytest.raises(Failure) as caught:
        send(server, raw, **changes)
    return caught.value


def ended(failure):
    return type(failure), failure.code, failure.phase


def test_a_letter_arrives_byte_for_byte_and_the_reply_is_returned():
    with ScriptedSmtp({"DOT": (b"250 2.0.0 queued as 4711\r\n",)}) as server:
        reply = send(server)

    assert reply == "250 2.0.0 queued as 4711"
    assert server.letters == [("from@kirkbourne.example", "to@westmoor.police.example", LETTER)]


def test_a_reply_is_kept_as_one_short_line_of_plain_characters():
    with ScriptedSmtp(
        {"DOT": (b"250-queued \xff\x1b[31m\r\n250 " + b"y" * 500 + b"\r\n",)}
    ) as server:
        reply = send(server)

    assert len(reply) == 200
    assert reply.isascii()
    assert reply.isprintable()


def test_the_null_path_is_sent_as_such():
    with ScriptedSmtp() as server, closing(relay_to(server)) as relay:
        relay.send("", "a@b.example", LETTER)

    assert "MAIL FROM:<>" in server.commands


def test_f01_a_closed_port_is_temporary():
    with ScriptedSmtp() as server:
        pass
    failure = failing(server)

    assert ended(failure) == (TemporaryFailure, "refused", "connect")


@pytest.mark.parametrize(
    ("greeting", "code"),
    [
        ((b"421 busy\r\n",), "421"),
        ((b"554 no service\r\n",), "554"),
        ((DROP,), "disconnected"),
        ((b"hello there\r\n",), "garbled"),
    ],
)
def test_f32_a_greeting_that_turns_us_away_is_temporary(greeting, code):
    with ScriptedSmtp({"GREETING": greeting}) as server:
        failure = failing(server)

    assert ended(failure) == (TemporaryFailure, code, "connect")


def test_f32_a_greeting_that_never_comes_is_temporary():
    with ScriptedSmtp({"GREETING": (HANG,)}) as server:
        failure = failing(server, command_timeout_s=0.2)

    assert ended(failure) == (TemporaryFailure, "timeout", "connect")


PLACES = [
    ("EHLO", "connect"),
    ("AUTH", "login"),
    ("MAIL", "mail"),
    ("RCPT", "rcpt"),
    ("DATA", "data"),
    ("DOT", "dot"),
]
LOGIN = {"user": "u", "password": "p"}


def with_login(script):
    return ScriptedSmtp(script, extensions=("AUTH PLAIN LOGIN",))


@pytest.mark.parametrize(("verb", "phase"), PLACES)
def test_f33_a_4xx_is_temporary_wherever_it_comes(verb, phase):
    with with_login({verb: (b"451 not now\r\n",)}) as server:
        failure = failing(server, **LOGIN)

    assert ended(failure) == (TemporaryFailure, "451", phase)
    assert server.letters == []


def test_f33_starttls_refused_for_now_is_temporary():
    script = {"STARTTLS": (b"454 not now\r\n",)}
    with ScriptedSmtp(script, extensions=("STARTTLS",)) as server:
        failure = failing(server, security=Security.STARTTLS)

    assert ended(failure) == (TemporaryFailure, "454", "tls")


@pytest.mark.parametrize(("verb", "phase"), PLACES)
def test_f34_a_5xx_is_permanent_wherever_it_comes(verb, phase):
    with with_login({verb: (b"550 no\r\n",)}) as server:
        failure = failing(server, **LOGIN)

    assert ended(failure) == (PermanentFailure, "550", phase)
    assert server.letters == []


def test_f34_a_refused_login_is_tried_once_and_says_535():
    with with_login({"AUTH": (b"535 wrong\r\n",)}) as server:
        failure = failing(server, **LOGIN)

    assert ended(failure) == (PermanentFailure, "535", "login")
    assert len([one for one in server.commands if one.startswith("AUTH")]) == 1


@pytest.mark.parametrize(("verb", "phase"), PLACES[:-1])
def test_f35_a_connection_lost_before_the_dot_is_temporary(verb, phase):
    with with_login({verb: (DROP,)}) as server:
        failure = failing(server, **LOGIN)

    assert ended(failure) == (TemporaryFailure, "disconnected", phase)


def test_f35_a_connection_lost_while_the_text_is_sent_is_temporary():
    with ScriptedSmtp({"BODY": (RESET,)}) as server:
        failure = failing(server, LARGE)

    assert ended(failure) == (TemporaryFailure, "disconnected", "body")


def test_f36_a_connection_lost_after_the_dot_is_of_unknown_outcome():
    with ScriptedSmtp({"DOT": (DROP,)}) as server:
        failure = failing(server)

    assert ended(failure) == (OutcomeUnknown, "disconnected", "dot")


def test_f37_a_relay_that_hangs_after_the_dot_is_waited_for_and_then_of_unknown_outcome():
    with ScriptedSmtp({"DOT": (HANG,)}) as server:
        failure = failing(server, data_timeout_s=0.2)

    assert isinstance(failure, OutcomeUnknown)
    assert failure.code in {"timeout", "deadline"}


@pytest.mark.parametrize("goodbye", [(b"421 closing\r\n",), (DROP,), (b"garbage\r\n",)])
def test_f38_what_was_accepted_stays_accepted_whatever_happens_at_quit(goodbye):
    with ScriptedSmtp({"QUIT": goodbye}) as server:
        reply = send(server)

    assert reply == "250 taken"


def test_f38_a_relay_that_takes_the_letter_and_hangs_up_has_accepted_it():
    with ScriptedSmtp({"DOT": (b"250 taken\r\n", DROP)}) as server:
        reply = send(server)

    assert reply == "250 taken"


def test_f39_a_refused_recipient_does_not_touch_the_next_letter():
    def judge(command):
        return (b"550 unknown\r\n",) if "bad" in command else (b"250 ok\r\n",)

    with ScriptedSmtp({"RCPT": judge}) as server, closing(relay_to(server)) as relay:
        with pytest.raises(PermanentFailure):
            relay.send("a@x.example", "bad@y.example", LETTER)
        relay.send("a@x.example", "good@y.example", LETTER)

    assert [letter.recipient for letter in server.letters] == ["good@y.example"]


def test_a_connection_is_kept_and_reset_after_a_refusal():
    script = {"MAIL": (b"452 full\r\n",)}
    with ScriptedSmtp(script) as server, closing(relay_to(server)) as relay:
        for _ in range(2):
            with pytest.raises(TemporaryFailure):
                relay.send("a@x.example", "b@y.example", LETTER)

    assert server.connections == 1
    assert server.commands.count("RSET") == 2


def test_letters_share_one_connection():
    with ScriptedSmtp() as server, closing(relay_to(server)) as relay:
        for _ in range(3):
            relay.send("a@x.example", "b@y.example", LETTER)

    assert server.connections == 1
    assert len(server.letters) == 3


@pytest.mark.parametrize("farewell", [b"", b"421 idle for too long\r\n"])
def test_a_kept_connection_that_has_died_is_replaced(farewell):
    dies = {"DOT": (b"250 taken\r\n" + farewell, DROP)}
    with ScriptedSmtp(dies, {}) as server, closing(relay_to(server)) as relay:
        for _ in range(2):
            relay.send("a@x.example", "b@y.example", LETTER)

    assert server.connections == 2
    assert len(server.letters) == 2


def test_a_kept_connection_that_has_died_is_replaced_only_once():
    dies = {"DOT": (b"250 taken\r\n", DROP)}
    with ScriptedSmtp(dies, {"MAIL": (DROP,)}) as server, closing(relay_to(server)) as relay:
        relay.send("a@x.example", "b@y.example", LETTER)
        with pytest.raises(TemporaryFailure):
            relay.send("a@x.example", "b@y.example", LETTER)

    assert server.connections == 2


def test_f43_starttls_that_is_not_offered_is_refused_and_nothing_is_said_in_plain_text():
    with ScriptedSmtp(extensions=("AUTH PLAIN",)) as server:
        failure = failing(server, security=Security.STARTTLS, **LOGIN)

    assert ended(failure) == (PermanentFailure, "tls-unavailable", "tls")
    assert [command.split()[0] for command in server.commands] == ["ehlo"]


def test_f43_starttls_that_is_refused_for_good_is_permanent():
    with ScriptedSmtp({"STARTTLS": (b"502 no\r\n",)}, extensions=("STARTTLS",)) as server:
        failure = failing(server, security=Security.STARTTLS)

    assert ended(failure) == (PermanentFailure, "tls-unavailable", "tls")


class PlainTextAfterAll(ScriptedSmtp):
    """Agrees to STARTTLS and answers the handshake with words."""

    def _serve(self, line):
        line.perform((b"220 ready\r\n",))
        line.read()
        line.perform((b"250-mail.example\r\n250 STARTTLS\r\n",))
        line.read()
        line.perform((b"220 go\r\n",))
        line.read_some()
        line.perform((b"500 what?\r\n", DROP))


def test_f43_a_handshake_that_is_answered_in_plain_text_is_permanent():
    with PlainTextAfterAll() as server:
        failure = failing(server, security=Security.STARTTLS)

    assert ended(failure) == (PermanentFailure, "tls-unavailable", "tls")


def test_f09_plain_text_behind_the_starttls_reply_is_never_read_as_if_encrypted(authority):
    script = {"STARTTLS": (b"220 go\r\n250 injected\r\n",)}
    with ScriptedSmtp(script, extensions=("STARTTLS",), tls=authority.good()) as server:
        failure = failing(
            server, host="localhost", security=Security.STARTTLS, ca_file=str(authority.ca_file)
        )

    assert ended(failure) == (TemporaryFailure, "early-reply", "tls")


@pytest.mark.parametrize("fault", ["wrong_name", "expired", "self_signed"])
@pytest.mark.parametrize("implicit", [True, False])
def test_f43_a_certificate_that_is_not_right_is_refused(authority, fault, implicit):
    with TlsSmtpSink(getattr(authority, fault)(), implicit=implicit) as sink:
        failure = failing(
            sink,
            security=Security.TLS if implicit else Security.STARTTLS,
            ca_file=str(authority.ca_file),
        )

    assert ended(failure) == (PermanentFailure, "certificate", "tls")
    assert sink.letters == []


@pytest.mark.parametrize("implicit", [True, False])
def test_letters_go_over_verified_tls_with_a_login(authority, implicit):
    with TlsSmtpSink(authority.good(), implicit=implicit) as sink:
        relay = relay_to(
            sink,
            security=Security.TLS if implicit else Security.STARTTLS,
            ca_file=str(authority.ca_file),
            user=sink.user,
            password=sink.password,
        )
        relay.send("a@x.example", "b@y.example", LETTER)
        relay.send("", "c@y.example", LETTER)
        relay.close()

    assert sink.letters == [
        ("a@x.example", "b@y.example", LETTER),
        ("", "c@y.example", LETTER),
    ]
    assert sink.logins == [sink.user]


def test_check_logs_in_and_sends_nothing(authority, smtp_sink):
    right = {
        "security": Security.TLS,
        "ca_file": str(authority.ca_file),
        "user": smtp_sink.user,
    }
    relay_to(smtp_sink, password=smtp_sink.password, **right).check()
    with pytest.raises(PermanentFailure) as caught:
        relay_to(smtp_sink, password="wrong", **right).check()

    assert ended(caught.value) == (PermanentFailure, "535", "login")
    assert smtp_sink.logins == [smtp_sink.user]
    assert smtp_sink.letters == []


def test_check_offers_a_letter_and_takes_the_offer_back():
    with ScriptedSmtp() as server:
        relay_to(server).check("us+check@x.example", "b@y.example")
        relay_to(server).check("", "b@y.example")

    said = [one for one in server.commands if not one.lower().startswith("ehlo")]
    rest = ["RCPT TO:<b@y.example>", "RSET", "QUIT"]
    assert ["MAIL FROM:<us+check@x.example>", *rest, "MAIL FROM:<>", *rest] == said
    assert server.letters == []


@pytest.mark.parametrize(("verb", "phase"), [("MAIL", "mail"), ("RCPT", "rcpt")])
def test_check_says_what_of_the_offer_is_refused(verb, phase):
    with ScriptedSmtp({verb: (b"550 no\r\n",)}) as server, pytest.raises(Failure) as caught:
        relay_to(server).check("us+check@x.example", "b@y.example")

    assert ended(caught.value) == (PermanentFailure, "550", phase)


def test_a_relay_without_login_is_a_permanent_failure_where_one_is_set():
    with ScriptedSmtp() as server:
        failure = failing(server, **LOGIN)

    assert ended(failure) == (PermanentFailure, "login-unavailable", "login")


def test_a_password_that_cannot_be_sent_is_a_permanent_failure():
    with with_login({}) as server:
        failure = failing(server, user="u", password="pässword")

    assert ended(failure) == (PermanentFailure, "login-not-ascii", "login")


@pytest.mark.parametrize(
    "address",
    ["björn@x.example", "a b@x.example", "a@x>\r\nRCPT TO:<c@d.example", "nobody", "<a@b.example>"],
)
def test_f45_an_address_that_is_not_plain_is_refused_before_anything_is_said(address):
    with ScriptedSmtp() as server:
        relay = relay_to(server)
        with pytest.raises(PermanentFailure) as of_recipient:
            relay.send("a@x.example", address, LETTER)
        with pytest.raises(PermanentFailure) as of_sender:
            relay.send(address, "a@x.example", LETTER)

    assert ended(of_recipient.value) == (PermanentFailure, "address", "rcpt")
    assert ended(of_sender.value) == (PermanentFailure, "address", "mail")
    assert server.connections == 0


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ((b"2" * 70_000,), "disconnected"),
        ((b"\x00\xff\r\n",), "garbled"),
        ((FLOOD,), "disconnected"),
        ((DRIP,), "deadline"),
    ],
)
def test_f46_a_reply_without_end_or_sense_is_cut_off(reply, code):
    with ScriptedSmtp({"RCPT": reply}) as server:
        failure = failing(server, command_timeout_s=0.5)

    assert ended(failure) == (TemporaryFailure, code, "rcpt")


def test_f46_nonsense_after_the_dot_is_of_unknown_outcome():
    with ScriptedSmtp({"DOT": (b"\x00\xff\r\n",)}) as server:
        failure = failing(server)

    assert ended(failure) == (OutcomeUnknown, "garbled", "dot")


def test_f47_a_250_that_comes_before_the_dot_is_no_acceptance():
    with ScriptedSmtp({"DATA": (b"354 go\r\n250 taken\r\n",)}) as server:
        failure = failing(server)

    assert ended(failure) == (TemporaryFailure, "early-reply", "body")


def test_f47_a_250_instead_of_a_354_is_no_acceptance():
    with ScriptedSmtp({"DATA": (b"250 taken\r\n",)}) as server:
        failure = failing(server)

    assert ended(failure) == (TemporaryFailure, "garbled", "data")


def test_f44_the_size_is_announced_to_a_relay_that_asks_for_it():
    with ScriptedSmtp({"MAIL": (b"552 too large\r\n",)}, extensions=("SIZE 10",)) as server:
        failure = failing(server)

    assert ended(failure) == (PermanentFailure, "552", "mail")
    assert f"MAIL FROM:<from@kirkbourne.example> SIZE={len(LETTER)}" in server.commands


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (b"a\r\n.\r\nb\r\n", b"a\r\n.\r\nb\r\n"),
        (b".\r\n", b".\r\n"),
        (b"..a\r\n.b\r\n", b"..a\r\n.b\r\n"),
        (b"\xff" * 2000 + b"\r\n", b"\xff" * 2000 + b"\r\n"),
        (b"a\n.\nMAIL FROM:<x@y.example>\r\n", b"a\r\n.\r\nMAIL FROM:<x@y.example>\r\n"),
        (b"a\r.\rb", b"a\r\n.\r\nb\r\n"),
        (b"", b"\r\n"),
    ],
)
def test_f48_no_text_can_end_the_letter(raw, seen):
    with ScriptedSmtp() as server:
        send(server, raw)

    assert [letter.raw for letter in server.letters] == [seen]


def test_f48_lines_of_any_shape_arrive_as_they_are():
    with ScriptedSmtp() as server, closing(relay_to(server)) as relay:

        @settings(max_examples=60, deadline=None, derandomize=True, database=None)
        @given(st.lists(st.binary().filter(lambda line: not set(line) & set(b"\r\n"))))
        def arrives(lines):
            raw = b"Subject: x\r\n" + b"".join(line + b"\r\n" for line in lines)
            relay.send("a@x.example", "b@y.example", raw)

            assert server.letters[-1].raw == raw

        arrives()


@pytest.mark.parametrize(
    ("script", "kind", "phase"),
    [
        ({"RCPT": (HANG,)}, TemporaryFailure, "rcpt"),
        ({"DOT": (HANG,)}, OutcomeUnknown, "dot"),
    ],
)
def test_an_alarm_in_the_middle_of_a_phase_ends_it_as_a_timeout_would(script, kind, phase):
    def ring(*_):
        raise TimeoutError

    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with ScriptedSmtp(script) as server:
            failure = failing(server, command_timeout_s=20, data_timeout_s=20)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)

    assert ended(failure) == (kind, "timeout", phase)


def test_no_failure_repeats_what_the_relay_said():
    with ScriptedSmtp({"RCPT": (b"550 <victim@kirkbourne.example> unknown\r\n",)}) as server:
        failure = failing(server)

    assert "victim" not in str(failure)
    assert failure.__cause__ is None


def test_close_may_be_called_without_a_connection_and_twice():
    with ScriptedSmtp() as server, closing(relay_to(server)) as relay:
        relay.close()

    assert server.connections == 0
