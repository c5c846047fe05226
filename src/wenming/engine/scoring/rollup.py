"""The fast roll-up of many cities over one tree, in float64 and in one fixed order.

It agrees with ``exact`` within 1e-12 of the attainable points (of the score where bonuses lift it above them). What is
published is computed there, and what-if is, too; this is for league tables of many cities and for simulations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.engine.scoring.arrays import KNOWN, Booleans, Floats, Inputs, Integers, Outputs, TreeArrays
from wenming.engine.scoring.backends import Backend, best_backend


@dataclass(frozen=True)
class RollUp:
    """Scores of every city (first axis) and node in published order (second axis; the root is node 0).

    ``score`` and ``attainable`` are points, 0 where nothing is known; ``known`` tells such a 0 from an earned one.
    """

    score: Floats
    attainable: Floats
    known: Booleans


def roll_up(
    tree: TreeArrays,
    rates: Floats,
    *,
    not_applicable: Booleans | None = None,
    facts: Integers | None = None,
    last: Floats | None = None,
    backend: Backend | None = None,
) -> RollUp:
    """Score every city by every rule and function of the tree.

    ``rates[city, leaf]`` lie between 0 and 1, NaN where nothing is known; ``not_applicable[city, leaf]`` is true for what
    does not exist there (whatever its rate); ``facts[city, fact]`` counts the facts of ``tree.facts``; ``last[city, node]``
    are last known rates (before functions) or NaN, above 1 only where a bonus lies below the node. ValueError for a wrong
    shape or the first value out of range.
    """
    given = checked_inputs(tree, rates, not_applicable=not_applicable, facts=facts, last=last)
    out = empty_outputs(tree, len(rates))
    (backend or best_backend()).roll_up(tree.columns, tree.columns.order, given, out)
    return RollUp(score=out.score.T, attainable=out.attainable.T, known=out.state.T == KNOWN)


def empty_outputs(tree: TreeArrays, cities: int) -> Outputs:
    """Return room for the scores of so many cities."""
    shape = (len(tree.nodes), cities)
    return Outputs(
        state=np.zeros(shape, dtype=np.int64),
        absent=np.zeros(shape, dtype=np.bool_),
        attainable=np.zeros(shape),
        score=np.zeros(shape),
    )


def checked_inputs(
    tree: TreeArrays,
    rates: Floats,
    *,
    not_applicable: Booleans | None = None,
    facts: Integers | None = None,
    last: Floats | None = None,
) -> Inputs:
    """Return the inputs in the types that both backends read, or ValueError; see :func:`roll_up`."""
    cities = len(rates)
    leaves, nodes = (cities, len(tree.leaves)), (cities, len(tree.nodes))
    counts = (cities, len(tree.facts))
    absent = np.zeros(leaves, dtype=np.bool_) if not_applicable is None else not_applicable
    happened = np.zeros(counts, dtype=np.int64) if facts is None else facts
    before = np.full(nodes, np.nan) if last is None else last
    _check_shape("not_applicable", absent, leaves)
    _check_shape("rates", rates, leaves)
    _check_shape("facts", happened, counts)
    _check_shape("last", before, nodes)
    _check_rates("rate", rates, tree.leaves)
    _check_rates("last rate", before, tree.nodes, ~tree.exceeding)
    _check_facts(happened, tree.facts)
    return Inputs(
        rates=np.ascontiguousarray(rates, dtype=np.float64),
        not_applicable=np.ascontiguousarray(absent, dtype=np.bool_),
        facts=np.ascontiguousarray(happened, dtype=np.int64),
        last=np.ascontiguousarray(before, dtype=np.float64),
    )


def _check_shape(name: str, array: NDArray[Any], shape: tuple[int, int]) -> None:
    """Refuse an array that does not fit the cities and the tree."""
    if array.shape != shape:
        raise ValueError(f"{name} has the shape {array.shape}, not {shape}")


def _check_rates(name: str, rates: Floats, codes: tuple[str, ...], limited: Booleans | bool = True) -> None:  # noqa: FBT001, FBT002  a mask of the columns that end at 1
    """Refuse the first rate outside 0 to 1; NaN is no rate."""
    # a comparison with NaN is false: neither below 0 nor above 1
    bad = (rates < 0.0) | ((rates > 1.0) & limited)
    if bad.any():
        city, place = np.unravel_index(int(bad.argmax()), bad.shape)
        raise ValueError(f"{name} of {codes[place]} in city {city} is {rates[city, place]}, not between 0 and 1")


def _check_facts(facts: Integers, codes: tuple[str, ...]) -> None:
    """Refuse the first fact that happened less than never."""
    bad = facts < 0
    if bad.any():
        city, place = np.unravel_index(int(bad.argmax()), bad.shape)
        raise ValueError(f"fact {codes[place]} in city {city} cannot have happened {facts[city, place]} times")
