"""A round's total as pages show it, and two rounds side by side."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from wenming.assessment.queries import RoundPair, RoundResult
from wenming.engine.editions import NodeChange, compare_editions
from wenming.engine.scoring.changes import Split, compare_rounds, compare_wholes, pooled_change
from wenming.engine.scoring.crossings import Crossing, compare_across, leaves_found_again
from wenming.engine.scoring.display import rate_text, round_half_up, score_text
from wenming.inspections.queries import Cells, RoundFilter
from wenming.kernel.schemas import DASH, points_text
from wenming.standards.schemas import node_name

PLACES = 3


@dataclass(frozen=True, slots=True)
class Total:
    """The total, ready to print; every text is a dash where no total may be announced."""

    score: str
    attainable: str
    rate: str
    lost: str
    exact_rate: Fraction | None


def lost_text(attainable: Fraction, score: Fraction) -> str:
    """Return the points lost such that printed score and printed loss add up to the printed attainable points.

    Below 0 where a bonus lifted the score above what is attainable.
    """
    return str(round_half_up(attainable, PLACES) - round_half_up(score, PLACES)).replace("-", "−")


def total_of(result: RoundResult) -> Total:
    """Return the total of a round, rounded once."""
    root = result.total
    if root is None or root.rate is None:
        return Total(DASH, DASH, DASH, DASH, None)
    return Total(
        score=score_text(root.score),
        attainable=points_text(root.attainable),
        rate=rate_text(root.rate),
        lost=lost_text(root.attainable, root.score),
        exact_rate=root.rate,
    )


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One node, area or unit in two rounds.

    ``values`` are its rates (or points) before and after, ``wheres`` the filters of its rows in either round, ``level``
    its depth in the tree. ``split`` is its change by causes, ``share`` what it adds to the change of the total.
    """

    code: str
    name: str
    values: tuple[Fraction | None, Fraction | None]
    rows: tuple[int, int]
    split: Split | None
    wheres: tuple[dict[str, str], dict[str, str]]
    share: Split | None = None
    parent: str = ""
    level: int = 0
    has_children: bool = False
    altered: bool = False

    @property
    def change(self) -> Fraction | None:
        """The exact difference, None where one of the rounds has no value."""
        before, after = self.values
        return None if before is None or after is None else after - before


@dataclass(frozen=True)
class ChangeTable:
    """The lines of a comparison and what could not be compared (sentences)."""

    lines: tuple[ChangeLine, ...]
    apart: tuple[str, ...] = ()


def tree_changes(pair: RoundPair, *, by_points: bool) -> ChangeTable:
    """Return the nodes of two rounds in published order; by two editions only those that were found again, by rates."""
    if not pair.same_edition:
        crossing = compare_across(pair.standards, *pair.sides)
        return ChangeTable(_across(pair, crossing), tuple(_apart(change) for change in crossing.apart))
    standard = pair.standards[1]
    parents = {child.code: node.code for node in standard.nodes for child in node.children}
    level = {standard.root.code: 0}
    lines = []
    for node, change in zip(standard.nodes, compare_rounds(standard, *pair.sides, by_points=by_points), strict=True):
        parent = parents.get(node.code, "")
        level[node.code] = level[parent] + 1 if parent else 0
        told = pair.complete or node is not standard.root
        values = [one.score if by_points else one.rate for one in (change.before, change.after)]
        known = [told and one.rate is not None for one in (change.before, change.after)]
        where = {"node": node.code} if parent else {}
        lines.append(
            ChangeLine(
                code=node.code if parent else "",
                name=node_name(node) if parent else _("总分"),
                values=(values[0] if known[0] else None, values[1] if known[1] else None),
                rows=change.rows,
                split=change.split if all(known) else None,
                share=change.share if pair.complete else None,
                wheres=(where, where),
                parent=parent if parent != standard.root.code else "",
                level=level[node.code],
                has_children=not node.is_leaf and bool(parent),
            )
        )
    return ChangeTable(tuple(lines))


def total_change(pair: RoundPair, *, by_points: bool) -> ChangeLine:
    """Return the line of the total alone; only where a total may be compared."""
    change = compare_wholes(pair.standards[1], *pair.sides, by_points=by_points)
    before, after = ((one.score if by_points else one.rate) for one in (change.before, change.after))
    return ChangeLine("", _("总分"), (before, after), change.rows, change.split, ({}, {}), share=change.share)


def place_changes(pair: RoundPair, groups: tuple[Cells, Cells], kind: str) -> ChangeTable:
    """Return areas or units (``kind``, as the filter of rows names it), by the size of what moved.

    By two editions only the rows of contents that were found again count.
    """
    apart: tuple[str, ...] = ()
    if not pair.same_edition:
        groups, apart = _found_rows(pair, groups)
    lines = []
    for name in {**groups[1], **groups[0]}:
        change = pooled_change(groups[0].get(name, {}), groups[1].get(name, {}))
        where = {kind: name or RoundFilter.UNNAMED}
        shown = name or _("未填")
        lines.append(ChangeLine(name, shown, change.rates, change.rows, change.split, (where, where)))
    lines.sort(key=lambda line: (line.change is None, -abs(line.change or 0), line.name))
    return ChangeTable(tuple(lines), apart)


def _across(pair: RoundPair, crossing: Crossing) -> tuple[ChangeLine, ...]:
    """Return the nodes found again, under the nearest node above that was found again as well."""
    above = {child.code: node.code for node in pair.standards[1].nodes for child in node.children}
    level: dict[str, int] = {}
    lines = []
    parents = []
    for change in crossing.found:
        parent = above[change.new.code]
        while parent not in level and parent in above:
            parent = above[parent]
        level[change.new.code] = level.get(parent, 0) + 1
        parents.append(parent if parent in level else "")
    for change, parent in zip(crossing.found, parents, strict=True):
        lines.append(
            ChangeLine(
                code=change.new.code,
                name=node_name(change.new),
                values=(change.before.rate, change.after.rate),
                rows=change.rows,
                split=change.split,
                wheres=({"node": change.old.code}, {"node": change.new.code}),
                parent=parent,
                level=level[change.new.code],
                has_children=change.new.code in parents,
                altered=change.altered,
            )
        )
    return tuple(lines)


def _apart(change: NodeChange) -> str:
    """Say what became of the nodes that cannot be compared."""
    names = [_("、").join(node_name(node) for node in nodes) for nodes in (change.before, change.after)]
    if not change.before:
        return _("新增：%(name)s") % {"name": names[1]}
    if not change.after:
        return _("删去：%(name)s") % {"name": names[0]}
    text = _("拆分：%(before)s → %(after)s") if len(change.after) > 1 else _("合并：%(before)s → %(after)s")
    return text % {"before": names[0], "after": names[1]}


def _found_rows(pair: RoundPair, groups: tuple[Cells, Cells]) -> tuple[tuple[Cells, Cells], tuple[str, ...]]:
    """Return the rows of contents that both editions have, by their later codes, and how many others there are."""
    forth = leaves_found_again(compare_editions(*pair.standards))
    kept = (
        {
            name: {forth[code]: held for code, held in cells.items() if code in forth}
            for name, cells in groups[0].items()
        },
        {
            name: {code: held for code, held in cells.items() if code in forth.values()}
            for name, cells in groups[1].items()
        },
    )
    outside = [
        sum(rows for cells in all_.values() for rows, _milli in cells.values())
        - sum(rows for cells in some.values() for rows, _milli in cells.values())
        for all_, some in zip(groups, kept, strict=True)
    ]
    text = _("两版都有的内容才比较：前一轮 %(before)s 行、后一轮 %(after)s 行属于其他内容，没有计入")
    return kept, (text % {"before": outside[0], "after": outside[1]},) if any(outside) else ()
