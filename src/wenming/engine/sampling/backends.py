"""Which implementation of the pivotal method runs: compiled or NumPy. Both draw the same.

numba is imported only by :func:`compiled_backend`, as in :mod:`wenming.engine.scoring.backends`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from wenming.engine.compiled import best_of, or_twin
from wenming.engine.sampling import twins
from wenming.engine.sampling.twins import Numbers

CROWD = 256
"""So many units are looked through one by one; more of them lie in squares."""
FULL_SQUARE = 2
"""Units in a square where they are spread evenly."""


@dataclass(frozen=True)
class Backend:
    """Both loops: see ``twins``."""

    name: str
    thin: Callable[[Numbers, Numbers, Numbers, int, Numbers], None]
    arrange: Callable[[Numbers, Numbers, Numbers, int], Numbers]


NUMPY = Backend("numpy", twins.thin, twins.arrange)


def compiled_backend() -> Backend:
    """Return the compiled loops, which give way to their twins where their cache cannot be read.

    ImportError where numba is not installed; RuntimeError where it finds no folder to keep its code in.
    """
    from wenming.engine.sampling import kernels  # noqa: PLC0415 - the one place that pays for numba, and only when asked

    def thin(y: Numbers, x: Numbers, chance: Numbers, whole: int, words: Numbers) -> None:
        grid, first, count, square, rank = squares(y, x)
        everybody, open_ = np.arange(len(y)), np.empty_like(rank)
        open_[rank] = everybody
        sorted_ = chance[rank]
        columns = (everybody, everybody.copy(), open_, rank.copy())
        kernels.thin(y[rank], x[rank], rank, sorted_, whole, words, grid, first, count, square[rank], *columns)
        chance[rank] = sorted_

    def arrange(y: Numbers, x: Numbers, words: Numbers, limit: int) -> Numbers:
        order: Numbers = kernels.arrange(y, x, words, limit)
        return order

    return Backend("numba", or_twin(thin, twins.thin), or_twin(arrange, twins.arrange))


@cache
def best_backend() -> Backend:
    """Return the compiled loops, or NumPy's where :func:`compiled_backend` has none."""
    return best_of(compiled_backend, NUMPY)


def squares(y: Numbers, x: Numbers) -> tuple[Any, ...]:
    """Return a grid over all units: its form, of each square where its units begin and how many, of each unit its square, the units square by square."""
    high, wide = int(y.max()), int(x.max())
    side = max(high, wide) + 1
    if len(y) > CROWD:
        side = max(math.isqrt(high * wide * FULL_SQUARE // len(y)), max(high, wide) * FULL_SQUARE // len(y)) + 1
    rows, columns = high // side + 1, wide // side + 1
    square = y // side * columns + x // side
    count = np.bincount(square, minlength=rows * columns).astype(np.int64)
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(count)[:-1]])
    return (side, rows, columns), first, count, square, np.argsort(square, kind="stable")
