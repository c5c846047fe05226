"""What if: the exact difference has the digits of the whole score, of every node, and the base stays as it was."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.scoring.trees import (
    assert_whole,
    cases,
    known,
    large_standard,
    leaf_values,
    node,
    properties,
    rule,
    standard,
)
from wenming.engine.scoring.exact import (
    MISSING,
    NO_FACTS,
    NO_RATES,
    NOT_APPLICABLE,
    Given,
    leaf_from_statistics,
)
from wenming.engine.scoring.whatif import Base


def start(tree, leaves, facts=NO_FACTS, last=NO_RATES):
    return Base.of(tree, Given(leaves, facts, last))


@st.composite
def trials(draw):
    """Draw a standard with every rule and function, its values, and other values of some leaves."""
    tree, leaves, facts, last = draw(cases())
    tried = draw(st.sets(st.sampled_from([leaf.code for leaf in tree.leaves])))
    return tree, leaves, facts, last, {code: draw(leaf_values) for code in sorted(tried)}


@properties
@given(trials())
def test_try_any_values_has_the_digits_of_the_whole_score(case):
    tree, leaves, facts, last, tried = case
    base = start(tree, leaves, facts, last)
    before = (dict(base.parts), dict(base.given.leaves), base.result)
    assert_whole(base, tried)
    assert (base.parts, base.given.leaves, base.result) == before


def test_try_forty_leaves_of_a_large_tree_has_the_digits_of_the_whole_score():
    tree = large_standard()
    base = start(tree, {leaf.code: leaf_from_statistics(7, 1000 * (at % 8)) for at, leaf in enumerate(tree.leaves)})
    assert_whole(base, {leaf.code: known("1") for leaf in tree.leaves[3::6]})


def test_try_a_value_gives_the_new_points_and_the_way_up():
    tree = standard(
        node("root", 10, node("a", 6, node("c", 4), node("d", 2)), node("b", 4), level="standard"),
    )
    trial = start(tree, {"c": known("0.5"), "d": known("1"), "b": known("0.5")}).tried({"c": known("3/4")})
    assert (trial.total.score, trial.total.attainable, trial.total.rate) == (7, 10, Fraction(7, 10))
    assert [(line.node.code, line.was.score, line.will.score) for line in trial.moved] == [
        ("root", 6, 7), ("a", 4, 5), ("c", 2, 3),
    ]  # fmt: skip


def test_try_a_value_below_a_veto_moves_nothing_above_it():
    veto = node("a", 6, node("c", 6), functions=[rule("veto", fact="G15")])
    base = start(standard(node("root", 10, veto, node("b", 4), level="standard")), {"c": known(0)}, {"G15": 1})
    assert [line.node.code for line in base.tried({"c": known(1)}).moved] == ["c"]


def test_try_a_bonus_or_a_cap_counts_what_they_leave():
    capped = node("a", 6, node("c", 6), functions=[rule("bonus", 2, fact="G16"), rule("cap", 5)])
    base = start(standard(node("root", 6, capped, level="standard")), {"c": known("1/3")}, {"G16": 1})
    assert (base.result.score, base.tried({"c": known("1/2")}).total.score, base.tried({"c": known(1)}).total.score) == (
        4, 5, 5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "points"), [(known("1/2"), (8, 10)), (MISSING, (6, 6)), (NOT_APPLICABLE, (6, 6))], ids=["known", "missing", "none"]
)  # fmt: skip
def test_try_what_nobody_looked_at_and_what_is_not_there(value, points):
    tree = standard(node("root", 10, node("a", 6), node("b", 4), level="standard"))
    trial = start(tree, {"a": known(1)}).tried({"b": value})
    assert (trial.total.score, trial.total.attainable) == points


def test_try_nothing_is_the_base():
    base = start(large_standard(), {"c1": known("0.5")})
    assert (base.tried({}).total, base.tried({}).moved) == (base.parts["root"], ())


@pytest.mark.parametrize("code", ["x", "root"])
def test_try_what_is_no_leaf_is_refused(code):
    base = start(standard(node("root", 6, node("a", 6), level="standard")), {})
    with pytest.raises(ValueError, match=f"^test has no leaf {code}$"):
        base.tried({code: known(1)})
