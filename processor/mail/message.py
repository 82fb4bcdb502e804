"""The vocabulary of mail. Read this before anything else in the folder.

Text in these types is safe to store and to show: no NUL, no lone surrogate, no control
character but newline and tab in bodies, and none at all in single-line values. The raw
bytes stay untouched beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Uid:
    """Names one message in one folder (RFC 9051 section 2.3.1.1)."""

    validity: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedMessage:
    """What the mailbox handed over.

    raw: the octets as the server sent them; evidence, never changed. Where `complete` is
        false the message was larger than the limit and raw is only its beginning.
    internal_date: when the server took delivery (RFC 9051 section 2.3.3), aware; None where
        the server did not say.
    """

    uid: Uid
    internal_date: datetime | None
    raw: bytes
    size: int
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: `addr_spec` is local@domain as written, `display_name` "" where none."""

    addr_spec: str
    display_name: str = ""

    @property
    def domain(self) -> str:
        """The part after the last @, lower case."""
        return self.addr_spec.rpartition("@")[2].lower()

    @property
    def key(self) -> str:
        """The form in which addresses are compared: lower case, nothing else folded."""
        return self.addr_spec.lower()


class SegmentKind(StrEnum):
    """Who wrote a stretch of the body text."""

    OWN = "own"  # the person who sent this message, now
    FORWARDED = "forwarded"  # somebody else's message, passed on inline
    EARLIER = "earlier"  # what this message replies to, ours included
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"


@dataclass(frozen=True, slots=True)
class Segment:
    """`text[start:end]` of a message, in code points. Segments follow each other in order."""

    kind: SegmentKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A leaf of the MIME tree that is not body text: evidence, named or not.

    filename: cleaned, one line, no path; "" where the part had none.
    media_type: as declared, lower case; "application/octet-stream" where unusable.
    content: decoded octets. For message/rfc822 the nested message's own octets.
    text: what can be read of it without opening it: the text of a nested message, the
        content of a small text part; "" otherwise. Its sender is unproven.
    logo: an inline picture that the HTML part shows, small enough to be a signature logo.
    """

    filename: str
    media_type: str
    content: bytes = field(repr=False)
    sha256: str
    text: str = field(default="", repr=False)
    logo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStatus:
    """What a bounce says of one recipient (RFC 3464 section 2.3)."""

    action: str  # failed, delayed, delivered, relayed, expanded; "" unknown
    status: str  # 5.1.1 and the like; "" unknown
    recipient: str  # addr-spec; "" unknown
    original_message_id: str  # of the letter it returns; "" unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    r"""One email as read, nothing judged yet.

    headers: every header field in order, name lower case, value unfolded and cleaned,
        still encoded (RFC 2047). The trace and authentication readers work on these.
    from_: the one author, read strictly; None where the field is missing, repeated or of a
        shape that two readers could take differently.
    from_shown: the From field decoded for reading; never used for a decision.
    date: the sender's claim, with its own offset; None where missing or implausible.
    return_path: "" is the null path, None unknown.
    text: the whole body as plain text, newlines as \n.
    defects: codes of what was malformed, e.g. "two-from-fields"; see `mail.defects`.
    """

    headers: tuple[tuple[str, str], ...] = field(repr=False)
    from_: Address | None
    from_shown: str = ""
    reply_to: str = ""
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    return_path: str | None = None
    text: str = field(default="", repr=False)
    segments: tuple[Segment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    media_types: tuple[str, ...] = ()
    delivery_status: tuple[DeliveryStatus, ...] = ()
    defects: tuple[str, ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of the header field `name` (lower case), topmost first."""
        return tuple(value for key, value in self.headers if key == name)

    def first(self, name: str) -> str:
        """The topmost value of the header field `name`, or "" where there is none."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundAttachment:
    """A file of a letter. Always sent base64 and opaque: nothing in it reaches our headers."""

    filename: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """A letter before it becomes octets.

    message_id: with its angle brackets; the same on every attempt.
    reverse_path: the SMTP MAIL FROM; "" is the null path.
    auto_submitted: the value of that field (RFC 3834 section 5), "" to leave it out.
    in_reply_to: a msg-id that has been checked, or "".
    """

    message_id: str
    from_: Address
    to: Address
    reverse_path: str
    subject: str
    date: datetime
    text: str = field(repr=False)
    html: str = field(default="", repr=False)
    reply_to: str = ""
    auto_submitted: str = ""
    in_reply_to: str = ""
    attachments: tuple[OutboundAttachment, ...] = ()
