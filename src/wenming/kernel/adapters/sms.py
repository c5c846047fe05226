"""Short messages: one function behind which the installation's gateway stands (WENMING_SMS)."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from pathlib import Path
from typing import Any, Protocol

import requests
from django.conf import settings

from wenming.kernel.imports.gateways import Gateway

log = logging.getLogger(__name__)
TIMEOUT = 10  # seconds


class NotSentError(Exception):
    """The gateway did not take the message."""


class Sender(Protocol):
    """Whatever carries a message to a number."""

    def send(self, message: dict[str, str]) -> None:
        """Send what ``message`` says: phone, text, code, minutes, name. Raises NotSentError."""
        ...


class LogSender:
    """Writes the message into the log: for the demo, where the person who signs in reads the log."""

    def send(self, message: dict[str, str]) -> None:
        """Log the text."""
        log.warning("SMS to %s: %s", message["phone"], message["text"])


class FileSender:
    """Appends the message to a file, one JSON document a line: for tests."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def send(self, message: dict[str, str]) -> None:
        """Append the message."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(message, ensure_ascii=False) + "\n")


class HttpSender:
    """Posts the message as JSON to a gateway; with a key, HMAC-SHA256 over the very bytes stands in a header."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway

    def send(self, message: dict[str, str]) -> None:
        """Post the message and look whether the answer says yes."""
        gateway = self.gateway
        body = {name: value.format(**message) for name, value in gateway.body.items()}
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", **gateway.headers}
        if gateway.key:
            headers[gateway.signature_header] = hmac.new(gateway.key.encode(), content, hashlib.sha256).hexdigest()
        try:
            answer = requests.post(gateway.url, data=content, headers=headers, timeout=TIMEOUT, allow_redirects=False)
        except requests.RequestException as error:
            raise NotSentError(type(error).__name__) from None
        if answer.status_code // 100 != 2:
            raise NotSentError(f"HTTP {answer.status_code}")
        _check(answer, gateway.expect)


def _check(answer: Any, expect: dict[str, str]) -> None:
    """Raise NotSentError unless the answer's fields are as they must be."""
    if not expect:
        return
    try:
        said = answer.json()
    except ValueError:
        raise NotSentError("no JSON") from None
    wrong = {name: said.get(name) for name, value in expect.items() if str(said.get(name)) != value}
    if wrong:
        raise NotSentError(f"{wrong}")


def available() -> bool:
    """Whether this installation sends SMS at all."""
    return bool(settings.SMS_GATEWAY.kind)


def send_code(number: str, code: str, minutes: int) -> None:
    """Send a code to a number. Raises NotSentError."""
    gateway: Gateway = settings.SMS_GATEWAY
    words = {"phone": number, "code": code, "minutes": str(minutes), "name": str(settings.SYSTEM_NAME)}
    _sender(gateway).send({**words, "text": gateway.text.format(**words, text="")})


def _sender(gateway: Gateway) -> Sender:
    """Return what carries messages here."""
    if gateway.kind == "file":
        return FileSender(gateway.url)
    return HttpSender(gateway) if gateway.kind == "http" else LogSender()
