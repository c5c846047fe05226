"""Totals, means, ratios and quantiles with the errors of their design, by Taylor's linearisation (quant.md 2.b).

A ratio θ = Σ w·1_d·y / Σ w·1_d·x has the scores u = w·1_d·(y − θx) / Σ w·1_d·x; its variance is that of Σ u. Quantiles have the interval of
R. S. Woodruff (*Confidence intervals for medians and other position measures*, JASA 47, 1952).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wenming.engine.estimates.designs import Floats, SurveyDesign
from wenming.engine.intervals import FLAT, LEVEL


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its standard error, in the unit of the values; ``degrees`` of freedom, and from how many rows ``n``."""

    value: float
    error: float
    degrees: int
    n: int

    def interval(self, level: float = LEVEL) -> tuple[float, float]:
        """Return the interval of Student's t; infinite where there are no degrees of freedom. For shares see ``proportions``."""
        reach = t_quantile(level, self.degrees) * self.error if self.degrees > 0 else math.inf
        return self.value - reach, self.value + reach


class NothingError(ValueError):
    """There is nothing to estimate from: the domain has no row, or no weight."""


def total(survey: SurveyDesign, values: ArrayLike, *, domain: ArrayLike | None = None) -> Estimate:
    """Return the total of ``values`` in the frame, of the rows of the domain. Raises DesignError, LoneClusterError."""
    chosen = survey.domain(domain)
    scores = survey.weights * survey.numbers("values", values, chosen)
    return Estimate(float(scores.sum()), _root(survey.variance(scores)), survey.degrees(chosen), int(chosen.sum()))


def mean(survey: SurveyDesign, values: ArrayLike, *, domain: ArrayLike | None = None) -> Estimate:
    """Return the mean (the share, for values 0 and 1) in the domain. Raises NothingError, DesignError, LoneClusterError."""
    return ratio(survey, values, np.ones(survey.n), domain=domain)


def ratio(survey: SurveyDesign, values: ArrayLike, per: ArrayLike, *, domain: ArrayLike | None = None) -> Estimate:
    """Return the ratio of the totals of ``values`` and ``per`` in the domain. Raises as :func:`mean`."""
    chosen = survey.domain(domain)
    above, below = survey.numbers("values", values, chosen), survey.numbers("per", per, chosen)
    whole = float((survey.weights * below).sum())
    if not chosen.any() or whole == 0:
        raise NothingError("nothing of the domain was drawn")
    value = float((survey.weights * above).sum()) / whole
    variance = survey.variance(survey.weights * (above - value * below) / whole)
    return Estimate(value, _root(variance), survey.degrees(chosen), int(chosen.sum()))


def design_effect(survey: SurveyDesign, values: ArrayLike) -> float:
    """Return how many times as large the variance of the mean is as in a simple random sample of as many rows without replacement.

    NaN where a simple sample would have no variance.
    """
    column = survey.numbers("values", values, survey.domain(None))
    known = mean(survey, column)
    size = float(survey.weights.sum())
    spread = float((survey.weights * (column - known.value) ** 2).sum()) / size * survey.n / max(survey.n - 1, 1)
    simple = spread / survey.n * (1 - survey.n / size)
    return known.error**2 / simple if simple > FLAT else math.nan


def quantile(
    survey: SurveyDesign, values: ArrayLike, part: float, *, domain: ArrayLike | None = None, level: float = LEVEL
) -> tuple[Estimate, tuple[float, float]]:
    """Return the smallest value that at least ``part`` of the weight does not exceed, and its interval of Woodruff.

    The interval of the share at the quantile is read back through the distribution; its ends are values that were seen. The error is
    the interval's width over two quantiles of t. R's qrule="math", but where ``part`` lies below the first step (R 4.1 gives the second value
    there) and where an end of the share's interval leaves 0 … 1 (R has no end there). Raises as :func:`mean`.
    """
    chosen = survey.domain(domain)
    column = survey.numbers("values", values, chosen)
    if not (survey.weights * chosen).any():
        raise NothingError("nothing of the domain was drawn")
    order = np.argsort(column[chosen], kind="stable")
    sorted_values = column[chosen][order]
    heights = np.cumsum(survey.weights[chosen][order])
    heights = heights / heights[-1]
    middle = _inverted(sorted_values, heights, part)
    share = mean(survey, (column <= middle).astype(np.float64), domain=chosen)
    ends = [_inverted(sorted_values, heights, end) for end in share.interval(level)]
    error = (ends[1] - ends[0]) / (2 * t_quantile(level, share.degrees)) if share.degrees > 0 else math.inf
    return Estimate(middle, error, share.degrees, share.n), (ends[0], ends[1])


def _inverted(values: Floats, heights: Floats, part: float) -> float:
    """Return the first value whose height reaches ``part``; rounding of sums does not count."""
    place = int(np.searchsorted(heights, part - 1e-12))
    return float(values[min(place, len(values) - 1)])


def t_quantile(level: float, degrees: float) -> float:
    """Return the half-width of an interval of Student's t in standard errors."""
    from scipy.special import stdtrit  # noqa: PLC0415 - costs a tenth of a second that no start of the web should pay

    return float(stdtrit(degrees, 1 - (1 - level) / 2))


def _root(variance: float) -> float:
    """Return a standard error; rounding below 0 is 0."""
    return math.sqrt(max(variance, 0.0))
