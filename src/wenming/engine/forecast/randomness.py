"""Random numbers that depend on nothing but seed, stream and place: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011).

A shared generator would give other numbers with other threads or in another order; here every number has its address.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wenming.engine.forecast.special import ndtri

Words = NDArray[np.uint64]
Floats = NDArray[np.float64]

LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
FIRST, SECOND = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
"""The two multipliers."""
STEP, OTHER_STEP = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
"""What the two halves of the key grow by, round by round."""
ROUNDS = 10
SPAN = 2.0**32

DRAW, NATURE, CELL, SHIFT, STREET, RIVAL, GATE, DRAW_AGAIN = range(8)
"""The streams: who is visited and what is found there; how places are; and so on."""


def philox(counter: tuple[Words, Words, Words, Words], key: tuple[int, int]) -> tuple[Words, Words, Words, Words]:
    """Return four words of 32 bits for every counter (four arrays of one shape, each below 2³²) under a key of two words."""
    a, b, c, d = counter
    left, right = np.uint64(key[0]), np.uint64(key[1])
    for _ in range(ROUNDS):
        one, two = FIRST * a, SECOND * c
        a, b, c, d = (two >> HALF) ^ b ^ left, two & LOW, (one >> HALF) ^ d ^ right, one & LOW
        left, right = (left + STEP) & LOW, (right + OTHER_STEP) & LOW
    return a, b, c, d


def key_of(seed: int) -> tuple[int, int]:
    """Return the key of a seed below 2⁶⁴; raises ValueError beyond."""
    if not 0 <= seed < 1 << 64:
        raise ValueError(seed)
    return seed & 0xFFFFFFFF, seed >> 32


def words(seed: int, stream: int, rows: int, columns: int) -> Words:
    """Return one word for every row (an evaluation) and column of a stream; the first four words of a row share a call."""
    blocks = -(-columns // 4)
    row = np.repeat(np.arange(rows, dtype=np.uint64), blocks)
    block = np.tile(np.arange(blocks, dtype=np.uint64), rows)
    nought = np.zeros_like(row)
    four = philox((row, block, nought, nought + np.uint64(stream)), key_of(seed))
    return np.stack(four, axis=-1).reshape(rows, blocks * 4)[:, :columns]


def normals(seed: int, stream: int, rows: int, columns: int) -> Floats:
    """Return standard normal numbers, by inverting the distribution: more of a word is more of the number."""
    return np.asarray(ndtri((words(seed, stream, rows, columns) + 0.5) / SPAN), dtype=np.float64)
