"""What sort of mail a message is, as an ordered table: the first question answered yes decides.

In doubt it is a report. Mail is set aside as no report only on two clear signs at once, never
where its words show danger, and never for one sign alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from processor.incident.codes import Codes
from processor.incident.identifiers import our_references
from processor.incident.model import Kind, Standing
from processor.incident.phrases import find_phrases
from processor.incident.policy import Policy
from processor.incident.reading import Part, Wish
from processor.incident.sentences import sentence
from processor.incident.sign import Sign
from processor.incident.signs import find_signs
from processor.incident.texts import Passage, Source, Voice, fold, read_texts
from processor.incident.wish import read_wish
from processor.mail.automatic import Automatic
from processor.mail.message import InboundMessage

_REGISTERED = (Standing.REGISTERED_AUTHENTICATED, Standing.REGISTERED_UNAUTHENTICATED)
_SET_ASIDE = ("press", "marketing", "spam", "complaint", "data_request")
_BUSINESS = ("casework", "admin")
# What an ordinary request may hold too; any other sign in one's own words makes it a report.
_ORDINARY = {"soon", "upcoming", "repeated", "secured", "polite", "decaying", "family", "veiled"}
_DANGER = (
    "present",
    "injury",
    "trapped",
    "fire",
    "abduction",
    "self_harm",
    "assault",
    "home_visit",
)


def classify(
    message: InboundMessage, *, standing: Standing, automatic: Automatic, policy: Policy
) -> tuple[Kind, str]:
    """Return the kind of `message` and the name of the rule that decided it."""
    facts = _Facts(message, read_texts(message), standing, automatic, policy)
    for rule, kind, question in RULES:
        if question(facts):
            return kind, rule
    return Kind.REPORT, "report"


def kind_words(source: Source, codes: Codes) -> Iterator[tuple[str, Passage, int, int]]:
    """Yield (code, passage, start, end) where subject or own words show mail that is no report."""
    subject = fold(source.texts[Part.SUBJECT])
    own = (p for p in source.spoken_by(Voice.OWN) if p.part is not Part.SUBJECT)
    for passage in (*own, Passage(Part.SUBJECT, 0, subject, Voice.OWN)):
        for code, start, end in find_phrases(codes.phrases.get("kinds", ()), passage.folded):
            yield code, passage, start, end


@dataclass(frozen=True, slots=True)
class _Facts:
    message: InboundMessage
    source: Source
    standing: Standing
    automatic: Automatic
    policy: Policy

    def signs(self) -> set[str]:
        """Return the codes of the list of kinds that subject and own words show."""
        return {match[0] for match in kind_words(self.source, self.policy.codes)}


def _is_bounce(facts: _Facts) -> bool:
    return bool(facts.message.delivery_status)


def _is_own(facts: _Facts) -> bool:
    return facts.standing is Standing.OWN


def _is_automatic(facts: _Facts) -> bool:
    return facts.automatic.is_automatic


def _is_police(facts: _Facts) -> bool:
    return facts.standing is Standing.POLICE


def _names_our_reference(facts: _Facts) -> bool:
    """Our reference in the subject, or in words of their own; not merely in mail passed on."""
    own = "\n".join(p.folded for p in facts.source.spoken_by(Voice.OWN))
    return bool(our_references(f"{facts.message.subject}\n{own}", facts.policy.prefix))


def _answers_our_letter(facts: _Facts) -> bool:
    """In-Reply-To or References names a letter of ours: our Message-IDs hold the reference."""
    return any(our_references(name, facts.policy.prefix) for name in facts.message.in_reply_to)


def _is_a_test(facts: _Facts) -> bool:
    """Said to be a test twice over, by somebody on the register; its example words fire nothing."""
    return facts.standing in _REGISTERED and {"test", "test_confirmed"} <= facts.signs()


def _is_set_aside(facts: _Facts) -> bool:
    """Two clear signs of the same sort of mail that is no report, and no danger to the writer.

    A stranger who sells alarms or asks about abuse names dangers, none of them their own.
    """
    if not _clear(facts, _SET_ASIDE):
        return False
    found = find_signs(facts.source, facts.policy.codes, _NO_YEAR).all(*_DANGER)
    if facts.standing not in _REGISTERED:
        found = tuple(sign for sign in found if _is_their_own(sign))
    return not found


def _is_for_us(facts: _Facts) -> bool:
    """Whether somebody on the register says if the police are to know: that is asked of reports."""
    if facts.standing not in _REGISTERED:
        return False
    wish = read_wish(facts.source, facts.policy.codes, _NO_YEAR)
    return wish is not None and wish.value is not Wish.ADVICE_ONLY


def _is_their_own(sign: Sign) -> bool:
    begin, end = sentence(sign.passage.folded, sign.start, sign.end)
    return _OWN.search(sign.passage.folded, begin, end) is not None


def _is_business(facts: _Facts) -> bool:
    """A request for another desk, in which the sender tells of nothing that was done to them."""
    if not _clear(facts, _BUSINESS):
        return False
    found = find_signs(facts.source, facts.policy.codes, _NO_YEAR)
    told = {
        code
        for code, signs in found.by_code.items()
        if any(sign.passage.voice is Voice.OWN and not _is_of_others(sign) for sign in signs)
    }
    return told <= _ORDINARY


def _is_of_others(sign: Sign) -> bool:
    """Whether it is told of residents or of anybody, and not of the sender."""
    begin, end = sentence(sign.passage.folded, sign.start, sign.end)
    of_others = _OTHERS.search(sign.passage.folded, begin, end) is not None
    spoken = sign.passage.in_speech(sign.start)
    return of_others and not spoken and not _is_their_own(sign)


def _clear(facts: _Facts, sorts: tuple[str, ...]) -> bool:
    """Whether two signs say that it is mail of one of `sorts`, and none that it is for us."""
    signs = facts.signs()
    sure = any({name, f"{name}_confirmed"} <= signs for name in sorts)
    return sure and not _is_for_us(facts)


_OWN = re.compile(
    r"(?<!tell )(?<!send )(?<!give )(?<!let )(?<!with )(?<!told )(?<!asked )\b(?:my|our|me|us)\b"
)
_OTHERS = re.compile(
    r"\b(?:residents?|constituents?|tenants?|traders?|shopkeepers?|shoppers|parents|pupils|kids|"
    r"drivers?|cyclists|pedestrians|neighbours|folk|(?:some|any)(?:body|one)(?:'s)?|a child)\b"
)
_NO_YEAR = 0  # no sentence is past: what might be danger counts

RULES: tuple[tuple[str, Kind, Callable[[_Facts], bool]], ...] = (
    ("delivery-status", Kind.BOUNCE, _is_bounce),
    ("own-address", Kind.AUTOMATIC, _is_own),
    ("automatic", Kind.AUTOMATIC, _is_automatic),
    ("police-sender", Kind.POLICE_REPLY, _is_police),
    ("our-reference", Kind.FOLLOW_UP, _names_our_reference),
    ("our-letter", Kind.FOLLOW_UP, _answers_our_letter),
    ("test", Kind.NOT_A_REPORT, _is_a_test),
    ("not-a-report", Kind.NOT_A_REPORT, _is_set_aside),
    ("another-desk", Kind.NOT_A_REPORT, _is_business),
)
"""Order matters: a bounce is automatic too, and a police officer's absence note is no reply."""
