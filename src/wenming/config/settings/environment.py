"""What the installation's environment decides, read in one place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[4]


def text(name: str, default: str = "") -> str:
    """Return the environment variable ``name``, or the default where it is unset or empty."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable: 1, true, yes, on mean yes, in any case."""
    value = text(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


DATUMS = ("wgs84", "gcj02", "cgcs2000")


def base_map() -> tuple[str, str, str]:
    """Return the base map's address, the words that must stand beside it, and its datum; all "" where none is configured.

    A map without its licence number (审图号) may not be shown in public, so one without words beside it is refused.
    """
    tiles, words_beside, datum = (text(f"WENMING_MAP_{name}") for name in ("TILES", "ATTRIBUTION", "DATUM"))
    if not tiles:
        return "", "", ""
    if not tiles.startswith(("https://", "http://", "/")) or not all(part in tiles for part in ("{z}", "{x}", "{y}")):
        raise ImproperlyConfigured(
            "WENMING_MAP_TILES is no address with {z}, {x} and {y}: https://host/{z}/{x}/{y}.png"
        )
    if not words_beside:
        raise ImproperlyConfigured(
            "WENMING_MAP_ATTRIBUTION is empty; name the map's source and its licence number (审图号)"
        )
    if datum not in DATUMS:
        raise ImproperlyConfigured(f"WENMING_MAP_DATUM is {datum!r}; write one of {', '.join(DATUMS)}")
    return tiles, words_beside, datum


def origins(address: str) -> list[str]:
    """Return scheme and host of an address as a list of one; nothing for one on this site."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


MAIL = {"smtp": (25, {}), "smtp+starttls": (587, {"EMAIL_USE_TLS": True}), "smtps": (465, {"EMAIL_USE_SSL": True})}
"""Scheme of WENMING_MAIL -> its usual port and Django's settings."""


def mail() -> dict[str, Any]:
    """Return Django's settings of the mail server that WENMING_MAIL names; without one nothing is ever sent."""
    value, sender = text("WENMING_MAIL"), text("WENMING_MAIL_FROM", "wenming@localhost")
    backends = "django.core.mail.backends"
    settings: dict[str, Any] = {"DEFAULT_FROM_EMAIL": sender, "EMAIL_TIMEOUT": 20}
    if not value:
        return {**settings, "EMAIL_BACKEND": f"{backends}.dummy.EmailBackend"}
    if value.startswith("file:"):
        folder = value.removeprefix("file:")
        return {**settings, "EMAIL_BACKEND": f"{backends}.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    parts = urlsplit(value)
    if parts.scheme not in MAIL or not parts.hostname:
        raise ImproperlyConfigured(
            f"WENMING_MAIL begins with {parts.scheme!r}; write smtp://host:25, smtp+starttls://user:password@host, smtps://… or file:FOLDER"
        )
    if not text("WENMING_MAIL_FROM"):
        raise ImproperlyConfigured("WENMING_MAIL_FROM is empty; name the address from which letters come")
    port, secure = MAIL[parts.scheme]
    return {
        **settings,
        **secure,
        "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
    }


def var_folder() -> Path:
    """Return the folder of everything that the running system writes (WENMING_VAR, default ``var/``)."""
    return Path(text("WENMING_VAR", str(ROOT / "var"))).absolute()


def database(url: str, var: Path) -> dict[str, Any]:
    """Return Django's settings of the database named by ``url``: postgresql://… or, when empty, SQLite under ``var``."""
    if not url:
        return sqlite(var / "wenming.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL begins with {parts.scheme!r}; write postgresql://user:password@host/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Return SQLite settings that survive concurrent writers: without IMMEDIATE half of them fail with "locked"."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            # a job may learn from thousands of texts inside its transaction: nobody who waits for it is turned away
            "timeout": 60,
            # FULL, not NORMAL: what was accepted must also survive the machine losing power, not only the process.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
