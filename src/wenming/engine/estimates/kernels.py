"""The pass over the rows, compiled. Importing this module imports numba: only ``backends`` does so.

Its twin is in ``twins``; both add in the order of the rows, so that they give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

from wenming.engine.estimates.designs import Floats, Integers

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile at the first call; under NUMBA_DISABLE_JIT=1 the function stays plain Python."""
    return cast("Callable[P, R]", numba.njit(cache=True, nogil=True)(function))


@compiled
def accumulate(  # noqa: PLR0917 - numba takes no keywords
    clusters: Integers, codes: Integers, weights: Floats, values: Floats, counts: Integers, sums: Floats
) -> int:
    """Add each row to its cell (cluster × domain): 1 to ``counts``, w and w·y to ``sums`` (cells × 2). Codes below 0 are left out."""
    domains = counts.shape[1]
    for row in range(len(clusters)):
        code = codes[row]
        if code >= 0:
            cell = clusters[row] * domains + code
            counts.flat[cell] += 1
            sums[cell, 0] += weights[row]
            sums[cell, 1] += weights[row] * values[row]
    return 0
