"""What every compiled loop of the engine has in common: it gives way to its NumPy twin where it cannot run. Imports no numba."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
B = TypeVar("B")


def best_of(compiled: Callable[[], B], twin: B) -> B:
    """Return what ``compiled`` gives, or the twin where numba is missing (ImportError) or may keep its code nowhere (RuntimeError)."""
    try:
        return compiled()
    except (ImportError, RuntimeError):
        return twin


@cache
def or_twin(kernel: Callable[P, R], twin: Callable[P, R]) -> Callable[P, R]:
    """Return the kernel, standing back for its twin where its cache is cut short (a power cut) or the disk is full.

    numba reads and writes its cache before it runs anything, so that no output has been touched by then.
    """

    @wraps(twin)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return kernel(*args, **kwargs)
        except Exception as fault:
            # by its name, for the engine keeps away from pickle; a fault of the kernel itself is never hidden
            if not isinstance(fault, EOFError | OSError) and type(fault).__name__ != "UnpicklingError":
                raise
            return twin(*args, **kwargs)

    return run
