"""The difference of two levels over the same kinds of place, and whether it can be told from chance.

Both levels are brought to the same mix of strata (types of site), so that a difference of mix is no difference of level. The interval joins
the two intervals of Korn and Graubard (MOVER: G. Y. Zou, A. Donner, *Construction of confidence limits about effect measures*, Statistics
in Medicine 27, 2008), with the correlation that comes from looking at the same places on both sides; it is never of width zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wenming.engine.intervals import FLAT, ICC, LEVEL, Design, Interval, clopper_pearson, effective_looks

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Contrast:
    """Two levels and their difference ``one − other`` with its interval; ``strata`` are those seen on both sides, with their weight."""

    one: Interval
    other: Interval
    low: float
    high: float
    strata: tuple[tuple[Any, float], ...]
    left_out: tuple[Any, ...]
    """Strata looked at on one side only: they say nothing of the difference."""

    @property
    def difference(self) -> float:
        """How much higher the first level is."""
        return self.one.estimate - self.other.estimate

    @property
    def separates(self) -> bool:
        """Whether the interval keeps clear of zero."""
        return self.low > 0 or self.high < 0


def contrast(
    hits: ArrayLike, side: ArrayLike, *, strata: ArrayLike, clusters: ArrayLike, icc: float = ICC, level: float = LEVEL
) -> Contrast | None:
    """Return the difference of the share of ``hits`` where ``side`` is true and where it is not; None where no stratum has both.

    One entry per look: ``strata`` is the kind of place, ``clusters`` the place itself; looks at one place are not independent. A
    stratum weighs as many looks as it has on both sides together.
    """
    values = np.asarray(hits, dtype=np.float64)
    kind, here = np.asarray(strata), np.asarray(side, dtype=np.bool_)
    shared = np.intersect1d(kind[here], kind[~here])
    kept = np.isin(kind, shared)
    left_out = tuple(np.setdiff1d(kind, shared).tolist())
    if not len(shared):
        return None
    values, kind, here = values[kept], kind[kept], here[kept]
    places = np.asarray(clusters)[kept]
    names, number = np.unique(kind, return_inverse=True)
    mix = np.bincount(number) / len(number)
    design = Design.of(len(values), clusters=places, strata=kind)
    sides = [_standardised(values, chosen, number, mix) for chosen in (here, ~here)]
    first, second = (_interval(one, design, icc, level) for one in sides)
    low, high = mover(first, second, _correlation(sides[0], sides[1], design))
    return Contrast(first, second, low, high, tuple(zip(names.tolist(), mix.tolist(), strict=True)), left_out)


@dataclass(frozen=True)
class _Side:
    """One side's level at the common mix, and what each look adds to its error."""

    level: float
    scores: NDArray[np.float64]
    chosen: Mask
    weights: NDArray[np.float64]


def _standardised(
    values: NDArray[np.float64], chosen: Mask, number: NDArray[np.int64], mix: NDArray[np.float64]
) -> _Side:
    """Return Σ mix·share of the stratum, and its linearised scores."""
    size = np.bincount(number[chosen], minlength=len(mix))
    means = np.bincount(number[chosen], weights=values[chosen], minlength=len(mix)) / size
    weights = np.where(chosen, (mix / size)[number], 0.0)
    return _Side(float((mix * means).sum()), weights * (values - means[number]), chosen, weights)


def _interval(side: _Side, design: Design, icc: float, level: float) -> Interval:
    """Return the interval of Korn and Graubard of one side."""
    variance = design.variance(side.scores, lone="adjust")
    degrees, n = design.degrees(side.chosen), int(side.chosen.sum())
    share = min(1.0, max(0.0, side.level))
    worth = effective_looks(
        share, variance, weights=side.weights, design=design, domain=side.chosen, icc=icc, level=level
    )
    low, high = clopper_pearson(share * worth, worth, level=level)
    return Interval(share, low, high, n, worth, math.sqrt(variance), degrees)


def _correlation(one: _Side, other: _Side, design: Design) -> float:
    """Return how the errors of both sides go together, for they looked at the same places."""
    spread = design.variance(one.scores, lone="adjust") * design.variance(other.scores, lone="adjust")
    if spread <= FLAT**2:
        return 0.0
    return max(-1.0, min(1.0, design.covariance(one.scores, other.scores, lone="adjust") / math.sqrt(spread)))


def mover(one: Interval, other: Interval, correlation: float) -> tuple[float, float]:
    """Return the interval of the difference ``one − other`` from the two intervals and the correlation of their errors."""
    gap = one.estimate - other.estimate
    below, above = one.estimate - one.low, one.high - one.estimate
    below_other, above_other = other.estimate - other.low, other.high - other.estimate
    down = below**2 - 2 * correlation * below * above_other + above_other**2
    up = above**2 - 2 * correlation * above * below_other + below_other**2
    return gap - math.sqrt(max(down, 0.0)), gap + math.sqrt(max(up, 0.0))
