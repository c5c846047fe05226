"""The pure tree of a standard."""

import pytest

from tests.engine.scoring.trees import node, standard

TREE = standard(node("root", 3, node("a", 2, node("a.1", 2)), node("b", 1), level="standard"))


def test_walk_standard_gives_nodes_in_published_order():
    assert [each.code for each in TREE.nodes] == ["root", "a", "a.1", "b"]
    assert [each.code for each in TREE.leaves] == ["a.1", "b"]


def test_find_node_by_its_code_returns_it():
    assert [TREE.node(code) for code in ("root", "a.1", "b")] == [TREE.nodes[n] for n in (0, 2, 3)]


def test_find_node_that_is_not_there_names_the_standard():
    with pytest.raises(KeyError, match="test has no node 'c'"):
        TREE.node("c")
