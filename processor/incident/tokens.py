"""Keyed tokens in our addresses and Message-IDs, so that what comes back can be told from a guess.

A token is HMAC-SHA-256 over its purpose and what it speaks for, cut to 128 bits. Compare it
with `hmac.compare_digest`. Tokens of different purposes never fit each other: a bounce token
seen in a Return-Path does not open a reply address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from processor.incident.model import Purpose
from processor.incident.policy import Policy

_BYTES = 16  # 128 bits; 26 characters in an address


def token(key: bytes, *parts: str) -> str:
    """Return 26 characters of lower-case base 32 that only `key` can make from `parts`.

    Each part goes in behind its length, so that ("ab", "c") and ("a", "bc") differ.
    """
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        mac.update(len(data).to_bytes(8, "big") + data)
    return base64.b32encode(mac.digest()[:_BYTES]).decode("ascii").rstrip("=").lower()


def message_id(
    policy: Policy, reference: str, purpose: Purpose, number: int, recipient: str
) -> str:
    """Return a letter's Message-ID with its angle brackets: the same on every attempt.

    The fixed notice to a stranger leaves the reference out: they are told of no case.
    """
    code = token(policy.token_key, "message-id", reference, purpose, str(number), recipient)
    name = f"{purpose}.{number}.{code}"
    if purpose is not Purpose.SAFETY_NOTICE:
        name = f"{reference}.{name}"
    return f"<{name}@{policy.letterhead.from_.domain}>"


def reply_address(policy: Policy, reference: str, purpose: Purpose, recipient: str) -> str:
    """Return where answers to a letter go: our mailbox, with a token for this letter."""
    code = token(policy.token_key, "reply", reference, purpose, recipient)
    return _tagged(policy.letterhead.from_.addr_spec, code)


def bounce_address(policy: Policy, reference: str, purpose: Purpose, recipient: str) -> str:
    """Return the reverse-path of a letter, so that what bounces says which letter it was."""
    code = token(policy.token_key, "bounce", reference, purpose, recipient)
    return _tagged(policy.bounce_address or policy.letterhead.from_.addr_spec, code)


def _tagged(addr_spec: str, code: str) -> str:
    """local@domain to local+code@domain (the subaddress of RFC 5233)."""
    local, _, domain = addr_spec.rpartition("@")
    return f"{local}+{code}@{domain}"
