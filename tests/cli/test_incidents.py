from __future__ import annotations

import pytest

from processor.settings import load_settings
from processor.wiring import open_desk
from processor.worker.clock import system_clock
from processor.worker.process import process_next
from tests.support.database import add_message

_HOSTILE = (
    b"Received: from mail.members.kirkbourne.example by mx.kirkbourne.example;"
    b" Wed, 07 Jan 2026 19:18:55 +0000\r\n"
    b"Authentication-Results: mx.kirkbourne.example; dmarc=pass"
    b" header.from=members.kirkbourne.example\r\n"
    b"From: Amara Bello <amara.bello@members.kirkbourne.example>\r\n"
    b"Subject: Re: \x1b[31mred\x1b[0m\r\n"
    b"Date: Wed, 07 Jan 2026 19:18:50 +0000\r\n\r\n"
    b"He said [bold red]I will kill you[/bold red] \x1b]0;owned\x07 at https://x.example/[link]\r\n"
)


def test_the_newest_stand_first_and_a_level_narrows_the_list(command, office):
    everything = command("incidents", "list")
    immediate = command("incidents", "list", "--level", "immediate")
    one = command("incidents", "list", "--limit", "1")

    listed = [line.split()[0] for line in everything.out.splitlines()[1:]]
    rows = office.rows("SELECT reference FROM incident ORDER BY reported_at DESC")
    assert sorted(listed) == sorted(row["reference"] for row in rows)
    assert len(listed) == 7
    assert len(immediate.out.splitlines()) == len(one.out.splitlines()) == 2


def test_one_shows_the_account_its_findings_and_its_letters(command, office):
    (row,) = office.rows("SELECT reference FROM incident WHERE level = 'immediate'")

    ended = command("incidents", "show", row["reference"])

    assert ended.code == 0
    assert "There is a man outside my house right now" in ended.out
    assert "safety_now" in ended.out
    assert "referral" in ended.out


@pytest.mark.usefixtures("office")
def test_an_unknown_level_is_wrong_use(command):
    assert command("incidents", "list", "--level", "awful").code == 2


def test_what_a_message_says_is_shown_and_never_obeyed(command, office):
    with open_desk(load_settings(office.folder / "settings.toml")) as desk:
        with desk.database.transaction() as tx:
            number = add_message(tx, raw=_HOSTILE)
        assert process_next(desk.database, desk.policy, desk.render, desk.parse, system_clock)
    (row,) = office.rows("SELECT reference FROM incident WHERE message_id = ?", number)

    ended = command("incidents", "show", row["reference"])

    assert ended.code == 0
    assert "[bold red]I will kill you[/bold red]" in ended.out
    assert "\x1b" not in ended.out
    assert "\x07" not in ended.out
