"""Which implementation of the hot loop runs: compiled or NumPy. Both find the same.

numba is imported only by :func:`compiled_backend`, never by importing this module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from wenming.engine.compiled import best_of, or_twin
from wenming.engine.pictures import twins


@dataclass(frozen=True)
class Backend:
    """The hot loop: see the function of the same name in ``kernels``."""

    name: str
    near: Callable[[NDArray[Any], NDArray[Any], int, NDArray[Any]], int]


NUMPY = Backend("numpy", twins.near)


def compiled_backend() -> Backend:
    """Return the compiled loop, as ``engine.scoring.backends`` does: ImportError without numba, RuntimeError where it may write nowhere."""
    from wenming.engine.pictures import kernels  # noqa: PLC0415 - the one place that pays for numba, and only when asked

    return Backend("numba", or_twin(kernels.near, twins.near))


def best_backend() -> Backend:
    """Return the compiled loop, or NumPy's where :func:`compiled_backend` has none."""
    return best_of(compiled_backend, NUMPY)
