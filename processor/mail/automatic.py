"""Tells mail that no person wrote, and mail that must not be answered.

The union of what RFC 3834 section 2, RFC 5230 and the programs of this field look at, as an
ordered table: the first reason found is the one that is logged. X-Auto-Response-Suppress is not
in it: Outlook adds it to what people write, and a report must not go unanswered for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from processor.mail.message import InboundMessage
from processor.mail.words import decode_words

_REPORT_TYPES = (
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
    "application/tlsrpt+gzip",
    "application/tlsrpt+json",
)
_LIST_FIELDS = (
    "list-id",
    "list-post",
    "list-unsubscribe",
    "list-help",
    "mailing-list",
    "feedback-id",
)
_ROBOT_FIELDS = (
    "x-autoreply",
    "x-autoreply-from",
    "x-autorespond",
    "x-mail-autoreply",
    "x-auto-reply",
    "x-fc-machinegenerated",
)
_BULK = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply"})
_ROBOT = re.compile(
    r"(?:mailer-daemon|mail-daemon|postmaster|no[-_.]?reply(?:[-_.].*)?|do[-_.]?not[-_.]?reply|bounces?|"
    r"owner-.*|.*-(?:request|bounces|owner))(?:\+.*)?"
)
# How out-of-office replies begin in the languages of a British council's correspondents.
_ABSENCE = re.compile(
    r"automatic reply\s*:|auto(?:matic)?[ -]?(?:reply|response)\b|out of (?:the )?office\b"
    r"|autoreply\b"  # English
    r"|ymateb awtomatig|allan o'r swyddfa"  # Welsh
    r"|réponse automatique|absence du bureau"  # French
    r"|automatische antwort|abwesenheitsnotiz"  # German
    r"|odpowiedź automatyczna|autoodpowiedź"  # Polish
    r"|respuesta automática|fuera de la oficina"  # Spanish
    r"|risposta automatica|fuori (?:sede|ufficio)"  # Italian
    r"|resposta automática|fora do escritório"  # Portuguese
    r"|automatisch antwoord|afwezigheidsbericht"  # Dutch
    r"|răspuns automat"  # Romanian
    r"|automatinis atsakymas"  # Lithuanian
    r"|automatické odpovede|automatická odpověď"  # Slovak, Czech
    r"|autosvar|automatiskt svar"  # Scandinavian
    r"|автоматический ответ|автоматична відповідь"  # Russian, Ukrainian
    r"|otomatik yan\u0131t"  # Turkish, with the dotless i
    r"|自动回复|自動回覆"  # Chinese
    r"|رد تلقائي|خودکار جواب"  # Arabic, Urdu
)
_COMMENT = re.compile(r"\([^()]*\)")
_ADDRESS = re.compile(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+")


@dataclass(frozen=True, slots=True)
class Automatic:
    """Why a message must not be answered.

    reason: a code, "" where nothing speaks against an answer.
    is_automatic: whether a program wrote it. False with a reason means a person may have: it
        is read like any other, and only not answered.
    """

    reason: str = ""
    is_automatic: bool = False


def reason_not_to_answer(message: InboundMessage, *, own_addresses: Sequence[str]) -> Automatic:
    """The first reason not to answer `message`, or an empty one.

    own_addresses: every address under which we send or receive.
    """
    own = frozenset(address.lower() for address in own_addresses)
    for reason, is_automatic, applies in _REASONS:
        if applies(message, own):
            return Automatic(reason, is_automatic)
    return Automatic()


def _is_machine_report(message: InboundMessage, _own: frozenset[str]) -> bool:
    return bool(message.delivery_status) or any(t in _REPORT_TYPES for t in message.media_types)


def _is_from_us(message: InboundMessage, own: frozenset[str]) -> bool:
    return message.from_ is not None and message.from_.key in own


def _says_so(message: InboundMessage, _own: frozenset[str]) -> bool:
    """Auto-Submitted with any keyword but "no" (RFC 3834 section 5)."""
    values = (_COMMENT.sub(" ", value) for value in message.all("auto-submitted"))
    return any(value.partition(";")[0].strip().lower() != "no" for value in values)


def _has_null_path(message: InboundMessage, _own: frozenset[str]) -> bool:
    return message.return_path == ""


def _is_bulk(message: InboundMessage, _own: frozenset[str]) -> bool:
    return any(value.strip().lower() in _BULK for value in message.all("precedence"))


def _is_list_mail(message: InboundMessage, _own: frozenset[str]) -> bool:
    return any(message.all(name) for name in _LIST_FIELDS)


def _is_marked_by_robot(message: InboundMessage, _own: frozenset[str]) -> bool:
    return any(message.all(name) for name in _ROBOT_FIELDS)


def _has_looped(message: InboundMessage, own: frozenset[str]) -> bool:
    return any(value.strip(" <>").lower() in own for value in message.all("x-loop"))


def _is_from_robot(message: InboundMessage, _own: frozenset[str]) -> bool:
    return message.from_ is not None and bool(
        _ROBOT.fullmatch(message.from_.key.rpartition("@")[0])
    )


def _is_calendar(message: InboundMessage, _own: frozenset[str]) -> bool:
    """An invitation or its answer with nothing said beside it."""
    return "text/calendar" in message.media_types and message.text.startswith("BEGIN:VCALENDAR")


def _speaks_of_absence(message: InboundMessage, _own: frozenset[str]) -> bool:
    return _ABSENCE.match(message.subject.casefold()) is not None


def _was_passed_on_by_rule(message: InboundMessage, _own: frozenset[str]) -> bool:
    return bool(message.all("x-ms-exchange-inbox-rules-loop"))


def _is_not_addressed_to_us(message: InboundMessage, own: frozenset[str]) -> bool:
    """Blind copies and lists: an answer would tell of us where nobody asked (RFC 5230)."""
    fields = [v for name in ("to", "cc", "resent-to", "resent-cc") for v in message.all(name)]
    named = {a.lower() for v in fields for a in _ADDRESS.findall(decode_words(v)[0])}
    return bool(named) and not named & own


_Reason = tuple[str, bool, Callable[[InboundMessage, frozenset[str]], bool]]
# code, written by a program, when. What is surest comes first.
_REASONS: tuple[_Reason, ...] = (
    ("machine-report", True, _is_machine_report),
    ("own-address", True, _is_from_us),
    ("auto-submitted", True, _says_so),
    ("null-return-path", True, _has_null_path),
    ("precedence", True, _is_bulk),
    ("list", True, _is_list_mail),
    ("robot-field", True, _is_marked_by_robot),
    ("loop", True, _has_looped),
    ("calendar", True, _is_calendar),
    # From here on a person may have written it: a councillor may pass on an automatic reply,
    # and a web form may send a person's words from an address nobody reads.
    ("robot-address", False, _is_from_robot),
    ("absence-subject", False, _speaks_of_absence),
    ("passed-on-by-rule", False, _was_passed_on_by_rule),
    ("not-addressed-to-us", False, _is_not_addressed_to_us),
)
