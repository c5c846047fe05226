"""The hot loop, compiled. Importing this module imports numba: only ``backends`` does so, and only when asked.

The kernel has its twin in ``twins``: oracle in the tests, fallback where numba is absent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

PAIRS, FOURS, EIGHTS = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
ONES = np.uint64(0x0101010101010101)
BY_1, BY_2, BY_4, BY_56 = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(56)
CHUNK = 1024
"""Fingerprints of the archive that all queries look at before the next ones are fetched: 32 kB, which stay near the processor."""


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile at the first call; under NUMBA_DISABLE_JIT=1 the function stays plain Python."""
    return cast("Callable[P, R]", numba.njit(cache=True, nogil=True)(function))


@compiled
def ones(word: Any) -> Any:
    """Count the bits that are set. Written so that the compiler knows it again and takes the processor's own instruction."""
    word = word - ((word >> BY_1) & PAIRS)
    word = (word & FOURS) + ((word >> BY_2) & FOURS)
    word = (word + (word >> BY_4)) & EIGHTS
    return (word * ONES) >> BY_56


@compiled
def near(queries: Any, archive: Any, limit: int, out: Any) -> int:
    """Write (query, place, distance) of every fingerprint of the archive at most ``limit`` bits from a query; return how many there are.

    Half of the bits decide for a whole chunk: only where some of its halves lie near are its fingerprints told apart one by one.
    What does not fit into ``out`` is counted all the same.
    """
    found, number, most = 0, archive.shape[1], np.uint64(limit)
    for low in range(0, number, CHUNK):
        high = min(low + CHUNK, number)
        # slices by themselves: the compiler then knows that they are dense, and takes eight at a time
        a0, a1, a2, a3 = archive[0, low:high], archive[1, low:high], archive[2, low:high], archive[3, low:high]
        for query in range(queries.shape[0]):
            q0, q1, q2, q3 = queries[query, 0], queries[query, 1], queries[query, 2], queries[query, 3]
            least = np.uint64(256)
            for place in range(high - low):
                least = min(least, ones(q0 ^ a0[place]) + ones(q1 ^ a1[place]))
            if least > most:
                continue
            for place in range(high - low):
                apart = ones(q0 ^ a0[place]) + ones(q1 ^ a1[place]) + ones(q2 ^ a2[place]) + ones(q3 ^ a3[place])
                if apart <= most:
                    if found < out.shape[0]:
                        out[found, 0], out[found, 1], out[found, 2] = query, low + place, apart
                    found += 1
    return found
