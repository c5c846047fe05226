"""The matrix of a round: every leaf below one item, cells that add up to their column and line."""

from fractions import Fraction

import pytest

from tests.engine.scoring.trees import node, standard
from wenming.engine.scoring.matrix import Cell, item_matrix, items_of

ITEM = node("item", 2, node("a", 1), node("b", 1), level="indicator")
TREE = standard(node("root", 4, node("part", 3, ITEM, node("c", 1), level="project"), node("d", 1), level="standard"))


@pytest.mark.parametrize(
    ("level", "codes"),
    [
        ("project", ["part", "d"]),
        ("indicator", ["item", "c", "d"]),
        ("content", ["a", "b", "c", "d"]),
        ("x", ["a", "b", "c", "d"]),
    ],
)
def test_items_of_a_level_hold_every_leaf_once(level, codes):
    items = items_of(TREE, level)
    assert [item.code for item in items] == codes
    assert [leaf.code for item in items for leaf in item.walk() if leaf.is_leaf] == ["a", "b", "c", "d"]


def test_item_matrix_adds_up_by_column_and_by_line():
    leaves = {"a": (2, 1500), "b": (1, 0), "c": (1, 1000)}
    groups = {"a": [("west", 1, 500), ("", 1, 1000)], "b": [("west", 1, 0)], "c": [("east", 1, 1000)]}
    found = item_matrix(items_of(TREE, "indicator"), leaves, groups)
    assert [(one.name, one.rows, one.score, one.rate, one.rank) for one in found.columns] == [
        ("east", 1, 1, 1, 1),
        ("west", 2, Fraction(1, 2), Fraction(1, 4), 2),
        ("", 1, 1, 1, None),
    ]
    assert [(line.code, line.cells, line.whole) for line in found.lines] == [
        ("item", (None, Cell(2, 500), Cell(1, 1000)), Cell(3, 1500)),
        ("c", (Cell(1, 1000), None, None), Cell(1, 1000)),
        ("d", (None, None, None), None),
    ]
    assert (found.whole, found.whole.score, found.whole.rate) == (Cell(4, 2500), Fraction(5, 2), Fraction(5, 8))


def test_item_matrix_of_no_rows_has_items_only():
    found = item_matrix(items_of(TREE, "project"), {}, {})
    assert (found.columns, [line.cells for line in found.lines], found.whole) == ((), [(), ()], None)
