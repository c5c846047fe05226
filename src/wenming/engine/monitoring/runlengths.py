"""How long a chart runs until it alarms, computed exactly: Markov chains of the CUSUM.

A chart of passes and failures moves on whole numbers: a failure lifts it by ``lift`` steps, a pass lowers it by one, never below zero; at
``limit`` it alarms and begins again at zero (M. R. Reynolds, Z. G. Stoumbos, *A CUSUM chart for monitoring a proportion when inspecting
continuously*, Journal of Quality Technology 31, 1999). So its chain has ``limit`` states and is exact, not an approximation.

The charts of measured values follow D. Brook and D. A. Evans (*An approach to the probability distribution of cusum run length*,
Biometrika 59, 1972).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LONGEST = 1e9
"""No chart waits longer than this for a false alarm."""
CELLS = 500
"""States of the chain of a measured chart; its run lengths are then right to five digits."""


def run_length(rate: float, lift: int, limit: int) -> float:
    """Return the mean number of looks until an alarm, from zero, where a look fails with probability ``rate`` (0 < rate < 1).

    Right to six digits up to :data:`LONGEST` looks; ``inf`` where the run is longer than doubles can tell.
    """
    often = next(islice(hazards(rate, lift), limit - 1, None))
    return 1 / often if often > 0 else math.inf


def limit_for(rate: float, lift: int, wanted: float) -> int:
    """Return the lowest limit at which ``wanted`` looks (at most :data:`LONGEST`) pass on average until a false alarm."""
    least = 1 / min(wanted, LONGEST)
    return next(limit for limit, often in enumerate(hazards(rate, lift), start=1) if often <= least)


def hazards(rate: float, lift: int) -> Iterator[float]:
    """Yield for every limit 1, 2, 3 … how often a chart alarms, per look: one over its mean run from zero.

    One pass from the limit downward serves all: the run length at ``t`` steps below the limit is ``keep + (1 − lost)·`` that one step
    further down, whatever the limit is. ``lost`` is carried, not its complement, so that nothing cancels where runs are long.
    """
    # after t steps: the composition of the maps of distances 1 … t is x -> totals[t] + exp(logs[t])·x
    totals, logs = [0.0], [0.0]
    while True:
        top, back = len(logs) - 1, len(logs) - 1 - lift
        above = (totals[top] - totals[back]) / math.exp(logs[back]) if back >= 0 else 0.0
        alarmed = -math.expm1(logs[top] - logs[back]) if back >= 0 else 1.0
        gained = 1 + rate * above
        yield rate * alarmed / gained
        rest = 1 - rate * (1 - alarmed)
        totals.append(totals[top] + math.exp(logs[top]) * gained / rest)
        logs.append(logs[top] + math.log1p(-rate * alarmed / rest))


def standing(rate: float, lift: int, most: int) -> Floats:
    """Return how often a chart that nothing stops stands at 0 … ``most`` in the long run.

    Level by level what rises is what falls: (1 − p)·π(i + 1) = p·Σ π(i − lift + 1 … i), and π(0) = 1 − p·lift/(1 − p). Raises
    ValueError where the chart climbs by itself.
    """
    empty = 1 - rate * lift / (1 - rate)
    if empty <= 0:
        message = f"a chart that fails at {rate} and is lifted by {lift} climbs without end"
        raise ValueError(message)
    found = [empty]
    window = empty
    for i in range(most):
        found.append(rate * window / (1 - rate))
        window += found[-1] - (found[i - lift + 1] if i >= lift - 1 else 0.0)
    return np.array(found)


def half_alarmed(after: float, *, rate: float, lift: int, limit: int, most: int = 100_000) -> int:
    """Return after how many looks half of the charts have alarmed, if looks fail with probability ``after`` from now on.

    The charts have long been running at ``rate``: they do not all begin at zero.
    """
    here = standing(rate, lift, limit - 1)
    here = here / here.sum()
    looks = 0
    while here.sum() > 0.5 and looks < most:
        passed = np.append(here[1:], 0.0)
        passed[0] += here[0]
        failed = np.zeros(limit)
        failed[lift:] = here[: max(limit - lift, 0)] if limit > lift else 0.0
        here = (1 - after) * passed + after * failed
        looks += 1
    return looks


def normal_run_length(limit: float, reference: float, shift: float = 0.0, *, cells: int = CELLS) -> float:
    """Return the mean run length of the two-sided CUSUM of standard normal values shifted by ``shift`` standard deviations."""
    one, other = (_one_sided(limit, reference, mean, cells) for mean in (shift, -shift))
    return 1 / (1 / one + 1 / other)


def _one_sided(limit: float, reference: float, mean: float, cells: int) -> float:
    """Return the mean run length of max(0, C + x − reference) up to ``limit``, by Brook and Evans' chain of ``cells`` states."""
    width = 2 * limit / (2 * cells - 1)
    states = np.arange(cells) * width
    edges = (states[None, :] - states[:, None] + width / 2) + reference - mean
    below = 0.5 * (1 + np.vectorize(math.erf)(edges / math.sqrt(2)))
    matrix = np.diff(below, axis=1, prepend=0.0)
    return float(np.linalg.solve(np.eye(cells) - matrix, np.ones(cells))[0])
