"""Which implementation of the hot loops runs: compiled or NumPy. Both give the same bits; the caller may choose.

numba is imported only by :func:`compiled_backend`, never by importing this module, for its import costs a third of a
second that no web process should pay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from wenming.engine.compiled import best_of, or_twin
from wenming.engine.scoring import twins
from wenming.engine.scoring.arrays import Inputs, Integers, Outputs, TreeColumns


@dataclass(frozen=True)
class Backend:
    """The hot loops: see the functions of the same names in ``kernels``."""

    name: str
    accumulate: Callable[[NDArray[Any], NDArray[Any], Integers], int]
    accumulate_pairs: Callable[[NDArray[Any], NDArray[Any], NDArray[Any], int, Integers], int]
    roll_up: Callable[[TreeColumns, Integers, Inputs, Outputs], None]


NUMPY = Backend("numpy", twins.accumulate, twins.accumulate_pairs, twins.roll_up)


def compiled_backend() -> Backend:
    """Return the compiled loops; each gives way to its twin where what numba kept of it on disk cannot be read.

    ImportError where numba is not installed; RuntimeError where it finds no folder to keep them in (neither beside the
    package nor in the user's cache may be written, as for a service without a home).
    """
    from wenming.engine.scoring import kernels  # noqa: PLC0415 - the one place that pays for numba, and only when asked

    return Backend(
        "numba",
        or_twin(kernels.accumulate, twins.accumulate),
        or_twin(kernels.accumulate_pairs, twins.accumulate_pairs),
        or_twin(kernels.roll_up, twins.roll_up),
    )


def best_backend() -> Backend:
    """Return the compiled loops, or NumPy's where :func:`compiled_backend` has none."""
    return best_of(compiled_backend, NUMPY)
