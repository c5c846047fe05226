"""Whether two rounds really differ: the change of the whole and of every project, with the interval of the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wenming.assessment.adapters import DjangoStore
from wenming.assessment.queries import RoundPair
from wenming.engine.ranking import Cell, Level, LevelChange, level_change, level_of
from wenming.engine.ranking.leagues import MINIMUM
from wenming.engine.scoring.changes import effective_points
from wenming.engine.standards import Node
from wenming.engine.stores import CountBy, SiteCount


@dataclass(frozen=True, slots=True)
class RealChange:
    """A node in both rounds (``is_whole``: the root): its level before and after as a share, and the change; None where one round saw too few sites."""

    node: Node
    levels: tuple[Level, Level]
    change: LevelChange | None
    is_whole: bool = False


def real_changes(pair: RoundPair) -> list[RealChange]:
    """Return the change of the whole, where a total may be compared, then of every project; nothing for two editions. One query.

    The level of a node is what its contents reach, weighed as the edition weighs them, before vetoes, bonuses and the like.
    """
    if not pair.same_edition:
        return []
    root = pair.standards[0].root
    rounds = [round_.pk for round_ in (pair.before, pair.after)]
    counts = DjangoStore(pair.after.city).by_site(rounds, CountBy.AREA)
    cells = [_cells(counts[key]) for key in rounds]
    points = [effective_points(standard, side) for standard, side in zip(pair.standards, pair.sides, strict=True)]
    nodes = [*([root] if pair.complete else []), *root.children]
    return [_change(node, cells, [own.get(node.code, {}) for own in points], is_whole=node is root) for node in nodes]


def _cells(counts: Sequence[SiteCount]) -> list[Cell]:
    """Return the counts of a round by site and leaf."""
    return [Cell((one.area, one.site), one.node, one.rows, one.milli) for one in counts]


def _change(
    node: Node, cells: Sequence[Sequence[Cell]], points: Sequence[Mapping[str, Fraction]], *, is_whole: bool
) -> RealChange:
    """Return the change of a node."""
    before, after = (
        level_of(own, {code: float(value) for code, value in worth.items()})
        for own, worth in zip(cells, points, strict=True)
    )
    enough = min(before.sites, after.sites) >= MINIMUM
    return RealChange(node, (before, after), level_change(before, after) if enough else None, is_whole)
