"""Errors by re-weighting whole clusters: jackknife, balanced halves, bootstrap (quant.md 2.b).

Means and ratios need the totals of the clusters alone: a replicate is a row of factors, one per cluster. Where weights are raked every
replicate is raked again, on cells × clusters. Sources: K. M. Wolter, *Introduction to Variance Estimation*, 2nd edition, 2007;
J. N. K. Rao, C. F. J. Wu, K. Yue, *Some recent work on resampling methods for complex surveys*, Survey Methodology 18, 1992.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wenming.engine.chances import uniforms
from wenming.engine.estimates.calibration import Cells, Margin, fitted
from wenming.engine.estimates.designs import Floats, SurveyDesign
from wenming.engine.estimates.taylor import Estimate, NothingError
from wenming.engine.intervals import LoneClusterError


class ReplicateError(ValueError):
    """Strata that this method cannot serve (balanced halves need two clusters each); ``strata`` holds their labels."""

    def __init__(self, strata: Sequence[object]) -> None:
        """Name the strata."""
        super().__init__(f"strata that have not two clusters: {', '.join(map(str, strata))}")
        self.strata = tuple(strata)


@dataclass(frozen=True)
class Replicates:
    """``factors`` (R × clusters) of the weights, and what each squared deviation counts (``scale``, R). ``degrees`` of freedom.

    R takes the rank of the weights less one, which raking brings to the number of replicates: never fewer than these.
    """

    factors: Floats
    scale: Floats
    degrees: int

    def covariance(self, found: Floats) -> Floats:
        """Return the covariance matrix of statistics, ``found`` (R × k), around their mean over the replicates."""
        apart = found - found.mean(axis=0)
        return np.asarray(apart.T @ (self.scale[:, np.newaxis] * apart), dtype=np.float64)


def jk1(survey: SurveyDesign) -> Replicates:
    """Return the jackknife that leaves out one cluster at a time, strata put aside: n/(n−1) for the others, (1 − f)·(n−1)/n each."""
    n = len(survey.first.strata)
    if n < 2:
        raise LoneClusterError(survey.first.labels)
    factors = (1 - np.eye(n)) * n / (n - 1)
    drawn = float((survey.first.held * survey.first.fractions).sum() / n)
    return Replicates(factors, np.full(n, (1 - drawn) * (n - 1) / n), n - 1)


def jkn(survey: SurveyDesign) -> Replicates:
    """Return the stratified jackknife: a cluster is left out, those of its stratum stand in; (1 − f_h)·(n_h−1)/n_h each."""
    design = survey.first
    survey.first.factors(lone="fail")
    held = design.held[design.strata].astype(np.float64)
    same = design.strata[:, np.newaxis] == design.strata
    stand_in = np.where(same, held / np.maximum(held - 1, 1), 1.0)
    factors = np.where(np.eye(len(held), dtype=np.bool_), 0.0, stand_in)
    scale = (1 - design.fractions[design.strata]) * (held - 1) / held
    # a stratum that is taken whole in one cluster is left out nowhere
    kept = held > 1
    return Replicates(factors[kept], scale[kept], len(held) - len(design.fractions))


def brr(survey: SurveyDesign, *, fay: float = 0.0) -> Replicates:
    """Return balanced half-samples; with ``fay`` = ρ (0 ≤ ρ < 1) the factors are 2 − ρ and ρ, each counts 1/(R(1 − ρ)²). Frames count as endless.

    Raises ReplicateError where a stratum has not two clusters.
    """
    design = survey.first
    wrong = np.flatnonzero(design.held != 2)
    if len(wrong):
        raise ReplicateError([design.labels[place] for place in wrong])
    strata = len(design.fractions)
    signs = hadamard(strata + 1)[:, 1 : strata + 1]
    side = np.where(np.arange(2 * strata) % 2 == 0, 1.0, -1.0)
    factors = 1 + (1 - fay) * signs[:, design.strata] * side
    return Replicates(factors, np.full(len(signs), 1 / (len(signs) * (1 - fay) ** 2)), strata)


def hadamard(least: int) -> Floats:
    """Return Sylvester's matrix of ±1 with orthogonal columns, of the next power of two."""
    found = np.ones((1, 1))
    while len(found) < least:
        found = np.block([[found, found], [found, -found]])
    return found


def bootstrap(survey: SurveyDesign, replicates: int, *, seed: int) -> Replicates:
    """Return so many bootstrap samples of Rao, Wu and Yue: n_h − 1 clusters with replacement, times n_h/(n_h − 1). Frames count as endless.

    The same ``seed`` gives the same factors on every machine. Raises LoneClusterError for a stratum of one cluster.
    """
    design = survey.first
    held = design.held
    if (held == 1).any():
        raise LoneClusterError([design.labels[place] for place in np.flatnonzero(held == 1)])
    start = np.concatenate([[0], np.cumsum(held)])
    factors = np.zeros((replicates, len(design.strata)))
    for stratum, n in enumerate(held.tolist()):
        drawn = (uniforms(seed, stratum, replicates * (n - 1)) * n).astype(np.int64).reshape(replicates, n - 1)
        place = drawn + np.arange(replicates)[:, np.newaxis] * n
        times = np.bincount(place.ravel(), minlength=replicates * n).reshape(replicates, n)
        factors[:, start[stratum] : start[stratum + 1]] = times * n / (n - 1)
    return Replicates(factors, np.full(replicates, 1 / replicates), len(design.strata) - len(held))


def replicated(
    survey: SurveyDesign,
    replicates: Replicates,
    values: ArrayLike,
    *,
    per: ArrayLike | None = None,
    domain: ArrayLike | None = None,
    margins: Sequence[Margin] = (),
) -> Estimate:
    """Return the ratio of totals of ``values`` and ``per`` (the mean where ``per`` is left out) with the error of the replicates.

    ``margins``: rake ``survey`` (with its weights before raking) and each replicate to them. A replicate without a row of the domain raises
    NothingError; CalibrationError as :func:`wenming.engine.estimates.calibration.rake`.
    """
    chosen = survey.domain(domain)
    above = survey.numbers("values", values, chosen)
    below = survey.numbers("per", np.ones(survey.n) if per is None else per, chosen)
    factors = np.vstack([np.ones(len(survey.first.strata)), replicates.factors])
    columns = (above, below)
    found = _raked(survey, factors, columns, margins) if margins else _plain(survey, factors, columns)
    if not chosen.any() or (found[:, 1] == 0).any():
        raise NothingError("a replicate has nothing of the domain")
    ratios = found[:, 0] / found[:, 1]
    variance = float(replicates.covariance(ratios[1:, np.newaxis])[0, 0])
    degrees = min(replicates.degrees, survey.degrees(chosen)) if domain is not None else replicates.degrees
    return Estimate(float(ratios[0]), math.sqrt(variance), degrees, int(chosen.sum()))


def _plain(survey: SurveyDesign, factors: Floats, columns: Sequence[Floats]) -> Floats:
    """Return both totals of every replicate (R × 2) from the totals of the clusters."""
    totals = np.stack([survey.first.totals(survey.weights * column) for column in columns], axis=1)
    return np.asarray(factors @ totals, dtype=np.float64)


def _raked(survey: SurveyDesign, factors: Floats, columns: Sequence[Floats], margins: Sequence[Margin]) -> Floats:
    """Return both totals of every replicate (R × 2), each raked on its cells."""
    cells, clusters = Cells.of(survey.n, margins), len(survey.first.strata)
    place = cells.cell * clusters + survey.first.clusters

    def crossed(column: Floats) -> Floats:
        flat = np.bincount(place, weights=survey.weights * column, minlength=cells.count * clusters)
        return np.asarray(flat.reshape(cells.count, clusters), dtype=np.float64)

    sizes, tops, bottoms = (crossed(column) for column in (np.ones(survey.n), *columns))
    found = np.empty((len(factors), 2))
    for row, factor in enumerate(factors):
        share, _steps = fitted(sizes @ factor, cells, margins)
        found[row] = share @ (tops @ factor), share @ (bottoms @ factor)
    return found
