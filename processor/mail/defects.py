"""What can be malformed about a message, as a closed set of codes.

A defect never stops the parser. Most are only written beside the incident; those of `HOLDING`
mean that the program may have read the message differently from its sender or from another
program, so that a person has to look before anything follows from it.
"""

from __future__ import annotations

from enum import StrEnum


class Defect(StrEnum):
    """The codes. Values are stored: add, never rename."""

    # The header block.
    HEADER_TOO_LARGE = "header-too-large"  # one field, the block, or too many fields
    MIXED_LINE_ENDS = "mixed-line-ends"  # a bare CR or LF in a header some would read as a line
    NUL_IN_HEADER = "nul-in-header"  # makes other parsers raise or stop reading
    NO_HEADER_SEPARATOR = "no-header-separator"  # a line that is no field ends the header
    SPACE_BEFORE_COLON = "space-before-colon"  # obsolete; some programs read the field, some not
    RAW_8BIT_HEADER = "raw-8bit-header"  # octets that are not UTF-8
    HEADER_UNDECODABLE = "header-undecodable"  # an encoded word of no known charset
    ADDRESSES_DISPUTED = "addresses-disputed"  # mail-parser found fault with an address field
    TRACE_DISPUTED = "trace-disputed"  # likewise with a Received field
    DATE_DISPUTED = "date-disputed"  # likewise with a date
    FROM_DISPUTED = "from-disputed"  # mail-parser reads another author than we do
    SECOND_OPINION_FAILED = "second-opinion-failed"  # mail-parser raised, or was not asked

    # Who sent it, and when.
    NO_FROM = "no-from"
    TWO_FROM = "two-from-fields"
    UNSAFE_FROM = "unsafe-from"  # of a shape that two readers take differently
    NAME_LOOKS_LIKE_ADDRESS = "name-looks-like-address"
    NO_DATE = "no-date"
    IMPLAUSIBLE_DATE = "implausible-date"
    NO_MESSAGE_ID = "no-message-id"
    TWO_SUBJECTS = "two-subjects"
    MAIL_LOOP = "mail-loop"  # more hops than mail takes that is on its way anywhere

    # Structure.
    TOO_DEEP = "too-deep"
    TOO_MANY_PARTS = "too-many-parts"
    BOUNDARY_MISSING = "boundary-missing"
    BOUNDARY_UNUSABLE = "boundary-unusable"  # too long
    BOUNDARY_UNUSED = "boundary-unused"  # declared and never seen: shown as text
    NOT_CLOSED = "multipart-not-closed"  # the last boundary is missing; perhaps cut off
    TEXT_OUTSIDE_PARTS = "text-outside-parts"  # before, after or between: shown at the end
    CONTENT_DISPUTED = "content-disputed"  # what a part is, is said twice and not the same
    ALTERNATIVES_DIFFER = "alternatives-differ"  # the HTML says more than the plain text

    # What the parts hold.
    UNDECODABLE_BASE64 = "undecodable-base64"  # the raw source is shown beside what was read
    BROKEN_TRANSFER_ENCODING = "broken-transfer-encoding"  # quoted-printable, in part
    UNKNOWN_TRANSFER_ENCODING = "unknown-transfer-encoding"  # uuencode and inventions, undecoded
    CHARSET_GUESSED = "charset-guessed"  # the declared one is unknown or does not fit
    CHARSET_REPLACED = "charset-replaced"  # none fits: replacement marks stand in the text
    HTML_SIMPLIFIED = "html-simplified"  # too large or too deep for the converter
    UNREADABLE_PART = "unreadable-part"  # encrypted, signed-opaque, TNEF, partial, external
    ONLY_ATTACHMENTS = "only-attachments"  # not one word of text
    NO_READABLE_TEXT = "no-readable-text"  # neither text nor attachment
    UNREADABLE = "unreadable"  # the reader itself failed; see `parse`


HOLDING = frozenset(
    {
        Defect.HEADER_TOO_LARGE,
        Defect.MIXED_LINE_ENDS,
        Defect.NUL_IN_HEADER,
        Defect.NO_HEADER_SEPARATOR,
        Defect.SPACE_BEFORE_COLON,
        Defect.FROM_DISPUTED,
        Defect.NO_FROM,
        Defect.TWO_FROM,
        Defect.UNSAFE_FROM,
        Defect.NAME_LOOKS_LIKE_ADDRESS,
        Defect.MAIL_LOOP,
        Defect.TOO_DEEP,
        Defect.TOO_MANY_PARTS,
        Defect.BOUNDARY_UNUSABLE,
        Defect.CONTENT_DISPUTED,
        Defect.UNDECODABLE_BASE64,
        Defect.UNKNOWN_TRANSFER_ENCODING,
        Defect.UNREADABLE_PART,
        Defect.ONLY_ATTACHMENTS,
        Defect.NO_READABLE_TEXT,
        Defect.UNREADABLE,
    }
)
"""Defects with which nothing is done before a person has looked."""
