"""Which implementation of the simulation runs: compiled or NumPy. Both give the same numbers; so does every number of threads.

numba is imported only by :func:`compiled_backend`, as in :mod:`wenming.engine.scoring.backends`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from wenming.engine.compiled import best_of, or_twin
from wenming.engine.forecast import twins
from wenming.engine.forecast.randomness import key_of
from wenming.engine.forecast.tables import Columns, Lots

Integers = NDArray[np.int64]
Visit = Callable[[Columns, Lots, tuple[int, int], Integers], None]


@dataclass(frozen=True)
class Backend:
    """The loop: see ``twins.visit``."""

    name: str
    visit: Visit


NUMPY = Backend("numpy", twins.visit)


@cache
def compiled_backend() -> Backend:
    """Return the compiled loop, which gives way to its twin where its cache cannot be read.

    ImportError where numba is not installed; RuntimeError where it finds no folder to keep its code in.
    """
    from wenming.engine.forecast import kernels  # noqa: PLC0415 - the one place that pays for numba, and only when asked

    def visit(columns: Columns, lots: Lots, span: tuple[int, int], out: Integers) -> None:
        key = (np.uint64(word) for word in key_of(lots.seed))
        places = (columns.first, columns.row, columns.street, columns.drawn, columns.column, columns.nature.ravel())
        looks = (columns.found_at, columns.width, columns.found, columns.counts, lots.cells, lots.shifts)
        kernels.visit(*places, *looks, *key, np.uint64(lots.stream), *span, out)

    return Backend("numba", or_twin(visit, twins.visit))


def best_backend() -> Backend:
    """Return the compiled loop, or NumPy's where :func:`compiled_backend` has none."""
    return best_of(compiled_backend, NUMPY)


def visited(columns: Columns, lots: Lots, *, threads: int = 1, backend: Backend | None = None) -> Integers:
    """Return what all evaluations find in all groups, evaluations × groups; threads share the evaluations out and change nothing."""
    chosen, number = backend or best_backend(), len(lots.cells)
    out = np.zeros((number, len(columns.drawn)), dtype=np.int64)
    cuts = [number * part // threads for part in range(threads + 1)]
    spans = list(zip(cuts[:-1], cuts[1:], strict=True))
    if threads == 1:
        chosen.visit(columns, lots, spans[0], out)
        return out
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda span: chosen.visit(columns, lots, span, out), spans))
    return out
