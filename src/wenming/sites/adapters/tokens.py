"""The token in a site's QR code: nobody can guess one, anybody can read it out."""

from __future__ import annotations

import secrets

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's 32 signs: without i, l, o and u, which people take for others."""
TOKEN_LENGTH = 13


def fresh_token() -> str:
    """Return a new token of 13 signs: 65 bits of chance, so that no list of places can be tried out."""
    return "".join(secrets.choice(LETTERS) for _ in range(TOKEN_LENGTH))
