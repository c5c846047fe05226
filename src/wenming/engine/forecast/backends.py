"""Which implementation of the simulation runs: compiled or NumPy. Both give the same numbers; so does every number of threads.

numba is imported only by :func:`compiled_backend`, as in :mod:`wenming.engine.scoring.backends`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from wenming.engine.compiled import best_of, or_twin
from wenming.engine.forecast import twins
from wenming.engine.forecast.randomness import key_of
from wenming.engine.forecast.tables import Columns, Lots

Integers = NDArray[np.int64]
Span = tuple[int, int]
Visit = Callable[[Columns, Lots, Span, Integers], None]
Tally = Callable[[NDArray[np.uint32], int, int, Span, Integers], None]


@dataclass(frozen=True)
class Crew:
    """Who shares the evaluations out: so many spans of them, by a ``map`` such as a thread pool's. Changes nothing in what they find."""

    spans: int = 1
    map: Callable[[Callable[[Span], None], Iterable[Span]], Iterable[None]] = map

    def carry_out(self, run: Callable[[Span], None], number: int) -> None:
        """Run evaluations 0 to ``number``."""
        cuts = pairwise(number * part // self.spans for part in range(self.spans + 1))
        for _done in self.map(run, list(cuts)):
            pass


ALONE = Crew()


@dataclass(frozen=True)
class Backend:
    """The loops: see ``twins``."""

    name: str
    visit: Visit
    tally: Tally


NUMPY = Backend("numpy", twins.visit, twins.tally)


@cache
def compiled_backend() -> Backend:
    """Return the compiled loop, which gives way to its twin where its cache cannot be read.

    ImportError where numba is not installed; RuntimeError where it finds no folder to keep its code in.
    """
    from wenming.engine.forecast import kernels  # noqa: PLC0415 - the one place that pays for numba, and only when asked

    def visit(columns: Columns, lots: Lots, span: Span, out: Integers) -> None:
        key = _key(lots.seed)
        places = (columns.first, columns.row, columns.street, columns.drawn, columns.column, columns.nature.ravel())
        looks = (columns.found_at, columns.width, columns.found, columns.counts, lots.cells, lots.shifts)
        kernels.visit(*places, *looks, *key, np.uint64(lots.stream), *span, out)

    def tally(table: NDArray[np.uint32], drawn: int, seed: int, span: Span, out: Integers) -> None:
        sites, width = table.shape
        bits, key = np.uint64(width.bit_length() - 1), _key(seed)
        if drawn == sites:
            kernels.tally_all(table.ravel(), bits, sites, *key, *span, out)
        else:
            kernels.tally_drawn(table.ravel(), bits, sites, drawn, *key, *span, out)

    return Backend("numba", or_twin(visit, twins.visit), or_twin(tally, twins.tally))


def _key(seed: int) -> tuple[np.uint64, np.uint64]:
    left, right = key_of(seed)
    return np.uint64(left), np.uint64(right)


def best_backend() -> Backend:
    """Return the compiled loop, or NumPy's where :func:`compiled_backend` has none."""
    return best_of(compiled_backend, NUMPY)


def visited(columns: Columns, lots: Lots, *, crew: Crew = ALONE, backend: Backend | None = None) -> Integers:
    """Return what all evaluations find in all groups, evaluations × groups."""
    chosen = backend or best_backend()
    out = np.zeros((len(lots.cells), len(columns.drawn)), dtype=np.int64)
    crew.carry_out(lambda span: chosen.visit(columns, lots, span, out), len(lots.cells))
    return out
