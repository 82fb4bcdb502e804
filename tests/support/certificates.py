"""Certificates for servers of a test: good ones, and each way in which one can be wrong."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """PEM files of a certificate and its key."""

    certificate: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        """A server's context that shows this certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


class Authority:
    """A certificate authority of our own; `ca_file` is what a client must trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Test authority")
        now = datetime.now(UTC)
        self._certificate = (
            _builder(self._name, self._name, self._key, now - _DAY, now + 30 * _DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(signs=True), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def good(self) -> Pair:
        """For localhost and 127.0.0.1, valid now."""
        return self._issue("good", ["localhost"], valid_for=30 * _DAY)

    def wrong_name(self) -> Pair:
        """For another host."""
        return self._issue("wrong-name", ["elsewhere.example"], valid_for=30 * _DAY)

    def expired(self) -> Pair:
        """For localhost, until yesterday."""
        return self._issue("expired", ["localhost"], valid_for=-_DAY)

    def self_signed(self) -> Pair:
        """For localhost, vouched for by nobody but itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        return self._issue("self-signed", ["localhost"], valid_for=30 * _DAY, signed_by=key)

    def _issue(self, label, names, *, valid_for, signed_by=None) -> Pair:
        key = signed_by or ec.generate_private_key(ec.SECP256R1())
        subject = _named(label)
        issuer = subject if signed_by else self._name
        until = datetime.now(UTC) + valid_for
        hosts = [x509.DNSName(name) for name in names]
        if "localhost" in names:
            hosts.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        certificate = (
            _builder(subject, issuer, key, until - 60 * _DAY, until)
            .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(
                    (signed_by or self._key).public_key()
                ),
                critical=False,
            )
            .sign(signed_by or self._key, hashes.SHA256())
        )
        pair = Pair(certificate=self._folder / f"{label}.pem", key=self._folder / f"{label}.key")
        pair.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        pair.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return pair


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(subject, issuer, key, start, end) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _key_usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
