"""How the official team sees compared with our inspectors: learned from past pairs of a mock round and the official result of the same year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wenming.engine.forecast.hierarchies import normal_effects
from wenming.engine.forecast.posteriors import FIRM
from wenming.engine.forecast.problems import SHIFT_SPREAD, Shift

MEAN_SPREAD = 0.6 * SHIFT_SPREAD
"""How far teams may differ in all years alike; with the next, a further year differs by ``SHIFT_SPREAD``."""
YEARLY_SPREAD = 0.8 * SHIFT_SPREAD
YEAR_PART = 0.36
"""The share of the variance that all cities have in common in one year, until pairs of several cities tell more."""
LEAST, MOST = 0.005, 0.995
USUAL_SITES, USUAL_CHECKS = 30, 10
"""Where nobody kept how many sites were seen: few, so that such a pair teaches little. And the checks at each."""
WIDELY = 1.2816
"""Standard deviations to either side of 80 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What both teams found in one year: rates of 1, and the standard error of the difference that the draws alone explain (also of 1)."""

    mock: float
    official: float
    error: float


def learned_shift(pairs: Sequence[Pair], *, street: float = 0.0) -> Shift:
    """Return the shift to expect in a further year: wide without pairs, shrunk towards 0 with few of them."""
    differences, errors = [], []
    for pair in pairs:
        mock, official = (min(MOST, max(LEAST, rate)) for rate in (pair.mock, pair.official))
        differences.append(math.log(official / (1 - official)) - math.log(mock / (1 - mock)))
        middle = (mock + official) / 2
        errors.append(max(pair.error, 1e-4) / (middle * (1 - middle)))
    effects = normal_effects(differences, errors, mean_spread=MEAN_SPREAD, spread_scale=YEARLY_SPREAD, most=8.0)
    variance = effects.mean_variance + effects.spread_square
    return Shift(
        mean=effects.mean,
        year=math.sqrt(variance * YEAR_PART),
        city=math.sqrt(variance * (1 - YEAR_PART)),
        street=street,
        pairs=len(pairs),
    )


def pair_of(mock: float, official: float, sites: int = USUAL_SITES) -> Pair:
    """Return a pair of rates from so many sites seen by each team; its error is what drawing other sites would do to the difference.

    A site's rate varies by m(1 − m)/J · (1 + (J − 1)ρ): J checks, alike within the site by ρ = 1/(1 + φ) of the usual type. Raises
    ValueError for what is no rate, or without sites.
    """
    if sites < 1 or not 0 <= mock <= 1 or not 0 <= official <= 1:
        raise ValueError((mock, official, sites))
    alike = 1 / (1 + math.exp(FIRM))
    variance = sum(rate * (1 - rate) for rate in (mock, official)) * (1 + (USUAL_CHECKS - 1) * alike) / USUAL_CHECKS
    return Pair(mock, official, math.sqrt(variance / sites))


@dataclass(frozen=True, slots=True)
class Sight:
    """As what the official team sees a rate of ours: expected, and between what bounds in four years of five."""

    ours: float
    official: float
    low: float
    high: float


def sight_of(shift: Shift, rate: float) -> Sight:
    """Return what a shift makes of a rate (0 to 1, both excluded)."""
    at, reach = math.log(rate / (1 - rate)) + shift.mean, WIDELY * math.hypot(shift.year, shift.city)
    return Sight(rate, *(1 / (1 + math.exp(-one)) for one in (at, at - reach, at + reach)))
