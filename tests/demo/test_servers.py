from __future__ import annotations

import threading
from contextlib import closing

from processor.demo.servers import EmbeddedMailbox, EmbeddedRelay
from processor.transport.smtp import Settings, SmtpRelay
from processor.transport.tls import Security

LETTER = b"Subject: x\r\n\r\n.dotted\r\n..\r\n\xff\r\n"


def relay_to(server):
    return SmtpRelay(
        Settings(
            host=server.host,
            port=server.port,
            security=Security.NONE,
            connect_timeout_s=5,
            command_timeout_s=5,
            data_timeout_s=5,
            helo_name="worker.example",
        )
    )


def test_the_relay_keeps_each_letter_in_a_file_and_shows_it(tmp_path):
    shown = []
    with EmbeddedRelay(tmp_path, shown.append) as server, closing(relay_to(server)) as relay:
        relay.send("a@kirkbourne.example", "b@westmoor.police.example", LETTER)
        reply = relay.send("", "c@kirkbourne.example", b"Subject: y\r\n\r\n")

    assert server.letters == shown
    assert [letter.path.name for letter in shown] == ["001.eml", "002.eml"]
    assert shown[0].path.read_bytes() == shown[0].raw == LETTER
    assert (shown[0].reverse_path, shown[1].reverse_path) == ("a@kirkbourne.example", "")
    assert shown[1].recipient == "c@kirkbourne.example"
    assert reply == "250 taken as 002"


def test_the_relay_can_be_stopped_while_a_connection_is_open(tmp_path):
    with EmbeddedRelay(tmp_path, print) as server:
        relay = relay_to(server)
        relay.send("a@x.example", "b@x.example", LETTER)
    relay.close()

    assert len(server.letters) == 1


def test_servers_leave_no_thread_behind(tmp_path):
    before = threading.active_count()
    with EmbeddedMailbox("u", "p") as mailbox, EmbeddedRelay(tmp_path, print) as relay:
        mailbox.deliver(LETTER)
        ports = {mailbox.port, relay.port}

    assert len(ports) == 2
    assert threading.active_count() == before
