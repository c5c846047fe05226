"""Addresses and secrets of channels, sealed with the installation's own key: a copy of the database alone opens nothing."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac


class BrokenSealError(Exception):
    """It was sealed with another WENMING_SECRET_KEY."""


def seal(text: str) -> str:
    """Return a text so that only this installation can read it; "" stays ""."""
    return _fernet().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises BrokenSealError."""
    try:
        return _fernet().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        raise BrokenSealError from None


def _fernet() -> Fernet:
    key = salted_hmac("wenming.messaging.seals", "channel", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
