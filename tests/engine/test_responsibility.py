"""Which lines of a standard somebody must answer for."""

from __future__ import annotations

from fractions import Fraction

from wenming.engine.responsibility import clauses_of
from wenming.engine.standards import MissingRule, Node, Standard


def node(code: str, level: str, *children: Node) -> Node:
    """Return a node without points."""
    rule = MissingRule.EXCLUDE
    return Node(code, code, level, Fraction(0), rule, rule, children=children)


def standard(*children: Node) -> Standard:
    """Return a standard with these parts."""
    root = node("root", "standard", *children)
    return Standard("trial", "试行", "", "1", ("criterion",), root, complete=True, digest="")


def codes(*children: Node) -> list[str]:
    """Return the codes of the clauses of a standard with these parts."""
    return [clause.code for clause in clauses_of(standard(*children))]


def test_list_clauses_gives_the_deepest_nodes_in_published_order():
    assert codes(node("1", "content", node("1.1", "criterion"), node("1.2", "criterion")), node("2", "content")) == [
        "1.1",
        "1.2",
        "2",
    ]


def test_list_clauses_passes_over_methods():
    assert codes(node("1", "criterion", node("1a", "method"), node("1b", "method")), node("2", "criterion")) == [
        "1",
        "2",
    ]


def test_list_clauses_of_methods_only_gives_the_root():
    assert codes(node("a", "method"), node("b", "method")) == ["root"]
