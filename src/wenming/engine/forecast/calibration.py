"""Whether forecasts were worth believing: scores, their CORP decomposition, coverage, ranks, and careful recalibration.

Sources: Dimitriadis, Gneiting, Jordan, PNAS 2021 (CORP); Talts et al. 2018 (SBC); quant.md 3.b.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wenming.engine.forecast.special import chdtrc

Floats = NDArray[np.float64]

FEWEST_EVENTS = 50
"""Events before a forecast may be recalibrated by its own past."""
SURE = 0.05
BINS = 20
LEAST = 1e-6
"""No probability is taken for smaller by the log score, which would be infinite."""


class TooFewEventsError(ValueError):
    """Too few past events to recalibrate by."""


@dataclass(frozen=True, slots=True)
class Corp:
    """The mean Brier score: ``score`` = ``miscalibration`` − ``discrimination`` + ``uncertainty``."""

    score: float
    miscalibration: float
    discrimination: float
    uncertainty: float


@dataclass(frozen=True, slots=True)
class SureStatements:
    """How many of all statements were beyond 5 or 95 %, and how many of those were wrong."""

    all: int
    sure: int
    wrong: int

    @property
    def share_wrong(self) -> float:
        """Wrong ÷ sure; 0 where nothing was sure."""
        return self.wrong / self.sure if self.sure else 0.0


def pooled(values: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Return the non-decreasing sequence nearest to values in weighted squares: pool adjacent violators."""
    given = np.asarray(values, dtype=np.float64)
    heavy = np.ones_like(given) if weights is None else np.asarray(weights, dtype=np.float64)
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(given.tolist(), heavy.tolist(), strict=True):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] >= block[0]:
            mean, mass, number = blocks.pop()
            both = mass + block[1]
            block = ((mean * mass + block[0] * block[1]) / both, both, number + block[2])
        blocks.append(block)
    return np.repeat([mean for mean, _mass, _number in blocks], [number for _mean, _mass, number in blocks])


def corp(chances: ArrayLike, happened: ArrayLike) -> Corp:
    """Return the decomposition of the Brier score; equal chances are calibrated together. Raises ValueError without statements."""
    p, y = _given(chances, happened)
    recalibrated = _calibrated(p, y)
    score, best, base = brier(p, y), brier(recalibrated, y), brier(np.full_like(y, y.mean()), y)
    return Corp(score, score - best, base - best, base)


def brier(chances: ArrayLike, happened: ArrayLike) -> float:
    """Return the mean squared distance of chances from what happened (0 best)."""
    p, y = _given(chances, happened)
    return float(((p - y) ** 2).mean())


def log_score(chances: ArrayLike, happened: ArrayLike) -> float:
    """Return the mean of −log of the chance that was given to what happened (0 best)."""
    p, y = _given(chances, happened)
    p = np.clip(p, LEAST, 1 - LEAST)
    return float(-(y * np.log(p) + (1 - y) * np.log1p(-p)).mean())


def sure_statements(chances: ArrayLike, happened: ArrayLike, sure: float = SURE) -> SureStatements:
    """Return how often something was said to be (nearly) impossible or certain, and how often that was wrong."""
    p, y = _given(chances, happened)
    low, high = p < sure, p > 1 - sure
    wrong = (low & (y == 1)) | (high & (y == 0))
    return SureStatements(len(p), int((low | high).sum()), int(wrong.sum()))


def recalibrated(chances: ArrayLike, past: ArrayLike, happened: ArrayLike) -> Floats:
    """Return chances as past ones turned out (isotonic), never 0 or 1; raises TooFewEventsError below 50 past events."""
    p, y = _given(past, happened)
    if len(p) < FEWEST_EVENTS:
        raise TooFewEventsError(len(p))
    order = np.argsort(p, kind="stable")
    known, first = np.unique(p[order], return_index=True)
    fitted = _calibrated(p, y)[order][first]
    edge = 0.5 / (len(p) + 1)
    return np.clip(np.interp(np.asarray(chances, dtype=np.float64), known, fitted), edge, 1 - edge)


def pit(draws: ArrayLike, observed: float) -> float:
    """Return where an outcome lies in its forecast distribution, 0 to 1; half of what is equal lies below."""
    values = np.asarray(draws, dtype=np.float64)
    return float((values < observed).mean() + (values == observed).mean() / 2)


def coverage(places: ArrayLike, levels: Sequence[float] = (0.5, 0.8, 0.95)) -> tuple[tuple[float, float], ...]:
    """Return for each level how many outcomes lay in the central interval of that level, from their PIT values."""
    values = np.asarray(places, dtype=np.float64)
    return tuple((level, float((np.abs(values - 0.5) <= level / 2).mean())) for level in levels)


def rank_among(draws: ArrayLike, truth: float) -> float:
    """Return the rank of a truth among posterior draws as a share: over many repetitions from the prior they are uniform (SBC)."""
    return pit(draws, truth)


def uniformity(shares: ArrayLike, bins: int = BINS) -> tuple[float, float]:
    """Return χ² of shares (0 to 1) over equal bins, and the probability of so much or more where they are uniform."""
    values = np.asarray(shares, dtype=np.float64)
    counts = np.bincount(np.minimum((values * bins).astype(np.int64), bins - 1), minlength=bins)
    expected = len(values) / bins
    square = float(((counts - expected) ** 2 / expected).sum())
    return square, float(chdtrc(bins - 1, square))


def _calibrated(p: Floats, y: Floats) -> Floats:
    """Return what the chances should have been, seen afterwards: isotonic, equal for equal chances."""
    known, place, number = np.unique(p, return_inverse=True, return_counts=True)
    hits = np.bincount(place, weights=y, minlength=len(known))
    return np.asarray(pooled(hits / number, number)[place], dtype=np.float64)


def _given(chances: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    p, y = np.asarray(chances, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    if not len(p) or p.shape != y.shape or (p < 0).any() or (p > 1).any() or not np.isin(y, (0.0, 1.0)).all():
        raise ValueError("chances lie between 0 and 1, outcomes are 0 or 1, both of one length")
    return p, y
