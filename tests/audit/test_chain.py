from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.audit.chain import GENESIS, Fault, Head, Sealed, seal, verify
from processor.audit.entry import Entry, EntryType
from processor.errors import ChainBroken

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _entry(number=1, **changes):
    values = {
        "at": NOON + timedelta(seconds=number),
        "type": EntryType.LETTER_QUEUED,
        "actor": "worker",
        "subject": "KMB-2026-7F3K9-R",
        "detail": {"purpose": "referral", "number": str(number)},
    }
    return Entry(**values | changes)


def _chain(length=5):
    chain, previous = [], GENESIS
    for seq in range(1, length + 1):
        chain.append(seal(previous, seq, _entry(seq)))
        previous = chain[-1].digest
    return chain


def _relabelled(leaf, **changes):
    """The canonical leaf with other fields."""
    fields = json.loads(leaf) | changes
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()


def _with_own_digest(seq, leaf):
    """What a forger stores who knows how digests are made."""
    return Sealed(seq=seq, leaf=leaf, digest=hashlib.sha256(b"\x00" + leaf).digest())


def _broken(chain):
    with pytest.raises(ChainBroken) as raised:
        verify(chain)
    return raised.value.seq, raised.value.what


def test_a_leaf_says_everything_in_canonical_form():
    expected = (
        b'{"actor":"worker","at":"2026-11-22T12:00:01.000000+00:00",'
        b'"detail":{"number":"1","purpose":"referral"},"prev":"' + b"00" * 32 + b'",'
        b'"seq":"1","subject":"KMB-2026-7F3K9-R","type":"letter.queued","v":"1"}'
    )

    sealed = seal(GENESIS, 1, _entry())

    assert expected == sealed.leaf
    assert hashlib.sha256(b"\x00" + expected).digest() == sealed.digest
    assert sealed.seq == 1


def test_the_same_moment_in_another_zone_is_the_same_leaf():
    plus_two = _entry().at.astimezone(timezone(timedelta(hours=2)))

    assert seal(GENESIS, 1, _entry()) == seal(GENESIS, 1, _entry(at=plus_two))


def test_a_naive_time_cannot_be_sealed():
    with pytest.raises(ValueError, match="naive"):
        seal(GENESIS, 1, _entry(at=NOON.replace(tzinfo=None)))


def test_an_empty_chain_is_sound():
    assert Head(seq=0, digest=GENESIS) == verify([])


def test_a_sound_chain_ends_at_its_last_link():
    chain = _chain()

    assert Head(seq=5, digest=chain[-1].digest) == verify(iter(chain))


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_whatever_text_is_sealed_verifies(subject, detail):
    sealed = seal(GENESIS, 1, _entry(subject=subject, detail=detail))

    assert sealed.leaf.isascii()
    assert verify([sealed]).seq == 1


def test_half_a_surrogate_pair_is_sealed_like_any_text():
    assert verify([seal(GENESIS, 1, _entry(subject="\ud800"))]).seq == 1


def test_an_edit_of_any_octet_is_found_where_it_was_made():
    chain = _chain(3)
    for seq, link in enumerate(chain, 1):
        for place in range(len(link.leaf)):
            leaf = bytearray(link.leaf)
            leaf[place] ^= 1
            edited = [*chain]
            edited[seq - 1] = replace(link, leaf=bytes(leaf))

            assert (seq, Fault.EDITED) == _broken(edited)


def test_an_edited_digest_is_found():
    chain = _chain()
    chain[2] = replace(chain[2], digest=bytes(32))

    assert _broken(chain) == (3, Fault.EDITED)


def test_an_edit_with_its_digest_made_anew_is_found_at_the_next_link():
    chain = _chain()
    chain[2] = _with_own_digest(3, _relabelled(chain[2].leaf, actor="person:somebody"))

    assert _broken(chain) == (4, Fault.EDITED)


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_deleted_link_is_a_gap(seq):
    chain = _chain()
    del chain[seq - 1]

    assert (seq, Fault.GAP) == _broken(chain)


def test_links_that_moved_up_after_a_deletion_are_out_of_order():
    chain = _chain()
    moved = [chain[0], *(replace(link, seq=link.seq - 1) for link in chain[2:])]

    assert _broken(moved) == (2, Fault.REORDERED)


def test_two_links_that_changed_places_are_out_of_order():
    chain = _chain()
    chain[1], chain[2] = replace(chain[2], seq=2), replace(chain[1], seq=3)

    assert _broken(chain) == (2, Fault.REORDERED)


def test_a_link_that_stands_twice_is_inserted():
    chain = _chain()
    chain.insert(2, chain[1])

    assert _broken(chain) == (2, Fault.INSERTED)


def test_a_forged_link_put_in_between_moves_the_next_from_its_place():
    chain = _chain()
    forged = seal(chain[1].digest, 3, _entry(99))
    inserted = [*chain[:2], forged, *(replace(link, seq=link.seq + 1) for link in chain[2:])]

    assert _broken(inserted) == (4, Fault.REORDERED)


def test_a_chain_that_does_not_begin_at_the_beginning_is_found():
    sealed = seal(b"\x01" * 32, 1, _entry())

    assert _broken([sealed]) == (1, Fault.EDITED)


def test_an_unknown_type_is_found():
    leaf = _relabelled(_chain(1)[0].leaf, type="letter.lost")

    assert _broken([_with_own_digest(1, leaf)]) == (1, Fault.UNKNOWN_TYPE)


@pytest.mark.parametrize(
    "change",
    [
        lambda leaf: leaf.replace(b'":"', b'": "', 1),
        lambda leaf: leaf + b"\n",
        lambda leaf: leaf.replace(b"worker", b"w\\u006frker"),
        lambda leaf: leaf.replace(b'"seq":"1"', b'"seq":1'),
        lambda leaf: leaf.replace(b'"seq":"1"', b'"seq":"1","seq":"1"'),
        lambda leaf: leaf.replace(b'"v":"1"', b'"v":"2"'),
        lambda leaf: leaf.replace(b'"v":"1"', b'"v":NaN'),
        lambda leaf: leaf.replace(b'"number":"1"', b'"number":null'),
        lambda leaf: leaf.replace(b'"actor":"worker"', b'"actor":["worker"]'),
        lambda leaf: leaf.replace(b'{"number":"1","purpose":"referral"}', b'"referral"'),
        lambda leaf: leaf.replace(b'"actor":"worker",', b""),
        lambda leaf: leaf.replace(b'"v":"1"', b'"v":"1","w":"1"'),
        lambda leaf: leaf.replace(b"worker", "wörker".encode()),
        lambda leaf: leaf.replace(b"worker", b"w\xffrker"),
        lambda _: b"",
        lambda _: b"[]",
        lambda _: b"[" * 100_000,
        lambda _: bytes(64),  # an inner node of a tree, offered as a leaf
    ],
)
def test_only_the_one_way_of_writing_an_entry_is_taken(change):
    leaf = _chain(1)[0].leaf

    assert change(leaf) != leaf
    assert _broken([_with_own_digest(1, change(leaf))]) == (1, Fault.NOT_CANONICAL)
