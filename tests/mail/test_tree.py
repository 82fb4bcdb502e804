from __future__ import annotations

import email
from itertools import pairwise

import pytest

from processor.mail import transfer
from processor.mail.defects import Defect
from processor.mail.headers import read_block
from processor.mail.tree import MAX_DEPTH, MAX_PARTS, read_tree
from tests.support.mail import CORPUS

MIXED = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'


def tree_of(octets):
    return read_tree(octets, read_block(octets, 0, len(octets)))


def leaves(tree):
    return [part.octets for part in tree.root.walk() if not part.parts]


def test_parts_end_before_the_line_end_of_their_delimiter():
    tree = tree_of(MIXED + b"--b\r\n\r\none\r\n\r\n--b\r\n\r\ntwo\r\n--b--\r\n")

    assert [b"one\r\n", b"two"] == leaves(tree)
    assert ((), ()) == (tree.outside, tree.defects)


def test_a_line_that_only_begins_like_the_delimiter_is_text():
    tree = tree_of(MIXED + b"--b\r\n\r\none\r\n--bc\r\nx--b\r\n--b--")

    assert [b"one\r\n--bc\r\nx--b"] == leaves(tree)


def test_the_outer_boundary_ends_an_inner_multipart_that_was_not_closed():
    inner = b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\ninner\r\n"
    tree = tree_of(MIXED + b"--b\r\n" + inner + b"--b\r\n\r\nouter\r\n--b--\r\n")

    assert [b"inner", b"outer"] == leaves(tree)
    assert (Defect.NOT_CLOSED,) == tree.defects


def test_a_part_without_fields_is_text():
    tree = tree_of(MIXED + b"--b\r\nno blank line here\r\n--b--\r\n")

    assert [b"no blank line here"] == leaves(tree)
    assert () == tree.defects


ENCODED = b"Content-Transfer-Encoding: base64\r\n\r\na2lsbA==\r\n"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"--other\r\n" + ENCODED + b"--other--", id="boundary-unused"),
        pytest.param(b"--b\r\n\r\none\r\n--b--\r\n--b\r\n" + ENCODED, id="outside"),
        pytest.param(b"--b\r\nX-\xff: y\r\n" + ENCODED + b"--b--", id="below-no-field"),
        pytest.param(b"--other\r\n\r\nk\0i\0l\0l\0\r\n--other--", id="utf-16"),
    ],
)
def test_i06_what_is_encoded_and_shown_as_it_stands_is_called_unreadable(body):
    assert Defect.UNREADABLE_PART in tree_of(MIXED + body).defects


@pytest.mark.parametrize(
    ("second", "defects"),
    [
        (b"content-type:  TEXT/plain", ()),
        (b"Content-Type: text/html", (Defect.CONTENT_DISPUTED,)),
        (b"Content-Transfer-Encoding: base64", ()),
    ],
)
def test_a_part_that_says_twice_what_it_is_must_say_the_same(second, defects):
    octets = b"Content-Type: text/plain\r\n" + second + b"\r\n\r\na2lsbA=="

    assert defects == tree_of(octets).defects


def test_i12_a_part_whose_fields_end_at_a_line_that_is_none_is_a_defect():
    part = b"Content-Type: text/plain\r\nno field\r\n" + ENCODED
    tree = tree_of(MIXED + b"--b\r\n" + part + b"--b--\r\n")

    assert (Defect.NO_HEADER_SEPARATOR, Defect.UNREADABLE_PART) == tree.defects


def test_i07_i08_text_before_and_after_the_parts_is_kept():
    tree = tree_of(MIXED + b"before\r\n--b\r\n\r\none\r\n--b--\r\nafter\r\n--b\r\n\r\nsecond run")

    assert (b"before", b"after\r\n--b\r\n\r\nsecond run") == tree.outside
    assert (Defect.TEXT_OUTSIDE_PARTS,) == tree.defects


@pytest.mark.parametrize(
    "notice",
    [
        b"",
        b"  \r\n\r\n",
        b"This is a multi-part message in MIME format.",
        b"This is a MIME-encapsulated message.\r\n",
        b"This is an OpenPGP/MIME encrypted message (RFC 4880 and 3156)",
        (
            b"> This message is in MIME format. Since your mail reader does not understand\r\n"
            b"this format, some or all of this message may not be legible.\r\n"
        ),
    ],
)
def test_the_usual_notices_before_the_parts_are_no_text(notice):
    assert () == tree_of(MIXED + notice + b"\r\n--b\r\n\r\none\r\n--b--\r\n").outside


def test_words_behind_a_notice_are_text():
    hidden = b"This is a multi-part message in MIME format. I will find you."

    assert (hidden,) == tree_of(MIXED + hidden + b"\r\n--b\r\n\r\none\r\n--b--\r\n").outside


@pytest.mark.parametrize(
    ("declared", "defect"),
    [
        (b"multipart/mixed", Defect.BOUNDARY_MISSING),
        (b'multipart/mixed; boundary=""', Defect.BOUNDARY_MISSING),
        (b"multipart/mixed; boundary=never", Defect.BOUNDARY_UNUSED),
    ],
)
def test_i06_without_a_usable_boundary_the_body_is_text(declared, defect):
    tree = tree_of(b"Content-Type: " + declared + b"\r\n\r\nHelp me")

    assert ("text/plain", b"Help me") == (tree.root.media_type, tree.root.octets)
    assert (defect,) == tree.defects


@pytest.mark.parametrize("depth", [100, 300, 1_000, 3_000])
def test_i01_i02_a_tree_too_deep_is_cut(depth):
    head = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n'
    tree = tree_of(b"".join(head % (n, n) for n in range(depth)) + b"\r\nhi")

    assert Defect.TOO_DEEP in tree.defects
    assert MAX_DEPTH + 1 == sum(1 for _ in tree.root.walk())


def test_i01_fifty_levels_are_ordinary():
    head = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n'
    tree = tree_of(b"".join(head % (n, n) for n in range(MAX_DEPTH)) + b"\r\nhi")

    assert [b"hi"] == leaves(tree)
    assert Defect.TOO_DEEP not in tree.defects


def test_i04_parts_beyond_the_limit_stay_together():
    tree = tree_of(MIXED + b"--b\r\n\r\nx\r\n" * 100_000 + b"--b--\r\n")

    assert Defect.TOO_MANY_PARTS in tree.defects
    assert MAX_PARTS + 1 == len(tree.root.parts)
    assert tree.root.parts[-1].octets.endswith(b"x\r\n--b--\r\n")


def test_i19_twenty_thousand_parameters_are_not_read():
    octets = b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\r\n\r\nhi"

    assert (Defect.HEADER_TOO_LARGE,) == tree_of(octets).defects


def test_no_octet_of_a_body_is_lost():
    octets = MIXED + b"--b\r\n\r\none\r\n--b\r\nA: b\r\n\r\ntwo\r\n--b--\r\nafter"
    tree = tree_of(octets)
    found = [octets.find(part) for part in (*leaves(tree), *tree.outside[1:])]

    assert all(earlier < later for earlier, later in pairwise(found))
    assert b"after" == tree.outside[-1]


def test_the_tree_agrees_with_the_standard_library_on_well_formed_mail():
    paths = [
        path for folder in ("main", "more-a", "more-b") for path in (CORPUS / folder).glob("*.eml")
    ]
    for path in paths:
        octets = path.read_bytes()
        theirs = [
            (part.get_content_type(), part.get_payload(decode=True))
            for part in email.message_from_bytes(octets).walk()
            if not part.is_multipart() and part.get_content_maintype() != "message"
        ]
        tree = tree_of(octets)
        nested = any(part.main_type == "message" for part in tree.root.walk())
        ours = [
            (part.media_type, transfer.decode(part.octets, part.encoding).content)
            for part in tree.root.walk()
            if not part.parts
        ]

        assert nested or theirs == ours, path.name
    assert paths
