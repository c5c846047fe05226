"""The exact score: every rule and function by hand, and the sum of losses on random trees."""

from fractions import Fraction

import pytest
from hypothesis import given

from tests.engine.scoring.trees import cases, known, node, properties, rule, standard
from wenming.engine.scoring.exact import (
    MISSING,
    NOT_APPLICABLE,
    LeafState,
    LeafValue,
    Loss,
    LossKind,
    leaf_from_statistics,
    score_standard,
)
from wenming.engine.standards import FunctionKind

HALF = Fraction(1, 2)


def pair(missing="exclude", *, functions=(), not_applicable="exclude"):
    """Return a standard of 10 points: ``a`` worth 6, and ``b`` worth 4 with the rules given."""
    b = node("b", 4, missing=missing, not_applicable=not_applicable, functions=functions)
    return standard(node("root", 10, node("a", 6), b, level="standard"))


def points(result):
    return result.score, result.attainable


def single(function, rate, **given_facts):
    """Return the points of a root worth 10 with one leaf and one function."""
    tree = standard(node("root", 10, node("a", 10), level="standard", functions=[function]))
    return points(score_standard(tree, {"a": known(rate)}, facts=given_facts))


def test_make_leaf_of_statistics_is_the_mean_rate():
    assert leaf_from_statistics(3, 2000) == LeafValue(Fraction(2, 3), LeafState.KNOWN)


def test_make_leaf_without_observations_is_missing():
    assert leaf_from_statistics(0, 0) == MISSING


@pytest.mark.parametrize(("count", "total"), [(-1, 0), (0, 1), (1, 1001), (2, -1)])
def test_make_leaf_of_impossible_statistics_is_refused(count, total):
    with pytest.raises(ValueError, match=f"^{count} observations cannot add up to {total} milli-points$"):
        leaf_from_statistics(count, total)


@pytest.mark.parametrize(
    ("rate", "state"), [(None, LeafState.KNOWN), (HALF, LeafState.MISSING), (HALF, LeafState.NOT_APPLICABLE)]
)
def test_make_leaf_whose_rate_contradicts_its_state_is_refused(rate, state):
    with pytest.raises(ValueError, match=r"^a leaf has a rate exactly when it is known"):
        LeafValue(rate, state)


@pytest.mark.parametrize("rate", [Fraction(-1, 10), Fraction(11, 10)])
def test_make_leaf_outside_zero_to_one_is_refused(rate):
    with pytest.raises(ValueError, match=f"^a rate lies between 0 and 1, not at {rate}$"):
        LeafValue(rate, LeafState.KNOWN)


def test_score_known_leaves_adds_their_points():
    result = score_standard(pair(), {"a": known("0.5"), "b": known("0.75")})
    assert (*points(result), result.rate) == (6, 10, Fraction(6, 10))
    assert result.losses == (Loss(LossKind.LEAF, "a", Fraction(3)), Loss(LossKind.LEAF, "b", Fraction(1)))


@pytest.mark.parametrize(
    ("rule_name", "score", "attainable", "unknown"),
    [("exclude", 3, 6, ("b",)), ("redistribute", 5, 10, ("b",)), ("zero", 3, 10, ()), ("last", 3, 6, ("b",))],
)
def test_score_missing_leaf_follows_its_rule(rule_name, score, attainable, unknown):
    result = score_standard(pair(rule_name), {"a": known("0.5")})
    assert (*points(result), result.unknown) == (score, attainable, unknown)
    assert sum(loss.points for loss in result.losses) == attainable - score


def test_score_missing_leaf_with_a_last_rate_uses_it():
    result = score_standard(pair("last"), {"a": known("0.5")}, last={"b": Fraction(3, 4)})
    assert (*points(result), result.unknown) == (6, 10, ())
    assert result.losses[1] == Loss(LossKind.LEAF, "b", Fraction(1))


def test_score_leaf_that_does_not_exist_follows_its_other_rule():
    result = score_standard(pair("zero", not_applicable="redistribute"), {"a": known("0.5"), "b": NOT_APPLICABLE})
    assert (*points(result), result.unknown, result.not_applicable) == (5, 10, (), ("b",))


def test_score_redistributing_among_worthless_children_changes_nothing():
    tree = standard(node("root", 4, node("a", 0), node("b", 4, missing="redistribute"), level="standard"))
    assert points(score_standard(tree, {"a": known(1)})) == (0, 0)


def test_score_standard_of_which_nothing_is_known_has_no_rate():
    tree = standard(node("root", 4, node("a", 4), level="standard", missing="zero"))
    result = score_standard(tree, {})
    assert (*points(result), result.rate, result.unknown) == (0, 0, None, ("a",))


def test_score_interior_node_of_which_nothing_is_known_uses_its_own_rule():
    item = node("item", 4, node("b", 4), level="indicator", missing="zero")
    result = score_standard(standard(node("root", 10, node("a", 6), item, level="standard")), {"a": known(1)})
    assert (*points(result), result.unknown) == (6, 10, ("b",))
    assert result.losses == (
        Loss(LossKind.LEAF, "a", Fraction(0)),
        Loss(LossKind.NODE, "item", Fraction(4)),
        Loss(LossKind.LEAF, "b", Fraction(0)),
    )


@pytest.mark.parametrize(
    ("b", "c", "score", "attainable"),
    [
        # both do not exist: the item's other rule, redistribute, gives its points to a
        (NOT_APPLICABLE, NOT_APPLICABLE, 5, 10),
        # one could have been looked at: the item is missing and counts as 0
        (NOT_APPLICABLE, MISSING, 3, 10),
        (MISSING, MISSING, 3, 10),
        (NOT_APPLICABLE, known("0.25"), Fraction("3.5"), 8),
    ],
)
def test_score_interior_node_does_not_exist_where_none_of_its_children_does(b, c, score, attainable):
    item = node("item", 4, node("b", 2), node("c", 2), level="indicator", missing="zero", not_applicable="redistribute")
    tree = standard(node("root", 10, node("a", 6), item, level="standard"))
    result = score_standard(tree, {"a": known("0.5"), "b": b, "c": c})
    assert points(result) == (score, attainable)
    assert sum(loss.points for loss in result.losses) == attainable - score


def test_score_node_above_nodes_that_do_not_exist_does_not_exist_either():
    inner = node("inner", 4, node("b", 4), level="content")
    item = node("item", 4, inner, level="indicator", missing="zero", not_applicable="exclude")
    tree = standard(node("root", 10, node("a", 6), item, level="standard"))
    result = score_standard(tree, {"a": known("0.5"), "b": NOT_APPLICABLE})
    assert (*points(result), result.not_applicable) == (3, 6, ("b",))


def test_score_node_whose_absent_child_counts_as_zero_is_known():
    inner = node("inner", 4, node("b", 4), level="content", not_applicable="zero")
    item = node("item", 4, inner, level="indicator", not_applicable="exclude")
    tree = standard(node("root", 10, node("a", 6), item, level="standard"))
    result = score_standard(tree, {"a": known("0.5"), "b": NOT_APPLICABLE})
    assert points(result) == (3, 10)
    assert result.losses[1] == Loss(LossKind.NODE, "inner", Fraction(4))


def test_score_standard_of_which_nothing_exists_has_no_rate():
    tree = standard(node("root", 4, node("a", 4), level="standard", not_applicable="zero"))
    result = score_standard(tree, {"a": NOT_APPLICABLE})
    assert (*points(result), result.rate, result.not_applicable) == (0, 0, None, ("a",))


def test_score_interior_node_with_a_last_rate_uses_it():
    item = node("item", 4, node("b", 4), level="indicator", missing="last")
    tree = standard(node("root", 10, node("a", 6), item, level="standard"))
    assert points(score_standard(tree, {"a": known(1)}, last={"item": HALF})) == (8, 10)


def test_score_nested_redistribution_multiplies_the_losses():
    inner = node("item", 4, node("b", 2), node("c", 2, missing="redistribute"), level="indicator")
    tree = standard(node("root", 8, inner, node("d", 4, missing="redistribute"), level="standard"))
    result = score_standard(tree, {"b": known("0.5")})
    assert points(result) == (4, 8)
    # b loses 1 of its 2 points; its item doubles it, and the root doubles it again
    assert [(loss.code, loss.points) for loss in result.losses] == [("b", 4), ("c", 0), ("d", 0)]


def test_apply_veto_when_the_fact_holds_leaves_nothing():
    veto = rule("veto", fact="G15")
    assert [single(veto, "0.9", G15=n) for n in (0, 1)] == [(9, 10), (0, 10)]


def test_apply_threshold_at_and_below_the_limit_is_all_or_nothing():
    threshold = rule("threshold", "0.85")
    assert [single(threshold, rate) for rate in ("0.85", "0.849")] == [(Fraction("8.5"), 10), (0, 10)]


def test_apply_cap_above_the_limit_keeps_the_attainable_points():
    assert [single(rule("cap", 6), rate) for rate in ("0.5", "0.9")] == [(5, 10), (6, 10)]


def test_apply_floor_below_the_limit_gives_points():
    tree = standard(node("root", 10, node("a", 10), level="standard", functions=[rule("floor", 6)]))
    result = score_standard(tree, {"a": known("0.5")})
    assert points(result) == (6, 10)
    assert result.losses[0] == Loss(LossKind.FUNCTION, "root", Fraction(-1), rule("floor", 6))


def test_apply_floor_above_the_attainable_points_stops_there():
    assert single(rule("floor", 12), "0.5") == (10, 10)


def test_apply_deduction_per_occurrence_stops_at_zero():
    deduct = rule("deduct", 3, fact="G15")
    assert [single(deduct, "0.9", G15=n)[0] for n in range(5)] == [9, 6, 3, 0, 0]


def test_apply_deduction_without_a_fact_counts_once():
    assert single(rule("deduct", 3), "0.9") == (6, 10)


def test_apply_grade_takes_the_first_step_reached():
    grade = rule("grade", steps=[("A", "0.9", 1), ("B", "0.8", "0.7")])
    assert [single(grade, rate)[0] for rate in ("0.9", "0.89", "0.79")] == [10, 7, 0]


def test_apply_functions_in_the_listed_order():
    capped_first = [rule("cap", 6), rule("deduct", 2)]
    scores = []
    for functions in (capped_first, capped_first[::-1]):
        tree = standard(node("root", 10, node("a", 10, functions=functions), level="standard"))
        scores.append(score_standard(tree, {"a": known(1)}).score)
    assert scores == [4, 6]


def test_apply_functions_of_a_missing_leaf_to_the_rate_that_stands_in():
    result = score_standard(pair("last", functions=[rule("deduct", 1)]), {"a": known(1)}, last={"b": HALF})
    assert points(result) == (7, 10)


def test_report_functions_that_moved_the_score_only():
    functions = [rule("cap", 9), rule("deduct", 1, fact="G15"), rule("deduct", 2, fact="G16")]
    tree = standard(node("root", 10, node("a", 10), level="standard", functions=functions))
    result = score_standard(tree, {"a": known("0.8")}, facts={"G16": 1})
    assert result.losses == (
        Loss(LossKind.FUNCTION, "root", Fraction(2), functions[2]),
        Loss(LossKind.LEAF, "a", Fraction(2)),
    )


def test_rank_nodes_within_their_level_shares_places():
    leaves = [node(code, 1) for code in "abcd"]
    item = node("item", 2, *leaves[:2], level="indicator")
    other = node("other", 2, *leaves[2:], level="indicator")
    tree = standard(node("root", 4, item, other, level="standard"))
    result = score_standard(tree, {"a": known("0.5"), "b": known(1), "c": known(1)})
    assert [(line.code, line.level, line.rate, line.rank) for line in result.nodes] == [
        ("root", "standard", Fraction(5, 6), None),
        ("item", "indicator", Fraction(3, 4), 2),
        ("a", "content", HALF, 3),
        ("b", "content", 1, 1),
        ("other", "indicator", 1, 1),
        ("c", "content", 1, 1),
        ("d", "content", None, None),
    ]
    assert result.nodes[4].name == "name of other"


def test_score_leaf_that_the_standard_lacks_is_refused():
    with pytest.raises(ValueError, match=r"^test has no leaf root, x$"):
        score_standard(pair(), {"a": known(1), "x": known(1), "root": known(1)})


def test_score_fact_that_happened_less_than_never_is_refused():
    with pytest.raises(ValueError, match=r"^fact G15 cannot have happened -1 times$"):
        score_standard(pair(), {}, facts={"G15": -1})


def test_score_last_rate_outside_zero_to_one_is_refused():
    with pytest.raises(ValueError, match=r"^the last rate of b lies between 0 and 1, not at 2$"):
        score_standard(pair(), {}, last={"b": Fraction(2)})


@properties
@given(cases())
def test_score_any_tree_loses_exactly_what_is_missing(case):
    tree, leaves, facts, last = case
    result = score_standard(tree, leaves, facts=facts, last=last)
    assert sum(loss.points for loss in result.losses) == result.attainable - result.score
    assert [loss.code for loss in result.losses if loss.kind is LossKind.LEAF] == [leaf.code for leaf in tree.leaves]


@properties
@given(cases())
def test_score_any_tree_stays_between_zero_and_attainable(case):
    tree, leaves, facts, last = case
    result = score_standard(tree, leaves, facts=facts, last=last)
    lifted = {n.code for n in tree.nodes for one in n.walk() for f in one.functions if f.kind is FunctionKind.BONUS}
    assert [line.code for line in result.nodes if line.score < 0] == []
    assert {line.code for line in result.nodes if line.score > line.attainable} <= lifted


@properties
@given(cases())
def test_score_any_tree_accounts_for_every_leaf(case):
    tree, leaves, facts, last = case
    result = score_standard(tree, leaves, facts=facts, last=last)
    absent = {*result.unknown, *result.not_applicable}
    valued = {line.code for line in result.nodes if line.attainable > 0}
    assert absent & valued == set()
    assert {code for code, leaf in leaves.items() if leaf.state is LeafState.KNOWN} & absent == set()


def test_score_bonus_lifts_above_what_is_attainable_unless_a_cap_follows():
    bonus = rule("bonus", 2, fact="F1")
    tree = standard(node("root", 10, node("a", 10), level="standard", functions=[bonus]))
    result = score_standard(tree, {"a": known("0.9")}, facts={"F1": 2})
    assert (*points(result), result.rate) == (13, 10, Fraction(13, 10))
    assert result.losses == (
        Loss(LossKind.FUNCTION, "root", Fraction(-4), bonus),
        Loss(LossKind.LEAF, "a", Fraction(1)),
    )
    assert single(bonus, "0.9") == (9, 10)
    capped = standard(node("root", 10, node("a", 10), level="standard", functions=[bonus, rule("cap", 11)]))
    assert points(score_standard(capped, {"a": known("0.9")}, facts={"F1": 2})) == (11, 10)


def test_score_last_rate_above_one_is_taken_exactly_where_a_bonus_lies_below():
    item = node("item", 4, node("b", 4, functions=[rule("bonus", 1, fact="F1")]), level="indicator", missing="last")
    tree = standard(node("root", 10, node("a", 6), item, level="standard"))
    assert points(score_standard(tree, {"a": known(1)}, last={"item": Fraction(5, 4)})) == (11, 10)
    for code in ("b", "elsewhere"):
        with pytest.raises(ValueError, match=f"^the last rate of {code} lies between 0 and 1, not at 5/4$"):
            score_standard(tree, {"a": known(1)}, last={code: Fraction(5, 4)})
