from __future__ import annotations

import json

import pytest

from processor.mail.authentication import authenticate
from processor.mail.message import Address, InboundMessage
from processor.mail.parse import parse_message
from tests.support.mail import CORPUS

MX = "mx.council.example"
OUR_HOP = (
    "received",
    f"from a.example by {MX} (Postfix) with ESMTPS id 1; Thu, 29 Jan 2026 16:30:20 +0000",
)
THEIR_HOP = ("received", "from b.example by a.example; Thu, 29 Jan 2026 16:30:19 +0000")


def results(text, name=MX):
    return ("authentication-results", f"{name}; {text}")


def judged(*headers, author="amy@members.council.example"):
    message = InboundMessage(headers=headers, from_=Address(author) if author else None)
    return authenticate(message, authserv_id=MX, trusted_hosts=(MX,))


@pytest.mark.parametrize(
    "text",
    [
        "dmarc=pass header.from=members.council.example",
        "dmarc=pass (p=none dis=none) header.from=Members.Council.Example",
        "dmarc=pass",
        "spf=pass smtp.mailfrom=x.example; dmarc=pass header.from=members.council.example",
        "dmarc=pass action=none header.from=members.council.example; compauth=pass reason=1",
        'dmarc=pass reason="policy; ok" header.from=members.council.example',
        "dmarc=pass; dmarc=pass header.from=members.council.example",
        "dmarc=none; dkim=pass header.d=members.council.example",
        "dmarc=none header.from=members.council.example; dkim=pass header.d=council.example",
        "dmarc=bestguesspass; dkim=pass header.i=@council.example",
        "dkim=fail header.d=x.example; dkim=pass header.d=council.example header.s=s1",
    ],
)
def test_the_from_domain_is_authenticated(text):
    assert judged(OUR_HOP, results(text)).aligned


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("dmarc=fail header.from=members.council.example", "dmarc-fail"),
        ("dmarc=fail; dkim=pass header.d=members.council.example", "dmarc-fail"),
        ("dmarc=temperror", "dmarc-error"),
        ("dmarc=permerror", "dmarc-error"),
        ("dmarc=pass header.from=evil.example", "other-domain"),
        ("dmarc=pass header.from=members.council.example header.from=evil.example", "other-domain"),
        ("dmarc=pass; dmarc=fail", "contradiction"),
        ("dmarc=none", "not-aligned"),
        ("none", "not-aligned"),
        ("spf=pass smtp.mailfrom=members.council.example", "not-aligned"),
        ("dmarc=none; dkim=pass header.d=evil.example", "not-aligned"),
        ("dmarc=none; dkim=pass header.d=example", "not-aligned"),
        ("dmarc=none; dkim=pass header.d=il.example", "not-aligned"),
        ("dmarc=none; dkim=pass header.d=sub.members.council.example", "not-aligned"),
        ("dmarc=none; dkim=fail header.d=members.council.example", "not-aligned"),
        ("dmarc=none; dkim=pass", "not-aligned"),
        ("x=y (dmarc=pass)", "not-aligned"),
        ('x=y reason="; dmarc=pass"', "not-aligned"),
        ("dmarc=pass (unclosed", "unparseable"),
        ("dmarc=", "unparseable"),
        ('dmarc=pass header.from="evil.example', "unparseable"),
        ("(" * 4000, "unparseable"),
        ("dmarc=pass" + " " * 9000, "unparseable"),
    ],
)
def test_i42_i57_all_doubt_is_not_authenticated(text, reason):
    found = judged(OUR_HOP, results(text))

    assert (False, reason) == (found.aligned, found.reason)


def test_a_public_suffix_speaks_for_nobody():
    for signer in ("gov.uk", "co.uk", "police.uk", "gov.wales", "uk"):
        found = judged(
            OUR_HOP,
            results(f"dmarc=none; dkim=pass header.d={signer}"),
            author=f"a@council.{signer}",
        )

        assert not found.aligned, signer


def test_i41_results_of_another_server_are_ignored():
    forged = results("dmarc=pass", name="mx.evil.example")

    assert "no-results" == judged(OUR_HOP, forged).reason
    assert judged(OUR_HOP, forged, results("dmarc=pass")).aligned


@pytest.mark.parametrize("name", [MX + ".evil.example", "evil-" + MX, f"x {MX}", f"(c) {MX}"])
def test_i41_a_name_that_merely_contains_ours_is_ignored(name):
    assert "no-results" == judged(OUR_HOP, results("dmarc=pass", name=name)).reason


def test_i41_only_the_topmost_results_of_our_server_count():
    assert not judged(OUR_HOP, results("dmarc=fail"), results("dmarc=pass")).aligned
    assert not judged(OUR_HOP, results("(((("), results("dmarc=pass")).aligned


def test_i41_results_below_a_strangers_hop_were_written_by_a_stranger():
    assert "no-results" == judged(OUR_HOP, THEIR_HOP, results("dmarc=pass")).reason


@pytest.mark.parametrize(
    "headers",
    [
        (results("dmarc=pass"),),
        (results("dmarc=pass"), THEIR_HOP),
        (results("dmarc=pass"), THEIR_HOP, OUR_HOP),
        (THEIR_HOP, results("dmarc=pass")),
    ],
)
def test_i41_results_count_only_in_what_a_trusted_host_received(headers):
    found = judged(*headers)

    assert (False, "no-trusted-received") == (found.aligned, found.reason)


def test_our_name_is_compared_without_case():
    assert judged(OUR_HOP, results("dmarc=pass", name=MX.upper())).aligned


def test_results_above_every_hop_count():
    assert judged(results("dmarc=pass"), OUR_HOP).aligned


def test_i43_a_chain_of_forwarders_never_counts():
    arc = (
        "arc-authentication-results",
        f"i=1; {MX}; dmarc=pass header.from=members.council.example",
    )

    assert "no-results" == judged(OUR_HOP, arc).reason


def test_nobody_is_never_authenticated():
    assert "no-from" == judged(OUR_HOP, results("dmarc=pass"), author=None).reason


def test_what_our_server_said_can_be_shown():
    text = "spf=softfail smtp.mailfrom=x; dkim=pass header.d=Council.example; dmarc=fail"
    found = judged(OUR_HOP, results(text))

    assert ("fail", "softfail", ("council.example",)) == (
        found.dmarc,
        found.spf,
        found.dkim_domains,
    )


@pytest.mark.parametrize("folder", ["main", "more-a", "more-b"])
def test_the_labelled_senders_are_told_apart(folder):
    paths = sorted((CORPUS / folder).glob("*.json"))
    for path in paths:
        sender = json.loads(path.read_text("utf-8"))["sender"]
        message = parse_message(path.with_suffix(".eml").read_bytes())
        found = authenticate(
            message, authserv_id="mx.kirkbourne.example", trusted_hosts=("mx.kirkbourne.example",)
        )

        assert sender in ("own", "police") or found.aligned == sender.endswith("_authenticated"), (
            path
        )
    assert paths
