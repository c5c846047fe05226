"""The pass over the rows, compiled. Importing this module imports numba: only ``backends`` does so.

Its twin is in ``twins``; both add in the order of the rows, so that they give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

from wenming.engine.estimates.designs import Counts, Floats, Found, Integers

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile at the first call; under NUMBA_DISABLE_JIT=1 the function stays plain Python."""
    return cast("Callable[P, R]", numba.njit(cache=True, nogil=True)(function))


@compiled
def accumulate(  # noqa: PLR0917 - numba takes no keywords
    clusters: Integers, codes: Integers, weights: Floats, values: Floats, domains: int, number: Counts, found: Found
) -> int:
    """Add each row to its cell (cluster·domains + code) and return how many cells were seen; codes below 0 are left out.

    ``number`` holds a 0 for every cell there could be, and then from 1 its place in ``found``: the cells in the order seen, their rows, and their w and w·y.
    """
    cells, counts, sums = found
    seen = 0
    for row in range(len(clusters)):
        code = codes[row]
        if code >= 0:
            cell = clusters[row] * domains + code
            place = number[cell] - 1
            if place < 0:
                place = seen
                cells[place] = cell
                seen += 1
                number[cell] = seen
            counts[place] += 1
            sums[place, 0] += weights[row]
            sums[place, 1] += weights[row] * values[row]
    return seen
