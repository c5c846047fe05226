"""The twin of ``kernels`` in NumPy: the same hits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def near(queries: NDArray[Any], archive: NDArray[Any], limit: int, out: NDArray[Any]) -> int:
    """See ``kernels.near``; the order of the hits is another."""
    found = 0
    for query in range(queries.shape[0]):
        apart = np.bitwise_count(archive ^ queries[query][:, None]).sum(axis=0, dtype=np.int64)
        places = np.flatnonzero(apart <= limit)
        room = out[found : found + places.size]
        room[:, 0], room[:, 1], room[:, 2] = query, places[: room.shape[0]], apart[places[: room.shape[0]]]
        found += places.size
    return found
