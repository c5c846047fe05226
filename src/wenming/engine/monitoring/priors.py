"""What a chart's usual rate of failures is, when each place was looked at only a few times: shrunk to what places of its kind do.

The rates of places are taken as Beta(a, b), a and b by maximum likelihood from the counts of all of them (empirical Bayes); a place's own rate
is the posterior mean (a + failures) / (a + b + looks).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MEAN_LEAST, MEAN_MOST = 1e-3, 0.999
FIRMEST = 2000.0
"""No prior is worth more looks than this: then all places are alike."""
LOOSEST = 0.5
ROUGH = 48
"""Points of the first search."""
STEPS = 60
SETTLED = 1e-11


@dataclass(frozen=True, slots=True)
class Prior:
    """Rates of places are Beta(``a``, ``b``)."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """The rate of a place that nobody has looked at."""
        return self.a / (self.a + self.b)

    def shrunk(self, failures: float, looks: float) -> float:
        """Return a place's rate."""
        return (self.a + failures) / (self.a + self.b + looks)


def fitted_prior(failures: ArrayLike, looks: ArrayLike) -> Prior | None:
    """Return the likeliest prior of places with so many failures in so many looks each; None without a single look.

    Rates below :data:`MEAN_LEAST` are not believed, and no prior is firmer than :data:`FIRMEST` looks or looser than :data:`LOOSEST`.
    """
    failed, looked = np.asarray(failures, dtype=np.int64), np.asarray(looks, dtype=np.int64)
    if not len(looked) or looked.sum() == 0:
        return None
    curve = _Likelihood.of(failed, looked)
    mean = min(MEAN_MOST, max(MEAN_LEAST, float(failed.sum() / looked.sum())))
    # log-spaced, so that a place's own looks may count for much or for little
    firm = np.exp(np.linspace(math.log(LOOSEST), math.log(FIRMEST), ROUGH))
    best = firm[int(np.argmax([curve.value(mean * one, (1 - mean) * one) for one in firm]))]
    if best in (firm[0], firm[-1]):
        return Prior(mean * float(best), (1 - mean) * float(best))
    return _climbed(curve, mean * float(best), (1 - mean) * float(best))


@dataclass(frozen=True)
class _Likelihood:
    """The log-likelihood of (a, b), from how many places have more than k failures, passes, looks: Σ_k n_k·log(a + k) and so on."""

    failed: Floats
    passed: Floats
    looked: Floats

    @classmethod
    def of(cls, failed: NDArray[np.int64], looked: NDArray[np.int64]) -> _Likelihood:
        """Count once."""
        return cls(*(_more_than(counts) for counts in (failed, looked - failed, looked)))

    def value(self, a: float, b: float) -> float:
        """Return it, up to a constant."""
        return _logs(self.failed, a) + _logs(self.passed, b) - _logs(self.looked, a + b)

    def slopes(self, a: float, b: float) -> tuple[Floats, Floats]:
        """Return gradient and Hessian in (log a, log b)."""
        first = [_powers(counts, at, 1) for counts, at in ((self.failed, a), (self.passed, b), (self.looked, a + b))]
        second = [_powers(counts, at, 2) for counts, at in ((self.failed, a), (self.passed, b), (self.looked, a + b))]
        gradient = np.array([a * (first[0] - first[2]), b * (first[1] - first[2])])
        cross = a * b * second[2]
        hessian = np.array(
            [
                [gradient[0] + a * a * (second[2] - second[0]), cross],
                [cross, gradient[1] + b * b * (second[2] - second[1])],
            ]
        )
        return gradient, hessian


def _climbed(curve: _Likelihood, a: float, b: float) -> Prior:
    """Return the top by Newton's steps, halved until they climb."""
    value = curve.value(a, b)
    for _ in range(STEPS):
        gradient, hessian = curve.slopes(a, b)
        # where the surface is not a hilltop yet, along the gradient
        bent = float(np.linalg.eigvalsh(hessian)[-1])
        step = -np.linalg.solve(hessian - max(bent + 1e-6, 0.0) * np.eye(2), gradient)
        size = min(1.0, 1.0 / float(np.abs(step).max() + 1e-300))
        while size > SETTLED:
            there = a * math.exp(size * step[0]), b * math.exp(size * step[1])
            if LOOSEST / 100 < there[0] + there[1] < FIRMEST and curve.value(*there) > value:
                break
            size /= 2
        else:
            break
        a, b = there
        value = curve.value(a, b)
    return Prior(a, b)


def _more_than(counts: NDArray[np.int64]) -> Floats:
    """Return for k = 0, 1, … how many counts are above k."""
    return np.cumsum(np.bincount(counts)[::-1])[::-1][1:].astype(np.float64)


def _logs(counts: Floats, at: float) -> float:
    """Return Σ_k counts_k·log(at + k)."""
    return float(counts @ np.log(at + np.arange(len(counts))))


def _powers(counts: Floats, at: float, power: int) -> float:
    """Return Σ_k counts_k / (at + k)^power."""
    return float(counts @ (1 / (at + np.arange(len(counts))) ** power))
