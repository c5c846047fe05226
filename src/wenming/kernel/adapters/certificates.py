"""The certificate authority that this installation made for itself (tools/certificates.py), as pages show it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

AUTHORITY, SERVER = "ca.crt", "server.crt"


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority: its certificate (PEM), SHA-256 fingerprint, last day, and the addresses for which it vouches, best first."""

    certificate: bytes
    fingerprint: str
    until: datetime
    addresses: tuple[str, ...]


def authority_in(folder: Path) -> Authority | None:
    """Return the authority of a folder, None where there is none."""
    try:
        own = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
        server = x509.load_pem_x509_certificate((folder / SERVER).read_bytes())
    except (OSError, ValueError):
        return None
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    hosts = [str(one) for one in names.get_values_for_type(x509.IPAddress)]
    hosts += [str(one) for one in names.get_values_for_type(x509.DNSName)]
    return Authority(
        certificate=own.public_bytes(serialization.Encoding.PEM),
        fingerprint=own.fingerprint(hashes.SHA256()).hex(":").upper(),
        until=own.not_valid_after_utc,
        addresses=tuple(host for host in hosts if not _only_here(host)),
    )


def _only_here(host: str) -> bool:
    """Whether a name means the machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
