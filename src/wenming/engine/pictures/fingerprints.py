"""Fingerprints of whole pictures: 256 bits in four words, how far apart they are, and which of an archive lie near.

An archive is kept by columns, (4, n): the hot loop then reads one word of many fingerprints at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.engine.pictures.backends import Backend

Words = NDArray[np.uint64]
"""One fingerprint, (4,), or many, (n, 4)."""
BITS, HEX = 256, 64
NEAR = 31
"""Bits that may differ: photos of different scenes mostly measured 100 apart and more."""
SURE = 16
"""Bits up to which a fingerprint is believed by itself: among two million pairs of different scenes one was 26 apart, none nearer."""
QUALITY = 50
"""Below this a picture is too plain (a wall, the sky) for its fingerprint to say anything."""
VARIANTS = ("as_it_is", "turned_90", "turned_180", "turned_270", "flipped", "mirrored", "transposed", "transversed")
"""How a picture is turned (against the clock) or mirrored to be another one, in the order in which its fingerprints are given."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A fingerprint of the archive near a query."""

    query: int
    index: int
    distance: int


def from_bits(bits: NDArray[Any]) -> Words:
    """Return 256 bits, the first the highest, as four words."""
    return np.packbits(np.asarray(bits, dtype=np.uint8)).view(">u8").astype(np.uint64)


def from_hex(text: str) -> Words:
    """Return a fingerprint written as 64 hex digits."""
    return np.frombuffer(bytes.fromhex(text), dtype=">u8").astype(np.uint64)


def to_hex(words: Words) -> str:
    """Return a fingerprint as 64 hex digits."""
    return words.astype(">u8").tobytes().hex()


def columns(rows: list[Words]) -> Words:
    """Return fingerprints as an archive."""
    return np.ascontiguousarray(np.array(rows, dtype=np.uint64).reshape(-1, 4).T)


def distance(one: Words, other: Words) -> int:
    """Return in how many bits two fingerprints differ."""
    return int(np.bitwise_count(one ^ other).sum())


def near(queries: Words, archive: Words, limit: int, backend: Backend) -> list[Hit]:
    """Return everything in the archive (4, n) at most ``limit`` bits from one of the queries (m, 4), by query and place. Exact."""
    room = max(64, 4 * queries.shape[0])
    while True:
        out = np.zeros((room, 3), dtype=np.int64)
        # as plain Python the loop counts bits by a product that is meant to run over
        with np.errstate(over="ignore"):
            found = backend.near(queries, archive, limit, out)
        if found <= room:
            return sorted(Hit(*row) for row in out[:found].tolist())
        room = found
