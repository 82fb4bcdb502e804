from __future__ import annotations

from email.headerregistry import HeaderRegistry

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.mail.defects import HOLDING, Defect
from processor.mail.headers import read_block
from processor.mail.message import Address
from processor.mail.originator import from_fields, is_strict_address, read_from


@pytest.mark.parametrize(
    ("field", "address"),
    [
        ("cllr@council.example", Address("cllr@council.example")),
        ("<cllr@council.example>", Address("cllr@council.example")),
        ("Cllr J. Smith <cllr@council.example>", Address("cllr@council.example", "Cllr J. Smith")),
        ('"Smith, J (Cllr)" <c@council.example>', Address("c@council.example", "Smith, J (Cllr)")),
        (r'"a \"b\" c" <c@council.example>', Address("c@council.example", 'a "b" c')),
        ("=?utf-8?q?Sin=C3=A9ad?= <s@council.example>", Address("s@council.example", "Sinéad")),
        ("Sinéad <s@council.example>", Address("s@council.example", "Sinéad")),
        ("Cllr.Smith@Council.EXAMPLE", Address("Cllr.Smith@Council.EXAMPLE")),
        ("447700900345@mms.example", Address("447700900345@mms.example")),
    ],
)
def test_the_two_shapes_of_an_author_are_read(field, address):
    assert (address, ()) == read_from([field])


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("cllr@council <evil@x.example>", id="i47"),
        pytest.param("cllr@council(<evil@x.example>", id="i48-parenthesis"),
        pytest.param("cllr@council]<evil@x.example>", id="i48-bracket"),
        pytest.param("cllr@council@evil.example", id="i49"),
        pytest.param("a@council.example, b@council.example", id="i51-list"),
        pytest.param("Council: a@council.example, b@x.example;", id="i51-group"),
        pytest.param("undisclosed:;", id="i51-empty-group"),
        pytest.param("<>", id="i52-null"),
        pytest.param("cllr@coun\0cil.example", id="i53-nul"),
        pytest.param("cllr@council.example\r", id="i53-cr"),
        pytest.param('"cllr@council"@evil.example', id="i53-quoted-local-part"),
        pytest.param("<@evil.example:cllr@council.example>", id="i53-route"),
        pytest.param("cllr@council.example (evil@x.example)", id="i53-comment"),
        pytest.param("(evil) Cllr <cllr@council.example>", id="i53-comment-in-name"),
        pytest.param("cllr@counc\u0456l.example", id="i54-homoglyph"),
        pytest.param("cllr@council\uff0eexample", id="i54-full-width"),
        pytest.param("cllr@council.example.", id="i54-trailing-dot"),
        pytest.param('"' * 20_000, id="i18-quotes"),
        pytest.param("(" * 20_000, id="i18-parentheses"),
        pytest.param("<" * 50_000, id="i18-angles"),
        pytest.param("a@b.example, " * 60_000, id="i18-addresses"),
        pytest.param("<cllr@council.example> <evil@x.example>", id="two-angles"),
        pytest.param('"open <cllr@council.example>', id="open-quote"),
        pytest.param("=?utf-8?q?a=40b?=cllr@council.example", id="encoded-word-in-local-part"),
        pytest.param("x" * 65 + "@council.example", id="long-local-part"),
    ],
)
def test_any_other_shape_is_nobody_and_holds(field):
    address, defects = read_from([field])

    assert None is address
    assert (Defect.UNSAFE_FROM,) == defects
    assert set(defects) <= HOLDING


@pytest.mark.parametrize("fields", [[], [""], ["  "]])
def test_i52_no_field_is_nobody(fields):
    assert (None, (Defect.NO_FROM,)) == read_from(fields)


@pytest.mark.parametrize(
    "fields", [["a@council.example", "evil@x.example"], ["evil@x.example", "a@council.example"]]
)
def test_i50_two_fields_are_nobody_in_either_order(fields):
    assert (None, (Defect.TWO_FROM,)) == read_from(fields)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(b"Subject: x\rFrom: evil@x.example", id="i15-bare-cr"),
        pytest.param(b"Subject: x\0FROM : evil@x.example", id="i53-nul"),
        pytest.param(b"From : evil@x.example", id="i39-blank-before-colon"),
        pytest.param(b":no field\r\nTo: b\r\nFrom: evil@x.example", id="i12-below-no-field"),
    ],
)
def test_i50_a_field_that_only_some_readers_see_is_another_author(lines):
    octets = b"From: a@council.example\r\n" + lines + b"\r\n\r\nbody"
    fields = from_fields(read_block(octets, 0, len(octets)), octets)

    assert (None, (Defect.TWO_FROM,)) == read_from(fields)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(b"DKIM-Signature: h=To:\r\n\tFrom:Subject", id="folded"),
        pytest.param(b"no field\r\n\r\nFrom: evil@x.example", id="below-the-blank-line"),
        pytest.param(b"Resent-From: evil@x.example", id="resent"),
    ],
)
def test_what_only_looks_like_another_author_is_none(lines):
    octets = b"From: a@council.example\r\n" + lines + b"\r\n\r\nbody"
    fields = from_fields(read_block(octets, 0, len(octets)), octets)

    assert (Address("a@council.example"), ()) == read_from([one.strip() for one in fields])


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("=?utf-8?Q?cllr=40council?= <evil@x.example>", id="i56"),
        pytest.param('"cllr@council.example" <evil@x.example>', id="i55"),
        pytest.param('"Cllr Smith (cllr@council.example)" <evil@x.example>', id="within"),
        pytest.param('"cllr\uff20council.example" <evil@x.example>', id="full-width"),
        pytest.param('"cllr @ council.example" <evil@x.example>', id="spaced"),
    ],
)
def test_a_name_that_reads_as_another_address_holds(field):
    address, defects = read_from([field])

    assert "evil@x.example" == address.addr_spec
    assert (Defect.NAME_LOOKS_LIKE_ADDRESS,) == defects


@pytest.mark.parametrize(
    "field",
    ['"Amy@Council.example" <amy@council.example>', '"Amy (@amylark)" <amy@council.example>'],
)
def test_an_address_repeated_as_name_and_a_handle_deceive_nobody(field):
    assert () == read_from([field])[1]


@given(st.text())
def test_what_is_read_is_always_an_address_that_can_be_written_to(text):
    address, defects = read_from([text])

    assert (address is None) <= bool(defects)
    assert address is None or is_strict_address(address.addr_spec)


ADDRESSES = ["cllr@council.example", "evil@x.example", "Cllr", "=?utf-8?q?a=40b?="]
FRAGMENTS = st.sampled_from([*ADDRESSES, *'<>"(),;:\\ @.[]\té\0'])


@given(st.lists(FRAGMENTS, max_size=8).map("".join))
@settings(max_examples=500, deadline=None)
def test_the_standard_library_reads_nobody_else_in_what_we_accept(field):
    address, defects = read_from([field])
    if address is None or defects:
        return
    theirs = HeaderRegistry()("from", field).addresses

    assert [address.key] == [found.addr_spec.lower() for found in theirs]
