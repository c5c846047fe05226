"""TLS in our own hands: a certificate that was given, or one from this machine's own authority, and the addresses it is for."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from tools.house.ground import PYTHON, HouseError, environment, quietly, tell

# Documentation addresses (RFC 5737, RFC 3849): asking for the way there sends nothing and names our own address.
ELSEWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


@dataclass(frozen=True)
class Tls:
    """What the web server needs; ``authority`` and ``fingerprint`` are empty for a certificate that somebody else gave."""

    certificate: str
    key: str
    port: int
    authority: str = ""
    fingerprint: str = ""
    fresh: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """The web server's options."""
        files = ("--ssl-certificate", self.certificate, "--ssl-keyfile", self.key)
        # HTTP 1: in HTTP 2 the server answers HEAD with a body, which breaks the connection
        return (*files, "--ssl-protocol-min", "tls1.2", "--http", "1")

    @property
    def variables(self) -> dict[str, str]:
        """What the platform must know: the port, and that browsers must not insist on a certificate they may have to install anew."""
        return {"WENMING_HTTPS_PORT": str(self.port), **({"WENMING_HSTS": "0"} if self.authority else {})}


def lan_addresses() -> list[str]:
    """Return the addresses by which others in the same network reach this machine, the usual one first."""
    found: list[str] = []
    for family, there in ELSEWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((there, 9))
                found.append(str(probe.getsockname()[0]))
        except OSError:
            continue
    with contextlib.suppress(OSError):
        found += [str(one[4][0]).partition("%")[0] for one in socket.getaddrinfo(socket.gethostname(), None)]
    reachable = [one for one in found if not ipaddress.ip_address(one).is_loopback]
    return list(dict.fromkeys(one for one in reachable if not ipaddress.ip_address(one).is_link_local))


def given(certificate: str, key: str, port: int) -> Tls | None:
    """Return the certificate that options or variables name, None where there is none; a half one is a mistake."""
    certificate = certificate or os.environ.get("WENMING_TLS_CERTIFICATE", "")
    key = key or os.environ.get("WENMING_TLS_KEY", "")
    if bool(certificate) != bool(key):
        missing = "key" if certificate else "certificate"
        raise HouseError(
            f"TLS has no {missing}", f"name both: --certificate FILE --key FILE, or WENMING_TLS_{missing.upper()}"
        )
    for path in filter(None, (certificate, key)):
        if not os.access(path, os.R_OK):
            raise HouseError(f"{path} cannot be read", "correct the path, or let this account read it")
    return Tls(str(Path(certificate).resolve()), str(Path(key).resolve()), port) if certificate else None


def own(folder: Path, names: list[str], port: int) -> Tls:
    """Return a certificate for these names from the authority in ``folder``, made where it is missing or does not fit."""
    wrong, mend = "the certificate could not be made", "see the lines above; removing the folder begins anew"
    made = json.loads(
        quietly([PYTHON, "tools/certificates.py", folder, *names], wrong=wrong, mend=mend, env=environment())
    )
    return Tls(made["certificate"], made["key"], port, made["authority"], made["fingerprint"], made["fresh"])


def tell_authority(tls: Tls, sheet: str) -> None:
    """Say where devices get the authority, and how to know it."""
    tell(f"  Devices install it from {sheet}")
    tell(f"  Fingerprint (SHA-256) of the authority: {tls.fingerprint}")
    if tls.fresh:
        tell("  It is new: devices that trusted another one must install this one.")
