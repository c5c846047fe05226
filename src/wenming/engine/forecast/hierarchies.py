"""Exchangeable normal effects on a grid: of measured values (eight schools), and of rates on the logit (surgical wards).

The first learns the assessors' shift from past pairs; the second is a second opinion beside the beta-binomial posterior, and places named units.
Sources: Rubin 1981; Gelman et al., Bayesian Data Analysis, 5.4; BUGS examples vol. 1, Surgical.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wenming.engine.forecast.special import expit, log_expit, logsumexp

Floats = NDArray[np.float64]

SPREADS = 1200
NODES = 121
FURTHEST = 6.0
"""Standard deviations over which a unit's effect is integrated."""


@dataclass(frozen=True)
class Effects:
    """Posterior means: of the common ``mean`` and the ``spread`` between units, of each unit.

    ``mean_variance`` and ``spread_square`` are for predicting a further unit, whose variance is their sum.
    """

    mean: float
    mean_variance: float
    spread: float
    spread_square: float
    units: tuple[float, ...]


def normal_effects(
    values: ArrayLike, errors: ArrayLike, *, mean_spread: float, spread_scale: float, heavy: bool = False, most: float = 40.0
) -> Effects:  # fmt: skip
    """Return the posterior of yᵢ ~ N(θᵢ, errorᵢ²), θᵢ ~ N(μ, τ²), μ ~ N(0, mean_spread²), τ half-normal (half-Cauchy where ``heavy``) of a scale.

    μ and θ are integrated out exactly, τ over a grid up to ``most`` scales. Without values the priors come back.
    """
    y, error = np.asarray(values, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    # a square spacing: closest where the posterior of τ usually lies
    root = (np.arange(SPREADS) + 0.5) / SPREADS
    spread = spread_scale * most * root**2
    prior = -np.log1p((spread / spread_scale) ** 2) if heavy else -0.5 * (spread / spread_scale) ** 2
    firm = 1.0 / (error[None, :] ** 2 + spread[:, None] ** 2)
    whole = firm.sum(axis=1) + 1.0 / mean_spread**2
    centre = (firm * y).sum(axis=1) / whole
    log_weight = prior + np.log(root) + 0.5 * np.log(firm).sum(axis=1) - 0.5 * np.log(whole)
    log_weight += -0.5 * (firm * y**2).sum(axis=1) + 0.5 * centre**2 * whole
    weight = np.exp(log_weight - logsumexp(log_weight))
    mean = float(weight @ centre)
    # a unit lies between its own value and the mean
    pull = error[None, :] ** 2 * firm
    units = weight @ ((1 - pull) * y + pull * centre[:, None])
    return Effects(
        mean=mean,
        mean_variance=float(weight @ (1.0 / whole + centre**2)) - mean**2,
        spread=float(weight @ spread),
        spread_square=float(weight @ spread**2),
        units=tuple(units.tolist()),
    )


@dataclass(frozen=True)
class Rates:
    """Posterior means of rates: of the usual unit (``level`` = expit μ), of the ``spread`` on the logit, of each unit."""

    level: float
    spread: float
    units: tuple[float, ...]


def logit_normal_rates(hits: ArrayLike, looks: ArrayLike, *, cells: tuple[int, int] = (61, 49)) -> Rates:
    """Return the posterior of yᵢ ~ Binomial(nᵢ, pᵢ), logit pᵢ ~ N(μ, σ²), with BUGS' vague priors: μ flat, 1/σ² ~ Gamma(0.001, 0.001)."""
    y, n = np.asarray(hits, dtype=np.float64), np.asarray(looks, dtype=np.float64)
    rate = (y.sum() + 0.5) / (n.sum() + 1.0)
    middle = float(np.log(rate / (1 - rate)))
    reach = 1.5 + 4.0 / np.sqrt(len(y))
    levels = np.linspace(middle - reach, middle + reach, cells[0])
    spreads = np.exp(np.linspace(np.log(0.02), np.log(3.0), cells[1]))
    nodes = np.linspace(-FURTHEST, FURTHEST, NODES)
    share = np.exp(-0.5 * nodes**2)
    share /= share.sum()
    log_weight, means = np.empty(cells), np.empty((*cells, len(y)))
    for column, spread in enumerate(spreads):
        at = levels[:, None] + spread * nodes[None, :]
        likely = y * log_expit(at)[..., None] + (n - y) * log_expit(-at)[..., None]
        top = likely.max(axis=1, keepdims=True)
        dense = np.exp(likely - top) * share[None, :, None]
        whole = dense.sum(axis=1)
        means[:, column] = (dense * expit(at)[..., None]).sum(axis=1) / whole
        # 1/σ² ~ Gamma(ε, ε) in log σ: (1/σ²)^ε · exp(−ε/σ²)
        prior = -0.002 * np.log(spread) - 0.001 / spread**2
        log_weight[:, column] = (np.log(whole) + top[:, 0]).sum(axis=1) + prior
    weight = np.exp(log_weight - logsumexp(log_weight))
    return Rates(
        level=float((weight * expit(levels)[:, None]).sum()),
        spread=float((weight * spreads[None, :]).sum()),
        units=tuple(np.tensordot(weight, means, axes=2).tolist()),
    )
