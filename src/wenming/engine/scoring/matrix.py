"""The matrix of a field round (domain.md 2.4): its items against streets or units, row by row, each row worth 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from wenming.engine.observations import FULL
from wenming.engine.scoring.tables import GroupScore, rank_groups
from wenming.engine.standards import Node, Standard


@dataclass(frozen=True, slots=True)
class Cell:
    """The rows of one item in one street or unit; ``score`` in points of which each row has 1, ``rate`` their mean."""

    rows: int
    milli: int

    @property
    def score(self) -> Fraction:
        """The points of the rows."""
        return Fraction(self.milli, FULL)

    @property
    def rate(self) -> Fraction:
        """Points ÷ rows, 0 to 1."""
        return Fraction(self.milli, FULL * self.rows)


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One item: its cells in the order of the columns, None where no row judges it there, and all its rows."""

    code: str
    cells: tuple[Cell | None, ...]
    whole: Cell | None


@dataclass(frozen=True, slots=True)
class ItemMatrix:
    """Items × streets or units.

    ``columns`` are the foot as well: subtotal (``score``), points of the items there (``rows``), pass rate (``rate``) and place.
    The cells of a column add up to it. The cells of a line add up to ``whole`` where every row stands in one column: a row
    that names two units stands in two.
    """

    columns: tuple[GroupScore, ...]
    lines: tuple[MatrixLine, ...]
    whole: Cell | None


def items_of(standard: Standard, level: str) -> tuple[Node, ...]:
    """Return the nodes of a level, and the leaves of branches that end above it: every leaf lies below exactly one of them.

    A level that the standard does not use gives its leaves.
    """
    found: list[Node] = []

    def visit(node: Node) -> None:
        if node.level == level or node.is_leaf:
            found.append(node)
            return
        for child in node.children:
            visit(child)

    visit(standard.root)
    return tuple(found)


def item_matrix(
    items: Iterable[Node],
    leaves: Mapping[str, tuple[int, int]],
    groups: Mapping[str, Iterable[tuple[str, int, int]]],
) -> ItemMatrix:
    """Return the matrix of these items.

    ``leaves`` maps codes of leaves to (rows, milli-points), ``groups`` to their rows by street or by unit. The columns stand as in
    the ranked table, best first, the rows that name none last.
    """
    below = {item.code: [leaf.code for leaf in item.walk() if leaf.is_leaf] for item in items}
    sums = {code: _by_name(group for leaf in found for group in groups.get(leaf, ())) for code, found in below.items()}
    columns = rank_groups((name, *counts) for by_name in sums.values() for name, counts in by_name.items())
    lines = tuple(
        MatrixLine(
            code,
            tuple(_cell(*by_name.get(column.name, (0, 0))) for column in columns),
            _whole(leaves.get(leaf, (0, 0)) for leaf in below[code]),
        )
        for code, by_name in sums.items()
    )
    return ItemMatrix(columns, lines, _whole((line.whole.rows, line.whole.milli) for line in lines if line.whole))


def _by_name(rows: Iterable[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    """Add up rows and milli-points by name, first seen first."""
    totals: dict[str, tuple[int, int]] = {}
    for name, count, milli in rows:
        before = totals.get(name, (0, 0))
        totals[name] = (before[0] + count, before[1] + milli)
    return totals


def _whole(counts: Iterable[tuple[int, int]]) -> Cell | None:
    """Return the cell of all these rows."""
    found = list(counts)
    return _cell(sum(rows for rows, _milli in found), sum(milli for _rows, milli in found))


def _cell(rows: int, milli: int) -> Cell | None:
    """Return a cell, None for one without rows."""
    return Cell(rows, milli) if rows else None
