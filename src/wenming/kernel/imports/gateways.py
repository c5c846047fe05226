"""How SMS leave the installation (WENMING_SMS): not at all, into the log, into a file, or through a gateway that a file describes."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from wenming.kernel.imports.files import Fault, FaultyFileError, Table, load

KEYS = {"url", "text", "body", "headers", "key", "key_file", "signature_header", "expect"}
TEXT = "【{name}】登录验证码 {code}，{minutes} 分钟内有效，请勿告诉他人。"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where SMS go. ``kind``: "" off, "log", "file" (``url`` is its path), "http".

    ``body`` is the JSON that is posted; its texts, and ``text``, may hold {phone} {text} {code} {minutes} {name}. With ``key`` the bytes
    are signed. ``expect``: fields of the answer that must have these values, for gateways that answer 200 to everything.
    """

    kind: str = ""
    url: str = ""
    text: str = TEXT
    body: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    key: str = ""
    signature_header: str = "X-Signature"
    expect: dict[str, str] = field(default_factory=dict)


def read_gateway(value: str) -> tuple[Gateway, list[Fault]]:
    """Return the gateway that WENMING_SMS names, and what is wrong with its file; off where something is."""
    if not value:
        return Gateway(), []
    if value == "log":
        return Gateway("log"), []
    if value.startswith("file:"):
        return Gateway("file", value.removeprefix("file:")), []
    try:
        table = Table(value, "", load(value))
        table.only(KEYS)
        return _gateway(table), []
    except FaultyFileError as error:
        return Gateway(), [error.fault]


def _gateway(table: Table) -> Gateway:
    """Return the gateway of a file."""
    url, body = table.text("url"), table.texts("body")
    parts = urlsplit(url)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise table.fail("url", f"is {url!r}", "write the https:// address of the gateway")
    if not any("{phone}" in one for one in body.values()):
        raise table.fail("body", "has no {phone}", 'write body = { mobile = "{phone}", content = "{text}" }')
    text = table.text("text", TEXT)
    for key, words in (("text", text), *body.items()):
        try:
            words.format(phone="", text="", code="", minutes="", name="")
        except (AttributeError, KeyError, IndexError, ValueError):
            raise table.fail(key, f"is {words!r}", "use {phone} {text} {code} {minutes} {name} only") from None
    return Gateway(
        kind="http",
        url=url,
        text=text,
        body=body,
        headers=table.texts("headers"),
        key=table.secret("key"),
        signature_header=table.text("signature_header", "X-Signature"),
        expect=table.texts("expect"),
    )
