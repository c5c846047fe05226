"""Rates of areas with known sampling variances: θ_d = x_d·β + u_d, u_d ~ N(0, A), what was seen of it ~ N(θ_d, D_d).

R. E. Fay, R. A. Herriot, JASA 74, 1979; A by restricted likelihood; mean squared errors g1 + g2 + 2·g3 of N. G. N. Prasad, J. N. K. Rao, JASA 85,
1990. Where the likelihood is highest at A ≤ 0 it is adjusted as H. Li and P. Lahiri (*An adjusted maximum likelihood method for solving small
area estimation problems*, Journal of Multivariate Analysis 101, 2010) do: areas are never silently all alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

STEPS = 200
SETTLED = 1e-12
GOLDEN = (math.sqrt(5) - 1) / 2


class AreasError(ValueError):
    """What is given cannot be a model: lengths differ, a variance is not above 0, or there are not more areas than coefficients."""


@dataclass(frozen=True)
class AreaEstimates:
    """One entry per area: ``estimates`` = γ·direct + (1 − γ)·``synthetic``, γ = ``weights``, ``errors`` the roots of their mean squared errors.

    ``spread`` is A, ``slopes`` β; ``is_adjusted``: A by Li and Lahiri, because the plain likelihood saw no difference between areas.
    """

    spread: float
    slopes: Floats
    synthetic: Floats
    weights: Floats
    estimates: Floats
    squares: Floats
    """Mean squared errors."""
    is_adjusted: bool

    @property
    def errors(self) -> Floats:
        """The roots of the mean squared errors."""
        return np.sqrt(self.squares)


@dataclass(frozen=True)
class _Model:
    """What was seen (``y``), what is known (``x``, areas × p), the variances ``d`` (infinite: never looked at)."""

    y: Floats
    x: Floats
    d: Floats

    def fit(self, spread: float) -> tuple[Floats, Floats, Floats]:
        """Return 1/(A + D), the inverse of X'V⁻¹X, and β."""
        precision = 1 / (spread + self.d)
        inverse: Floats = np.linalg.inv(self.x.T @ (precision[:, np.newaxis] * self.x)).astype(np.float64)
        return precision, inverse, inverse @ (self.x.T @ (precision * self.y))

    def slope(self, spread: float) -> tuple[float, float]:
        """Return the slope of the restricted likelihood and its expected curvature."""
        precision, inverse, beta = self.fit(spread)
        project = np.diag(precision) - (precision[:, np.newaxis] * self.x) @ inverse @ (self.x.T * precision)
        left = precision * (self.y - self.x @ beta)
        return float(left @ left - np.trace(project)) / 2, float((project**2).sum()) / 2

    def likelihood(self, spread: float) -> float:
        """Return the restricted likelihood, up to a constant."""
        precision, inverse, beta = self.fit(spread)
        apart = self.y - self.x @ beta
        seen = precision > 0
        logs = -np.log(precision[seen]).sum() - np.linalg.slogdet(inverse)[1]
        return -float(logs + (precision * apart**2).sum()) / 2


def fay_herriot(direct: ArrayLike, variances: ArrayLike, known: ArrayLike | None = None) -> AreaEstimates:
    """Return the estimates of areas from ``direct`` ones with their sampling ``variances`` and what is ``known`` (areas × p, the constant included).

    Without ``known`` the areas share one mean. An infinite variance marks an area that was not looked at: it gets what is known of it.
    Raises AreasError.
    """
    model = _model(direct, variances, known)
    spread = _restricted(model)
    is_adjusted = spread <= 0
    if is_adjusted:
        spread = _adjusted(model)
    precision, inverse, beta = model.fit(spread)
    weights = spread * precision
    synthetic = model.x @ beta
    estimates = synthetic + weights * (model.y - synthetic)
    leverage = ((model.x @ inverse) * model.x).sum(axis=1)
    first, second = spread * (1 - weights), (1 - weights) ** 2 * leverage
    third = (1 - weights) ** 2 * precision * 2 / float((precision**2).sum())
    return AreaEstimates(spread, beta, synthetic, weights, estimates, first + second + 2 * third, is_adjusted)


def _model(direct: ArrayLike, variances: ArrayLike, known: ArrayLike | None) -> _Model:
    """Return the checked columns."""
    y, d = np.asarray(direct, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    x = np.ones((len(y), 1)) if known is None else np.asarray(known, dtype=np.float64)
    if y.ndim != 1 or d.shape != y.shape or x.ndim != 2 or len(x) != len(y):
        raise AreasError("one variance and one row of what is known for each area")
    y = np.where(np.isinf(d), 0.0, y)
    if not (d > 0).all() or not np.isfinite(y).all() or not np.isfinite(x).all():
        raise AreasError("variances above 0, and numbers")
    if int(np.isfinite(d).sum()) <= x.shape[1]:
        raise AreasError("more areas than coefficients")
    return _Model(y, x, d)


def _restricted(model: _Model) -> float:
    """Return A where the restricted likelihood is highest, by Fisher's scoring; 0 where that is at 0 or below."""
    spread = float(np.median(model.d[np.isfinite(model.d)]))
    step, settled = 0, False
    while not settled and step < STEPS:
        slope, curvature = model.slope(spread)
        moved = max(0.0, spread + slope / curvature)
        settled = abs(moved - spread) <= SETTLED * (moved + SETTLED)
        spread, step = moved, step + 1
    return spread


def _adjusted(model: _Model) -> float:
    """Return A where A times the restricted likelihood is highest: always above 0."""
    middle = math.log(float(np.median(model.d[np.isfinite(model.d)])))
    return math.exp(peak(lambda at: at + model.likelihood(math.exp(at)), middle - 20, middle + 20))


def peak(curve: Callable[[float], float], low: float, high: float) -> float:
    """Return where a curve with one top is highest, by golden section."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    heights = curve(left), curve(right)
    for _ in range(STEPS):
        if heights[0] > heights[1]:
            high, right, left = right, left, right - GOLDEN * (right - low)
            heights = curve(left), heights[0]
        else:
            low, left, right = left, right, left + GOLDEN * (high - left)
            heights = heights[1], curve(right)
    return (low + high) / 2


def smoothed_variances(shares: ArrayLike, looks: ArrayLike, *, deff: float = 1.0) -> Floats:
    """Return deff·p(1 − p)/n with the common share p: the variance of an area's own few looks cannot be trusted, least of all when all pass.

    Infinite where there was no look. Raises AreasError where the looks say nothing of a share (none, or all alike).
    """
    share, n = np.asarray(shares, dtype=np.float64), np.asarray(looks, dtype=np.float64)
    seen = n > 0
    common = float((share[seen] * n[seen]).sum() / n[seen].sum()) if seen.any() else 0.0
    if not 0 < common < 1:
        raise AreasError("looks that differ")
    return np.where(seen, deff * common * (1 - common) / np.where(seen, n, 1.0), np.inf)


def arcsine_areas(
    shares: ArrayLike, looks: ArrayLike, known: ArrayLike | None = None, *, deff: float = 1.0
) -> tuple[AreaEstimates, Floats]:
    """Return Fay and Herriot's model of asin √share, whose variance deff/(4n) does not depend on the share, and the areas' shares, read back.

    Read back is the mean of sin²θ where θ is normal with the model's error, (1 − e^(−2·mse)·cos 2θ)/2: within 0 and 1, without the bias of sin²
    alone. For rates near 1. Raises AreasError.
    """
    share, n = np.asarray(shares, dtype=np.float64), np.asarray(looks, dtype=np.float64)
    if not ((share >= 0) & (share <= 1) | (n == 0)).all():
        raise AreasError("shares between 0 and 1")
    variances = np.where(n > 0, deff / (4 * np.where(n > 0, n, 1.0)), np.inf)
    found = fay_herriot(np.arcsin(np.sqrt(np.where(n > 0, share, 0.0))), variances, known)
    return found, (1 - np.exp(-2 * found.squares) * np.cos(2 * found.estimates)) / 2


def benchmarked(estimates: ArrayLike, squares: ArrayLike, sizes: ArrayLike, total: float) -> Floats:
    """Return the estimates moved so that Σ sizes·estimate = ``total`` (the city's direct one): each by how unsure it is and how much it counts.

    The smallest change, weighed by 1/mse (G. S. Datta, M. Ghosh, R. Steorts, J. Maples, TEST 20, 2011). Raises AreasError where nothing can move.
    """
    value, unsure = np.asarray(estimates, dtype=np.float64), np.asarray(squares, dtype=np.float64)
    size = np.asarray(sizes, dtype=np.float64)
    give = float((size**2 * unsure).sum())
    if give <= 0:
        raise AreasError("areas that can move")
    return value + (total - float((size * value).sum())) * size * unsure / give
