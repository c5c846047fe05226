"""The twins of ``kernels`` in NumPy: the same numbers bit for bit, across cities at once instead of city by city."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.engine.observations import FULL
from wenming.engine.scoring.arrays import (
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
    Booleans,
    Floats,
    Inputs,
    Integers,
    Outputs,
    TreeColumns,
)

COUNT_SHIFT = 32


def accumulate(cells: NDArray[Any], milli: NDArray[Any], packed: Integers) -> int:
    """See ``kernels.accumulate``. Sums pass through float64, which holds every whole number up to 2^53 exactly."""
    n_cells = packed.shape[0]
    bad = (cells < 0) | (cells >= n_cells) | (milli < 0) | (milli > FULL)
    if bad.any():
        return int(bad.argmax())
    count = np.bincount(cells, minlength=n_cells).astype(np.int64)
    total = np.bincount(cells, weights=milli, minlength=n_cells).astype(np.int64)
    packed += (count << COUNT_SHIFT) | total
    return -1


def accumulate_pairs(
    rows: NDArray[Any], columns: NDArray[Any], milli: NDArray[Any], width: int, packed: Integers
) -> int:
    """See ``kernels.accumulate_pairs``."""
    bad = (rows < 0) | (rows >= packed.shape[0] // width) | (columns < 0) | (columns >= width)
    # a strange key is turned into a strange cell, so that the first bad row is found in one place
    cells = np.where(bad, -1, rows.astype(np.int64) * width + columns)
    return accumulate(cells, milli, packed)


def roll_up(tree: TreeColumns, order: Integers, given: Inputs, out: Outputs) -> None:
    """See ``kernels.roll_up``."""
    for v in order.tolist():
        leaf = tree.leaf[v] >= 0
        out.absent[v] = given.not_applicable[:, tree.leaf[v]] if leaf else _nowhere(tree, v, out)
        rule, attainable, score = _leaf(tree, v, given) if leaf else _interior(tree, v, out)
        state = np.full(rule.shape, KNOWN, dtype=np.int64)
        unknown = rule >= 0
        if unknown.any():
            _stand_in(tree.points[v], given.last[:, v], rule, (state, attainable, score))
        known = state == KNOWN
        for k in range(tree.function_from[v], tree.function_from[v + 1]):
            _apply(tree, k, given.facts, known, (attainable, score))
        out.state[v] = state
        out.attainable[v] = attainable
        out.score[v] = score


def _nowhere(tree: TreeColumns, v: int, out: Outputs) -> Booleans:
    """Return per city whether no child of the node exists there."""
    absent: Booleans = np.all(out.absent[tree.child[tree.child_from[v] : tree.child_from[v + 1]]], axis=0)
    return absent


def _leaf(tree: TreeColumns, v: int, given: Inputs) -> tuple[Integers, Floats, Floats]:
    """Return per city −1 and the points of a known leaf, or the rule of one that is not known."""
    rate = given.rates[:, tree.leaf[v]]
    missing = np.isnan(rate)
    not_here = given.not_applicable[:, tree.leaf[v]]
    rule = np.where(not_here, tree.not_applicable[v], np.where(missing, tree.missing[v], -1))
    known = rule < 0
    return rule, np.where(known, tree.points[v], 0.0), np.where(known, tree.points[v] * rate, 0.0)


def _interior(tree: TreeColumns, v: int, out: Outputs) -> tuple[Integers, Floats, Floats]:
    """Return per city −1 and the points of a node with known children, or the rule of one without."""
    cities = out.state.shape[1]
    held, earned, shared = np.zeros(cities), np.zeros(cities), np.zeros(cities)
    any_known = np.zeros(cities, dtype=np.bool_)
    for child in tree.child[tree.child_from[v] : tree.child_from[v + 1]].tolist():
        known = out.state[child] == KNOWN
        # what is not known stands in the outputs with 0 points, and adding 0.0 changes no bit
        held += out.attainable[child]
        earned += out.score[child]
        shared += np.where(out.state[child] == SHARED, tree.points[child], 0.0)
        any_known |= known
    sharing = (shared > 0.0) & (held > 0.0)
    whole = np.where(sharing, held + shared, held)
    score = np.where(sharing, earned * whole / np.where(sharing, held, 1.0), earned)
    rule = np.where(any_known, -1, np.where(out.absent[v], tree.not_applicable[v], tree.missing[v]))
    return rule, np.where(any_known, whole, 0.0), np.where(any_known, score, 0.0)


def _stand_in(points: float, last: Floats, rule: Integers, into: tuple[Integers, Floats, Floats]) -> None:
    """Write state and points of the cities that know nothing of the node."""
    state, attainable, score = into
    unknown = rule >= 0
    lasting = (rule == LAST) & ~np.isnan(last)
    stands = (rule == ZERO) | lasting
    state[unknown] = OUT
    state[rule == REDISTRIBUTE] = SHARED
    state[stands] = KNOWN
    attainable[stands] = points
    score[lasting] = points * last[lasting]


def _apply(tree: TreeColumns, k: int, facts: Integers, known: Booleans, points: tuple[Floats, Floats]) -> None:
    """Apply one function to the cities where it is switched on; ``points`` are (attainable, score), changed in place."""
    attainable, score = points
    fact = int(tree.function_fact[k])
    times = np.ones(known.shape, dtype=np.int64) if fact < 0 else facts[:, fact]
    graded = tree.function_kind[k] == GRADE
    after = _graded(tree, k, attainable, score) if graded else _limited(tree, k, times, points)
    np.copyto(score, after, where=known & (times > 0))


def _limited(tree: TreeColumns, k: int, times: Integers, points: tuple[Floats, Floats]) -> Floats:
    """Return the scores after one function other than a grade."""
    attainable, score = points
    kind, limit = tree.function_kind[k], float(tree.function_limit[k])
    after: Floats
    if kind == VETO:
        after = np.zeros_like(score)
    elif kind == THRESHOLD:
        after = np.where(score < (limit - TIE) * attainable, 0.0, score)
    elif kind == CAP:
        after = np.minimum(score, limit)
    elif kind == FLOOR:
        after = np.maximum(score, np.minimum(limit, attainable))
    elif kind == DEDUCT:
        after = np.maximum(0.0, score - limit * times)
    else:  # BONUS
        after = score + limit * times
    return after


def _graded(tree: TreeColumns, k: int, attainable: Floats, score: Floats) -> Floats:
    """Return the points of the first step that each score reaches, 0 below all of them."""
    after = np.zeros_like(score)
    open_ = np.ones(score.shape, dtype=np.bool_)
    for s in range(tree.step_from[k], tree.step_from[k + 1]):
        reached = open_ & (score >= (tree.step_rate[s] - TIE) * attainable)
        after[reached] = tree.step_share[s] * attainable[reached]
        open_ &= ~reached
    return after
