"""What our rounds say about the level of a type and how far its sites differ: beta-binomial posteriors on a grid, without random noise.

A site passes each check with its own chance θ ~ Beta(mφ, (1 − m)φ). The grid lies over logit m and log φ; priors logit m ~ N(μ, σ²), μ and σ
learned over all types (empirical Bayes), and log φ ~ N(3.2, 0.6). Source: quant.md 3.b; Gelman et al., Bayesian Data Analysis, 5.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wenming.engine.forecast.special import expit, logit, logsumexp

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CELLS = (40, 30)
FIRM, FIRM_SPREAD = 3.2, 0.6
"""The prior of log φ."""
USUAL, USUAL_SPREAD = 1.4, 1.0
"""The prior of μ: about 80 % of checks are passed."""
APART, APART_WORTH = 0.8, 2.0
"""The prior of σ, worth so many types."""
WIDE = 6.0
"""Standard deviations that the grid reaches on each side."""
LEAST = 1e-6
STEPS = 60


@dataclass(frozen=True)
class Grid:
    """Where a posterior is looked at: ``logits`` of m (G of them) and ``logs`` of φ (H)."""

    logits: Floats
    logs: Floats

    @property
    def a(self) -> Floats:
        """α = mφ, G × H."""
        return np.asarray(expit(self.logits)[:, None] * np.exp(self.logs)[None, :], dtype=np.float64)

    @property
    def b(self) -> Floats:
        """β = (1 − m)φ, G × H."""
        return np.asarray(expit(-self.logits)[:, None] * np.exp(self.logs)[None, :], dtype=np.float64)


@dataclass(frozen=True)
class Posterior:
    """The weight of every cell of a grid (G × H, together 1)."""

    grid: Grid
    weight: Floats

    def mean(self, values: Floats) -> float:
        """Return the posterior mean of something known in every cell (G × H)."""
        return float((self.weight * values).sum())

    @property
    def level(self) -> float:
        """The posterior mean of m."""
        return self.mean(np.broadcast_to(expit(self.grid.logits)[:, None], self.weight.shape))

    @property
    def level_variance(self) -> float:
        """The posterior variance of m: what we do not know about the level of the type."""
        level = expit(self.grid.logits)[:, None]
        return max(self.mean(np.broadcast_to(level**2, self.weight.shape)) - self.level**2, 0.0)

    def site_mean(self, passed: int, checks: int) -> float:
        """Return the posterior mean of θ of a site with these checks: (a + y) / (a + b + J), over the grid."""
        a, b = self.grid.a, self.grid.b
        return self.mean((a + passed) / (a + b + checks))

    def site_variance(self, passed: int, checks: int) -> float:
        """Return the posterior variance of θ of such a site, its type's level included."""
        a, b = self.grid.a + passed, self.grid.b + (checks - passed)
        mean = a / (a + b)
        within = mean * (1 - mean) / (a + b + 1)
        return self.mean(within + mean**2) - self.mean(mean) ** 2

    def cells(self, number: int) -> tuple[Floats, Floats]:
        """Return (a, b) of ``number`` cells that stand for the posterior alike: a systematic sample, level by level, firmness to and fro.

        Their levels are drawn apart a little, so that mean and variance of m are the posterior's own.
        """
        turned = self.weight.copy()
        turned[1::2] = turned[1::2, ::-1]
        bounds = np.cumsum(turned.ravel())
        asked = (np.arange(number) + 0.5) / number * bounds[-1]
        row, column = np.divmod(np.searchsorted(bounds, asked), self.weight.shape[1])
        column = np.where(row % 2 == 1, self.weight.shape[1] - 1 - column, column)
        level, firm = expit(self.grid.logits[row]), np.exp(self.grid.logs[column])
        apart = np.sqrt(self.level_variance / max(float(level.var()), LEAST**2))
        level = np.clip(self.level + (level - level.mean()) * apart, LEAST, 1 - LEAST)
        return level * firm, (1 - level) * firm


def grid_for(passed: ArrayLike, checks: ArrayLike, cells: tuple[int, int] = CELLS) -> Grid:
    """Return a grid around what the counts say: six standard deviations to each side of logit m, and of the prior of log φ where it lies."""
    y, j = _counted(passed, checks)
    rate = (y.sum() + 1.0) / (j.sum() + 2.0)
    firm = float(np.exp(FIRM))
    information = rate * (1 - rate) * (j / (1 + np.maximum(j - 1, 0) / (1 + firm))).sum()
    reach = WIDE / np.sqrt(1.0 / USUAL_SPREAD**2 + information) * 1.25
    centre = logit(rate)
    logs = np.linspace(FIRM - 4 * FIRM_SPREAD, FIRM + 4 * FIRM_SPREAD, cells[1])
    return Grid(np.linspace(centre - reach, centre + reach, cells[0]), logs)


def log_likelihood(passed: ArrayLike, checks: ArrayLike, grid: Grid) -> Floats:
    """Return log p(counts | cell), G × H, up to the binomial coefficients: Σ_s betaln(a + y, b + J − y) − betaln(a, b).

    Rising factorials instead of the beta function: log(a + k) counted once for every k, whatever the number of sites.
    """
    y, j = _counted(passed, checks)
    a, b = grid.a, grid.b
    found = _risen(a, y) + _risen(b, j - y)
    firm = np.exp(grid.logs)[None, :]
    return np.asarray(found - _risen(firm, j), dtype=np.float64)


def firmness_prior(grid: Grid) -> Floats:
    """Return the log prior of log φ, 1 × H."""
    return -0.5 * ((grid.logs[None, :] - FIRM) / FIRM_SPREAD) ** 2


def posterior_of(log_weight: Floats, grid: Grid) -> Posterior:
    """Return the posterior of a log density over the grid, up to a constant."""
    return Posterior(grid, np.exp(log_weight - logsumexp(log_weight)))


@dataclass(frozen=True, slots=True)
class Top:
    """How levels of types lie: logit m ~ N(``mean``, ``spread``²)."""

    mean: float
    spread: float

    def log_prior(self, grid: Grid) -> Floats:
        """Return the log prior of logit m, G × 1."""
        return -0.5 * ((grid.logits[:, None] - self.mean) / self.spread) ** 2


def fitted(
    counts: Sequence[tuple[ArrayLike, ArrayLike]], cells: tuple[int, int] = CELLS
) -> tuple[list[Posterior], Top]:
    """Return the posterior of each group (its passed and checks by site) and what they have in common."""
    grids = [grid_for(passed, checks, cells) for passed, checks in counts]
    likely = [
        log_likelihood(passed, checks, grid) + firmness_prior(grid)
        for (passed, checks), grid in zip(counts, grids, strict=True)
    ]
    top = fitted_top(likely, grids)
    return [posterior_of(one + top.log_prior(grid), grid) for one, grid in zip(likely, grids, strict=True)], top


def fitted_top(likely: Sequence[Floats], grids: Sequence[Grid]) -> Top:
    """Return the most likely μ and σ by expectation and maximisation, under weak priors that keep σ from 0."""
    places = np.stack([grid.logits for grid in grids])
    flat = np.stack([logsumexp(one, axis=1) for one in likely])
    mean, spread = USUAL, APART
    for _ in range(STEPS):
        weight = flat - 0.5 * ((places - mean) / spread) ** 2
        weight = np.exp(weight - logsumexp(weight, axis=1, keepdims=True))
        centre = (weight * places).sum(axis=1)
        number, firm = len(places), spread**2 / USUAL_SPREAD**2
        now = float((centre.sum() + firm * USUAL) / (number + firm))
        around = float((weight * (places - now) ** 2).sum())
        mean = now
        spread = float(np.sqrt((around + APART_WORTH * APART**2) / (number + APART_WORTH)))
    return Top(mean, spread)


def _counted(passed: ArrayLike, checks: ArrayLike) -> tuple[Integers, Integers]:
    """Return both as whole numbers; raises ValueError where more passed than were checked."""
    y, j = np.asarray(passed, dtype=np.int64), np.asarray(checks, dtype=np.int64)
    if y.shape != j.shape or (y < 0).any() or (y > j).any():
        raise ValueError("passed must lie between 0 and checks")
    return y, j


def _risen(at: Floats, counts: Integers) -> Floats:
    """Return Σ over counts of log(at · (at + 1) ⋯ (at + count − 1))."""
    more = np.cumsum(np.bincount(counts, minlength=1)[::-1])[::-1][1:].astype(np.float64)
    if not len(more):
        return np.zeros_like(at)
    return np.asarray(np.log(at[..., None] + np.arange(len(more))) @ more, dtype=np.float64)
