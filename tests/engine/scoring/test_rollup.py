"""The float roll-up: its two implementations agree bit for bit, and with the exact score within 1e-12."""

import numpy as np
import pytest
from hypothesis import given

from tests.engine.scoring.trees import cases, known, large_standard, node, properties, rule, standard
from wenming.engine.scoring.arrays import FUNCTIONS, RULES, TreeArrays
from wenming.engine.scoring.backends import NUMPY, compiled_backend
from wenming.engine.scoring.exact import LeafState, score_standard
from wenming.engine.scoring.rollup import roll_up
from wenming.engine.standards import FunctionKind, MissingRule

NUMBA = compiled_backend()
BACKENDS = [pytest.param(NUMPY, id="numpy"), pytest.param(NUMBA, id="numba")]
both = pytest.mark.parametrize("backend", BACKENDS)
AGREEMENT = 1e-12

TREE = TreeArrays.compile(
    standard(
        node(
            "root",
            10,
            node("a", 6),
            node("b", 4, functions=[rule("deduct", 1, fact="G15")]),
            level="standard",
        )
    )
)


def as_rows(tree, case):
    """Return one random case as the rows of one city."""
    _, leaves, facts, last = case
    rates = [float(leaves[code].rate) if leaves[code].rate is not None else np.nan for code in tree.leaves]
    absent = [leaves[code].state is LeafState.NOT_APPLICABLE for code in tree.leaves]
    return {
        "rates": np.array([rates]),
        "not_applicable": np.array([absent]),
        "facts": np.array([[facts.get(fact, 0) for fact in tree.facts]], dtype=np.int64),
        "last": np.array([[float(last[code]) if code in last else np.nan for code in tree.nodes]]),
    }


def bits(result):
    return [array.tobytes() for array in (result.score, result.attainable, result.known)]


@properties
@given(cases())
def test_roll_up_any_tree_agrees_with_the_exact_score(case):
    tree = TreeArrays.compile(case[0])
    exact = score_standard(case[0], case[1], facts=case[2], last=case[3])
    result = roll_up(tree, **as_rows(tree, case), backend=NUMBA)
    room = AGREEMENT * max(1.0, float(exact.attainable), *(float(line.score) for line in exact.nodes))
    assert tree.nodes == tuple(line.code for line in exact.nodes)
    np.testing.assert_allclose(result.score[0], [float(line.score) for line in exact.nodes], rtol=0, atol=room)
    np.testing.assert_allclose(
        result.attainable[0], [float(line.attainable) for line in exact.nodes], rtol=0, atol=room
    )


@properties
@given(cases())
def test_roll_up_any_tree_gives_the_same_bits_twice(case):
    tree = TreeArrays.compile(case[0])
    rows = as_rows(tree, case)
    assert bits(roll_up(tree, **rows, backend=NUMBA)) == bits(roll_up(tree, **rows, backend=NUMPY))


def test_roll_up_many_cities_gives_the_same_bits_twice():
    functions = [rule("threshold", "0.5"), rule("grade", steps=[("A", "0.75", 1), ("B", "0.5", "0.7")])]
    items = [
        node(
            f"i{n}",
            2,
            node(f"a{n}", 1),
            node(f"b{n}", 1, missing=rule_name),
            level="indicator",
            functions=functions[n : n + 1],
        )
        for n, rule_name in enumerate(MissingRule)
    ]
    tree = TreeArrays.compile(standard(node("root", 8, *items, level="standard")))
    random = np.random.default_rng(2017)
    rates = np.where(random.random((200, 8)) < 0.3, np.nan, random.random((200, 8)))
    last = np.where(random.random((200, len(tree.nodes))) < 0.5, np.nan, 0.25)
    results = [roll_up(tree, rates, last=last, backend=backend) for backend in (NUMBA, NUMPY)]
    assert bits(results[0]) == bits(results[1])
    assert len(np.unique(results[0].score[:, 0])) == 200


def test_roll_up_cities_together_or_alone_gives_the_same_bits():
    tree = TreeArrays.compile(large_standard())
    rates = np.random.default_rng(7).random((5, 240))
    together = roll_up(tree, rates, backend=NUMPY)
    alone = [roll_up(tree, rates[n : n + 1], backend=NUMPY).score[0].tobytes() for n in range(5)]
    assert [together.score[n].tobytes() for n in range(5)] == alone


@both
def test_roll_up_without_options_adds_points(backend):
    result = roll_up(TREE, np.array([[0.5, 0.75], [1.0, np.nan], [np.nan, np.nan]]), backend=backend)
    assert result.score.tolist() == [[6.0, 3.0, 3.0], [6.0, 6.0, 0.0], [0.0, 0.0, 0.0]]
    assert result.attainable.tolist() == [[10.0, 6.0, 4.0], [6.0, 6.0, 0.0], [0.0, 0.0, 0.0]]
    assert result.known.tolist() == [[True, True, True], [True, True, False], [False, False, False]]


@both
def test_roll_up_facts_and_what_does_not_exist_are_by_city(backend):
    result = roll_up(
        TREE,
        np.array([[0.5, 0.75], [0.5, 0.75], [0.5, 0.75]]),
        facts=np.array([[0], [2], [0]]),
        not_applicable=np.array([[False, False], [False, False], [False, True]]),
        backend=backend,
    )
    assert result.score[:, 0].tolist() == [6.0, 4.0, 3.0]


@both
def test_roll_up_node_does_not_exist_where_none_of_its_children_does(backend):
    item = node("item", 4, node("b", 2), node("c", 2), level="indicator", missing="zero", not_applicable="redistribute")
    tree = TreeArrays.compile(standard(node("root", 10, node("a", 6), item, level="standard")))
    result = roll_up(
        tree,
        np.array([[0.5, np.nan, np.nan]] * 3),
        not_applicable=np.array([[False, True, True], [False, True, False], [False, False, False]]),
        backend=backend,
    )
    assert result.score[:, 0].tolist() == [5.0, 3.0, 3.0]
    assert result.attainable[:, 0].tolist() == [10.0, 10.0, 10.0]
    assert result.known[:, 2].tolist() == [False, True, True]


@both
@pytest.mark.parametrize("function", [rule("threshold", "0.1"), rule("grade", steps=[("pass", "0.1", "0.1")])])
def test_roll_up_limit_that_fractions_meet_exactly_is_met(backend, function):
    # ten times 0.1 add up to 0.9999999999999999, a bit below a tenth of ten
    leaves = [node(f"c{n}", 1) for n in range(10)]
    tree = standard(node("root", 10, *leaves, level="standard", functions=[function]))
    exact = score_standard(tree, {leaf.code: known("0.1") for leaf in leaves})
    result = roll_up(TreeArrays.compile(tree), np.full((1, 10), 0.1), backend=backend)
    assert (exact.score, round(result.score[0, 0], 12)) == (1, 1.0)


def test_roll_up_by_default_takes_the_best_backend():
    rates = np.array([[0.5, 0.75]])
    assert bits(roll_up(TREE, rates)) == bits(roll_up(TREE, rates, backend=NUMBA))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rates": np.zeros((1, 3))}, r"rates has the shape \(1, 3\), not \(1, 2\)"),
        ({"rates": np.array([[0.5, 1.5]])}, r"rate of b in city 0 is 1\.5, not between 0 and 1"),
        ({"rates": np.array([[-0.5, np.inf]])}, r"rate of a in city 0 is -0\.5, not between 0 and 1"),
        ({"last": np.array([[0.0, 0.0, 2.0]])}, r"last rate of b in city 0 is 2\.0, not between 0 and 1"),
        ({"last": np.zeros((1, 2))}, r"last has the shape \(1, 2\), not \(1, 3\)"),
        ({"facts": np.array([[-1]])}, r"fact G15 in city 0 cannot have happened -1 times"),
        ({"facts": np.zeros((1, 2), dtype=np.int64)}, r"facts has the shape \(1, 2\), not \(1, 1\)"),
        ({"not_applicable": np.zeros((2, 2), dtype=bool)}, r"not_applicable has the shape \(2, 2\), not \(1, 2\)"),
    ],
)
def test_roll_up_inputs_that_do_not_fit_is_refused(options, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        roll_up(TREE, **{"rates": np.array([[0.5, 0.5]]), **options}, backend=NUMPY)


def test_compile_codes_follow_the_enums():
    assert [rule_.value for rule_ in RULES] == ["exclude", "redistribute", "zero", "last"]
    assert [kind.value for kind in FUNCTIONS] == ["veto", "threshold", "cap", "floor", "deduct", "grade", "bonus"]
    assert (len(RULES), len(FUNCTIONS)) == (len(MissingRule), len(FunctionKind))


@both
def test_roll_up_bonus_is_added_once_per_occurrence_and_last_rates_above_one_count(backend):
    leaf = node("b", 4, functions=[rule("bonus", 1, fact="F1")])
    item = node("item", 4, leaf, level="indicator", missing="last")
    tree = TreeArrays.compile(standard(node("root", 10, node("a", 6), item, level="standard")))
    last = np.array([[np.nan, np.nan, 1.25, np.nan]] * 2)
    result = roll_up(
        tree, np.array([[1.0, 1.0], [1.0, np.nan]]), facts=np.array([[3], [3]]), last=last, backend=backend
    )
    assert (tree.nodes, result.score[:, 0].tolist()) == (("root", "a", "item", "b"), [13.0, 11.0])
    assert result.attainable[:, 0].tolist() == [10.0, 10.0]
    last[0, 3] = 1.25
    with pytest.raises(ValueError, match=r"^last rate of b in city 0 is 1\.25, not between 0 and 1$"):
        roll_up(tree, np.ones((2, 2)), last=last, backend=backend)
