"""How far two people who looked at the same place apart from each other say the same: percent, Cohen's κ, Gwet's AC1.

κ (Cohen 1960; with weights 1968) is agreement beyond chance, chance being what the two say on the whole; where nearly everything is met it
is low though the two hardly ever differ, so Gwet's AC1 (2008) stands beside it. The standard error is that of Fleiss, Cohen and Everitt
(*Large sample standard errors of kappa and weighted kappa*, Psychological Bulletin 72, 1969): the linearised variance, here summed **by
site**, for the answers given at one site are alike (the infinitesimal jackknife over sites). The interval is not Wald's, which leaves the
scale and has width zero where all agree: the variance says how many independent pairs the pairs are worth, on them stands the exact interval of the
agreement that was observed (:mod:`wenming.engine.intervals`), and chance is taken off both of its ends.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wenming.engine.intervals import (
    FEWEST,
    ICC,
    LEVEL,
    NOTHING,
    Design,
    Floats,
    Integers,
    Interval,
    clopper_pearson,
    effective_looks,
    korn_graubard,
)

CERTAIN = 1e-12
"""Chance agreement this near to one leaves nothing beyond chance to be measured."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient of agreement beyond chance: 1 is full agreement, 0 what chance gives. ``error`` is its standard error, by site."""

    estimate: float
    low: float
    high: float
    error: float
    effective: float
    """How many independent pairs it stands on."""

    @property
    def tells(self) -> bool:
        """Whether it may be shown as a number."""
        return self.effective >= FEWEST


@dataclass(frozen=True, slots=True)
class Agreement:
    """What ``pairs`` of answers at ``sites`` places say. ``kappa`` is None where both always said one and the same: chance alone agrees then."""

    pairs: int
    sites: int
    percent: Interval
    kappa: Coefficient | None
    ac1: Coefficient | None

    @property
    def tells(self) -> bool:
        """Whether the numbers may be shown: pairs worth thirty independent ones."""
        return self.percent.effective >= FEWEST

    @property
    def trouble(self) -> float:
        """Return the share of pairs that differ **at least**, as far as the interval knows: what to look at first is what is surest."""
        return 1 - self.percent.high


@dataclass(frozen=True, slots=True)
class Difference:
    """Two counts of the same thing: mean of second minus first, mean distance, and how many pairs counted the same."""

    pairs: int
    mean: float
    distance: float
    same: Interval


def agreement(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    *,
    sites: ArrayLike | None = None,
    categories: Sequence[Hashable],
    weights: ArrayLike | None = None,
    icc: float = ICC,
    level: float = LEVEL,
) -> Agreement:
    """Return how far the second answers are the first ones; ``sites`` says for each pair where it was given (each by itself).

    ``categories`` are all that could be said, also what nobody said: AC1 depends on their number. ``weights`` is what a pair of them is worth, 1
    on the diagonal (:func:`linear_weights` for grades); percent agreement always counts what is exactly the same. Raises KeyError for an answer that is no category.
    """
    place = {category: number for number, category in enumerate(categories)}
    rows, columns = (np.array([place[one] for one in some], dtype=np.int64) for some in (first, second))
    pairs = len(rows)
    if len(columns) != pairs:
        raise ValueError("each first answer needs a second one")
    if pairs == 0:
        return Agreement(0, 0, NOTHING, None, None)
    design = Design.of(pairs, clusters=sites)
    worth = np.eye(len(place)) if weights is None else np.asarray(weights, dtype=np.float64)
    percent = korn_graubard(rows == columns, design=design, icc=icc, level=level)
    hits: Floats = worth[rows, columns]
    found = [
        _beyond(hits, *chance, design=design, icc=icc, level=level)
        for chance in (_cohen(rows, columns, worth), _gwet(rows, columns, worth))
    ]
    return Agreement(pairs, len(design.strata), percent, *found)


def linear_weights(categories: int) -> Floats:
    """Return Cohen's linear weights of grades in their order: 1 on the diagonal, 0 between the ends."""
    steps = np.arange(categories)
    return np.asarray(1 - np.abs(np.subtract.outer(steps, steps)) / max(categories - 1, 1), dtype=np.float64)


def difference(first: ArrayLike, second: ArrayLike, *, sites: ArrayLike | None = None) -> Difference:
    """Return how far two people's counts of the same thing lie apart. No interval stands at the mean: the share of equal counts has one."""
    apart = np.asarray(second, dtype=np.float64) - np.asarray(first, dtype=np.float64)
    if not len(apart):
        return Difference(0, 0.0, 0.0, NOTHING)
    same = korn_graubard(apart == 0, design=Design.of(len(apart), clusters=sites))
    return Difference(len(apart), float(apart.mean()), float(np.abs(apart).mean()), same)


def _cohen(rows: Integers, columns: Integers, worth: Floats) -> tuple[float, Floats]:
    """Return the agreement by chance after Cohen, and how far each pair moves it."""
    one, other = (np.bincount(some, minlength=len(worth)) / len(some) for some in (rows, columns))
    chance = float(one @ worth @ other)
    return chance, (worth @ other)[rows] + (one @ worth)[columns] - 2 * chance


def _gwet(rows: Integers, columns: Integers, worth: Floats) -> tuple[float, Floats]:
    """Return the agreement by chance after Gwet (AC1, with weights AC2), and how far each pair moves it."""
    size = len(worth)
    both = (np.bincount(rows, minlength=size) + np.bincount(columns, minlength=size)) / (2 * len(rows))
    scale = float(worth.sum()) / (size * max(size - 1, 1))
    slope = 1 - 2 * both
    moves = (slope[rows] + slope[columns]) / 2 - float(slope @ both)
    return scale * float((both * (1 - both)).sum()), scale * moves


def _beyond(
    hits: Floats, chance: float, moves: Floats, *, design: Design, icc: float, level: float
) -> Coefficient | None:
    """Return agreement beyond a chance that each pair ``moves``; None where chance leaves nothing."""
    left = 1 - chance
    if left < CERTAIN:
        return None
    n, seen = len(hits), float(hits.mean())
    influence = (left * (hits - seen) - (1 - seen) * moves) / left**2
    variance = design.variance(influence / n, lone="adjust")
    ones = np.ones(n)
    effective = effective_looks(
        seen, variance * left**2, weights=ones, design=design, domain=ones > 0, icc=icc, level=level
    )
    low, high = clopper_pearson(seen * effective, effective, level=level)
    ends = (seen - chance) / left, max(-1.0, (low - chance) / left), (high - chance) / left
    return Coefficient(*ends, math.sqrt(max(variance, 0.0)), effective)
