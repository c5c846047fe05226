"""From columns of observations to exact integer statistics: how many there are in every cell, and their sum.

A cell is whatever the caller numbers: city × leaf, say. Everything after this is computed from these integers, so that
no engine, thread or order of rows can change a digit (quant.md 0.1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.engine.observations import FULL
from wenming.engine.scoring.arrays import Floats, Integers
from wenming.engine.scoring.backends import NUMPY, Backend, best_backend

ROWS_PER_FLUSH = (2**32 - 1) // FULL
"""So many rows may fall into one cell before its packed sum (32 bits) could overflow; its count needs fewer bits."""


class CellStatistics:
    """Counts and sums of cells, fed batch by batch: files that do not fit into memory need one batch at a time."""

    def __init__(self, n_cells: int, *, backend: Backend | None = None, rows_per_flush: int = ROWS_PER_FLUSH) -> None:
        """Start empty. ``rows_per_flush`` may only be smaller than the default: above it sums would overflow."""
        if n_cells < 0 or not 0 < rows_per_flush <= ROWS_PER_FLUSH:
            raise ValueError(f"cannot keep {n_cells} cells with {rows_per_flush} rows between two flushes")
        self._backend = backend or best_backend()
        self._packed = np.zeros(n_cells, dtype=np.int64)
        self._count = np.zeros(n_cells, dtype=np.int64)
        self._sum = np.zeros(n_cells, dtype=np.int64)
        self._rows_per_flush = rows_per_flush
        self._pending = 0
        self._rows = 0

    def add(self, cells: NDArray[Any], milli: NDArray[Any]) -> None:
        """Add observations: integer arrays of one length, ``cells`` from 0 to n_cells − 1, ``milli`` from 0 to 1000.

        ValueError names the first row that is out of range, counted over all batches; nothing may be read afterwards.
        """
        _check_columns(cells, milli)
        self._feed(
            lambda part: self._backend.accumulate(cells[part], milli[part], self._packed),
            lambda row: f"cell {cells[row]} of {len(self._packed)}, {milli[row]} of {FULL} milli-points",
            len(milli),
        )

    def add_pairs(self, rows: NDArray[Any], columns: NDArray[Any], milli: NDArray[Any], *, width: int) -> None:
        """Add observations whose cell is row × width + column (city and leaf, say); otherwise as :meth:`add`."""
        if width < 1 or len(self._packed) % width:
            raise ValueError(f"{len(self._packed)} cells are no table of {width} columns")
        _check_columns(rows, columns, milli)
        size = f"{len(self._packed) // width} × {width}"
        self._feed(
            lambda part: self._backend.accumulate_pairs(rows[part], columns[part], milli[part], width, self._packed),
            lambda row: f"cell {rows[row]}, {columns[row]} of {size}, {milli[row]} of {FULL} milli-points",
            len(milli),
        )

    def result(self) -> tuple[Integers, Integers]:
        """Return (count, sum of milli-points) of every cell so far, as int64 arrays of their own."""
        self._flush()
        return self._count.copy(), self._sum.copy()

    def _flush(self) -> None:
        """Unpack counts and sums before a packed one can overflow."""
        self._count += self._packed >> 32
        self._sum += self._packed & 0xFFFF_FFFF
        self._packed[:] = 0
        self._pending = 0

    def _feed(self, accumulate_part: Callable[[slice], int], describe: Callable[[int], str], length: int) -> None:
        """Add rows part by part, flushing in time; name the first row that is out of range."""
        start = 0
        while start < length:
            if self._pending == self._rows_per_flush:
                self._flush()
            stop = min(length, start + self._rows_per_flush - self._pending)
            bad = accumulate_part(slice(start, stop))
            if bad >= 0:
                raise ValueError(f"row {self._rows + start + bad}: {describe(start + bad)}")
            self._pending += stop - start
            start = stop
        self._rows += length


def accumulate(
    cells: NDArray[Any], milli: NDArray[Any], n_cells: int, *, backend: Backend | None = None
) -> tuple[Integers, Integers]:
    """Return (count, sum of milli-points) of every cell. Arrays and errors as for :meth:`CellStatistics.add`."""
    statistics = CellStatistics(n_cells, backend=backend)
    statistics.add(cells, milli)
    return statistics.result()


def accumulate_numpy(cells: NDArray[Any], milli: NDArray[Any], n_cells: int) -> tuple[Integers, Integers]:
    """Do the same without numba."""
    return accumulate(cells, milli, n_cells, backend=NUMPY)


def rates_from_statistics(count: Integers, milli_sum: Integers) -> Floats:
    """Return the mean rate (0 to 1) of every cell, NaN where nothing was observed; arrays of one shape.

    One division of two whole numbers, rounded once: the nearest float to the exact rate.
    """
    rates = np.full(count.shape, np.nan)
    np.divide(milli_sum, FULL * count, out=rates, where=count > 0)
    return rates


def _check_columns(*columns: NDArray[Any]) -> None:
    """Refuse what is not integer columns of one length."""
    shapes = {column.shape for column in columns}
    if len(shapes) > 1 or columns[0].ndim != 1:
        raise ValueError(f"not columns of one length: {', '.join(str(column.shape) for column in columns)}")
    for column in columns:
        if column.dtype.kind not in "iu" or column.dtype == np.uint64:
            raise ValueError(f"a column of {column.dtype} is not of integers up to 63 bits")
