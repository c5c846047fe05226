"""Intervals of shares, and whether a share may be shown.

The published interval is that of Korn and Graubard (:mod:`wenming.engine.intervals`). The others are for whoever compares with the usual
programs; near 1 they are not to be published (quant.md 2.b has their measured coverage). Showing follows the NCHS *Data Presentation
Standards for Proportions*, 2017.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from wenming.engine.estimates.designs import SurveyDesign
from wenming.engine.estimates.taylor import Estimate, mean, t_quantile
from wenming.engine.intervals import FEWEST, FLAT, ICC, LEVEL, NARROW, WIDEST, Interval, clopper_pearson, effective_size

BROAD = 0.30
"""An interval as wide as this is no statement."""
FEW_DEGREES = 8
"""With fewer degrees of freedom a statistician looks first."""


class ShareMethod(StrEnum):
    """How an interval of a share is reckoned."""

    KORN_GRAUBARD = "korn_graubard"
    """The published one: never of width zero."""
    BETA = "beta"
    """Korn and Graubard's as R's svyciprop writes it: the effective number is not cut off at the number of looks.

    In a class of calibrated rows R counts the looks of the whole table; here they are those of the class.
    """
    LOGIT = "logit"
    """Normal on the logit."""
    LIKELIHOOD = "likelihood"
    """The scaled binomial likelihood."""
    ASIN = "asin"
    """Normal on the arcsine of the root."""


class Showing(StrEnum):
    """Whether a share may be shown."""

    SHOW = "show"
    """It may be shown."""
    REVIEW = "review"
    """A statistician looks first."""
    SUPPRESS = "suppress"
    """It is not shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The verdict and its reasons, of: few, effective, broad, relative, complement, degrees, extreme."""

    showing: Showing
    reasons: tuple[str, ...]


def share_interval(
    survey: SurveyDesign,
    hits: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    method: ShareMethod = ShareMethod.KORN_GRAUBARD,
    icc: float = ICC,
    level: float = LEVEL,
) -> Interval:
    """Return the share of ``hits`` (0/1 per row) in the domain with its interval, two-stage and calibrated designs included.

    ``icc``: how alike looks at one cluster are, used where every look said the same. The other methods than Korn and Graubard's have no
    interval there and give the same one. Raises as :func:`wenming.engine.estimates.taylor.mean`.
    """
    chosen = survey.domain(domain)
    found = mean(survey, hits, domain=chosen)
    share, variance = min(1.0, max(0.0, found.value)), found.error**2
    weights = np.where(chosen, survey.weights, 0.0)
    effective = effective_size(
        share,
        variance,
        degrees=found.degrees,
        weights=weights,
        design=survey.first,
        domain=chosen,
        icc=icc,
        level=level,
    )
    if method is ShareMethod.KORN_GRAUBARD or variance <= FLAT or found.degrees < 1:
        low, high = clopper_pearson(share * effective, effective, level=level)
    else:
        low, high = METHODS[method](found, level)
    return Interval(share, low, high, found.n, effective, found.error, found.degrees)


def _beta(found: Estimate, level: float) -> tuple[float, float]:
    """Return Clopper and Pearson's interval on the effective number, shortened by the degrees of freedom."""
    worth = found.value * (1 - found.value) / found.error**2
    worth *= (t_quantile(level, found.n - 1) / t_quantile(level, found.degrees)) ** 2
    return clopper_pearson(found.value * worth, worth, level=level)


def _logit(found: Estimate, level: float) -> tuple[float, float]:
    """Return the interval on the logit."""
    spread = found.value * (1 - found.value)
    middle, reach = math.log(found.value / (1 - found.value)), t_quantile(level, found.degrees) * found.error / spread
    return 1 / (1 + math.exp(reach - middle)), 1 / (1 + math.exp(-reach - middle))


def _asin(found: Estimate, level: float) -> tuple[float, float]:
    """Return the interval on the arcsine of the root."""
    middle = math.asin(math.sqrt(found.value))
    reach = t_quantile(level, found.degrees) * found.error / math.sqrt(4 * found.value * (1 - found.value))
    return math.sin(max(0.0, middle - reach)) ** 2, math.sin(min(math.pi / 2, middle + reach)) ** 2


def _likelihood(found: Estimate, level: float) -> tuple[float, float]:
    """Return where the likelihood of n* = p(1−p)/V looks has fallen by t²/2."""
    share = found.value
    allowed = t_quantile(level, found.degrees) ** 2 * found.error**2 / (share * (1 - share)) / 2

    def fallen(at: float) -> float:
        return share * math.log(share / at) + (1 - share) * math.log((1 - share) / (1 - at)) - allowed

    return _crossing(fallen, share, 0.0), _crossing(fallen, share, 1.0)


def _crossing(fallen: Callable[[float], float], inside: float, outside: float) -> float:
    """Return where a function that is below 0 at ``inside`` and grows towards ``outside`` crosses 0."""
    while (middle := (inside + outside) / 2) not in (inside, outside):
        inside, outside = (middle, outside) if fallen(middle) < 0 else (inside, middle)
    return inside


METHODS = {
    ShareMethod.BETA: _beta,
    ShareMethod.LOGIT: _logit,
    ShareMethod.LIKELIHOOD: _likelihood,
    ShareMethod.ASIN: _asin,
}


def shown(interval: Interval) -> Shown:
    """Return whether a share may be shown, with every reason against it."""
    width, share = interval.width, interval.estimate
    against = {
        "few": interval.n < FEWEST,
        "effective": interval.effective < FEWEST,
        "broad": width >= BROAD,
        "relative": width > NARROW and width > WIDEST * share,
    }
    doubts = {
        "complement": width > NARROW and width > WIDEST * (1 - share),
        "degrees": interval.degrees < FEW_DEGREES,
        "extreme": share in (0.0, 1.0),
    }
    reasons = tuple(name for name, holds in (against | doubts).items() if holds)
    if any(against.values()):
        return Shown(Showing.SUPPRESS, reasons)
    return Shown(Showing.REVIEW if reasons else Showing.SHOW, reasons)
