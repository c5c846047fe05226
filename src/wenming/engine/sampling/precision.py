"""How many sites it takes: standard error and half-width of the stratified mean, and the smallest number for what one wants to see.

Spreads are those of a pass rate, √(p(1−p)), as if every site were all in order or not at all: sites are less extreme than that, so the numbers are on the safe
side. A rate is drawn towards that of all strata together as if :data:`WEIGHT` more sites had been seen there, and no spread is below
:data:`LEAST_SPREAD`: a kind of places that passed everywhere last time still needs visits. Shares are between 0 and 1 throughout.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

from wenming.engine.sampling.allocation import AllocationError, AllocationFault, neyman, standard_error

WEIGHT = 4
"""Sites seen at the common rate that are added to each stratum (Agresti and Coull's four)."""
LEAST_SPREAD = Fraction(1, 10)
UNKNOWN = Fraction(1, 2)
"""The rate where nothing was ever seen: it asks for the most sites."""
DIGITS = 4
CONFIDENCE = 0.95
STEPS = (50, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 5000, 7500, 10_000)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a round saw of a stratum: sites, and the mean share that was in order. ``sites`` may be unknown (None): the rate is then taken as it is."""

    rate: Fraction
    sites: int | None = None


@dataclass(frozen=True)
class Survey:
    """What is to be measured: the units of each stratum and their spreads, between minima and caps."""

    counts: Mapping[str, int]
    spreads: Mapping[str, Fraction]
    least: Mapping[str, int] | None = None
    most: Mapping[str, int] | None = None

    def shared(self, total: int) -> dict[str, int]:
        """Return so many units by Neyman. Raises AllocationError."""
        return neyman(self.counts, self.spreads, total, least=self.least, most=self.most)

    def error(self, total: int) -> float:
        """Return the standard error of the mean with so many units."""
        return standard_error(self.counts, self.spreads, self.shared(total))

    @property
    def fewest(self) -> int:
        """With how few units every stratum has its minimum."""
        least = self.least or {}
        return sum(min(count, max(1, least.get(name, 1))) for name, count in self.counts.items())

    @property
    def all(self) -> int:
        """How many units can be taken."""
        most = self.most or {}
        return sum(min(count, most.get(name, count)) for name, count in self.counts.items())


@dataclass(frozen=True, slots=True)
class Line:
    """What so many units tell: standard error, half-width of the interval, and the difference between two such rounds that is seen."""

    total: int
    error: float
    half_width: float
    difference: float


def spread_of(rate: Fraction) -> Fraction:
    """Return the spread of a rate, cut to four digits, at least :data:`LEAST_SPREAD`. Whole numbers only: every machine gives the same."""
    unit = 10**DIGITS
    return max(LEAST_SPREAD, Fraction(math.isqrt(int(rate * (1 - rate) * unit**2)), unit))


def rates_for(strata: Iterable[str], seen: Mapping[str, Seen]) -> dict[str, Fraction]:
    """Return the rate that is expected of each stratum: its own, drawn towards that of all; that of all where nothing was seen of it."""
    weights = {name: one.sites or 0 for name, one in seen.items()}
    sites = sum(weights.values())
    if sites:
        common = sum((one.rate * weights[name] for name, one in seen.items()), Fraction(0)) / sites
    else:
        common = sum((one.rate for one in seen.values()), Fraction(0)) / len(seen) if seen else UNKNOWN

    def expected(name: str) -> Fraction:
        one = seen.get(name)
        if one is None:
            return common
        return one.rate if one.sites is None else (one.rate * one.sites + common * WEIGHT) / (one.sites + WEIGHT)

    return {name: expected(name) for name in strata}


def spreads_for(strata: Iterable[str], seen: Mapping[str, Seen]) -> dict[str, Fraction]:
    """Return the spread that is expected of each stratum."""
    return {name: spread_of(rate) for name, rate in rates_for(strata, seen).items()}


def reach(confidence: float = CONFIDENCE) -> float:
    """Return half the width of an interval in standard errors."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def sight(power: float, confidence: float = CONFIDENCE) -> float:
    """Return the difference that two equal rounds show with this power, in standard errors of one of them."""
    return (reach(confidence) + NormalDist().inv_cdf(power)) * math.sqrt(2)


def line_of(survey: Survey, total: int, *, power: float, confidence: float = CONFIDENCE) -> Line:
    """Return what so many units tell. Raises AllocationError."""
    error = survey.error(total)
    return Line(total, error, reach(confidence) * error, sight(power, confidence) * error)


def table(survey: Survey, *, power: float, also: Iterable[int] = (), confidence: float = CONFIDENCE) -> list[Line]:
    """Return what round numbers of units tell, from the fewest possible to all."""
    least, most = survey.fewest, survey.all
    totals = sorted({one for one in (least, *STEPS, *also, most) if least <= one <= most})
    return [line_of(survey, total, power=power, confidence=confidence) for total in totals]


def units_for_half_width(survey: Survey, wanted: float, *, confidence: float = CONFIDENCE) -> int:
    """Return the smallest number of units whose interval is at most ± ``wanted``. AllocationError(TOO_MANY) where all of them do not suffice."""
    return _fewest(survey, lambda error: reach(confidence) * error <= wanted)


def units_for_difference(survey: Survey, wanted: float, *, power: float, confidence: float = CONFIDENCE) -> int:
    """Return the smallest number of units in each of two rounds that see a difference of ``wanted`` with this power. AllocationError as above."""
    return _fewest(survey, lambda error: sight(power, confidence) * error <= wanted)


def _fewest(survey: Survey, suffices: Callable[[float], bool]) -> int:
    """Return the smallest total that suffices; more units never make it worse. Doubled first: what is needed is mostly little of what there is."""
    low, most = survey.fewest, survey.all
    if not suffices(survey.error(most)):
        raise AllocationError(AllocationFault.TOO_MANY, limit=most)
    high = low
    while not suffices(survey.error(high)):
        low, high = high + 1, min(2 * high, most)
    while low < high:
        middle = (low + high) // 2
        if suffices(survey.error(middle)):
            high = middle
        else:
            low = middle + 1
    return low
