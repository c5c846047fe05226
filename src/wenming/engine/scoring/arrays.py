"""A standard laid out as arrays, for scoring many cities at once; the rules are those of ``exact``.

Nodes are numbered in published order (``standard.nodes``), leaves likewise (``standard.leaves``). Both roll-ups, the
compiled one and its NumPy twin, read these arrays and do the same float operations in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wenming.engine.standards import FunctionKind, MissingRule, Node, NodeFunction, Standard

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

RULES = tuple(MissingRule)
"""Rule codes are positions in this table."""
FUNCTIONS = tuple(FunctionKind)
"""Function codes are positions in this table."""

EXCLUDE, REDISTRIBUTE, ZERO, LAST = range(4)
VETO, THRESHOLD, CAP, FLOOR, DEDUCT, GRADE, BONUS = range(7)

KNOWN, OUT, SHARED = range(3)
"""States of an evaluated node: has a score; leaves the attainable points; leaves its points to its siblings."""

TIE = 1e-12
"""Room for rounding, as a rate: a threshold or grade that is met exactly in fractions is met here as well.

The roll-up of a tree of some hundred nodes errs by less than 1e-13; a rate that truly lies within 1e-12 below a limit
is beyond what observations in milli-points of any real round can produce.
"""
ALWAYS = -1
"""The fact number of a function that is always switched on."""


class TreeColumns(NamedTuple):
    """The arrays of a tree, in a form that compiled code reads.

    ``order``: nodes, children before parents. ``points``: nominal points. ``leaf``: number of the leaf, −1 for interior
    nodes. ``child_from[v]:child_from[v+1]`` is the part of ``child`` that belongs to v, in published order; likewise
    ``function_from`` for the ``function_*`` columns and ``step_from`` (per function) for ``step_rate``/``step_share``.
    """

    order: Integers
    points: Floats
    leaf: Integers
    missing: Integers
    not_applicable: Integers
    child_from: Integers
    child: Integers
    function_from: Integers
    function_kind: Integers
    function_fact: Integers
    function_limit: Floats
    step_from: Integers
    step_rate: Floats
    step_share: Floats


class Inputs(NamedTuple):
    """What is known of every city (first axis): see ``rollup.roll_up``."""

    rates: Floats
    not_applicable: Booleans
    facts: Integers
    last: Floats


class Outputs(NamedTuple):
    """What becomes of every node (first axis) and city (second axis): state (KNOWN, OUT, SHARED) and points.

    ``absent``: the node does not exist in the city (a leaf so marked, or a node with only such children), whatever its
    rule lets stand in for it.
    """

    state: Integers
    absent: Booleans
    attainable: Floats
    score: Floats


@dataclass(frozen=True)
class TreeArrays:
    """A standard compiled once: its arrays and the names of their axes.

    ``parent`` is the number of every node's parent, −1 for the root, which is number 0. ``exceeding`` says of every node
    whether its rate, before its own functions, may lie above 1 (a bonus below it).
    """

    nodes: tuple[str, ...]
    leaves: tuple[str, ...]
    facts: tuple[str, ...]
    parent: tuple[int, ...]
    exceeding: Booleans
    columns: TreeColumns

    @classmethod
    def compile(cls, standard: Standard) -> TreeArrays:
        """Lay out a standard. Points, limits and shares are rounded to float64 once, here."""
        nodes = standard.nodes
        number = {node.code: place for place, node in enumerate(nodes)}
        parent = {number[child.code]: number[node.code] for node in nodes for child in node.children}
        facts = tuple(dict.fromkeys(f.fact for node in nodes for f in node.functions if f.fact is not None))
        return cls(
            nodes=tuple(node.code for node in nodes),
            leaves=tuple(leaf.code for leaf in standard.leaves),
            facts=facts,
            parent=tuple(parent.get(place, -1) for place in range(len(nodes))),
            exceeding=np.array([node.may_exceed for node in nodes], dtype=np.bool_),
            columns=_columns(standard, number, {fact: place for place, fact in enumerate(facts)}),
        )


def _columns(standard: Standard, number: dict[str, int], fact: dict[str, int]) -> TreeColumns:
    """Lay out every array of the tree."""
    nodes = standard.nodes
    leaf = {node.code: place for place, node in enumerate(standard.leaves)}
    functions = list(chain.from_iterable(node.functions for node in nodes))
    steps = list(chain.from_iterable(function.steps for function in functions))
    return TreeColumns(
        # published order has parents first, hence backwards
        order=np.arange(len(nodes) - 1, -1, -1, dtype=np.int64),
        points=_floats(node.points for node in nodes),
        leaf=_integers(leaf.get(node.code, -1) for node in nodes),
        missing=_integers(_rule(node, node.missing, standard) for node in nodes),
        not_applicable=_integers(_rule(node, node.not_applicable, standard) for node in nodes),
        child_from=_starts(len(node.children) for node in nodes),
        child=_integers(number[child.code] for node in nodes for child in node.children),
        function_from=_starts(len(node.functions) for node in nodes),
        function_kind=_integers(FUNCTIONS.index(function.kind) for function in functions),
        function_fact=_integers(_fact(function, fact) for function in functions),
        function_limit=_floats(function.limit for function in functions),
        step_from=_starts(len(function.steps) for function in functions),
        step_rate=_floats(step.rate_from for step in steps),
        step_share=_floats(step.share for step in steps),
    )


def _rule(node: Node, rule: MissingRule, standard: Standard) -> int:
    """Return the rule's code; the root has no parent that could apply one."""
    return EXCLUDE if node is standard.root else RULES.index(rule)


def _fact(function: NodeFunction, number: dict[str, int]) -> int:
    """Return the number of the fact that switches the function on."""
    return ALWAYS if function.fact is None else number[function.fact]


def _starts(lengths: Iterable[int]) -> Integers:
    """Return where each part starts in the joined array, and where the last one ends."""
    return _integers(accumulate(lengths, initial=0))


def _integers(values: Iterable[int]) -> Integers:
    """Return a column of integers."""
    return np.array(list(values), dtype=np.int64)


def _floats(values: Iterable[Fraction]) -> Floats:
    """Return a column of floats, each the nearest to its fraction."""
    return np.array([float(value) for value in values], dtype=np.float64)
