"""Local features of a picture: places with descriptors of 256 bits; their keys, and the votes by which an archive is searched.

A key is what a table sees of a descriptor: 18 bits at places that were drawn once. Pictures that show the same thing share keys in some tables;
every shared key is a vote. An archive is searched in segments, each a few thousand photos: where the votes of a key begin, and whose they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

TABLES, KEY_BITS = 6, 18
ROOM = 1 << KEY_BITS
CROWDED = 8
"""A key that this many times as many photos share as is usual says nothing, and has no vote."""
SEGMENT = 8192
"""Photos of a segment at most (their places are kept in 16 bits)."""
_SIZE = 36


@dataclass(frozen=True, slots=True)
class Features:
    """Places (n, 2) as x and y in pixels, and descriptors (n, 32) in bytes, the strongest first."""

    points: NDArray[np.float32]
    descriptors: NDArray[np.uint8]

    def __len__(self) -> int:
        return int(self.points.shape[0])

    def to_bytes(self) -> bytes:
        """Return the features as 36 bytes each: the place in quarters of a pixel, the descriptor."""
        rows = np.empty((len(self), _SIZE), dtype=np.uint8)
        rows[:, :4] = np.rint(self.points * 4).astype("<u2").view(np.uint8).reshape(-1, 4)
        rows[:, 4:] = self.descriptors
        return rows.tobytes()

    @classmethod
    def from_bytes(cls, content: bytes) -> Features:
        """Return the features that ``to_bytes`` wrote."""
        rows = np.frombuffer(content, dtype=np.uint8).reshape(-1, _SIZE)
        points = np.ascontiguousarray(rows[:, :4]).view("<u2").astype(np.float32) * np.float32(0.25)
        return cls(points.reshape(-1, 2), np.ascontiguousarray(rows[:, 4:]))


@dataclass(frozen=True, slots=True)
class Segment:
    """What the keys of some photos say: ``starts`` (tables, keys + 1) into ``photos``, the photos by key, counted from 0."""

    starts: NDArray[np.uint32]
    photos: NDArray[np.uint16]
    number: int


def keys_of(descriptors: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Return the keys of descriptors, (n, tables)."""
    columns = np.ascontiguousarray(descriptors.T)
    found = np.zeros((TABLES, descriptors.shape[0]), dtype=np.uint32)
    for table, places in enumerate(_places().tolist()):
        for weight, place in enumerate(places):
            bit = (columns[place >> 3] >> np.uint8(7 - (place & 7))) & np.uint8(1)
            found[table] |= bit.astype(np.uint32) << np.uint32(weight)
    return found.T


def segment_of(photos: Sequence[NDArray[np.uint8]]) -> Segment:
    """Return the segment of photos, given by their descriptors; a photo votes once for each of its keys."""
    starts = np.zeros((TABLES, ROOM + 1), dtype=np.uint32)
    owners: list[NDArray[Any]] = []
    counts = [len(one) for one in photos]
    keys = keys_of(np.concatenate([np.zeros((0, 32), np.uint8), *photos]))
    owner = np.repeat(np.arange(len(photos), dtype=np.uint64), counts)
    before = 0
    for table in range(TABLES):
        pairs = np.sort((keys[:, table].astype(np.uint64) << np.uint64(16)) | owner)
        pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if pairs.size else pairs
        owners.append((pairs & np.uint64(0xFFFF)).astype(np.uint16))
        per_key = np.bincount((pairs >> np.uint64(16)).astype(np.int64), minlength=ROOM)
        starts[table, 1:] = np.cumsum(per_key)
        starts[table] += np.uint32(before)
        before += pairs.size
    return Segment(starts, np.concatenate(owners), len(photos))


def votes(keys: NDArray[np.uint32], segment: Segment) -> NDArray[np.int64]:
    """Return for each photo of a segment how many keys it shares with these of a query, crowded keys apart."""
    crowd = max(16, CROWDED * segment.photos.size // (TABLES * ROOM))
    found: list[NDArray[np.uint16]] = []
    for table in range(TABLES):
        wanted = np.unique(keys[:, table])
        first, last = segment.starts[table, wanted], segment.starts[table, wanted + 1]
        for low, high in zip(first.tolist(), last.tolist(), strict=True):
            if low < high <= low + crowd:
                found.append(segment.photos[low:high])
    if not found:
        return np.zeros(segment.number, dtype=np.int64)
    return np.bincount(np.concatenate(found), minlength=segment.number)


def likeliest(counts: NDArray[np.int64], most: int, fewest: int) -> list[tuple[int, int]]:
    """Return (votes, place) of the photos with the most votes, at least ``fewest``, the most first."""
    order = np.lexsort((np.arange(counts.size), -counts))[:most]
    return [(int(counts[place]), int(place)) for place in order.tolist() if counts[place] >= fewest]


@cache
def _places() -> NDArray[np.int64]:
    """Return which bits each table sees: the same on every machine."""
    orders = [sorted(range(256), key=lambda bit: sha256(f"{table}/{bit}".encode()).digest()) for table in range(TABLES)]
    return np.array([order[:KEY_BITS] for order in orders], dtype=np.int64)
