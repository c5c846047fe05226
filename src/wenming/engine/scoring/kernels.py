"""The hot loops, compiled. Importing this module imports numba: only ``backends`` does so, and only when asked.

Every public kernel has its twin of the same name in ``twins``: oracle in the tests, fallback where numba is absent.
No fast-math: both must round alike. The kernels are cached on disk beside this file, so that only a first start
compiles; numba looks at this file alone to see whether a cache is stale, so who changes a constant of ``arrays`` or
``observations`` that is read here touches this file as well.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np

from wenming.engine.observations import FULL
from wenming.engine.scoring.arrays import (
    BONUS,
    CAP,
    DEDUCT,
    FLOOR,
    GRADE,
    KNOWN,
    LAST,
    OUT,
    REDISTRIBUTE,
    SHARED,
    THRESHOLD,
    TIE,
    VETO,
    ZERO,
    Floats,
    Inputs,
    Integers,
    Outputs,
    TreeColumns,
)

P = ParamSpec("P")
R = TypeVar("R")

COUNT_SHIFT = 32


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile at the first call; under NUMBA_DISABLE_JIT=1 the function stays plain Python."""
    return cast("Callable[P, R]", numba.njit(cache=True, nogil=True)(function))


@compiled
def accumulate(cells: Any, milli: Any, packed: Integers) -> int:
    """Add every observation to its cell: count in the upper, sum in the lower half of one int64, hence one write.

    Returns the index of the first observation whose cell or value is out of range (``packed`` is then spoilt), or −1.
    The caller keeps the number of observations below what the two halves can hold.
    """
    n_cells = packed.shape[0]
    for i in range(cells.shape[0]):
        cell = np.int64(cells[i])
        value = np.int64(milli[i])
        if cell < 0 or cell >= n_cells or value < 0 or value > FULL:
            return i
        packed[cell] += (1 << COUNT_SHIFT) | value
    return -1


@compiled
def accumulate_pairs(rows: Any, columns: Any, milli: Any, width: int, packed: Integers) -> int:
    """Do the same for cells that two columns number: cell = row × width + column. Saves a pass over the data."""
    height = packed.shape[0] // width
    for i in range(rows.shape[0]):
        row = np.int64(rows[i])
        column = np.int64(columns[i])
        value = np.int64(milli[i])
        # each key by itself: a product of foreign numbers might wrap around into the table
        if row < 0 or row >= height or column < 0 or column >= width or value < 0 or value > FULL:
            return i
        packed[row * width + column] += (1 << COUNT_SHIFT) | value
    return -1


@compiled
def roll_up(tree: TreeColumns, order: Integers, given: Inputs, out: Outputs) -> None:
    """Evaluate the nodes of ``order`` (children before parents) for every city, in place.

    Node by node, not city by city: every helper then runs along one row of the outputs, and the arrays of the tree are
    passed once per node (passing them counts references, which cost more than the sums).
    """
    for v in order:
        if tree.leaf[v] >= 0:
            _leaves(tree, v, given, out)
        else:
            _interiors(tree, v, out)
        _stand_in(tree.points[v], given.last[:, v], out.state[v], out.attainable[v], out.score[v])
        for k in range(tree.function_from[v], tree.function_from[v + 1]):
            _apply(tree, k, v, given.facts, out)


@compiled
def _leaves(tree: TreeColumns, v: int, given: Inputs, out: Outputs) -> None:
    """Write the points of a leaf, or in place of the state which rule is to be applied (−1 − rule)."""
    rates, not_here = given.rates[:, tree.leaf[v]], given.not_applicable[:, tree.leaf[v]]
    state, absent, attainable, score = out.state[v], out.absent[v], out.attainable[v], out.score[v]
    points = tree.points[v]
    for city in range(rates.shape[0]):
        absent[city], attainable[city], score[city] = not_here[city], 0.0, 0.0
        if not_here[city]:
            state[city] = -1 - tree.not_applicable[v]
        elif np.isnan(rates[city]):
            state[city] = -1 - tree.missing[v]
        else:
            state[city], attainable[city], score[city] = KNOWN, points, points * rates[city]


@compiled
def _interiors(tree: TreeColumns, v: int, out: Outputs) -> None:
    """Write the points of a node with known children, or in place of the state its rule (−1 − rule)."""
    first, behind = tree.child_from[v], tree.child_from[v + 1]
    child, points = tree.child, tree.points
    state, absent, attainable, score = out.state, out.absent, out.attainable, out.score
    for city in range(state.shape[1]):
        held, earned, shared, known, nowhere = 0.0, 0.0, 0.0, False, True
        for k in range(first, behind):
            c = child[k]
            # what is not known stands in the outputs with 0 points
            held += attainable[c, city]
            earned += score[c, city]
            known |= state[c, city] == KNOWN
            nowhere &= absent[c, city]
            if state[c, city] == SHARED:
                shared += points[c]
        if shared > 0.0 and held > 0.0:
            earned = earned * (held + shared) / held
            held += shared
        rule = tree.not_applicable[v] if nowhere else tree.missing[v]
        state[v, city] = KNOWN if known else -1 - rule
        absent[v, city] = nowhere
        attainable[v, city] = held
        score[v, city] = earned


@compiled
def _stand_in(points: float, last: Floats, state: Integers, attainable: Floats, score: Floats) -> None:
    """Settle the cities that know nothing of a node by the rule that stands in place of their state."""
    for city in range(state.shape[0]):
        if state[city] < 0:
            rule = -1 - state[city]
            if rule == ZERO:
                state[city], attainable[city] = KNOWN, points
            elif rule == LAST and not np.isnan(last[city]):
                state[city], attainable[city], score[city] = KNOWN, points, points * last[city]
            else:
                state[city] = SHARED if rule == REDISTRIBUTE else OUT


@compiled
def _apply(tree: TreeColumns, k: int, v: int, facts: Integers, out: Outputs) -> None:
    """Apply one function to the cities that know the node and where the function is switched on."""
    kind, limit, fact = tree.function_kind[k], tree.function_limit[k], tree.function_fact[k]
    state, attainable, score = out.state[v], out.attainable[v], out.score[v]
    for city in range(state.shape[0]):
        times = 1 if fact < 0 else facts[city, fact]
        if state[city] == KNOWN and times > 0:
            if kind == GRADE:
                score[city] = _graded(tree, k, attainable[city], score[city])
            else:
                score[city] = _limited(kind, limit, times, attainable[city], score[city])


@compiled
def _limited(kind: int, limit: float, times: int, attainable: float, score: float) -> float:
    """Return the score after one function other than a grade."""
    if kind == VETO or (kind == THRESHOLD and score < (limit - TIE) * attainable):
        return 0.0
    if kind == CAP:
        return min(score, limit)
    if kind == FLOOR:
        return max(score, min(limit, attainable))
    if kind == DEDUCT:
        return max(0.0, score - limit * times)
    if kind == BONUS:
        return score + limit * times
    return score


@compiled
def _graded(tree: TreeColumns, k: int, attainable: float, score: float) -> float:
    """Return the points of the first step that the score reaches, 0 below all of them."""
    for s in range(tree.step_from[k], tree.step_from[k + 1]):
        if score >= (tree.step_rate[s] - TIE) * attainable:
            earned: float = tree.step_share[s] * attainable
            return earned
    return 0.0
