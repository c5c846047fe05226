"""How long a settled matter stays settled: days until it was back, from looks that come only now and then.

A look-back at day 30 that finds the matter back says only that it came back after the last clean look and no later than this one. Where the
day itself is known :func:`kaplan_meier` serves; where looks bracket it, :func:`turnbull` (B. W. Turnbull, *The empirical distribution
function with arbitrarily grouped, censored and truncated data*, JRSS B 38, 1976). Matters that nobody saw back are not counted as
settled for ever, but only up to their last clean look.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

HORIZONS = (7, 30, 90)
"""The days after closing at which a share is told."""
ENOUGH = 1e-9
"""The fit stops when the log-likelihood could grow by no more than this per matter (Kuhn and Tucker's condition) …"""
STEPS = 20_000
"""… or after so many steps; ``Brackets.gap`` says how far it got."""
TINY = 1e-300
NEVER = math.inf


@dataclass(frozen=True)
class Curve:
    """The product-limit estimate at each day on which something came back."""

    days: Floats
    at_risk: Floats
    back: Floats
    settled: Floats
    """The share still settled after that day."""
    error: Floats
    """Greenwood's standard error of ``settled``."""

    def share_back(self, day: float) -> float:
        """Return the share that was back by the end of ``day``."""
        place = int(np.searchsorted(self.days, day, side="right"))
        return 0.0 if place == 0 else float(1 - self.settled[place - 1])

    def median(self) -> float | None:
        """Return the first day by which half were back; None where it never came to that."""
        reached = np.flatnonzero(self.settled <= 0.5 + 1e-12)
        return float(self.days[reached[0]]) if len(reached) else None


@dataclass(frozen=True)
class Brackets:
    """The maximum-likelihood estimate from brackets: so much of the whole came back in each (left, right]."""

    left: Floats
    right: Floats
    share: Floats
    n: int
    gap: float
    """By how much per matter the log-likelihood could still grow, at most; 0 is the maximum."""

    def share_back(self, day: float) -> tuple[float, float]:
        """Return the least and the most that can have been back by ``day``: what lies in a bracket around the day is open."""
        sure = float(self.share[self.right <= day].sum())
        possible = float(self.share[self.left < day].sum())
        return sure, max(sure, min(possible, 1.0))


def kaplan_meier(days: ArrayLike, back: ArrayLike) -> Curve:
    """Return the curve of matters watched for ``days`` each; ``back`` says whether it came back then (else it was last seen clean)."""
    time = np.asarray(days, dtype=np.float64)
    came = np.asarray(back, dtype=np.bool_)
    moments, place = np.unique(time[came], return_inverse=True)
    events = np.bincount(place, minlength=len(moments)).astype(np.float64)
    at_risk = len(time) - np.searchsorted(np.sort(time), moments, side="left").astype(np.float64)
    settled = np.asarray(np.cumprod(1 - events / at_risk), dtype=np.float64)
    left = at_risk - events
    # where all were back the curve is 0, and certain to be
    spread = np.cumsum(np.divide(events, at_risk * left, out=np.zeros_like(events), where=left > 0))
    return Curve(moments, at_risk, events, settled, settled * np.sqrt(spread))


def turnbull(left: ArrayLike, right: ArrayLike) -> Brackets:
    """Return the estimate from matters that came back after ``left`` and by ``right``; ``inf`` for those not seen back.

    ``left`` is the day of the last clean look (0 where there was none), ``right`` the day of the look that found it. Raises
    ValueError where a bracket is empty (``right`` ≤ ``left``) or begins before the closing.
    """
    low, high = np.asarray(left, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if ((high <= low) | (low < 0)).any():
        message = "a bracket must end after it begins, and begin no earlier than the closing"
        raise ValueError(message)
    if not len(low):
        empty = np.empty(0)
        return Brackets(empty, empty, empty, 0, 0.0)
    pairs, times = np.unique(np.stack([low, high], axis=1), axis=0, return_counts=True)
    begins, ends = _innermost(pairs[:, 0], pairs[:, 1])
    inside = ((pairs[:, :1] <= begins) & (ends <= pairs[:, 1:])).astype(np.float64)
    share, gap = _fit(inside, times.astype(np.float64))
    return Brackets(begins, ends, share, len(low), gap)


def _innermost(left: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Return the intervals that begin with some left end and close with the next right end, no end between: only they bear mass."""
    ends = np.concatenate([left, right])
    kind = np.concatenate([np.ones(len(left)), np.zeros(len(right))])
    # half-open brackets: a right end lies before a left end of the same day
    order = np.lexsort((kind, ends))
    ends, kind = ends[order], kind[order]
    opens = np.flatnonzero((kind[:-1] == 1) & (kind[1:] == 0))
    return ends[opens], ends[opens + 1]


def _fit(inside: Floats, times: Floats) -> tuple[Floats, float]:
    """Return the shares that make what was seen likeliest (self-consistency), and what is left to gain."""
    n = times.sum()
    share = np.full(inside.shape[1], 1 / inside.shape[1])
    gap = math.inf
    for _ in range(STEPS):
        pull = inside.T @ (times / np.maximum(inside @ share, TINY)) / n
        gap = float(pull.max() - 1)
        if gap <= ENOUGH:
            break
        share = share * pull
    return share / share.sum(), max(gap, 0.0)
