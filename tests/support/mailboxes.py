"""Settings for the mailbox of a test's server, and a second client to look at it from outside."""

from __future__ import annotations

from imapclient import IMAPClient

from processor.transport.imap import After, Settings
from processor.transport.tls import Security


def mailbox_settings(server, **changes) -> Settings:
    """Settings that suit a server of a test; plain text unless `changes` say otherwise."""
    chosen = {
        "host": server.host,
        "port": server.port,
        "security": Security.NONE,
        "user": "safety@kirkbourne.example",
        "password": "correct horse",
        "folder": "INBOX",
        "handled_folder": "Handled",
        "held_folder": "Held",
        "after": After.MOVE,
        "connect_timeout_s": 5,
        "read_timeout_s": 5,
        "poll_deadline_s": 30,
    }
    return Settings(**chosen | changes)


def folder_content(server, folder: str) -> list[tuple[bytes, bool]]:
    """Octets of each message of a folder and whether it is marked as read, in order of UID."""
    with IMAPClient(server.host, server.port, ssl=False) as client:
        client.login("safety@kirkbourne.example", "correct horse")
        client.select_folder(folder, readonly=True)
        uids = client.search("ALL")
        found = client.fetch(uids, ["BODY.PEEK[]", "FLAGS"])
    return [(found[uid][b"BODY[]"], b"\\Seen" in found[uid][b"FLAGS"]) for uid in uids]
