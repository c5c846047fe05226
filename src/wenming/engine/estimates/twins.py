"""The pass over the rows in NumPy: oracle in the tests, and what runs where numba is absent."""

from __future__ import annotations

import numpy as np

from wenming.engine.estimates.designs import Counts, Floats, Found, Integers


def accumulate(  # noqa: PLR0917 - numba takes no keywords
    clusters: Integers, codes: Integers, weights: Floats, values: Floats, domains: int, number: Counts, found: Found
) -> int:
    """See ``kernels.accumulate``; the cells come in ascending order."""
    inside = codes >= 0
    if not inside.all():
        clusters, codes = clusters[inside], codes[inside]
        weights, values = weights[inside], values[inside]
    cells, counts, sums = found
    cell = clusters * domains + codes
    rows = np.bincount(cell, minlength=len(number))
    known = np.flatnonzero(rows)
    seen = len(known)
    cells[:seen], counts[:seen], number[known] = known, rows[known], np.arange(1, seen + 1)
    for column, added in enumerate((weights, weights * values)):
        sums[:seen, column] = np.bincount(cell, weights=added, minlength=len(number))[known]
    return seen
