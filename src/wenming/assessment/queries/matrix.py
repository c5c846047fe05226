"""The matrix of a round: items against streets and units."""

from __future__ import annotations

from dataclasses import dataclass

from wenming.assessment.queries import RoundResult, results_of
from wenming.engine.scoring.exact import NodeScore
from wenming.engine.scoring.matrix import ItemMatrix, item_matrix, items_of
from wenming.engine.standards import Node, Standard
from wenming.inspections.queries import RoundFilter, group_statistics, round_in
from wenming.kernel.models import City

USUAL_LEVEL = "indicator"
"""The level whose nodes are the items of a report (domain.md 2.4), where an edition has it."""


@dataclass(frozen=True)
class RoundMatrix:
    """A round's items with their published scores, against the streets and against the units."""

    now: RoundResult
    level: str
    items: tuple[Node, ...]
    scores: tuple[NodeScore, ...]
    areas: ItemMatrix
    units: ItemMatrix


def levels_of(standard: Standard) -> tuple[str, ...]:
    """Return the levels that hold others: those by which a matrix can be read; the only one of a flat standard."""
    return standard.levels[:-1] or standard.levels


def round_matrix(city: City, number: int, level: str = "") -> RoundMatrix:
    """Return the matrices of the round with this number by a level of its edition: three queries. 404 for no round.

    A level that the edition does not have means the usual one.
    """
    (now,) = results_of([round_in(city, number)], city)
    levels = levels_of(now.standard)
    usual = USUAL_LEVEL if USUAL_LEVEL in levels else levels[0]
    level = level if level in levels else usual
    items = items_of(now.standard, level)
    groups = group_statistics(now.round, RoundFilter(), ("areas", "units"))
    scores = {one.code: one for one in now.result.nodes}
    return RoundMatrix(
        now=now,
        level=level,
        items=items,
        scores=tuple(scores[item.code] for item in items),
        areas=item_matrix(items, now.statistics, groups["areas"]),
        units=item_matrix(items, now.statistics, groups["units"]),
    )
