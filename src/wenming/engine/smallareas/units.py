"""Single looks within areas: y = x·β + u_area + e (G. E. Battese, R. M. Harter, W. A. Fuller, JASA 83, 1988), by restricted likelihood."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wenming.engine.smallareas.areas import AreasError, peak

Floats = NDArray[np.float64]

LEAST, MOST = -30.0, 15.0
"""Logarithms of σu²/σe² between which the top is searched; the lower end is no difference between areas."""


@dataclass(frozen=True)
class UnitModel:
    """``between`` = σu², ``within`` = σe², ``slopes`` β; per area in the order of ``labels``: its ``effects`` û and shrinking ``weights`` γ."""

    between: float
    within: float
    slopes: Floats
    labels: tuple[Any, ...]
    effects: Floats
    weights: Floats

    looks: Floats
    averages: Floats
    """Of each area's looks: the mean value, then the means of what is known (areas × (1 + p))."""

    def mean(self, label: Any, known: ArrayLike, *, size: float = math.inf) -> float:
        """Return the area's mean where the means of what is known are ``known`` (p), of all ``size`` units there; those seen count as they are.

        An area without a look has no effect of its own.
        """
        means = np.asarray(known, dtype=np.float64)
        if label not in self.labels:
            return float(means @ self.slopes)
        at = self.labels.index(label)
        part = float(self.looks[at]) / size
        left = float((means - part * self.averages[at, 1:]) @ self.slopes)
        return part * float(self.averages[at, 0]) + left + (1 - part) * float(self.effects[at])


def nested_errors(values: ArrayLike, known: ArrayLike, areas: ArrayLike) -> UnitModel:
    """Return the model of ``values`` with what is ``known`` of each (rows × p, the constant included) in ``areas`` (one label per row).

    Raises AreasError where lengths differ or there are not more rows than coefficients and areas.
    """
    y, x = np.asarray(values, dtype=np.float64), np.asarray(known, dtype=np.float64)
    labels, area = np.unique(np.asarray(areas), return_inverse=True)
    if x.ndim != 2 or len(x) != len(y) or len(area) != len(y):
        raise AreasError("one row of what is known and one area for each value")
    if len(y) <= x.shape[1] + len(labels) or len(labels) < 2:
        raise AreasError("more rows than coefficients and areas")
    looks = np.bincount(area).astype(np.float64)

    def means(column: Floats) -> Floats:
        return np.asarray(np.bincount(area, weights=column) / looks, dtype=np.float64)

    averages = np.stack([means(y), *(means(column) for column in x.T)], axis=1)
    whole = np.column_stack([y, x])

    def fit(ratio: float) -> tuple[Floats, float, float]:
        """Return β, σe² and the likelihood at σu²/σe²."""
        part = 1 - np.sqrt(1 / (1 + ratio * looks))
        turned = whole - (part[:, np.newaxis] * averages)[area]
        beta = np.linalg.lstsq(turned[:, 1:], turned[:, 0], rcond=None)[0]
        left = turned[:, 0] - turned[:, 1:] @ beta
        within = float(left @ left) / (len(y) - x.shape[1])
        logs = np.log1p(ratio * looks).sum() + np.linalg.slogdet(turned[:, 1:].T @ turned[:, 1:])[1]
        return beta, within, -float((len(y) - x.shape[1]) * math.log(within) + logs) / 2

    ratio = math.exp(peak(lambda at: fit(math.exp(at))[2], LEAST, MOST))
    beta, within, _height = fit(ratio)
    weights = ratio * looks / (1 + ratio * looks)
    effects = weights * (averages[:, 0] - averages[:, 1:] @ beta)
    return UnitModel(ratio * within, within, beta, tuple(labels.tolist()), effects, weights, looks, averages)
