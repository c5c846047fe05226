"""The tables beside the score: streets and responsible units, row by row (domain.md 2.4), and a whole round at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from wenming.engine.observations import FULL, Observation
from wenming.engine.scoring.exact import (
    NO_FACTS,
    NO_RATES,
    NOT_APPLICABLE,
    LeafValue,
    Result,
    leaf_from_statistics,
    score_standard,
)
from wenming.engine.scoring.ranks import shared_ranks
from wenming.engine.standards import Standard

NOT_NAMED = ""
"""The group of the rows that name none; the reader's language gives it a heading (未填)."""


@dataclass(frozen=True, slots=True)
class GroupScore:
    """One street or unit: its rows, their points (each row is worth 1), the mean and the place; no place for NOT_NAMED."""

    name: str
    rows: int
    score: Fraction
    rate: Fraction
    rank: int | None


@dataclass(frozen=True, slots=True)
class RoundScore:
    """What a field round says of the standard, of its streets and of the responsible units."""

    result: Result
    areas: tuple[GroupScore, ...]
    units: tuple[GroupScore, ...]


def rank_groups(statistics: Iterable[tuple[str, int, int]]) -> tuple[GroupScore, ...]:
    """Rank groups by their rate, best first.

    ``statistics`` are (name, rows, sum of milli-points); a name that comes again is added to the first. Groups of equal
    rate share a place and keep the order in which they first appeared. NOT_NAMED stands last, without a place.
    ValueError for a group without rows, or whose points its rows cannot have.
    """
    totals: dict[str, tuple[int, int]] = {}
    for name, rows, milli in statistics:
        if rows < 1 or not 0 <= milli <= FULL * rows:
            raise ValueError(f"group {name!r}: {rows} rows cannot have {milli} milli-points")
        before = totals.get(name, (0, 0))
        totals[name] = (before[0] + rows, before[1] + milli)
    unnamed = totals.pop(NOT_NAMED, None)
    ranks = shared_ranks([_rate(*total) for total in totals.values()])
    groups = [_group(name, total, rank) for (name, total), rank in zip(totals.items(), ranks, strict=True)]
    groups.sort(key=lambda group: -group.rate)
    return (*groups, *([] if unnamed is None else [_group(NOT_NAMED, unnamed, None)]))


def score_round(
    standard: Standard,
    observations: Iterable[Observation],
    *,
    not_applicable: Iterable[str] = (),
    facts: Mapping[str, int] = NO_FACTS,
    last: Mapping[str, Fraction] = NO_RATES,
) -> RoundScore:
    """Score a round by the scheme of domain.md 2.4: a leaf is the mean of its rows, streets and units are row-level.

    A row that names two units counts for both, one that names a unit twice counts once for it; a row without a street
    or unit counts under NOT_NAMED. ``not_applicable`` are codes of leaves that do not exist in this city. ValueError for
    an observation of a code that is no leaf, or that is said not to exist.
    """
    leaves: dict[str, tuple[int, int]] = {}
    areas: list[tuple[str, int, int]] = []
    units: list[tuple[str, int, int]] = []
    for seen in observations:
        before = leaves.get(seen.code, (0, 0))
        leaves[seen.code] = (before[0] + 1, before[1] + seen.milli)
        areas.append((seen.area, 1, seen.milli))
        # dict.fromkeys: each unit once, in the order of the row
        units.extend((unit, 1, seen.milli) for unit in dict.fromkeys(seen.units or (NOT_NAMED,)))
    values = {code: leaf_from_statistics(*statistics) for code, statistics in leaves.items()}
    values |= without_rows(not_applicable, leaves)
    result = score_standard(standard, values, facts=facts, last=last)
    return RoundScore(result, rank_groups(areas), rank_groups(units))


def without_rows(codes: Iterable[str], leaves: Mapping[str, tuple[int, int]]) -> dict[str, LeafValue]:
    """Mark leaves as not applicable; ValueError where somebody has nevertheless judged one."""
    values = dict.fromkeys(codes, NOT_APPLICABLE)
    judged = sorted(values.keys() & leaves.keys())
    if judged:
        raise ValueError(f"said not to exist here, but judged: {', '.join(judged)}")
    return values


def _rate(rows: int, milli: int) -> Fraction:
    """Return the mean of the rows, 0 to 1."""
    return Fraction(milli, FULL * rows)


def _group(name: str, total: tuple[int, int], rank: int | None) -> GroupScore:
    """Return one line of the table from (rows, sum of milli-points)."""
    rows, milli = total
    return GroupScore(name, rows, Fraction(milli, FULL), _rate(rows, milli), rank)
