"""Tickets: what a hash of seed, round, stratum and key gives each unit. Nothing here rounds: whole digests are compared."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

SAMPLING_VERSION = "sampling-1"
"""Changes with every change of what is drawn; a sealed draw says which one it was sealed with."""
SEPARATOR = "|"
"""Stands between the parts of what is hashed, and so may stand in none of them."""
BITS = 256
LONGEST_WORDS = 200
SHOWN = 16
"""Hexadecimal digits of a ticket that make the fraction which people are shown."""


class WordsError(ValueError):
    """A secret or public words that could be taken for something else: empty, too long, or with a sign that is not seen or that separates."""


def clean_words(text: str) -> str:
    """Return a secret, a salt or public words as they are hashed: trimmed, in normal form C. Raises WordsError."""
    words = unicodedata.normalize("NFC", text).strip()
    strange = any(sign == SEPARATOR or unicodedata.category(sign)[0] == "C" for sign in words)
    if not words or strange or len(words) > LONGEST_WORDS:
        raise WordsError(text)
    return words


def digest_of(text: str | bytes) -> str:
    """Return the SHA-256 of a text (in UTF-8) or of bytes: 64 small hexadecimal digits, which compare like the numbers they are."""
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()


def ticket_of(seed: str, round_: str, stratum: str, key: str) -> str:
    """Return the ticket of one unit: the digest of ``seed|round|stratum|key``."""
    return digest_of(SEPARATOR.join((seed, round_, stratum, key)))


def share_of(ticket: str) -> float:
    """Return where a ticket lies between 0 and 1, for people to look at; never for comparing."""
    return int(ticket[:SHOWN], 16) / float(1 << 4 * SHOWN)


def commitment_of(secret: str, salt: str) -> str:
    """Return what is shown before the draw and proves afterwards that the secret was there: the digest of ``salt|secret``."""
    return digest_of(f"{salt}{SEPARATOR}{secret}")


def seed_of(secret: str, words: Iterable[str] = ()) -> str:
    """Return the seed: the digest of the secret and of the words (dice, lottery numbers) that were added in public after the commitment."""
    return digest_of(SEPARATOR.join((secret, *words)))
