"""Identity providers of the installation (WENMING_OIDC) as allauth's settings want them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from wenming.kernel.imports.files import Fault, FaultyFileError, Table, load

CLAIMS = ("sub", "phone_number", "preferred_username")
KEYS = {"id", "name", "issuer", "client_id", "client_secret", "client_secret_file", "scopes", "account"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
IDENTITY = re.compile(r"[a-z][a-z0-9-]{0,38}")


def read_providers(path: str) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Return the providers of a file and what is wrong with it; one fault, and none of them is used. "" names no file."""
    if not path:
        return [], []
    try:
        tables = _tables(path)
        providers = [_provider(path, number, one) for number, one in enumerate(tables, start=1)]
        _refuse_twice(path, [one["provider_id"] for one in providers])
    except FaultyFileError as error:
        return [], [error.fault]
    return providers, []


def _tables(path: str) -> list[Any]:
    """Return the tables of the providers."""
    tables = load(path).get("provider", [])
    if not isinstance(tables, list) or not tables:
        raise FaultyFileError(Fault(path, "provider", "is missing", "begin each provider with [[provider]]"))
    return tables


def _provider(path: str, number: int, values: Any) -> dict[str, Any]:
    """Return one provider."""
    if not isinstance(values, dict):
        raise FaultyFileError(Fault(path, f"provider {number}", "is not a table", "write it under [[provider]]"))
    table = Table(path, f"provider {number}: ", values)
    table.only(KEYS)
    identity = table.text("id")
    if not IDENTITY.fullmatch(identity):
        raise table.fail("id", f"is {identity!r}", "use small letters, digits and hyphens, beginning with a letter")
    names, issuer = table.texts("name"), table.text("issuer")
    for language in ("zh", "en"):
        if not names.get(language):
            raise table.fail(f"name.{language}", "is missing", 'write name = { zh = "政务钉钉", en = "…" }')
    parts = urlsplit(issuer)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise table.fail("issuer", f"is {issuer!r}", "write the https:// address that the provider calls its issuer")
    scopes = table.words("scopes", ["openid", "profile"])
    return {
        "provider_id": identity,
        "name": names["zh"],
        "client_id": table.text("client_id"),
        "secret": table.secret("client_secret"),
        "settings": {
            "server_url": issuer.rstrip("/"),
            "issuer": issuer,
            "scope": scopes if "openid" in scopes else ["openid", *scopes],
            "oauth_pkce_enabled": True,
            "name_en": names["en"],
            "account_claim": table.one_of("account", CLAIMS),
        },
    }


def _refuse_twice(path: str, identities: list[str]) -> None:
    """Refuse two providers of one id."""
    for number, identity in enumerate(identities, start=1):
        if identity in identities[: number - 1]:
            raise FaultyFileError(
                Fault(path, f"provider {number}: id", f"{identity!r} stands there twice", "choose another")
            )
