"""Levels of rows from whole-number counts by place: how high, how sure, and whether two of them differ.

A database counts (place, kind) → rows and milli-points; everything else is computed here, so that every store gives the same digits (quant.md 0.1).
Rows at one place are not independent: the error is measured between places.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.engine.contrasts import mover
from wenming.engine.intervals import FLAT, ICC, LEVEL, NOTHING, Design, Interval, clopper_pearson, effective_looks
from wenming.engine.observations import FULL

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cell:
    """The rows of one ``kind`` (a leaf, a type of site) at one ``place``, and the sum of their milli-points."""

    place: Hashable
    kind: Hashable
    rows: int
    milli: int


@dataclass(frozen=True)
class Level:
    """A mean between 0 and 1 with its interval; ``pulls``: what each place adds to its error."""

    interval: Interval
    pulls: Mapping[Hashable, float] = field(default_factory=dict)

    @property
    def sites(self) -> int:
        """How many places it rests on."""
        return len(self.pulls)


@dataclass(frozen=True, slots=True)
class LevelChange:
    """``difference`` later − earlier with the interval that joins both levels'."""

    difference: float
    low: float
    high: float

    @property
    def is_told(self) -> bool:
        """Whether the interval keeps clear of 0: else no change can be told (无可辨变化)."""
        return self.low > 0 or self.high < 0


def level_of(cells: Iterable[Cell], points: Mapping[Hashable, float] | None = None) -> Level:
    """Return the level of cells: the mean of all rows; with ``points`` (kind → what it is worth) the mean of the kinds' means, so weighed.

    Kinds without points count for nothing. The interval is that of Korn and Graubard, never of width zero.
    """
    kept = [cell for cell in _sorted(cells) if cell.rows and (points is None or points.get(cell.kind, 0) > 0)]
    if not kept:
        return Level(NOTHING)
    rows = np.array([cell.rows for cell in kept], dtype=np.int64)
    share = np.array([cell.milli for cell in kept], dtype=np.float64) / (FULL * rows)
    weight, centre = _weighed(kept, rows, share, points)
    level = float((weight * rows * share).sum())
    places, number = _numbered([cell.place for cell in kept])
    # rows of one cell pull alike: only their sum by place counts
    off = weight * (share - centre)
    design = Design.of(int(rows.sum()), weights=np.repeat(weight, rows), clusters=np.repeat(number, rows))
    pulls = np.bincount(number, weights=off * rows)
    return Level(
        _interval(min(1.0, max(0.0, level)), design, np.repeat(off, rows)),
        dict(zip(places, pulls.tolist(), strict=True)),
    )


def _weighed(
    kept: Sequence[Cell], rows: NDArray[np.int64], share: Floats, points: Mapping[Hashable, float] | None
) -> tuple[Floats, Floats]:
    """Return the weight of each row of a cell, all of them 1 together, and the mean that its rows are held against."""
    if points is None:
        weight = np.full(len(kept), 1 / rows.sum())
        return weight, np.full(len(kept), float((rows * share).sum() / rows.sum()))
    kinds, number = _numbered([cell.kind for cell in kept])
    size = np.bincount(number, weights=rows)
    means = np.bincount(number, weights=rows * share) / size
    worth = np.array([points[kind] for kind in kinds], dtype=np.float64)
    return (worth / worth.sum() / size)[number], means[number]


def _interval(share: float, design: Design, scores: Floats) -> Interval:
    """Return the interval of Korn and Graubard of a level whose linearised ``scores`` are known."""
    everything = np.ones(len(scores), dtype=np.bool_)
    variance = design.variance(scores, lone="adjust")
    worth = effective_looks(
        share, variance, weights=design.weights, design=design, domain=everything, icc=ICC, level=LEVEL
    )
    low, high = clopper_pearson(share * worth, worth, level=LEVEL)
    return Interval(share, low, high, len(scores), worth, math.sqrt(max(variance, 0.0)), design.degrees(everything))


def correlation_of(one: Level, other: Level) -> float:
    """Return how the errors of two levels go together, through the places that both rest on."""
    shared = [place for place in one.pulls if place in other.pulls]
    product = sum(one.pulls[place] * other.pulls[place] for place in shared)
    squares = [sum(pull**2 for pull in level.pulls.values()) for level in (one, other)]
    spread = math.sqrt(squares[0] * squares[1])
    return max(-1.0, min(1.0, product / spread)) if spread > FLAT else 0.0


def level_change(before: Level, after: Level, *, minimum: int = 1) -> LevelChange | None:
    """Return the change from one round to another; None where one saw fewer places than ``minimum``. The same places in both make it surer."""
    if min(before.sites, after.sites) < minimum:
        return None
    low, high = mover(after.interval, before.interval, correlation_of(before, after))
    return LevelChange(after.interval.estimate - before.interval.estimate, low, high)


def _sorted(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells in one order, whatever order a store gave them in."""
    return sorted(cells, key=lambda cell: (str(cell.place), str(cell.kind)))


def _numbered(labels: Sequence[Any]) -> tuple[list[Any], NDArray[np.int64]]:
    """Return the distinct labels as they come, and each entry's number among them."""
    places: dict[Any, int] = {}
    number = [places.setdefault(label, len(places)) for label in labels]
    return list(places), np.array(number, dtype=np.int64)
