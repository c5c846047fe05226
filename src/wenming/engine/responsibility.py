"""划清责任: which lines of a standard somebody must answer for."""

from __future__ import annotations

from wenming.engine.standards import Node, Standard

METHOD = "method"
"""The level of nodes that say how a clause is judged; nobody answers for a method apart from its clause."""


def clauses_of(standard: Standard) -> tuple[Node, ...]:
    """Return the clauses (条目) of a standard in published order: the deepest nodes that are no methods.

    A standard of nothing but methods has its root as the only clause.
    """
    found = tuple(node for node in standard.nodes if node.level != METHOD and not _parts(node))
    return found or (standard.root,)


def _parts(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node that somebody can answer for."""
    return tuple(child for child in node.children if child.level != METHOD)
