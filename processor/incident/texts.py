"""The texts of a message as the readers see them: passages, each with a voice.

Every finding must point into `texts[part]`, so readers never get loose strings: they get
passages that know where they stand. `folded` has the same length as the text it folds, so an
offset in one is an offset in the other.

Whose words they are decides what they may mean. A threat counts whoever's words it stands in;
"he came to my house" counts only where the reporter says it. Earlier mail that this message
answers is in no passage at all: an old thread, or our own letter, never fires a rule.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import TypeVar

from processor.incident.forwarded import Forwarded, forwarded_mails
from processor.incident.reading import Finding, Part
from processor.mail.message import InboundMessage, SegmentKind

V = TypeVar("V")

MAX_CHARACTERS = 200_000
"""How much of each part is read: no one writes more, and patterns stay within their time."""

_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u2032\u00b4\u00a0", "''\"\"'' ")
_REPLY_OR_FORWARD = re.compile(r"\s*(?:re|fwd?|aw|antw|wg|sv|atb|yml|tr|odp|pd)\s*:", re.IGNORECASE)
# Up to a paragraph between double quotes, or between single quotes that stand at word edges.
_SPEECH = re.compile(
    r"\"([^\"\n]*(?:\n[^\"\n]+){0,8})\"|(?<![\w'])'([^'\n]{2,200}(?:'\w[^'\n]{0,200}){0,6})'(?!\w)"
)
_begin = itemgetter(0)


class Voice(StrEnum):
    """Who speaks in a passage."""

    OWN = "own"  # the reporter
    FORWARDED = "forwarded"  # somebody else, in a mail passed on; unproven
    HEADING = "heading"  # the From and Date lines of such a mail
    TOPIC = "topic"  # the subject of such a mail: a threat may stand there and nowhere else
    ATTACHED = "attached"  # a readable attachment; unproven


@dataclass(frozen=True, slots=True)
class Passage:
    """`texts[part][start:end]`, spoken by one voice.

    speech: stretches of an OWN passage between quotation marks, as offsets in `folded`, in order.
    mail: the forwarded mail that a FORWARDED or HEADING passage belongs to.
    """

    part: Part
    start: int
    folded: str
    voice: Voice
    item: int | None = None
    speech: tuple[tuple[int, int], ...] = ()
    mail: Forwarded | None = None

    def in_speech(self, start: int) -> bool:
        """Whether offset `start` of `folded` lies between quotation marks."""
        return self.speech_at(start) is not None

    def speech_at(self, start: int) -> tuple[int, int] | None:
        """Return from where to where it lies between quotation marks, None where it does not."""
        at = bisect_right(self.speech, start, key=_begin) - 1
        return self.speech[at] if at >= 0 and start < self.speech[at][1] else None


@dataclass(frozen=True, slots=True)
class Source:
    """All passages of one message, and the texts they stand in."""

    texts: Mapping[Part, str]
    passages: tuple[Passage, ...]

    def spoken_by(self, *voices: Voice) -> Iterator[Passage]:
        """Return the passages of these voices, in order."""
        return (passage for passage in self.passages if passage.voice in voices)

    def finding(self, passage: Passage, start: int, end: int, value: V, *, rule: str) -> Finding[V]:
        """Return the finding `value` at `folded[start:end]` of `passage`, in the words written."""
        begin, stop = passage.start + start, passage.start + end
        return Finding(
            value=value,
            quote=self.texts[passage.part][begin:stop],
            part=passage.part,
            rule=rule,
            start=begin,
            end=stop,
            item=passage.item,
        )


def read_texts(message: InboundMessage) -> Source:
    """Return the texts of `message` and its passages: subject, body, readable attachments."""
    attached, places = _attached(message)
    texts = {
        Part.BODY: message.text,
        Part.SUBJECT: message.subject,
        Part.ATTACHMENT: attached,
        Part.HEADER: "",
    }
    passages = [*_body(message), *_subject(message)]
    for item, start, end in places:
        passages.append(_passage(attached, start, end, Part.ATTACHMENT, Voice.ATTACHED, item=item))
    return Source(texts, tuple(passages))


def own_account(message: InboundMessage) -> str:
    """Return the reporter's own words as written, without signature, disclaimer or other mail."""
    return _joined(message, SegmentKind.OWN) if message.segments else message.text.strip()


def quoted_mail(message: InboundMessage) -> tuple[str, ...]:
    """Return forwarded and earlier mail in the body, kept apart from the account."""
    kinds = (SegmentKind.FORWARDED, SegmentKind.EARLIER)
    stretches = (message.text[s.start : s.end].strip() for s in message.segments if s.kind in kinds)
    return tuple(stretch for stretch in stretches if stretch)


def fold(text: str) -> str:
    """Return `text` in lower case with plain quotes, of the same length."""
    plain = text.translate(_PLAIN)
    lowered = plain.lower()
    if len(lowered) == len(plain):
        return lowered
    # A few capitals, such as the dotted I of Turkish, become two characters: keep those.
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in plain)


def _joined(message: InboundMessage, kind: SegmentKind) -> str:
    stretches = (message.text[s.start : s.end].strip() for s in message.segments if s.kind is kind)
    return "\n\n".join(stretch for stretch in stretches if stretch)


def _body(message: InboundMessage) -> Iterator[Passage]:
    text = message.text
    if not message.segments:
        yield _passage(text, 0, len(text), Part.BODY, Voice.OWN)
    for segment in message.segments:
        if segment.kind is SegmentKind.OWN:
            yield _passage(text, segment.start, segment.end, Part.BODY, Voice.OWN)
        elif segment.kind is SegmentKind.FORWARDED:
            yield from _forwarded(message, segment.start, segment.end)


def _forwarded(message: InboundMessage, start: int, end: int) -> Iterator[Passage]:
    """Yield the mails of a forwarded stretch that bear on this report, as heading and words."""
    text = message.text
    own = message.from_.key if message.from_ else ""
    for mail in forwarded_mails(text[start : min(end, start + MAX_CHARACTERS)], writer=own):
        head, words, stop = (start + offset for offset in (mail.start, mail.words, mail.end))
        yield _passage(text, head, words, Part.BODY, Voice.HEADING, mail=mail)
        if mail.subject and not _REPLY_OR_FORWARD.match(mail.subject):
            above = start + mail.subject_start
            below = above + len(mail.subject)
            yield _passage(text, above, below, Part.BODY, Voice.TOPIC, mail=mail)
        yield _passage(text, words, stop, Part.BODY, Voice.FORWARDED, mail=mail)


def _subject(message: InboundMessage) -> Iterator[Passage]:
    """Yield the subject where the reporter wrote it: that of a reply or forward is not theirs."""
    subject = message.subject
    if subject and not _REPLY_OR_FORWARD.match(subject):
        yield _passage(subject, 0, len(subject), Part.SUBJECT, Voice.OWN)


def _attached(message: InboundMessage) -> tuple[str, list[tuple[int, int, int]]]:
    """Return the readable attachments joined, and (item, start, end) of each in that text."""
    joined, places = "", []
    for item, attachment in enumerate(message.attachments):
        if attachment.text.strip():
            joined += "\n\n" if joined else ""
            places.append((item, len(joined), len(joined) + len(attachment.text)))
            joined += attachment.text
    return joined, places


def _passage(  # noqa: PLR0913 - the one place where passages are made
    text: str,
    start: int,
    end: int,
    part: Part,
    voice: Voice,
    *,
    item: int | None = None,
    mail: Forwarded | None = None,
) -> Passage:
    folded = fold(text[start : min(end, start + MAX_CHARACTERS)])
    speech = tuple(m.span(m.lastindex or 0) for m in _SPEECH.finditer(folded))
    own = voice is Voice.OWN
    return Passage(part, start, folded, voice, item, speech if own else (), mail)
