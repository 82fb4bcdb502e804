from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from processor.mail.defects import HOLDING, Defect
from processor.mail.headers import read_block
from processor.mail.message import Address, InboundMessage
from processor.mail.trace import Hop, delivered_at, read_hop, second_opinion

OURS = (
    "from a.example (a.example [203.0.113.9]) by MX.council.example (Postfix) with ESMTPS id 1; {}"
)
WHEN = "Thu, 29 Jan 2026 16:30:20 +0100 (CET)"
AT = datetime(2026, 1, 29, 15, 30, 20, tzinfo=UTC)
AMY = Address("amy@council.example")


def with_received(*values):
    return InboundMessage(headers=tuple(("received", value) for value in values), from_=None)


def header_of(*lines):
    octets = "\r\n".join((*lines, "", "")).encode("utf-8", "surrogateescape")
    return read_block(octets, 0, len(octets))


def test_the_hop_of_our_server_says_when_it_took_the_message():
    hop = read_hop(OURS.format(WHEN))

    assert Hop("mx.council.example", AT) == hop
    assert UTC is hop.at.tzinfo


@pytest.mark.parametrize(
    "value",
    ["", ";", "(((((", "by", "from a by", "\ud800", "x" * 8192, "(" * 8192, "by " * 2000 + ";;;"],
)
def test_a_hop_that_cannot_be_read_is_of_unknowns(value):
    assert None is read_hop(value).at


def test_a_fold_in_a_value_does_not_become_a_second_field():
    assert "a.example" == read_hop(f"by a.example;\r\nX: y\r\n {WHEN}").by


def test_an_inner_relay_above_ours_is_stepped_over():
    inner = f"from mx by store.internal; {WHEN}"
    message = with_received(inner, OURS.format(WHEN), OURS.format("Thu, 1 Jan 2026 1:1:1 +0000"))

    assert AT == delivered_at(message, trusted_hosts=("mx.council.example",))


def test_only_the_topmost_field_of_our_server_counts():
    message = with_received(OURS.format("garbage"), OURS.format(WHEN))

    assert None is delivered_at(message, trusted_hosts=("mx.council.example",))


def test_a_host_that_merely_contains_our_name_is_not_ours():
    forged = OURS.replace("MX.council.example", "mx.council.example.evil.example").format(WHEN)

    assert None is delivered_at(with_received(forged), trusted_hosts=("mx.council.example",))


def test_an_ordinary_header_is_undisputed():
    header = header_of(
        "From: Amy <amy@council.example>",
        "To: s@council.example",
        "Date: " + WHEN,
        "Received: " + OURS.format(WHEN),
    )

    assert () == second_opinion(header, AMY)


def test_another_reading_of_the_author_holds():
    header = header_of("From: Amy <amy@council.example>")

    assert (Defect.FROM_DISPUTED,) == second_opinion(header, Address("eve@evil.example"))
    assert Defect.FROM_DISPUTED in HOLDING


@pytest.mark.parametrize(
    ("line", "defect"),
    [
        ("To: <<a@b", Defect.ADDRESSES_DISPUTED),
        ("Received: from (a by b; x", Defect.TRACE_DISPUTED),
        ("Date: never", Defect.DATE_DISPUTED),
    ],
)
def test_its_complaints_become_our_codes(line, defect):
    assert defect in second_opinion(header_of(line), None)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["To: " + "(" * 20_000], id="long-field"),
        pytest.param(["To: " + "a@b.example, " * 300] * 20, id="long-header"),
    ],
)
def test_i18_a_large_header_is_not_shown_to_it(lines):
    assert (Defect.SECOND_OPINION_FAILED,) == second_opinion(header_of(*lines), None)


@pytest.mark.parametrize("filler", ["(", '"\\', "<", "=?utf-8?q?a?= ", ",", "a@b,"])
def test_i18_the_largest_header_it_is_shown_costs_no_time(filler):
    field = "To: " + (filler * 8000)[:8000]

    assert second_opinion(header_of(*[field] * 8), None) is not None


def test_i35_a_nul_in_a_charset_name_is_survived():
    header = header_of("To: =?utf\0-8?q?a?= <a@b.example>")

    assert (Defect.ADDRESSES_DISPUTED,) == second_opinion(header, None)


def test_no_word_of_a_message_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    second_opinion(header_of("To: =?utf-8?b?QnJpY2sNCkJjYzogZ=?= <a@b.example>"), None)
    read_hop(OURS.format("garbage"))

    assert [] == caplog.records
