"""The change between two rounds: every cause by hand, and sums that are exact on random trees."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.engine.scoring.trees import cells, node, properties, round_pairs, rule, standard
from wenming.engine.scoring.changes import Side, Split, compare_rounds, compare_wholes, effective_points, pooled_change
from wenming.engine.scoring.exact import score_standard

HALF = Fraction(1, 2)

# two rounds of a tree cost two scores each way: half as many examples as elsewhere
pairs_of_rounds = settings(properties, max_examples=75)


def pair(missing="exclude", functions=()):
    """Return a standard of 10 points: ``a`` worth 6, and ``b`` worth 4."""
    return standard(
        node("root", 10, node("a", 6), node("b", 4, missing=missing), level="standard", functions=functions)
    )


def side(a=(), b=(), **more):
    """Return a round with these groups of rows of the two leaves."""
    return Side({"a": cells(*a), "b": cells(*b)}, **more)


FULL_B = [("", 1, 1000)]


def of_root(tree, before, after, **options):
    return compare_rounds(tree, before, after, **options)[0]


def test_compare_rounds_of_other_rates_lays_it_on_the_rates():
    before, after = side([("", 2, 1000)], FULL_B), side([("", 4, 3000)], FULL_B)
    root, a, b = compare_rounds(pair(), before, after)
    assert (root.before.score, root.after.score, root.rows) == (7, Fraction(17, 2), (3, 5))
    assert (root.split, root.share) == (Split(rate=Fraction(15, 100)), Split(rate=Fraction(15, 100)))
    assert (a.split, a.share) == (Split(rate=Fraction(1, 4)), Split(rate=Fraction(15, 100)))
    assert (b.split, b.share, b.rows) == (Split(), Split(), (1, 1))
    assert of_root(pair(), before, after, by_points=True).split == Split(rate=Fraction(3, 2))


def test_effective_points_are_what_a_leaf_is_worth_to_each_node_above_it():
    points = effective_points(pair(), side([("", 2, 1000)], FULL_B))
    assert (points["root"], points["a"]) == ({"a": 6, "b": 4}, {"a": 6})
    # what nobody has seen is worth nothing to anybody
    assert effective_points(pair(), side([("", 2, 1000)]))["root"] == {"a": 6}


def test_compare_rounds_of_other_sites_lays_it_on_the_mix():
    # the same two streets, 1 and 0; one row of each before, three of the better one afterwards
    before = side([("east", 1, 1000), ("west", 1, 0)], FULL_B)
    after = side([("east", 3, 3000), ("west", 1, 0)], FULL_B)
    assert of_root(pair(), before, after).split == Split(mix=Fraction(15, 100))


def test_compare_rounds_with_rows_of_a_new_area_lays_its_coming_on_the_mix():
    before, after = side([("east", 1, 1000)], FULL_B), side([("east", 1, 1000), ("west", 1, 0)], FULL_B)
    assert compare_rounds(pair(), before, after)[1].split == Split(mix=-HALF)


def test_compare_rounds_with_a_leaf_newly_seen_lays_it_on_coverage():
    # 6 of 6 points, then 6 of 10: the mean rate of both rounds is 0.8, b lies 0.8 below it and weighs 0.4 of the whole
    before, after = side([("", 1, 1000)]), side([("", 1, 1000)], [("", 1, 0)])
    root, a, b = compare_rounds(pair(), before, after)
    assert root.split == Split(coverage=Fraction(-4, 10))
    assert (a.share, b.share) == (Split(coverage=Fraction(-8, 100)), Split(coverage=Fraction(-32, 100)))
    assert (b.split, b.before.rate) == (None, None)
    assert of_root(pair(), before, after, by_points=True).split == Split()


def test_compare_rounds_with_a_leaf_no_longer_seen_follows_its_missing_rule():
    before, after = side([("", 1, 500)], FULL_B), side([("", 1, 500)])
    assert of_root(pair("zero"), before, after, by_points=True).split == Split(coverage=Fraction(-4))
    # redistributed: a stands for all 10 points afterwards
    assert of_root(pair("redistribute"), before, after, by_points=True).split == Split(coverage=Fraction(-2))
    last = side([("", 1, 500)], last={"b": HALF})
    assert of_root(pair("last"), before, last, by_points=True).split == Split(coverage=Fraction(-2))


def test_compare_rounds_with_a_new_fact_lays_it_on_the_rules():
    tree = pair(functions=[rule("deduct", 1, fact="G15"), rule("bonus", 3, fact="F1")])
    before = side([("", 1, 500)], FULL_B)
    after = side([("", 1, 1000)], FULL_B, facts={"G15": 1, "F1": 2})
    root = of_root(tree, before, after, by_points=True)
    assert (root.split, root.after.rate) == (Split(rate=Fraction(3), rules=Fraction(5)), Fraction(15, 10))
    assert root.share == root.split


def test_compare_rounds_with_two_causes_at_once_halves_what_they_do_together():
    # b counts 4 of 10 points in both rounds; a's 6 points go from 0.5 of one street to 1 of two: rate and mix meet
    before = side([("east", 2, 1000)], FULL_B)
    after = side([("east", 1, 1000), ("west", 1, 1000)], FULL_B)
    # with the old shares the rate goes from 0.5 to 1, with the new ones from 0.75 to 1 (west is given its only rate, 1)
    split = compare_rounds(pair(), before, after)[1].split
    assert split == Split(rate=Fraction(3, 8), mix=Fraction(1, 8))


def test_compare_rounds_of_what_does_not_exist_but_was_judged_is_refused():
    with pytest.raises(ValueError, match=r"^said not to exist here, but judged: b$"):
        compare_rounds(pair(), side(), side([], FULL_B, not_applicable=frozenset({"b"})))


def test_compare_rounds_without_any_rows_has_no_rates():
    root = of_root(pair(), side(), side(FULL_B))
    assert (root.split, root.share, root.rows) == (None, None, (0, 1))
    assert of_root(pair(), side(), side(FULL_B), by_points=True).split == Split(coverage=Fraction(6))


def test_pool_rows_of_an_area_splits_by_its_leaves():
    before, after = cells(("a", 1, 500), ("b", 1, 1000)), cells(("a", 3, 1500), ("b", 1, 1000), ("c", 0, 0))
    change = pooled_change(before, after)
    assert (change.rows, change.rates) == ((2, 4), (Fraction(3, 4), Fraction(5, 8)))
    assert change.split == Split(mix=Fraction(-1, 8))


def test_pool_rows_of_an_area_not_visited_once_has_no_split():
    change = pooled_change({}, cells(("a", 2, 500)))
    assert (change.rows, change.rates, change.split) == ((0, 2), (None, Fraction(1, 4)), None)


@pairs_of_rounds
@given(round_pairs())
def test_compare_any_rounds_adds_up_to_the_change_exactly(case):
    tree, before, after = case
    was, now = (score_standard(tree, one.leaves(), facts=one.facts, last=one.last) for one in (before, after))
    for points in (True, False):
        lines = compare_rounds(tree, before, after, by_points=points)
        assert ([line.before for line in lines], [line.after for line in lines]) == ([*was.nodes], [*now.nodes])
        for line in lines:
            values = (line.before.score, line.after.score) if points else (line.before.rate, line.after.rate)
            if None in values:
                assert line.split is None
            else:
                assert line.split.total == values[1] - values[0]
        assert lines[0].share == lines[0].split
        assert compare_wholes(tree, before, after, by_points=points) == lines[0]
        shares = {line.after.code: line.share for line in lines}
        idle = [one for one in tree.nodes if one.children and not one.functions and one.missing.value == "exclude"]
        for one in idle if shares[tree.root.code] is not None else ():
            # no function of its own and nothing that stands in: a node contributes what its children do
            if one.not_applicable.value == "exclude":
                assert shares[one.code] == sum((shares[child.code] for child in one.children), Split())


@pairs_of_rounds
@given(round_pairs())
def test_compare_any_rounds_the_other_way_round_turns_every_sign(case):
    tree, before, after = case
    forth, back = compare_rounds(tree, before, after), compare_rounds(tree, after, before)
    for one, other in zip(forth, back, strict=True):
        assert (one.split is None) == (other.split is None)
        if one.split is not None:
            assert one.split + other.split == Split()
        if one.share is not None:
            assert one.share + other.share == Split()


@pairs_of_rounds
@given(round_pairs())
def test_compare_any_round_with_itself_finds_no_change(case):
    tree, before, _ = case
    assert {line.split for line in compare_rounds(tree, before, before, by_points=True)} == {Split()}
