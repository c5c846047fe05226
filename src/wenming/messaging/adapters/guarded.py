"""Posting to addresses that people typed: only to public ones, looked at when the connection is made, and to no other place afterwards.

A name may mean another machine at every question, so the address that was looked at is the one that is connected to. Redirects are not
followed. Hosts inside the house are reached only where the operator names them (WENMING_WEBHOOK_HOSTS).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 20  # seconds
MOST = 65_536  # bytes that are read of an answer
Place = tuple[str, int]
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind NAT64


class RefusedError(Exception):
    """The address is none to which this installation posts; the message is a word, see ``refusal_of``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the status, the header retry-after, the first bytes of the body."""

    status: int
    retry_after: str
    body: bytes


def refusal_of(url: str) -> str:
    """Return why an address cannot be posted to, as far as its writing tells: "scheme", "host", "user", "port"; "" = it can."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "port"
    if not parts.hostname or port == 0:
        return "host"
    if parts.username or parts.password:
        return "user"
    inside = parts.hostname in settings.WEBHOOK_HOSTS
    return "" if parts.scheme == "https" or (parts.scheme == "http" and inside) else "scheme"


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Post the bytes. Raises RefusedError, OSError (also TimeoutError, ssl.SSLError) and http.client.HTTPException."""
    if refusal_of(url):
        raise RefusedError(refusal_of(url))
    parts = urlsplit(url)
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    places = _places_of(host, parts.port or (443 if secure else 80))
    connection = _Secure(host, places) if secure else _Plain(host, places)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    # the name as typed, with its port: the server may hold several
    named = {"Host": parts.netloc, "User-Agent": "wenming/1", "Content-Length": str(len(body)), **headers}
    try:
        connection.request("POST", target, body=body, headers=named)
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheader("retry-after", ""), answer.read(MOST))
    finally:
        connection.close()


def _places_of(host: str, port: int) -> list[Place]:
    """Return where a host is, if every address that it has is a public one or the host is allowed by name. Raises RefusedError."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except UnicodeError:
        raise RefusedError("host") from None
    if host not in settings.WEBHOOK_HOSTS and not all(is_public(one) for one in found):
        raise RefusedError("private")
    return [(one, port) for one in found]


def is_public(text: str) -> bool:
    """Tell whether an IP address is one of the open internet."""
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None)
    if inner is not None:
        address = inner
    if address.version == 6 and address in _TRANSLATED:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _dial(places: list[Place]) -> socket.socket:
    """Connect to the first of these very addresses that answers. Raises OSError."""
    for place in places[:-1]:
        try:
            return socket.create_connection(place, TIMEOUT)
        except OSError:
            continue
    return socket.create_connection(places[-1], TIMEOUT)


class _Plain(http.client.HTTPConnection):
    """A connection to addresses that were looked at."""

    def __init__(self, host: str, places: list[Place]) -> None:
        super().__init__(host, places[0][1], timeout=TIMEOUT)
        self.places = places

    def connect(self) -> None:
        """Connect to one of those very addresses."""
        self.sock = _dial(self.places)


class _Secure(http.client.HTTPSConnection):
    """The same over TLS, with the certificate of the name."""

    def __init__(self, host: str, places: list[Place]) -> None:
        self.tls = ssl.create_default_context()
        super().__init__(host, places[0][1], timeout=TIMEOUT, context=self.tls)
        self.places = places

    def connect(self) -> None:
        """Connect to one of those very addresses."""
        self.sock = self.tls.wrap_socket(_dial(self.places), server_hostname=self.host)
