from __future__ import annotations

from datetime import date

import pytest

from processor.incident.model import Standing
from processor.incident.standing import standing_of
from processor.mail.parse import parse_message
from tests.support.fakes import ADA, OFFICER, STRANGER, US, council, email
from tests.support.reports import person

TRUST = council().trust
REGISTERED = person(email=ADA)


def standing(raw, registered=None):
    return standing_of(parse_message(raw), registered, TRUST)


@pytest.mark.parametrize(
    ("sender", "registered", "proven", "expected"),
    [
        (ADA, REGISTERED, True, Standing.REGISTERED_AUTHENTICATED),
        (ADA, REGISTERED, False, Standing.REGISTERED_UNAUTHENTICATED),
        (STRANGER, None, True, Standing.UNREGISTERED_AUTHENTICATED),
        (STRANGER, None, False, Standing.UNREGISTERED_UNAUTHENTICATED),
        (OFFICER, None, True, Standing.POLICE),
        (OFFICER, None, False, Standing.UNREGISTERED_UNAUTHENTICATED),
        (OFFICER, REGISTERED, True, Standing.POLICE),
        (OFFICER, REGISTERED, False, Standing.REGISTERED_UNAUTHENTICATED),
        (US, None, True, Standing.OWN),
        (US, None, False, Standing.OWN),
        (US, REGISTERED, True, Standing.OWN),
        (US.upper(), None, False, Standing.OWN),
        (f"x@sub.{OFFICER.partition('@')[2]}", None, True, Standing.UNREGISTERED_AUTHENTICATED),
        ("x@notwestmoor.police.example", None, True, Standing.UNREGISTERED_AUTHENTICATED),
        (f"x@{OFFICER.partition('@')[2].upper()}", None, True, Standing.POLICE),
    ],
)
def test_who_is_who(sender, registered, proven, expected):
    found, _ = standing(email("x", sender, proven=proven), registered)

    assert expected is found


@pytest.mark.parametrize(
    "fields",
    [
        {"Authentication_Results": None},
        {"Authentication_Results": "mx.elsewhere.example; dmarc=pass header.from=x"},
        {"Authentication_Results": "mx.kirkbourne.example; spf=pass smtp.mailfrom=" + ADA},
        {"Authentication_Results": "mx.kirkbourne.example; dmarc=temperror"},
        {"Authentication_Results": "mx.kirkbourne.example; dmarc=pass header.from=evil.example"},
        {"Received": "from x by evil.example; Wed, 25 Nov 2026 20:40:00 +0000", "From": ADA},
    ],
)
def test_i41_i57_anything_less_than_our_own_servers_pass_proves_nothing(fields):
    raw = email(**fields)
    if "Received" in fields:  # what stands below another's Received is another's
        results, received, rest = raw.partition(b"Received:")
        head, _, tail = rest.partition(b"\r\n")
        raw = received + head + b"\r\n" + results + tail
    found, _ = standing(raw, REGISTERED)

    assert Standing.REGISTERED_UNAUTHENTICATED is found


@pytest.mark.parametrize(
    "from_",
    [
        f"{ADA} <{STRANGER}>",
        f"<{ADA}>, <{STRANGER}>",
        f"{STRANGER} ({ADA})",
        "undisclosed:;",
        "",
    ],
)
def test_i47_a_from_that_can_be_read_in_two_ways_is_nobodys(from_):
    message = parse_message(email(From=from_))
    found, _ = standing_of(message, None, TRUST)

    assert found in {Standing.UNREGISTERED_UNAUTHENTICATED, Standing.UNREGISTERED_AUTHENTICATED}
    assert message.from_ is None or message.from_.key == STRANGER


@pytest.mark.parametrize("proven", [True, False])
@pytest.mark.parametrize("sender", [ADA, STRANGER, OFFICER, US])
def test_why_is_a_code_that_is_safe_to_log(sender, proven):
    _, why = standing(email("x", sender, proven=proven))

    assert why.replace("-", "").isalpha()
    assert "@" not in why


def test_a_person_is_on_the_register_from_the_first_to_the_last_day():
    one = person(active_from=date(2026, 5, 8), active_until=date(2026, 5, 10))

    days = [date(2026, 5, day) for day in range(7, 12)]
    assert [False, True, True, True, False] == [one.active_on(day) for day in days]
