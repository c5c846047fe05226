"""Secrets of draws, made by chance and sealed with the installation's own key: a copy of the database alone opens none."""

from __future__ import annotations

import base64
import json
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac


class BrokenSealError(Exception):
    """It was sealed with another WENMING_SECRET_KEY."""


def new_secret() -> tuple[str, str]:
    """Return a secret and a salt that nobody has seen: 256 and 128 bits of chance."""
    return secrets.token_hex(32), secrets.token_hex(16)


def seal(secret: str, salt: str) -> str:
    """Return secret and salt so that only this installation can read them."""
    return _fernet().encrypt(json.dumps([secret, salt]).encode()).decode()


def unseal(sealed: str) -> tuple[str, str]:
    """Return secret and salt. Raises BrokenSealError."""
    try:
        secret, salt = json.loads(_fernet().decrypt(sealed.encode()))
    except InvalidToken:
        raise BrokenSealError from None
    return secret, salt


def _fernet() -> Fernet:
    key = salted_hmac("wenming.draws.seals", "secret", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
