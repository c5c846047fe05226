"""Which implementation of the pass over the rows runs: compiled or NumPy. Both give the same bits.

numba is imported only by :func:`compiled_backend`, as in :mod:`wenming.engine.scoring.backends`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wenming.engine.compiled import best_of, or_twin
from wenming.engine.estimates import twins
from wenming.engine.estimates.designs import Counts, Floats, Found, Integers


@dataclass(frozen=True)
class Backend:
    """The loop: see ``kernels.accumulate``."""

    name: str
    accumulate: Callable[[Integers, Integers, Floats, Floats, int, Counts, Found], int]


NUMPY = Backend("numpy", twins.accumulate)


def compiled_backend() -> Backend:
    """Return the compiled loop, which gives way to its twin where its cache cannot be read. ImportError, RuntimeError where there is none."""
    from wenming.engine.estimates import kernels  # noqa: PLC0415 - the one place that pays for numba, and only when asked

    return Backend("numba", or_twin(kernels.accumulate, twins.accumulate))


def best_backend() -> Backend:
    """Return the compiled loop, or NumPy's where :func:`compiled_backend` has none."""
    return best_of(compiled_backend, NUMPY)
