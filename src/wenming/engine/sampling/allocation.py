"""How many units of each stratum: Neyman's allocation in whole numbers, exact, with caps and minima (Wright 2012)."""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction


class AllocationFault(StrEnum):
    """Why so many units cannot be shared out."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    CROSSED = "crossed"
    UNKNOWN = "unknown"


class AllocationError(ValueError):
    """So many units cannot be shared out; ``limit`` is the number that could, ``stratum`` where it fails ("" = in all)."""

    def __init__(self, fault: AllocationFault, *, limit: int = 0, stratum: str = "") -> None:
        super().__init__(f"{fault.value} {stratum} {limit}")
        self.fault, self.limit, self.stratum = fault, limit, stratum


def neyman(
    counts: Mapping[str, int],
    spreads: Mapping[str, Fraction],
    total: int,
    *,
    least: Mapping[str, int] | None = None,
    most: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Return the numbers of units that make the variance of the stratified mean smallest among all whole numbers.

    ``counts`` are the units of each stratum, ``spreads`` their standard deviations. Every stratum gets 1 at least (or ``least``) and
    all its units at most (or ``most``). The next unit goes where N·S/√(n(n+1)) is largest; equal ones go by name. Raises AllocationError.
    """
    strata = sorted(counts)
    floor = {name: min(counts[name], max(1, (least or {}).get(name, 1))) for name in strata}
    roof = {name: min(counts[name], (most or {}).get(name, counts[name])) for name in strata}
    _check(spreads, total, floor, roof)
    if total == sum(roof.values()):
        return roof
    weight = {name: (counts[name] * spreads[name]) ** 2 for name in strata}
    chosen = dict(floor)
    queue = [(-_gain(weight[name], chosen[name]), name) for name in strata if chosen[name] < roof[name]]
    heapq.heapify(queue)
    for _step in range(total - sum(floor.values())):
        _priority, name = heapq.heappop(queue)
        chosen[name] += 1
        if chosen[name] < roof[name]:
            heapq.heappush(queue, (-_gain(weight[name], chosen[name]), name))
    return chosen


def _gain(weight: Fraction, units: int) -> Fraction:
    """Return how much one more unit takes off the variance."""
    return weight / (units * (units + 1))


def _check(
    spreads: Mapping[str, Fraction],
    total: int,
    floor: Mapping[str, int],
    roof: Mapping[str, int],
) -> None:
    """Raise AllocationError where the numbers cannot be met."""
    for name in floor:
        if spreads.get(name, Fraction(-1)) < 0:
            raise AllocationError(AllocationFault.UNKNOWN, stratum=name)
        if floor[name] > roof[name]:
            raise AllocationError(AllocationFault.CROSSED, stratum=name, limit=roof[name])
    if total < sum(floor.values()):
        raise AllocationError(AllocationFault.TOO_FEW, limit=sum(floor.values()))
    if total > sum(roof.values()):
        raise AllocationError(AllocationFault.TOO_MANY, limit=sum(roof.values()))


def standard_error(counts: Mapping[str, int], spreads: Mapping[str, Fraction], chosen: Mapping[str, int]) -> float:
    """Return the standard error of the stratified mean with the finite population correction."""
    variance = sum(
        (
            Fraction(counts[name]) * (counts[name] - chosen[name]) * spreads[name] ** 2 / chosen[name]
            for name in sorted(counts)
        ),
        Fraction(0),
    )
    return math.sqrt(variance) / sum(counts.values())
