"""What receiving relies on, shown on two real servers: Dovecot over TLS and the embedded one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from imapclient import IMAPClient

from processor.demo.servers import EmbeddedMailbox
from processor.errors import PermanentFailure
from processor.transport.imap import After, open_mailbox
from processor.transport.tls import Security
from tests.support.mailboxes import folder_content, mailbox_settings

ODD = [
    b"Subject: plain\r\n\r\ntext\r\n",
    b"Subject: bytes\r\n\r\n\xff\x01\x80 \xf0\x9f\x98\x80\r\n",
    b"Subject: no newline at the end\r\n\r\nx",
    b"Subject: parens\r\n\r\n) (BODY[] {3}\r\nabc\r\n* BYE\r\n",
    b"Subject: long\r\n\r\n" + b"y" * 20_000 + b"\r\n",
]


class Contract:
    """What holds on every server. `put` delivers, `look` shows a folder from outside."""

    def test_bytes_arrive_as_they_were_delivered(self, server):
        for raw in ODD:
            server.put(raw)
        with open_mailbox(server.settings()) as mailbox:
            got = [message.raw for message in mailbox.fetch(mailbox.uids())]

        assert got == ODD

    def test_fetching_leaves_messages_unread(self, server):
        server.put(ODD[0])
        with open_mailbox(server.settings()) as mailbox:
            list(mailbox.fetch(mailbox.uids()))

        assert server.look("INBOX") == [(ODD[0], False)]

    def test_read_messages_are_listed_like_unread_ones(self, server):
        server.put(ODD[0])
        server.mark_read()
        with open_mailbox(server.settings()) as mailbox:
            uids = mailbox.uids()

        assert len(uids) == 1
        assert server.look("INBOX") == [(ODD[0], True)]

    def test_two_hundred_messages_come_in_batches_and_in_order(self, server):
        messages = [b"Subject: %d\r\n\r\n%s\r\n" % (n, b"z" * n) for n in range(200)]
        for raw in messages:
            server.put(raw)
        with open_mailbox(server.settings(batch_messages=30, batch_bytes=2_000)) as mailbox:
            uids = mailbox.uids()
            got = list(mailbox.fetch(uids))

        assert [message.raw for message in got] == messages
        assert [message.uid.number for message in got] == uids == sorted(uids)
        assert all(message.size == len(message.raw) for message in got)

    def test_messages_are_filed_where_they_belong(self, server):
        for raw in ODD:
            server.put(raw)
        with open_mailbox(server.settings(batch_messages=2)) as mailbox:
            uids = mailbox.uids()
            mailbox.file_handled(uids[:3])
            mailbox.file_held(uids[3:4])
            left = mailbox.uids()

        assert left == uids[4:]
        assert [raw for raw, _ in server.look("Handled")] == ODD[:3]
        assert [raw for raw, _ in server.look("Held")] == ODD[3:4]
        assert [raw for raw, _ in server.look("INBOX")] == ODD[4:]

    def test_filing_what_is_gone_is_no_failure(self, server):
        for raw in ODD[:2]:
            server.put(raw)
        with open_mailbox(server.settings()) as mailbox:
            uids = mailbox.uids()
            mailbox.file_handled(uids[:1])
            mailbox.file_handled(uids)
            mailbox.file_handled([*uids, 999_999])

        assert len(server.look("Handled")) == 2

    def test_a_mailbox_that_is_left_alone_stays_as_it_was(self, server):
        server.put(ODD[0])
        with open_mailbox(server.settings(after=After.LEAVE)) as mailbox:
            uids = mailbox.uids()
            list(mailbox.fetch(uids))
            mailbox.file_handled(uids)

        assert server.look("INBOX") == [(ODD[0], False)]
        assert server.look("Handled") == []

    def test_of_a_huge_message_the_beginning_is_fetched(self, server):
        huge = b"Subject: huge\r\n\r\n" + b"0123456789abcdef" * 100_000 + b"\r\n"
        server.put(huge)
        with open_mailbox(server.settings(max_message_bytes=1_000_000)) as mailbox:
            [message] = mailbox.fetch(mailbox.uids())

        assert not message.complete
        assert message.size == len(huge)
        assert message.raw == huge[:1_048_576]

    def test_the_time_of_delivery_is_known_and_aware(self, server):
        server.put(ODD[0])
        with open_mailbox(server.settings()) as mailbox:
            [message] = mailbox.fetch(mailbox.uids())

        assert abs(datetime.now(UTC) - message.internal_date).total_seconds() < 60

    def test_folders_are_said_to_be_missing_only_if_they_are(self, server):
        with open_mailbox(server.settings()) as mailbox:
            there = mailbox.missing_folders()
        with open_mailbox(server.settings(held_folder="Not there")) as mailbox:
            missing = mailbox.missing_folders()

        assert there == []
        assert missing == ["Not there"]

    def test_a_watched_folder_that_is_missing_is_said(self, server):
        with (
            pytest.raises(PermanentFailure, match="no-such-folder"),
            open_mailbox(server.settings(folder="Not there")),
        ):
            pass

    def test_a_wrong_password_is_said(self, server):
        with (
            pytest.raises(PermanentFailure, match="login-refused"),
            open_mailbox(server.settings(password="wrong")),
        ):
            pass

    def test_an_empty_folder_has_no_uids(self, server):
        with open_mailbox(server.settings()) as mailbox:
            uids = mailbox.uids()

        assert uids == []


class _Looking:
    def look(self, folder):
        return folder_content(self.running, folder)

    def mark_read(self):
        with self._client() as client:
            client.select_folder("INBOX")
            client.add_flags(client.search("ALL"), [b"\\Seen"])

    def _client(self):
        client = IMAPClient(self.running.host, self.running.port, ssl=False)
        client.login("safety@kirkbourne.example", "correct horse")
        return client


class Embedded(_Looking):
    def __init__(self, running):
        self.running = running
        self.put = running.deliver

    def settings(self, **changes):
        return mailbox_settings(self.running, **changes)


class OverTls(_Looking):
    def __init__(self, running):
        self.running = running
        self._open = self._client()

    def put(self, raw):
        self._open.append("INBOX", raw)

    def settings(self, **changes):
        right = {
            "port": self.running.tls_port,
            "security": Security.TLS,
            "ca_file": self.running.ca_file,
        }
        return mailbox_settings(self.running, **right | changes)

    def close(self):
        self._open.logout()


class TestEmbedded(Contract):
    @pytest.fixture
    def server(self):
        with EmbeddedMailbox("safety@kirkbourne.example", "correct horse") as running:
            yield Embedded(running)


@pytest.mark.dovecot
class TestDovecot(Contract):
    @pytest.fixture
    def server(self, dovecot):
        over_tls = OverTls(dovecot)
        yield over_tls
        over_tls.close()

    def test_starttls_is_verified_too(self, server):
        server.put(ODD[0])
        settings = server.settings(port=server.running.port, security=Security.STARTTLS)
        with open_mailbox(settings) as mailbox:
            uids = mailbox.uids()

        assert len(uids) == 1

    @pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
    def test_f08_a_server_whose_authority_is_not_trusted_is_refused(self, server, security):
        port = server.running.tls_port if security == Security.TLS else server.running.port
        settings = server.settings(ca_file="", security=security, port=port)
        with (
            pytest.raises(PermanentFailure, match="certificate"),
            open_mailbox(settings),
        ):
            pass

    def test_f26_a_folder_is_listed_in_ranges_as_well_as_at_once(self, server, monkeypatch):
        for raw in ODD:
            server.put(raw)
        with open_mailbox(server.settings()) as mailbox:
            at_once = mailbox.uids()
            monkeypatch.setattr("processor.transport.imap._SEARCH_CHUNK", 4)
            in_ranges = mailbox.uids()

        assert len(at_once) == len(ODD)
        assert in_ranges == at_once

    def test_a_message_without_a_header_arrives_as_it_was_delivered(self, server):
        server.put(b"no header at all\r\n")
        with open_mailbox(server.settings()) as mailbox:
            [message] = mailbox.fetch(mailbox.uids())

        assert message.raw == b"no header at all\r\n"

    def test_what_somebody_else_deletes_meanwhile_is_left_out(self, server):
        for raw in ODD[:3]:
            server.put(raw)
        with open_mailbox(server.settings()) as mailbox:
            uids = mailbox.uids()
            server._open.select_folder("INBOX")
            server._open.delete_messages([uids[1]])
            server._open.expunge()
            got = [message.uid.number for message in mailbox.fetch(uids)]

        assert got == [uids[0], uids[2]]
