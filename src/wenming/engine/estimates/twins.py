"""The pass over the rows in NumPy: oracle in the tests, and what runs where numba is absent."""

from __future__ import annotations

import numpy as np

from wenming.engine.estimates.designs import Floats, Integers


def accumulate(  # noqa: PLR0917 - numba takes no keywords
    clusters: Integers, codes: Integers, weights: Floats, values: Floats, counts: Integers, sums: Floats
) -> int:
    """See ``kernels.accumulate``."""
    inside = codes >= 0
    if not inside.all():
        clusters, codes = clusters[inside], codes[inside]
        weights, values = weights[inside], values[inside]
    cell = clusters * counts.shape[1] + codes
    counts += np.bincount(cell, minlength=counts.size).reshape(counts.shape)
    sums[:, 0] += np.bincount(cell, weights=weights, minlength=counts.size)
    sums[:, 1] += np.bincount(cell, weights=weights * values, minlength=counts.size)
    return 0
