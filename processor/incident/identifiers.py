"""What can be looked up later: postcodes, links, handles, numbers, addresses, plates, references.

The reporter's own and the council's are left out: these lists are of suspects and evidence.
Patterns have one quantifier over each kind of character, so each is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers

from processor.incident.policy import Policy
from processor.incident.reading import Finding
from processor.incident.texts import Passage, Source, Voice
from processor.mail.message import InboundMessage

_POSTCODE = re.compile(r"\b[a-z]{1,2}[0-9][a-z0-9]?[ ]?[0-9][a-z]{2}\b")
_URL = re.compile(r"\bhttps?://[^\s<>\"]+")
_HANDLE = re.compile(r"(?<![\w.@/+-])@[a-z0-9_][\w.]{1,40}")
_PHONE = re.compile(r"(?<![\w/+])(?:\+44|0)[0-9 ()-]{8,15}[0-9]\b(?!\w)")
_EMAIL = re.compile(r"(?<![\w.@+-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_PLATE = re.compile(r"\b[a-z]{2}[0-9]{2}[ ]?[a-z]{3}\b")
_POLICE_REF = re.compile(
    r"\b[a-z]{2}/[0-9]{4,6}/[0-9]{2}\b|\b[a-z]{2}/[0-9]{4}/[0-9]{4,8}\b|"
    r"\b[0-9]{2}/[0-9]{4,6}/[0-9]{2}\b|"
    r"\blog [0-9]{1,5} of [0-9]{1,2} [a-z]+ ?(?:20[0-9][0-9])?\b|\b[a-z]{3}-[0-9]{8}-[0-9]{3,5}\b|"
    r"\b[0-9]{3,5}-[0-9]{8}\b|\bcad ?[0-9]{3,5}/[0-9]{2}[a-z]{3}[0-9]{2}\b"
)
# "ring me on ...", "Tel 01632 ...": the number that follows is the reporter's own.
_MINE = re.compile(
    r"\b(?:ring|call|text|phone|reach|contact|reply to|get) (?:me|us|back)\b[^.\n]{0,30}$|"
    r"\b(?:tel|mob|mobile|m|t)\.?:? ?$|\bmy (?:number|mobile) is[^.\n]{0,12}$"
)
_NAMED_BY = 2  # words before a number that can be the writer's name
_TOLD_OF = re.compile(
    r"\b(?:from|off|number|caller|dialled|rang|called|text\w*|whatsapp|withheld|his|her|their|by|"
    r"showing|rhif|get \w+ on)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """Each list in the order of the text, every value once."""

    postcodes: tuple[Finding[str], ...]
    urls: tuple[Finding[str], ...]
    handles: tuple[Finding[str], ...]
    phones: tuple[Finding[str], ...]
    emails: tuple[Finding[str], ...]
    vehicle_registrations: tuple[Finding[str], ...]
    police_refs: tuple[Finding[str], ...]
    our_refs: tuple[Finding[str], ...]


Value = Callable[[Passage, re.Match[str]], str]


def read_identifiers(source: Source, message: InboundMessage, policy: Policy) -> Identifiers:
    """Return what can be looked up; phones in E.164, postcodes and plates upper case."""
    ours = re.compile(rf"\b{re.escape(policy.prefix.lower())}-20\d\d-[0-9a-z]{{5}}-[0-9a-z]\b")

    def every(pattern: re.Pattern[str], value: Value, name: str) -> tuple[Finding[str], ...]:
        return _once(_found(source, pattern, value, name))

    return Identifiers(
        postcodes=every(_POSTCODE, _postcode, "postcode"),
        urls=every(_URL, _url, "url"),
        handles=every(_HANDLE, lambda _, match: match[0].rstrip("."), "handle"),
        phones=every(_PHONE, _phone, "phone"),
        emails=every(_EMAIL, _stranger(message, policy), "email"),
        vehicle_registrations=every(_PLATE, _plate, "plate"),
        police_refs=every(_POLICE_REF, lambda _, match: match[0].strip(), "police-ref"),
        our_refs=every(ours, lambda _, match: match[0].upper(), "our-ref"),
    )


def our_references(text: str, prefix: str) -> tuple[str, ...]:
    """Return whatever in `text` has the shape of our references, upper case, unchecked."""
    shape = rf"\b{re.escape(prefix)}-20\d\d-[0-9A-Z]{{5}}-[0-9A-Z]\b"
    return tuple(match.upper() for match in re.findall(shape, text, re.IGNORECASE))


def _found(
    source: Source, pattern: re.Pattern[str], value: Value, name: str
) -> Iterator[Finding[str]]:
    for passage in source.spoken_by(Voice.OWN, Voice.HEADING, Voice.FORWARDED, Voice.ATTACHED):
        for match in pattern.finditer(passage.folded):
            if found := value(passage, match):
                finding = source.finding(passage, match.start(), match.end(), found, rule=name)
                yield _as_written(finding, match, found)


def _as_written(finding: Finding[str], match: re.Match[str], value: str) -> Finding[str]:
    """Give a value that was only cut its capitals back, and the quote the same extent."""
    if not match[0].startswith(value):
        return finding
    length = len(value)
    return Finding(
        value=finding.quote[:length],
        quote=finding.quote[:length],
        part=finding.part,
        rule=finding.rule,
        start=finding.start,
        end=finding.start + length,
        item=finding.item,
    )


def _once(findings: Iterator[Finding[str]]) -> tuple[Finding[str], ...]:
    seen: dict[str, Finding[str]] = {}
    for finding in findings:
        seen.setdefault(finding.value.casefold(), finding)
    return tuple(seen.values())


def _postcode(_: Passage, match: re.Match[str]) -> str:
    packed = match[0].replace(" ", "").upper()
    return f"{packed[:-3]} {packed[-3:]}"


def _plate(_: Passage, match: re.Match[str]) -> str:
    packed = match[0].replace(" ", "").upper()
    return f"{packed[:4]} {packed[4:]}"


def _url(_: Passage, match: re.Match[str]) -> str:
    return match[0].rstrip(".,;:!?)'")


def _phone(passage: Passage, match: re.Match[str]) -> str:
    """Return the number in E.164; "" where it cannot be one, or is given as the reporter's."""
    before = passage.folded[max(0, match.start() - 60) : match.start()]
    alone = passage.folded[match.end() : match.end() + 1] in ("", "\n")
    if passage.voice is Voice.OWN and _MINE.search(before) and (alone or "\n" not in before[-30:]):
        return ""
    if passage.voice is Voice.OWN and _is_signed(passage, match, before):
        return ""
    try:
        number = phonenumbers.parse(match[0], "GB")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _is_signed(passage: Passage, match: re.Match[str], before: str) -> bool:
    """Whether a number that ends a line, of which nothing is told, is where to reach the writer."""
    lead = before.rpartition(". ")[2].rpartition("\n")[2]
    rest = passage.folded[match.end() :].partition("\n")[0].strip(" .")
    return not rest and len(lead.split()) <= _NAMED_BY and not _TOLD_OF.search(lead)


def _stranger(message: InboundMessage, policy: Policy) -> Value:
    """Build a reader of addresses that leaves out the reporter's, the council's, the police's."""
    known = {address.lower() for address in policy.trust.own_addresses}
    known |= {match[0] for match in _EMAIL.finditer(message.from_shown.lower())}
    if message.from_:
        known.add(message.from_.key)
    domains = {address.rpartition("@")[2] for address in known if address in _own(policy)}
    domains |= set(policy.trust.police_domains)

    def value(passage: Passage, match: re.Match[str]) -> str:
        address = match[0].strip("'.-")
        heading = passage.voice is Voice.HEADING and passage.mail
        if heading and address != passage.mail.address.lower():  # type: ignore[union-attr]
            return ""  # whom it was sent to
        domain = address.rpartition("@")[2]
        council = any(domain == name or domain.endswith("." + name) for name in domains)
        return "" if address in known or council else address

    return value


def _own(policy: Policy) -> set[str]:
    return {address.lower() for address in policy.trust.own_addresses}
