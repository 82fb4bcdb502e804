"""Reads what our own receiving server found out about the sender (RFC 8601).

Anybody can write an Authentication-Results field. Only the topmost one that carries exactly
our server's name is read, and only where the topmost Received field is by a trusted host and no
Received field of a stranger stands above the results. Whatever is doubtful means: not
authenticated. ARC never counts.

What that protects against: results below a stranger's hop, results of other servers, and mail
that never passed a trusted host. What it cannot: a forged field with our server's name that was
there when the message reached us stands directly below our own Received field, just where a
genuine one may stand. Where our server writes no such field itself and does not remove forged
ones, nothing in the header tells the two apart. So the border server must remove every incoming
field that carries its name (RFC 8601 section 5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import authres
from authres import dmarc as authres_dmarc

from processor.mail.message import InboundMessage
from processor.mail.trace import read_hop

_FEATURES = authres.FeatureContext(authres_dmarc)
_MAX_FIELD = 4_096
_AUTHSERV_ID = re.compile(r"\s*([^\s;()]+)")
# DMARC says nothing of such a domain: its owner published no policy. "bestguesspass" is
# Microsoft's word for it.
_NO_POLICY = ("", "none", "bestguesspass")
# Second-level names under which a country registers others' domains: co.uk, gov.uk ...
_REGISTRIES = frozenset(
    {"ac", "co", "com", "edu", "gov", "ltd", "me", "mil", "mod", "net", "nhs", "nic", "org", "plc"}
    | {"police", "sch"}
)
_PUBLIC_SUFFIXES = frozenset({"gov.wales", "llyw.cymru", "gov.scot"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """What our server says of the From domain.

    dmarc, spf: results as given, lower case; "" where not given or contradictory.
    dkim_domains: signing domains that passed, lower case.
    aligned: whether the From domain is authenticated.
    reason: a code that says why, or why not.
    """

    dmarc: str = ""
    dkim_domains: tuple[str, ...] = ()
    spf: str = ""
    aligned: bool = False
    reason: str


def authenticate(
    message: InboundMessage, *, authserv_id: str, trusted_hosts: Sequence[str]
) -> Authentication:
    """Whether the From domain of `message` was authenticated by our own server.

    authserv_id: the name our server writes first into the field. trusted_hosts: names by which
        our servers sign Received fields; the topmost must be one of theirs, and the results
        must stand above any other.
    """
    if message.from_ is None:
        return Authentication(reason="no-from")
    trusted = {host.lower() for host in trusted_hosts}
    hops = message.all("received")
    if not hops or read_hop(hops[0]).by not in trusted:
        return Authentication(reason="no-trusted-received")
    value = _our_results(message, authserv_id.lower(), trusted)
    if value is None:
        return Authentication(reason="no-results")
    results = _parse(value, authserv_id.lower())
    if results is None:
        return Authentication(reason="unparseable")
    return _judge(results, message.from_.domain)


def _our_results(message: InboundMessage, authserv_id: str, trusted: set[str]) -> str | None:
    """The topmost field of our server, None where none stands in our part of the header."""
    for name, value in message.headers:
        if name == "received" and read_hop(value).by not in trusted:
            return None
        if name == "authentication-results":
            written = _AUTHSERV_ID.match(value)
            if written and written.group(1).lower() == authserv_id:
                return value
    return None


def _parse(value: str, authserv_id: str) -> list[authres.AuthenticationResult] | None:
    # The library leaves out from an open quotation mark on, and with it whose result it is.
    if len(value) > _MAX_FIELD or value.count('"') % 2:
        return None
    try:
        header = _FEATURES.parse_value(value)
    except (authres.AuthResError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    return list(header.results) if header.authserv_id == authserv_id else None


def _judge(results: list[authres.AuthenticationResult], domain: str) -> Authentication:
    policies = [r for r in results if r.method == "dmarc"]
    verdicts = {str(r.result).lower() for r in policies}
    spf = {str(r.result).lower() for r in results if r.method == "spf"}
    signers = tuple(dict.fromkeys(d for r in results if (d := _signer(r))))
    if len(verdicts) > 1:
        return Authentication(dkim_domains=signers, reason="contradiction")
    dmarc = next(iter(verdicts), "")

    def found(reason: str, *, aligned: bool = False) -> Authentication:
        return Authentication(
            dmarc=dmarc,
            dkim_domains=signers,
            spf=spf.pop() if len(spf) == 1 else "",
            aligned=aligned,
            reason=reason,
        )

    if any(claimed != domain for r in policies for claimed in _claimed_domains(r)):
        return found("other-domain")
    if dmarc == "pass":
        return found("dmarc-pass", aligned=True)
    if dmarc not in _NO_POLICY:
        return found("dmarc-fail" if dmarc == "fail" else "dmarc-error")
    if any(_covers(signer, domain) for signer in signers):
        return found("dkim-aligned", aligned=True)
    return found("not-aligned")


def _signer(result: authres.AuthenticationResult) -> str:
    """The domain of a DKIM signature that passed, lower case; "" for all other results."""
    if result.method != "dkim" or str(result.result).lower() != "pass":
        return ""
    values = {p.name.lower(): str(p.value) for p in result.properties if p.type == "header"}
    return (values.get("d") or values.get("i", "").rpartition("@")[2]).lower()


def _claimed_domains(result: authres.AuthenticationResult) -> list[str]:
    """Each domain the DMARC result says it is about, lower case."""
    return [
        str(p.value).rpartition("@")[2].lower()
        for p in result.properties
        if p.type.lower() == "header" and p.name.lower() == "from"
    ]


def _covers(signer: str, domain: str) -> bool:
    """Whether `signer` speaks for `domain`: the same, or a parent that is an organisation's."""
    if signer == domain:
        return True
    labels = signer.split(".")
    if len(labels) < 2 or signer in _PUBLIC_SUFFIXES:  # noqa: PLR2004 - "uk" is nobody's
        return False
    registry = len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _REGISTRIES  # noqa: PLR2004 - gov.uk
    return not registry and domain.endswith("." + signer)
