"""The standings of a round: everybody's level with its interval, the band of places, what few looks are worth, and what the mix of places explains.

Everything is kept as whole numbers (millionths), so that a kept table and one that is computed again can be compared to the last digit.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from wenming.engine.observations import FULL
from wenming.engine.ranking.leagues import MINIMUM, Entrant, league, share_errors
from wenming.engine.ranking.levels import Cell, Level, correlation_of, level_change, level_of
from wenming.engine.smallareas import case_mix, fay_herriot
from wenming.engine.smallareas.areas import AreasError

MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Standing:
    """One entrant. Rates are millionths (850000 = 85 %), None where nothing can be said.

    ``first`` … ``last``: the band of places (0: too few places visited); ``bands``: numbers of the stretches, from the top, within which it cannot
    be told from anybody. ``shrunk``: drawn to what all have; ``adjusted``: as if everybody had the same kinds of places. ``change``: against the
    round before.
    """

    key: str
    rows: int
    milli: int
    sites: int
    estimate: int
    low: int
    high: int
    first: int = 0
    last: int = 0
    bands: tuple[int, ...] = ()
    shrunk: int | None = None
    shrunk_weight: int | None = None
    adjusted: int | None = None
    change: int | None = None
    change_low: int | None = None
    change_high: int | None = None


def standings(
    cells: Mapping[str, Sequence[Cell]], before: Mapping[str, Sequence[Cell]], *, seed: int, minimum: int = MINIMUM
) -> tuple[Standing, ...]:
    """Return the standings of those who are ranked together, in the order of their names; ``before``: the cells of the round before.

    The same counts and ``seed`` give the same standings.
    """
    keys = sorted(key for key, own in cells.items() if any(cell.rows for cell in own))
    levels = {key: level_of(cells[key]) for key in keys}
    earlier = {key: level_of(before.get(key, ())) for key in keys}
    places, bands = _places(levels, seed, minimum)
    shrunk, adjusted = _shrunk(levels, minimum), _adjusted({key: cells[key] for key in keys})
    return tuple(
        replace(
            _plain(key, cells[key], levels[key], _changed(earlier[key], levels[key], minimum)),
            first=places[key][0],
            last=places[key][1],
            bands=tuple(number for number, band in enumerate(bands) if key in band),
            shrunk=shrunk[key][0] if key in shrunk else None,
            shrunk_weight=shrunk[key][1] if key in shrunk else None,
            adjusted=adjusted[key],
        )
        for key in keys
    )


def _plain(
    key: str, cells: Sequence[Cell], level: Level, change: tuple[int | None, int | None, int | None]
) -> Standing:
    """Return an entrant by itself, without those that it is ranked with."""
    rows, milli = (sum(getattr(cell, name) for cell in cells) for name in ("rows", "milli"))
    estimate, low, high = (_micro(getattr(level.interval, name)) for name in ("estimate", "low", "high"))
    found = Standing(key, rows, milli, level.sites, estimate, low, high)
    return replace(found, change=change[0], change_low=change[1], change_high=change[2])


def _micro(value: float) -> int:
    """Return a rate in millionths."""
    return round(value * MICRO)


def _places(
    levels: Mapping[str, Level], seed: int, minimum: int
) -> tuple[dict[str, tuple[int, int]], tuple[tuple[object, ...], ...]]:
    """Return everybody's band of places, and the stretches that cannot be told apart."""
    keys = list(levels)
    together = np.array([[correlation_of(levels[one], levels[other]) for other in keys] for one in keys])
    np.fill_diagonal(together.reshape(len(keys), len(keys)), 1.0)
    spread = share_errors([levels[key].interval for key in keys], together.reshape(len(keys), len(keys)))
    known = [levels[key].interval.degrees for key in keys if levels[key].sites >= minimum]
    entrants = [
        Entrant(key, Fraction(levels[key].interval.estimate), levels[key].interval.estimate, levels[key].sites)
        for key in keys
    ]
    # variances come from few places each: the joint draws have the tails of the entrant in the middle
    degrees = max(float(np.median(known)), 1.0) if known else 1.0
    found = league(entrants, spread, seed=seed, minimum=minimum, degrees=degrees)
    return {str(row.entrant.key): (row.first, row.last) for row in found.rows}, found.runs


def _shrunk(levels: Mapping[str, Level], minimum: int) -> dict[str, tuple[int, int]]:
    """Return what few looks are worth beside what all say: Fay and Herriot's estimate, and the weight of the own looks."""
    keys = [key for key, level in levels.items() if level.sites >= minimum]
    intervals = [levels[key].interval for key in keys]
    try:
        found = fay_herriot([one.estimate for one in intervals], np.diag(share_errors(intervals)))
    except AreasError:
        return {}
    pairs = zip(found.estimates.tolist(), found.weights.tolist(), strict=True)
    return {key: (_micro(value), _micro(weight)) for key, (value, weight) in zip(keys, pairs, strict=True)}


def _adjusted(cells: Mapping[str, Sequence[Cell]]) -> dict[str, int]:
    """Return everybody's level with the kinds of places taken off."""
    counts: dict[Hashable, dict[Hashable, tuple[float, float]]] = {}
    for key, own in cells.items():
        kinds = counts.setdefault(key, {})
        for cell in own:
            hits, looks = kinds.get(cell.kind, (0.0, 0.0))
            kinds[cell.kind] = hits + cell.milli / FULL, looks + cell.rows
    return {str(key): _micro(mix.adjusted) for key, mix in case_mix(counts).items()}


def _changed(before: Level, after: Level, minimum: int) -> tuple[int | None, int | None, int | None]:
    """Return the change with its interval; nothing where one of the rounds has too few places."""
    found = level_change(before, after, minimum=minimum)
    return (None, None, None) if found is None else (_micro(found.difference), _micro(found.low), _micro(found.high))
