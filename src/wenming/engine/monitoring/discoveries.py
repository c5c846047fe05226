"""Many charts in one night: which of them still stand out when one looks at all of them at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Mask = NDArray[np.bool_]
SHARE = 0.1
"""The part of what is named that may be chance."""


def stand_out(p_values: ArrayLike, *, share: float = SHARE, of: int | None = None) -> Mask:
    """Return which stand out by Benjamini and Hochberg's rule (JRSS B 57, 1995): of those named at most ``share`` are chance, on average.

    ``of``: how many charts were looked at in all, where only the smallest values are given (the others would not be named).
    """
    values = np.asarray(p_values, dtype=np.float64)
    return _named(values, share, of or len(values))


def stand_out_by_odds(e_values: ArrayLike, *, share: float = SHARE, of: int | None = None) -> Mask:
    """Return which stand out by e-BH (R. Wang, A. Ramdas, JRSS B 84, 2022): valid however the charts depend on each other."""
    values = np.asarray(e_values, dtype=np.float64)
    return _named(np.divide(1.0, values, out=np.full(len(values), np.inf), where=values > 0), share, of or len(values))


def _named(values: NDArray[np.float64], share: float, whole: int) -> Mask:
    """Step up: the largest k whose k-th smallest value is at most k·share/whole."""
    order = np.argsort(values, kind="stable")
    fits = np.flatnonzero(values[order] <= share * np.arange(1, len(values) + 1) / max(whole, 1))
    named = np.zeros(len(values), dtype=np.bool_)
    if len(fits):
        named[order[: fits[-1] + 1]] = True
    return named
