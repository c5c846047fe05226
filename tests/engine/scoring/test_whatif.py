"""What if: equal to a full recompute bit for bit, and the base stays as it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.scoring.trees import cases, large_standard, node, properties, standard
from wenming.engine.scoring.arrays import TreeArrays
from wenming.engine.scoring.backends import NUMPY, compiled_backend
from wenming.engine.scoring.exact import LeafState
from wenming.engine.scoring.whatif import Change, WhatIf

NUMBA = compiled_backend()
BACKENDS = [pytest.param(NUMPY, id="numpy"), pytest.param(NUMBA, id="numba")]
both = pytest.mark.parametrize("backend", BACKENDS)
SMALL = TreeArrays.compile(standard(node("root", 10, node("a", 6), node("b", 4), level="standard")))


def small(backend=NUMPY, **options):
    return WhatIf.start(SMALL, np.array([2, 1]), np.array([1000, 500]), backend=backend, **options)


def bits(state):
    return [array.tobytes() for array in (*state.outputs, state.given.rates, state.milli_sum)]


@st.composite
def changed_cases(draw):
    """Draw a case with observations, and changes of some of them."""
    tree, leaves, facts, last = draw(cases())
    observed = {
        code: draw(st.lists(st.integers(0, 1000), min_size=1, max_size=4))
        for code, leaf in leaves.items()
        if leaf.state is LeafState.KNOWN
    }
    after = {code: list(values) for code, values in observed.items()}
    changes = []
    for code, values in after.items():
        for n in range(len(values)):
            if draw(st.booleans()):
                new = draw(st.integers(0, 1000))
                changes.append(Change(code, values[n], new))
                values[n] = new
    return tree, leaves, facts, last, observed, after, changes


def start(tree, case, observed, backend):
    _, leaves, facts, last, *_ = case
    return WhatIf.start(
        tree,
        np.array([len(observed.get(code, [])) for code in tree.leaves]),
        np.array([sum(observed.get(code, [])) for code in tree.leaves]),
        not_applicable=np.array([leaves[code].state is LeafState.NOT_APPLICABLE for code in tree.leaves]),
        facts=np.array([facts.get(fact, 0) for fact in tree.facts], dtype=np.int64),
        last=np.array([float(last.get(code, np.nan)) for code in tree.nodes]),
        backend=backend,
    )


@properties
@given(changed_cases())
def test_apply_any_changes_equals_the_full_recompute_bit_for_bit(case):
    tree = TreeArrays.compile(case[0])
    *_, observed, after, changes = case
    for backend in (NUMBA, NUMPY):
        base = start(tree, case, observed, backend)
        before = bits(base)
        assert bits(base.apply(changes)) == bits(start(tree, case, after, backend))
        assert bits(base) == before


@both
def test_apply_forty_changes_to_a_large_tree_equals_the_full_recompute(backend):
    tree = TreeArrays.compile(large_standard())
    random = np.random.default_rng(40)
    values = random.integers(0, 11, (240, 5)) * 100
    leaves = random.choice(240, 40, replace=False)
    changes = [Change(f"c{leaf}", int(values[leaf, 2]), 1000) for leaf in leaves]
    count = np.full(240, 5)
    changed = WhatIf.start(tree, count, values.sum(axis=1), backend=backend).apply(changes)
    values[leaves, 2] = 1000
    assert bits(changed) == bits(WhatIf.start(tree, count, values.sum(axis=1), backend=backend))


@both
def test_apply_changes_gives_the_new_score(backend):
    base = small(backend)
    changed = base.apply([Change("a", 500, 1000), Change("a", 500, 750), Change("b", 500, 0)])
    assert (base.score, changed.score, changed.attainable) == (5.0, 5.25, 10.0)


def test_apply_no_changes_equals_the_base():
    assert bits(small().apply([])) == bits(small())


def test_undo_changes_returns_the_state_before():
    base = small()
    changed = base.apply([Change("a", 500, 1000)])
    assert changed.apply([Change("b", 500, 0)]).undo() is changed
    assert changed.undo() is base
    assert base.undo() is base


def test_start_keeps_no_hold_of_the_arrays_given():
    count, total, last = np.array([2, 1]), np.array([1000, 500]), np.zeros(3)
    base = WhatIf.start(SMALL, count, total, last=last, backend=NUMPY)
    before = bits(base)
    count[:], total[:], last[:] = 9, 9, 1.0
    assert (bits(base), base.count.tolist(), base.given.last.tolist()) == (before, [2, 1], [[0.0, 0.0, 0.0]])


def test_start_by_default_takes_the_best_backend():
    assert bits(small(None)) == bits(small(NUMBA))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Change("x", 0, 1), "'x' is no leaf of the standard"),
        (Change("root", 0, 1), "'root' is no leaf of the standard"),
        (Change("a", -1, 1), "a: -1 → 1 lies outside 0 to 1000 milli-points"),
        (Change("a", 0, 1001), "a: 0 → 1001 lies outside 0 to 1000 milli-points"),
        (
            Change("b", 1000, 0),
            "b: its 1 observations add up to 500 milli-points and cannot add up to -500 after the change",
        ),
        (
            Change("b", 0, 1000),
            "b: its 1 observations add up to 500 milli-points and cannot add up to 1500 after the change",
        ),
    ],
)
def test_apply_change_that_cannot_be_is_refused(change, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        small().apply([change])


def test_apply_change_of_a_leaf_without_observations_is_refused():
    base = WhatIf.start(SMALL, np.array([0, 1]), np.array([0, 500]), backend=NUMPY)
    with pytest.raises(ValueError, match=r"^a: its 0 observations add up to 0 milli-points and cannot add up to 0 "):
        base.apply([Change("a", 5, 5)])


@pytest.mark.parametrize(("count", "total"), [([1], [0]), ([1, 1, 1], [0, 0, 0])])
def test_start_statistics_of_another_tree_is_refused(count, total):
    with pytest.raises(ValueError, match=r"are not of 2 leaves$"):
        WhatIf.start(SMALL, np.array(count), np.array(total), backend=NUMPY)


@pytest.mark.parametrize(("count", "total"), [(-1, 0), (1, -1), (1, 1001)])
def test_start_statistics_that_contradict_each_other_is_refused(count, total):
    with pytest.raises(ValueError, match=f"^b: {count} observations cannot add up to {total}$"):
        WhatIf.start(SMALL, np.array([1, count]), np.array([0, total]), backend=NUMPY)
