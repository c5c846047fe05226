"""Control charts of levels: what of a series is more than its usual to and fro (D. C. Montgomery, *Statistical Quality Control*).

The centre and the spread are taken from the points of the trial (all, unless named); the limits stand at three standard errors. Laney's p′ is for
large counts, where the binomial spread alone would call every point strange (D. B. Laney, *Improved control charts for attributes*, Quality
Engineering 14, 2002).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SIGMAS = 3.0
MOVING = 1.128
"""Mean range of two standard normal values."""
RANGE_MEAN = (1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.970, 3.078)
"""d₂ of samples of 2 to 10, as Montgomery and qcc print them."""
RANGE_SPREAD = (0.8525, 0.8884, 0.8798, 0.8641, 0.8480, 0.8332, 0.8198, 0.8078, 0.7971)
"""d₃ of samples of 2 to 10."""


@dataclass(frozen=True)
class Chart:
    """A series with its centre and its limits, one of each per point."""

    values: Floats
    centre: float
    low: Floats
    high: Floats

    @property
    def out(self) -> list[int]:
        """The points beyond a limit, counted from 1."""
        return (np.flatnonzero((self.values < self.low) | (self.values > self.high)) + 1).tolist()


def p_chart(failed: ArrayLike, looked: ArrayLike, *, trial: int | None = None, overdispersed: bool = False) -> Chart:
    """Return the chart of shares: so many of so many, point by point; the first ``trial`` points set the centre.

    ``overdispersed`` widens the limits by Laney's σ_z, the mean moving range of the standardised trial points over 1.128.
    """
    count, size = np.asarray(failed, dtype=np.float64), np.asarray(looked, dtype=np.float64)
    first = slice(trial)
    centre = float(count[first].sum() / size[first].sum())
    shares = count / size
    sigma = np.sqrt(centre * (1 - centre) / size)
    if overdispersed:
        scores = np.divide(shares - centre, sigma, out=np.zeros_like(shares), where=sigma > 0)[first]
        sigma = sigma * (float(np.abs(np.diff(scores)).mean()) / MOVING if len(scores) > 1 else 1.0)
    return Chart(shares, centre, np.maximum(centre - SIGMAS * sigma, 0.0), np.minimum(centre + SIGMAS * sigma, 1.0))


def c_chart(counts: ArrayLike, *, trial: int | None = None) -> Chart:
    """Return the chart of counts over equal stretches (Poisson)."""
    values = np.asarray(counts, dtype=np.float64)
    centre = float(values[:trial].mean())
    wide = SIGMAS * np.sqrt(centre) * np.ones(len(values))
    return Chart(values, centre, np.maximum(centre - wide, 0.0), centre + wide)


def range_sigma(samples: ArrayLike, *, trial: int | None = None) -> float:
    """Return the spread of single values from the mean range of the samples (rows): R̄/d₂."""
    rows = np.asarray(samples, dtype=np.float64)[:trial]
    return float(np.ptp(rows, axis=1).mean()) / RANGE_MEAN[rows.shape[1] - 2]


def mean_chart(samples: ArrayLike, *, trial: int | None = None) -> Chart:
    """Return the chart of means of samples of 2 to 10 values (rows), spread from their ranges (x̄)."""
    rows = np.asarray(samples, dtype=np.float64)
    means = rows.mean(axis=1)
    wide = SIGMAS * range_sigma(rows, trial=trial) / np.sqrt(rows.shape[1]) * np.ones(len(rows))
    centre = float(means[:trial].mean())
    return Chart(means, centre, centre - wide, centre + wide)


def range_chart(samples: ArrayLike, *, trial: int | None = None) -> Chart:
    """Return the chart of ranges of samples (R)."""
    rows = np.asarray(samples, dtype=np.float64)
    ranges = np.asarray(np.ptp(rows, axis=1), dtype=np.float64)
    centre = float(ranges[:trial].mean())
    wide = SIGMAS * RANGE_SPREAD[rows.shape[1] - 2] * range_sigma(rows, trial=trial) * np.ones(len(rows))
    return Chart(ranges, centre, np.maximum(centre - wide, 0.0), centre + wide)


def ewma_chart(values: ArrayLike, *, centre: float, sigma: float, weight: float = 0.2, sigmas: float = SIGMAS) -> Chart:
    """Return the exponentially weighted means of a series whose points have the standard error ``sigma``; for slow drift.

    ``weight`` is that of the newest point (0.1 to 0.2); the limits widen as the first points come in.
    """
    points = np.asarray(values, dtype=np.float64)
    smooth, last = np.empty(len(points)), centre
    for place, value in enumerate(points):
        last = weight * float(value) + (1 - weight) * last
        smooth[place] = last
    ages = np.arange(1, len(points) + 1)
    wide = sigmas * sigma * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * ages)))
    return Chart(smooth, centre, centre - wide, centre + wide)
