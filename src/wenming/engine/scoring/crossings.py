"""Two rounds by two editions of one title: only what was found again in the other edition is compared, by rates alone.

Two trees of different points and rules have no common total, and no split of a change between their nodes; a leaf that
is in both has its rows, whose mean splits like that of an area (see ``changes``).
"""

from __future__ import annotations

from dataclasses import dataclass

from wenming.engine.editions import ChangeKind, EditionDifference, NodeChange, compare_editions
from wenming.engine.scoring.changes import Side, Split, pool, pooled_change
from wenming.engine.scoring.exact import NodeScore, score_standard
from wenming.engine.standards import Node, Standard


@dataclass(frozen=True, slots=True)
class FoundChange:
    """A node found again. ``altered``: its own points, rules or other details are no longer the same.

    ``split`` is the change of the rate of a leaf that was looked at in both rounds, by causes; None for all others.
    """

    old: Node
    new: Node
    before: NodeScore
    after: NodeScore
    rows: tuple[int, int]
    altered: bool
    split: Split | None


@dataclass(frozen=True)
class Crossing:
    """What can be compared, in the later edition's order, and what cannot: new, dropped, split and merged nodes."""

    found: tuple[FoundChange, ...]
    apart: tuple[NodeChange, ...]


def compare_across(editions: tuple[Standard, Standard], before: Side, after: Side) -> Crossing:
    """Compare two rounds, each by its own edition. ValueError as ``score_standard``."""
    difference = compare_editions(*editions)
    scores = [
        {
            scored.code: scored
            for scored in score_standard(standard, side.leaves(), facts=side.facts, last=side.last).nodes
        }
        for standard, side in zip(editions, (before, after), strict=True)
    ]
    found = [change for change in difference.nodes if _is_single(change)]
    return Crossing(
        found=tuple(
            _found(change, scores[0][change.before[0].code], scores[1][change.after[0].code], (before, after))
            for change in found
        ),
        apart=tuple(change for change in difference.nodes if not _is_single(change)),
    )


def leaves_found_again(difference: EditionDifference) -> dict[str, str]:
    """Return the leaves that are leaves in both editions: earlier code -> later code."""
    pairs = [(change.before[0], change.after[0]) for change in difference.nodes if _is_single(change)]
    return {old.code: new.code for old, new in pairs if old.is_leaf and new.is_leaf}


def _is_single(change: NodeChange) -> bool:
    """Say whether one node became one node."""
    return len(change.before) == len(change.after) == 1


def _found(change: NodeChange, was: NodeScore, now: NodeScore, sides: tuple[Side, Side]) -> FoundChange:
    """Return one node in both rounds."""
    old, new = change.before[0], change.after[0]
    cells = sides[0].rows.get(old.code, {}), sides[1].rows.get(new.code, {})
    split = None
    if was.rate is not None and now.rate is not None:
        split = pooled_change(*cells).split
        # what the leaf's own functions did is whatever its rows do not explain
        split = split and split + Split(rules=now.rate - was.rate - split.total)
    return FoundChange(
        old=old,
        new=new,
        before=was,
        after=now,
        rows=(_rows(old, sides[0]), _rows(new, sides[1])),
        altered=ChangeKind.CHANGED in change.kinds,
        split=split,
    )


def _rows(node: Node, side: Side) -> int:
    """Return how many rows lie at or below a node."""
    return sum(pool(side.rows.get(one.code, {}))[0] for one in node.walk())
