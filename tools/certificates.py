#!/usr/bin/env python3
"""The certificate of this machine, from an authority of its own: ``python tools/certificates.py FOLDER NAME…``.

``run.py serve --tls`` and ``run.py demo --lan`` call this. The authority (ca.crt, ca.key) is made once, for private addresses and the names
of this machine only; the server's certificate (server.crt, server.key) is made anew when the names change or its end is near. Prints one
JSON document: the paths, the fingerprint of the authority, and whether the authority is new, so that devices must install it.
"""

from __future__ import annotations

import argparse
import ipaddress
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LASTS = timedelta(days=5 * 365)
SERVER_LASTS = timedelta(days=397)  # browsers refuse more
NEAR = timedelta(days=30)
SLACK = timedelta(days=1)  # a device's clock may be behind
PRIVATE = (
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
)
Pair = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def general(name: str) -> x509.GeneralName:
    """Return a name as certificates write it: an address or a host."""
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def permitted(names: list[str]) -> list[x509.GeneralName]:
    """Return what the authority may vouch for: private addresses, and the hosts and public addresses that are named."""
    nets = [ipaddress.ip_network(one) for one in PRIVATE]
    found: list[x509.GeneralName] = [x509.IPAddress(net) for net in nets]
    for name in names:
        one = general(name)
        if isinstance(one, x509.DNSName):
            found.append(one)
        elif not any(one.value in net for net in nets):
            found.append(x509.IPAddress(ipaddress.ip_network(name)))
    return found


def read_pair(folder: Path, name: str) -> Pair | None:
    """Return a certificate and its key, None where they are not there or do not belong together."""
    try:
        certificate = x509.load_pem_x509_certificate((folder / f"{name}.crt").read_bytes())
        key = serialization.load_pem_private_key((folder / f"{name}.key").read_bytes(), None)
    except (OSError, ValueError):
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate.public_key() != key.public_key():
        return None
    return certificate, key


def write_pair(folder: Path, name: str, pair: Pair, chain: tuple[x509.Certificate, ...] = ()) -> None:
    """Write a certificate (with those above it) and its key, which nobody but us may read."""
    certificate, key = pair
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    handle = os.open(folder / f"{name}.key", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(private)
    (folder / f"{name}.key").chmod(0o600)
    public = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (certificate, *chain))
    (folder / f"{name}.crt").write_bytes(public)


def begin(subject: str, key: ec.EllipticCurvePrivateKey, now: datetime, lasts: timedelta) -> x509.CertificateBuilder:
    """Return a certificate that is begun."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLACK)
        .not_valid_after(now + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def usage(*, signs: bool) -> x509.KeyUsage:
    """Return what a key is for: to sign certificates, or to serve."""
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


def make_authority(names: list[str], now: datetime) -> Pair:
    """Return a new authority for these names."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = begin("Wenming local CA", key, now, AUTHORITY_LASTS)
    certificate = (
        builder.issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Wenming local CA")]))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(permitted(names), None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate, key


def make_server(names: list[str], authority: Pair, now: datetime) -> Pair:
    """Return a new certificate of the server for these names."""
    above, above_key = authority
    key = ec.generate_private_key(ec.SECP256R1())
    lasts = min(SERVER_LASTS, above.not_valid_after_utc - now)
    certificate = (
        begin("Wenming server", key, now, lasts)
        .issuer_name(above.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([general(name) for name in names]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above_key.public_key()), critical=False)
        .sign(above_key, hashes.SHA256())
    )
    return certificate, key


def vouches(authority: x509.Certificate, names: list[str]) -> bool:
    """Whether an authority may vouch for all these names."""
    allowed = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    nets = [one.value for one in allowed if isinstance(one, x509.IPAddress)]
    hosts = {one.value for one in allowed if isinstance(one, x509.DNSName)}
    wanted = [general(name) for name in names]
    return all(
        one.value in hosts if isinstance(one, x509.DNSName) else any(one.value in net for net in nets) for one in wanted
    )


def fits(server: x509.Certificate, authority: x509.Certificate, names: list[str], now: datetime) -> bool:
    """Whether the server's certificate is this authority's, for exactly these names, and not near its end."""
    said = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    try:
        server.verify_directly_issued_by(authority)
    except Exception:  # noqa: BLE001  whatever is wrong with it, it is made anew
        return False
    return set(said) == {general(name) for name in names} and server.not_valid_after_utc - now > NEAR


def certify(folder: Path, names: list[str], now: datetime) -> dict[str, object]:
    """Bring the folder to a valid certificate for these names; return what to tell."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = read_pair(folder, "ca")
    fresh = authority is None or authority[0].not_valid_after_utc - now < NEAR or not vouches(authority[0], names)
    if authority is None or fresh:
        authority = make_authority(names, now)
        write_pair(folder, "ca", authority)
    server = read_pair(folder, "server")
    if server is None or not fits(server[0], authority[0], names, now):
        write_pair(folder, "server", make_server(names, authority, now), (authority[0],))
    return {
        "certificate": str(folder / "server.crt"),
        "key": str(folder / "server.key"),
        "authority": str(folder / "ca.crt"),
        "fingerprint": authority[0].fingerprint(hashes.SHA256()).hex(":").upper(),
        "fresh": fresh,
    }


def main() -> int:
    """Make what is missing and print where it lies."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="+")
    options = parser.parse_args()
    names = list(dict.fromkeys(options.names))
    print(json.dumps(certify(options.folder, names, datetime.now(UTC))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
