"""Whether two rounds really differ: the change of the whole and of every project, by plain arithmetic on the levels that were kept of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wenming.assessment.queries import RoundPair
from wenming.assessment.queries.levels import WHOLE, levels_of
from wenming.engine.ranking import Level, LevelChange, level_change
from wenming.engine.ranking.leagues import MINIMUM
from wenming.engine.standards import Node
from wenming.inspections.models import Round


@dataclass(frozen=True, slots=True)
class RealChange:
    """A node in both rounds (``node=None``: the whole): its level before and after, and the change; None where one round saw too few sites."""

    node: Node | None
    levels: tuple[Level, Level]
    change: LevelChange | None


@dataclass(frozen=True, slots=True)
class RealChanges:
    """What two rounds differ in: the whole, where both have its level, then every project; no ``lines`` without kept levels of both.

    ``unkept``: rounds without kept levels; ``partial``: those with levels, but none of the whole.
    """

    lines: tuple[RealChange, ...]
    unkept: tuple[Round, ...] = ()
    partial: tuple[Round, ...] = ()

    @property
    def whole(self) -> RealChange | None:
        """The whole in both rounds, where both have its level."""
        return self.lines[0] if self.lines and self.lines[0].node is None else None


def real_changes(pair: RoundPair) -> RealChanges:
    """Return the change of the whole and of every project of two rounds of one edition; no lines for two editions. One query."""
    if not pair.same_edition:
        return RealChanges(())
    return _changes((pair.before, pair.after), pair.standards[0].root.children)


def whole_change(before: Round, after: Round) -> RealChanges:
    """Return the change of the whole of two rounds of one edition, and nothing else. One query."""
    return _changes((before, after), ())


def _changes(rounds: tuple[Round, Round], projects: Sequence[Node]) -> RealChanges:
    """Compare what was kept of two rounds."""
    kept = levels_of(rounds, rounds[1].city)
    unkept = tuple(one for one in rounds if one.pk not in kept)
    partial = tuple(one for one in rounds if one.pk in kept and kept[one.pk].whole is None)
    if unkept:
        return RealChanges((), unkept, partial)
    wanted: list[tuple[Node | None, str]] = [] if partial else [(None, WHOLE)]
    wanted += [(node, node.code) for node in projects]
    sides = [kept[one.pk].levels for one in rounds]
    return RealChanges(tuple(_change(node, key, sides) for node, key in wanted), unkept, partial)


def _change(node: Node | None, key: str, sides: Sequence[Mapping[str, Level]]) -> RealChange:
    """Return the change of a node."""
    before, after = (side[key] for side in sides)
    return RealChange(node, (before, after), level_change(before, after, minimum=MINIMUM))
