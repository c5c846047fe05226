"""The charts' settings for every usual rate: how far a failure lifts, where the alarm stands, how rare a height is.

Rates are cut into steps a tenth apart and taken at the upper end of their step, so that false alarms come no oftener than wanted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from wenming.engine.monitoring.runlengths import LONGEST, hazards, limit_for

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LEAST, MOST = 0.002, 0.35
"""Usual rates outside are charted as if they were these: a place that fails more often than every third time does not relapse, it is bad."""
APART = 1.1
TIMES = 3.0
"""A relapse is looked for that fails so many times as often as usual (two to three times)."""
WORST = 0.9
SHORTEST = 50.0
"""No chart waits shorter than so many looks for a false alarm: with few charts the wish alone would allow one at every failure."""


@dataclass(frozen=True)
class Levels:
    """One entry per level. Heights from the limit to a lift above it have their chance in ``chances``, from ``starts``."""

    rates: Floats
    lifts: Integers
    limits: Integers
    starts: Integers
    chances: Floats

    @classmethod
    def of(cls, wanted: float, *, times: float = TIMES) -> Levels:
        """Return the levels at which ``wanted`` looks (or a little more) pass until a false alarm."""
        wanted = min(LONGEST, max(SHORTEST, wanted))
        steps = math.ceil(math.log(MOST / LEAST) / math.log(APART)) + 1
        rates = [min(MOST, LEAST * APART**step) for step in range(steps)]
        lifts = [lift_of(rate, times) for rate in rates]
        limits = [limit_for(rate, lift, wanted) for rate, lift in zip(rates, lifts, strict=True)]
        chances = [_chances(*one) for one in zip(rates, lifts, limits, strict=True)]
        starts = np.cumsum([0, *(len(one) for one in chances[:-1])])
        return cls(np.array(rates), np.array(lifts), np.array(limits), starts.astype(np.int64), np.concatenate(chances))

    def at(self, rate: float) -> int:
        """Return the level of a usual rate: the lowest that is not below it."""
        return min(int(np.searchsorted(self.rates, rate, side="left")), len(self.rates) - 1)

    def chance(self, level: Integers, height: Integers) -> Floats:
        """Return how often, per look, charts of these levels come to stand so high by chance; heights are at the limit or above."""
        return np.asarray(self.chances[self.starts[level] + height - self.limits[level]], dtype=np.float64)

    def often(self, level: Integers) -> Floats:
        """Return how often, per look, charts of these levels alarm by chance."""
        return np.asarray(self.chances[self.starts[level]], dtype=np.float64)


def _chances(rate: float, lift: int, limit: int) -> Floats:
    """Return how often, per look, a chart reaches each height from its limit to a lift above it."""
    return np.array(list(islice(hazards(rate, lift), limit - 1, limit + lift)))


def lift_of(rate: float, times: float = TIMES) -> int:
    """Return how many passes weigh as much as one failure: ln(p₁/p₀) / ln((1 − p₀)/(1 − p₁)), to the nearest whole number.

    p₁ = ``times``·p₀, at most :data:`WORST`; never so much that the chart would climb by itself.
    """
    bad = min(WORST, times * rate)
    lift = round(math.log(bad / rate) / math.log((1 - rate) / (1 - bad)))
    return max(1, min(lift, math.ceil((1 - rate) / rate) - 1))


def wanted_run(looks_a_month: float, alarms_a_month: float) -> float:
    """Return how many looks must pass until a false alarm, so that all charts together give ``alarms_a_month`` of them."""
    return looks_a_month / alarms_a_month
