"""What we ask of every encrypted connection, and where plain text may be used at all.

There is one way to make a context, and it verifies. No setting turns verification off: a
council with its own certificate authority names its file.
"""

from __future__ import annotations

import ipaddress
import ssl
from enum import StrEnum

from processor.errors import SettingsError


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"  # from the first octet
    STARTTLS = "starttls"  # plain text until the server agrees, then TLS or nothing
    NONE = "none"  # plain text, for a server on this machine only


def context(ca_file: str) -> ssl.SSLContext:
    """Return a context that accepts only a valid certificate for the host, over TLS 1.2 or later.

    ca_file: PEM file of the authorities to trust; "" for those of the system. Raises
    SettingsError where it cannot be read.
    """
    try:
        made = ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:
        raise SettingsError([f"ca_file: {ca_file} cannot be read as PEM certificates"]) from error
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def refuse_plain_text(security: Security, host: str) -> None:
    """Raise SettingsError where `host` would be spoken to in plain text over a network."""
    if security == Security.NONE and not _is_this_machine(host):
        problem = f'"none" is for a server on this machine; use "tls" or "starttls" for {host}'
        raise SettingsError([f"security: {problem}"])


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
