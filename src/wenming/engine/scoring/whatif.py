"""What if some leaves had other values? The exact score, of which only the changed leaves and what stands above them are computed.

They are evaluated by the very function of the full computation, from the parts that the base keeps of everything else: in
exact fractions there is no other digit that could come out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wenming.engine.scoring.exact import (
    NO_FACTS,
    NO_RATES,
    Given,
    LeafValue,
    Part,
    Result,
    check_given,
    part_of,
    score_with_parts,
)
from wenming.engine.standards import Node, Standard


@dataclass(frozen=True, slots=True)
class Moved:
    """A node whose score or attainable points a trial changes."""

    node: Node
    was: Part
    will: Part


@dataclass(frozen=True, slots=True)
class Trial:
    """The root as the trial makes it, and every node that moves with it in published order (the root first, where it does)."""

    total: Part
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Base:
    """A score with every part of it, as trials of other values need it; never changed, so that it may be kept and shared."""

    standard: Standard
    given: Given
    result: Result
    parts: Mapping[str, Part]
    above: Mapping[str, str]
    """Code -> code of the parent, of every node but the root."""

    @classmethod
    def of(cls, standard: Standard, given: Given) -> Base:
        """Compute the whole score once. ValueError as :func:`score_standard`."""
        result, parts = score_with_parts(standard, given)
        above = {child.code: node.code for node in standard.nodes for child in node.children}
        return cls(standard, given, result, parts, above)

    def tried(self, leaves: Mapping[str, LeafValue]) -> Trial:
        """Return what the score would be if these leaves had these values and everything else stayed.

        ValueError for a code that is not a leaf of the standard.
        """
        check_given(self.standard, Given(leaves, NO_FACTS, NO_RATES))
        given = replace(self.given, leaves={**self.given.leaves, **leaves})
        parts, dirty = dict(self.parts), self._dirty(leaves)
        touched = [node for node in self.standard.nodes if node.code in dirty]
        # published order has parents first, hence backwards
        for node in reversed(touched):
            parts[node.code] = part_of(self.standard, node, given, parts)
        lines = (Moved(node, self.parts[node.code], parts[node.code]) for node in touched)
        return Trial(parts[self.standard.root.code], tuple(line for line in lines if _moves(line)))

    def _dirty(self, leaves: Mapping[str, LeafValue]) -> set[str]:
        """Return the codes of the changed leaves and of everything above them."""
        dirty: set[str] = set()
        for leaf in leaves:
            code: str | None = leaf
            while code is not None and code not in dirty:
                dirty.add(code)
                code = self.above.get(code)
        return dirty


def _moves(line: Moved) -> bool:
    """Say whether the trial changes what the node is worth here, or what it earns."""
    return (line.was.score, line.was.attainable) != (line.will.score, line.will.attainable)
