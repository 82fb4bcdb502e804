"""Turns the octets of a message into an `InboundMessage`.

The table of contents of this folder: each step below is a module of its own. Content never
raises. What is malformed becomes a defect, and should the reader itself fail, the message is
handed on as unreadable, with its octets as text, so that a person sees it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from processor.mail.body import Body, read_body
from processor.mail.clean import clean_line, clean_text
from processor.mail.defects import Defect
from processor.mail.delivery_status import read_delivery_status
from processor.mail.headers import Block, read_block
from processor.mail.message import InboundMessage, Segment
from processor.mail.originator import from_fields, read_from
from processor.mail.segments import Origin, origin, segment
from processor.mail.trace import MAX_HOPS, second_opinion
from processor.mail.tree import read_tree
from processor.mail.words import decode_words

_BETWEEN_BLOCKS = "\n\n"
_MAX_UNREADABLE = 100_000
_MAX_DATE = 100
_MAX_REFERENCES = 50
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
# A date outside cannot be true, and near the ends of the calendar a zone offset overflows.
_YEARS = range(1990, 2100)


def parse_message(raw: bytes) -> InboundMessage:
    """The message `raw`, read as far as it can be; never raises."""
    try:
        return _Reader(_canonical(raw)).read()
    except Exception:  # noqa: BLE001 - the last net: one bad message must not stop the next
        return InboundMessage(
            headers=(),
            from_=None,
            text=clean_text(raw[:_MAX_UNREADABLE].decode("utf-8", "replace")),
            defects=(Defect.UNREADABLE,),
        )


def _canonical(raw: bytes) -> bytes:
    """`raw` with CRLF line ends where its first line has another; else `raw` itself."""
    first = re.search(rb"\r\n|\n|\r", raw)
    if first is None or first.group() == b"\r\n":
        return raw
    return re.sub(rb"\r\n|\n|\r", b"\r\n", raw)


class _Reader:
    """Reads one message from top to bottom and collects its defects."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._defects: list[Defect] = []

    def read(self) -> InboundMessage:
        """The whole message. Call it once."""
        header = read_block(self._octets, 0, len(self._octets))
        author, problems = read_from(from_fields(header, self._octets))
        opinion = second_opinion(header, author)
        if Defect.FROM_DISPUTED in opinion:
            author = None
        tree = read_tree(self._octets, header)
        body = read_body(tree)
        text = _BETWEEN_BLOCKS.join(block.text for block in body.blocks)
        subject = self._decoded(header, "subject")
        references = _references(header)
        recipients = (*header.all("to"), *header.all("cc"))
        self._note(*header.defects, *problems, *opinion)
        self._note(*tree.defects, *body.defects)
        self._note_missing(header, body)
        return InboundMessage(
            headers=tuple((field.name, field.value) for field in header.fields),
            from_=author,
            from_shown=self._decoded(header, "from"),
            reply_to=_reply_to(header),
            subject=subject,
            date=self._date(header),
            message_id=next(iter(_message_ids(header.first("message-id"))), ""),
            in_reply_to=references,
            return_path=_return_path(header),
            text=text,
            segments=_segments(body, origin(author, subject, references, recipients)),
            attachments=body.attachments,
            media_types=tuple(part.media_type for part in tree.root.walk()),
            delivery_status=read_delivery_status(tree.root, header, text),
            defects=tuple(dict.fromkeys(self._defects)),
        )

    def _note(self, *defects: Defect) -> None:
        self._defects += defects

    def _note_missing(self, header: Block, body: Body) -> None:
        if not body.blocks:
            missing = Defect.ONLY_ATTACHMENTS if body.attachments else Defect.NO_READABLE_TEXT
            self._note(missing)
        if len(header.all("received")) > MAX_HOPS:
            self._note(Defect.MAIL_LOOP)
        if len(header.all("subject")) > 1:
            self._note(Defect.TWO_SUBJECTS)
        if not _message_ids(header.first("message-id")):
            self._note(Defect.NO_MESSAGE_ID)

    def _decoded(self, header: Block, name: str) -> str:
        """Every field `name` decoded for reading, on one line; two are shown after another."""
        decoded = [decode_words(value) for value in header.all(name)]
        for _text, defects in decoded:
            self._note(*defects)
        return clean_line(" / ".join(text for text, _defects in decoded))

    def _date(self, header: Block) -> datetime | None:
        """The sender's claim; None, with the reason noted, where it cannot be used."""
        value = header.first("date").strip()
        if not value:
            self._note(Defect.NO_DATE)
            return None
        try:
            date = parsedate_to_datetime(value[:_MAX_DATE])
        except (ValueError, TypeError, IndexError, OverflowError):
            date = None
        if date is None or date.year not in _YEARS:
            self._note(Defect.IMPLAUSIBLE_DATE)
            return None
        # A zone of "-0000" says that the time is UTC and the place unknown.
        return date if date.tzinfo else date.replace(tzinfo=UTC)


def _segments(body: Body, origin: Origin) -> tuple[Segment, ...]:
    """The segments of every block; each block is read by itself."""
    segments: list[Segment] = []
    start = 0
    for block in body.blocks:
        segments += segment(block, origin, start)
        start += len(block.text) + len(_BETWEEN_BLOCKS)
    return tuple(segments)


def _reply_to(header: Block) -> str:
    """Where an answer is wanted, as an address where it is one; never used to send."""
    fields = header.all("reply-to")
    address, _defects = read_from(fields)
    return address.addr_spec if address else clean_line(" / ".join(fields))


def _return_path(header: Block) -> str | None:
    """The envelope sender our server wrote down; "" is the null path, None unknown."""
    value = header.first("return-path").strip()
    if not (value.startswith("<") and value.endswith(">")):
        return None
    return clean_line(value[1:-1])


def _references(header: Block) -> tuple[str, ...]:
    """The messages this one answers, the nearest first."""
    nearest = _message_ids(header.first("in-reply-to"))
    older = reversed(_message_ids(header.first("references")))
    return tuple(dict.fromkeys((*nearest, *older)))[:_MAX_REFERENCES]


def _message_ids(value: str) -> list[str]:
    return _MESSAGE_ID.findall(value[:10_000])
