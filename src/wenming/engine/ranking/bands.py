"""Bands of places that hold all together with a level, from estimates and how they may be off jointly.

Every pair is compared at once: a is surely better than b where (θ_a − θ_b)/se_ab exceeds the quantile of the largest such ratio over all pairs
that chance alone gives; what is told apart is taken out and the rest compared anew (J. P. Romano, M. Wolf, *Exact and approximate stepdown
methods for multiple hypothesis testing*, JASA 100, 2005). The first place of a band is one more than the number of those who are surely better, the last
the number of all less those who are surely worse (the idea of M. Mogstad, J. P. Romano, A. Shaikh, D. Wilhelm, Review of Economic Studies 91,
2024). `bench coverage` simulates that the level holds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wenming.engine.chances import normals, uniforms
from wenming.engine.intervals import LEVEL

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

DRAWS = 4000
NORMAL, SCALE = 0, 1
"""Streams of chance."""


@dataclass(frozen=True)
class Bands:
    """One entry per area: ``first`` and ``last`` place (1 is the best). ``better[a, b]``: a is surely better than b.

    ``runs``: the table from best to worst in stretches within which nobody can be told from anybody, each as long as can be; stretches overlap.
    ``critical``: how many standard deviations of the draws a pair had to be apart at first.
    """

    first: Integers
    last: Integers
    better: Mask
    runs: tuple[tuple[int, ...], ...]
    critical: float

    def tied_with(self, area: int) -> tuple[int, ...]:
        """Return the areas that cannot be told from this one, itself included."""
        return tuple(np.flatnonzero(~(self.better[area] | self.better[:, area])).tolist())


def deviations(covariance: ArrayLike, *, seed: int, draws: int = DRAWS, degrees: float = math.inf) -> Floats:
    """Return draws (draws × n) of how estimates with this covariance may be off jointly; the same for the same ``seed``.

    Normal; with ``degrees`` of freedom Student's t, for the covariance itself was estimated from few clusters. A covariance that is not quite
    positive (rounding) is taken as the nearest one that is.
    """
    values, axes = np.linalg.eigh(np.asarray(covariance, dtype=np.float64))
    root = axes * np.sqrt(np.maximum(values, 0.0))
    n = len(values)
    found = normals(seed, NORMAL, draws * n).reshape(draws, n) @ root.T
    if math.isfinite(degrees):
        from scipy.special import gammaincinv  # noqa: PLC0415 - costs a tenth of a second that no start of the web should pay

        squares = 2 * gammaincinv(degrees / 2, uniforms(seed, SCALE, draws))
        found = found / np.sqrt(squares / degrees)[:, np.newaxis]
    return np.asarray(found, dtype=np.float64)


def rank_bands(estimates: ArrayLike, errors: ArrayLike, *, level: float = LEVEL, high_is_good: bool = True) -> Bands:
    """Return the bands of ``estimates`` (n). ``errors`` (draws × n) is how they may be off jointly: :func:`deviations`, or replicates less their mean.

    Estimates with nothing between them, or with no error between them, are never told apart. Two areas that share clusters are compared by
    the error of their difference.
    """
    value = np.asarray(estimates, dtype=np.float64) * (1 if high_is_good else -1)
    off = np.asarray(errors, dtype=np.float64)
    n = len(value)
    spread = off - off.mean(axis=0) if len(off) else off
    product = spread.T @ spread / max(len(off), 1)
    variance = np.diag(product)[:, np.newaxis] + np.diag(product) - 2 * product
    # a difference smaller than its rounding has no error
    apart = np.sqrt(np.where(variance > 1e-12 * np.maximum(np.diag(product)[:, np.newaxis], 1e-300), variance, np.inf))
    ratio = (value[:, np.newaxis] - value) / apart
    better = np.zeros((n, n), dtype=np.bool_)
    critical = first_critical = _critical(off, apart, ~np.eye(n, dtype=np.bool_), level)
    while (found := (ratio > critical) & ~better).any():
        better |= found
        critical = _critical(off, apart, ~(better | better.T | np.eye(n, dtype=np.bool_)), level)
    first = 1 + better.sum(axis=0)
    last = n - better.sum(axis=1)
    return Bands(first.astype(np.int64), last.astype(np.int64), better, _runs(value, better), first_critical)


def _critical(off: Floats, apart: Floats, pairs: Mask, level: float) -> float:
    """Return the quantile of the largest ratio over the pairs; infinite where there is none.

    One standard error of a quantile from so many draws is added, on the safe side: ``apart`` comes from the same draws, which makes their own
    largest ratios a little smaller than those to come.
    """
    largest = np.zeros(len(off))
    for area in range(len(apart) - 1):
        others = area + 1 + np.flatnonzero(pairs[area, area + 1 :])
        if len(others):
            ratios = np.abs(off[:, area, np.newaxis] - off[:, others]) / apart[area, others]
            np.maximum(largest, ratios.max(axis=1), out=largest)
    if not largest.any():
        return math.inf
    place = math.ceil((len(off) + 1) * level + math.sqrt(len(off) * level * (1 - level)))
    return float(np.sort(largest)[min(place, len(off)) - 1])


def _runs(value: Floats, better: Mask) -> tuple[tuple[int, ...], ...]:
    """Return the longest stretches of the table in which nobody is surely better than anybody."""
    order = np.argsort(-value, kind="stable")
    told = better[np.ix_(order, order)]
    told = told | told.T
    runs: list[tuple[int, ...]] = []
    end = 0
    for start in range(len(order)):
        stop = max(end, start + 1)
        while stop < len(order) and not told[start:stop, stop].any():
            stop += 1
        if stop > end:
            runs.append(tuple(order[start:stop].tolist()))
        end = stop
    return tuple(runs)
