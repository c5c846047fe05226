"""The gap against a standard: causes, targets, shares, and on random trees that everything adds up without a remainder."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.scoring.trees import cases, node, properties, rates, rule, standard
from wenming.engine.gaps import (
    Cause,
    Share,
    find_gaps,
    part_of_gap,
    rank_gaps,
    split_losses,
    sum_gaps,
    tally_round,
    worst_share,
)
from wenming.engine.observations import FULL, Observation
from wenming.engine.scoring.exact import NOT_APPLICABLE, LeafState, leaf_from_statistics, score_standard

TENTH = Fraction(1, 10)
# "a" was seen, of "b" (worth 4) the parent keeps the points: a row of "a" is worth 6 · 10/6 / 4 = 2.5
KEEPING = standard(node("root", 10, node("a", 6), node("b", 4, missing="redistribute"), level="standard"))


def gaps_of(tree, statistics, *, facts=(), absent=(), targets=()):
    """Return the gaps of a standard from rows and milli-points of its leaves."""
    leaves = {code: leaf_from_statistics(*counts) for code, counts in statistics.items()}
    leaves |= dict.fromkeys(absent, NOT_APPLICABLE)
    result = score_standard(tree, leaves, facts=dict(facts))
    return find_gaps(tree, statistics, result, not_applicable=absent, targets=dict(targets))


def short(gaps):
    return [(gap.code, gap.cause.value, gap.lost) for gap in gaps]


def test_find_gaps_of_a_seen_leaf_is_in_points_of_the_total():
    (gap,) = gaps_of(KEEPING, {"a": (4, 3000)})
    assert (gap.code, gap.cause, gap.attainable, gap.now, gap.lost) == (
        "a",
        Cause.SITES,
        10,
        Fraction(15, 2),
        Fraction(5, 2),
    )
    assert (gap.rate, gap.rows, gap.target, gap.recoverable) == (Fraction(3, 4), 4, None, Fraction(5, 2))


@pytest.mark.parametrize(
    ("missing", "not_applicable", "absent", "cause"),
    [("zero", "exclude", (), Cause.UNSEEN), ("exclude", "zero", ("b",), Cause.RULE)],
)
def test_find_gaps_of_a_leaf_without_rows_tells_not_seen_from_not_here(missing, not_applicable, absent, cause):
    tree = standard(
        node("root", 10, node("a", 6), node("b", 4, missing=missing, not_applicable=not_applicable), level="standard")
    )
    assert short(gaps_of(tree, {"a": (1, 1000)}, absent=absent)) == [("a", "sites", 0), ("b", cause.value, 4)]


def test_find_gaps_of_a_part_nobody_looked_at_stands_at_the_part():
    part = node("part", 4, node("b", 4), missing="zero", level="project")
    tree = standard(node("root", 10, node("a", 6), part, level="standard"))
    assert short(gaps_of(tree, {"a": (1, 500)})) == [("a", "sites", 3), ("part", "unseen", 4)]


def test_find_gaps_of_rules_follow_each_other_and_a_floor_gives():
    deduct, floor = rule("deduct", 3, fact="G15"), rule("floor", 8)
    tree = standard(node("root", 10, node("a", 10), level="standard", functions=[deduct, floor]))
    first, second, site = gaps_of(tree, {"a": (1, 900)}, facts={"G15": 1})
    assert short((site, first, second)) == [("a", "sites", 1), ("root", "rule", 3), ("root", "rule", -2)]
    assert (first.function, second.function, first.attainable, first.now) == (deduct, floor, 10, 8)
    assert (first.recoverable, second.recoverable) == (3, 0)


@pytest.mark.parametrize(
    ("target", "recoverable"),
    [("0.5", [0, 0]), ("0.7", [0, 2]), ("0.9", [1, 3]), ("1", [2, 3])],
)
def test_find_gaps_up_to_a_target_recovers_what_lies_below_it(target, recoverable):
    # seen 8 of 10, then a rule takes 3: the node stands at 5
    tree = standard(node("root", 10, node("a", 10, functions=[rule("deduct", 3)]), level="standard"))
    gaps = gaps_of(tree, {"a": (1, 800)}, targets={"root": Fraction(target)})
    assert [gap.recoverable for gap in gaps] == recoverable


def test_find_gaps_takes_the_nearest_target_above():
    part = node("part", 4, node("b", 2), node("c", 2), level="project")
    tree = standard(node("root", 10, node("a", 6), part, level="standard"))
    rows = {"a": (1, 500), "b": (1, 500), "c": (1, 500)}
    targets = {"root": Fraction(6, 10), "part": Fraction(7, 10), "c": Fraction(8, 10)}
    gaps = gaps_of(tree, rows, targets=targets)
    assert [(gap.code, gap.target, gap.recoverable) for gap in gaps] == [
        ("a", Fraction(6, 10), Fraction(6, 10)),
        ("b", Fraction(7, 10), Fraction(4, 10)),
        ("c", Fraction(8, 10), Fraction(6, 10)),
    ]


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ({"x": TENTH}, "^test has no node 'x'"),
        ({"a": Fraction(0)}, "not at 0 for a$"),
        ({"a": Fraction(2)}, "not at 2 for a$"),
    ],
)
def test_find_gaps_with_a_target_that_says_nothing_is_refused(targets, words):
    with pytest.raises(ValueError, match=words):
        gaps_of(KEEPING, {"a": (1, 0)}, targets=targets)


def test_find_gaps_of_a_result_of_other_rows_is_refused():
    result = score_standard(KEEPING, {"a": leaf_from_statistics(1, 900)})
    with pytest.raises(ValueError, match=r"^the score of a does not follow from 2 rows with 900 milli-points$"):
        find_gaps(KEEPING, {"a": (2, 900)}, result)


def test_rank_gaps_puts_recoverable_points_before_lost_ones_and_keeps_equal_ones_in_order():
    tree = standard(node("root", 5, *(node(code, 1) for code in "abcde"), level="standard"))
    rows = {"a": (1, 500), "b": (1, 400), "c": (1, 500), "d": (1, 1000), "e": (1, 300)}
    gaps = gaps_of(tree, rows, targets={"e": Fraction(3, 10), "b": Fraction(9, 10)})
    assert [(gap.code, gap.recoverable) for gap in rank_gaps(gaps)] == [
        ("b", Fraction(1, 2)),
        ("a", Fraction(1, 2)),
        ("c", Fraction(1, 2)),
        ("e", 0),
    ]


def test_part_of_a_gap_is_what_its_rows_make():
    (gap,) = gaps_of(KEEPING, {"a": (4, 3000)}, targets={"root": Fraction(9, 10)})
    part = part_of_gap(gap, 2, 1000)
    assert (part.attainable, part.now, part.lost, part.rate, part.rows) == (
        5,
        Fraction(5, 2),
        Fraction(5, 2),
        Fraction(1, 2),
        2,
    )
    assert part.recoverable == 2


@pytest.mark.parametrize(("rows", "milli"), [(0, 0), (5, 0), (1, -1), (1, 1001)])
def test_part_of_a_gap_with_impossible_rows_is_refused(rows, milli):
    (gap,) = gaps_of(KEEPING, {"a": (4, 3000)})
    with pytest.raises(ValueError, match=f"^a: {rows} rows with {milli} milli-points are no part of its 4 rows$"):
        part_of_gap(gap, rows, milli)
    with pytest.raises(ValueError, match=r"are no part of its 4 rows$"):
        split_losses([gap], {"a": [("east", rows, milli)]})


def test_split_losses_adds_up_over_leaves_and_puts_the_unnamed_last():
    tree = standard(node("root", 3, node("a", 1), node("b", 2), node("c", 1, missing="zero"), level="standard"))
    gaps = gaps_of(tree, {"a": (2, 1000), "b": (4, 3200)})
    groups = {"a": [("east", 1, 0), ("", 1, 1000)], "b": [("", 2, 1200), ("east", 1, 1000), ("west", 1, 1000)]}
    assert split_losses(gaps, groups) == (
        Share("east", 2, 1000, Fraction(1, 2)),
        Share("west", 1, 1000, Fraction(0)),
        Share("", 3, 2200, Fraction(4, 10)),
    )
    assert split_losses(gaps, groups)[0].rate == Fraction(1, 2)


def test_worst_share_is_the_first_of_the_largest_and_counts_the_others():
    (gap,) = gaps_of(KEEPING, {"a": (4, 2400)})
    groups = [("east", 1, 1000), ("west", 1, 200), ("south", 1, 200), ("north", 1, 1000)]
    assert worst_share(gap, groups) == (Share("west", 1, 200, Fraction(2)), 1)
    assert worst_share(gap, groups[:1]) is None


def seen(code, milli, site="", area="", *units):
    return Observation(
        sheet="S", row=2, serial="1", code=code, written=code, site=site, milli=milli, area=area, units=units
    )


def test_tally_round_counts_a_row_once_for_each_unit():
    tally = tally_round([seen("a", 500, "s", "east", "x", "y", "x"), seen("a", 1000, "s", "", "x"), seen("b", 0)])
    assert tally.leaves == {"a": (2, 1500), "b": (1, 0)}
    assert tally.sites == {"a": [("s", 2, 1500)], "b": [("", 1, 0)]}
    assert tally.areas == {"a": [("east", 1, 500), ("", 1, 1000)], "b": [("", 1, 0)]}
    assert tally.units == {"a": [("x", 2, 1500), ("y", 1, 500)], "b": [("", 1, 0)]}


@st.composite
def rounds(draw):
    """Draw a standard, the rows of its known leaves, the leaves that do not exist, facts and targets."""
    tree, leaves, facts, _last = draw(cases())
    known = [code for code, value in leaves.items() if value.state is LeafState.KNOWN]
    rows = st.lists(st.tuples(st.integers(0, FULL), st.sampled_from(["", "east", "west"])), min_size=1, max_size=4)
    seen_rows = {code: draw(rows) for code in known}
    absent = [code for code, value in leaves.items() if value.state is LeafState.NOT_APPLICABLE]
    codes = st.sets(st.sampled_from([one.code for one in tree.nodes]), max_size=3)
    targets = {code: draw(rates.filter(bool)) for code in draw(codes)}
    return tree, seen_rows, absent, facts, targets


@properties
@given(rounds())
def test_find_gaps_of_any_round_adds_up_to_every_node(drawn):
    tree, seen_rows, absent, facts, targets = drawn
    statistics = {code: (len(found), sum(milli for milli, _name in found)) for code, found in seen_rows.items()}
    leaves = {code: leaf_from_statistics(*counts) for code, counts in statistics.items()}
    result = score_standard(tree, leaves | dict.fromkeys(absent, NOT_APPLICABLE), facts=facts)
    gaps = find_gaps(tree, statistics, result, not_applicable=absent, targets=targets)
    sums = sum_gaps(tree.nodes, gaps)
    whole = sums[tree.root.code]
    assert (whole.attainable, whole.now, whole.lost) == (
        result.attainable,
        result.score,
        result.attainable - result.score,
    )
    assert whole.rate == result.rate
    assert sum(whole.causes.values()) == whole.lost
    for line in result.nodes:
        part = sums[line.code]
        if part.attainable:
            # in points of the total a node keeps its rate: the factors above it scale both alike
            assert part.rate == line.rate
        assert part.recoverable >= 0
    for gap in gaps:
        assert 0 <= gap.recoverable <= max(gap.lost, 0)
        assert gap.function is not None or gap.now + gap.lost == gap.attainable


@properties
@given(rounds())
def test_split_losses_of_any_round_over_areas_leaves_no_remainder(drawn):
    tree, seen_rows, absent, facts, _targets = drawn
    tally = tally_round(seen(code, milli, area=name) for code, found in seen_rows.items() for milli, name in found)
    gaps = gaps_of(tree, tally.leaves, facts=facts, absent=absent)
    sites = [gap for gap in gaps if gap.cause is Cause.SITES]
    assert sum(share.lost for share in split_losses(gaps, tally.areas)) == sum(gap.lost for gap in sites)
    for gap in sites:
        parts = [part_of_gap(gap, rows, milli) for _name, rows, milli in tally.areas[gap.code]]
        assert [sum(values) for values in zip(*((part.attainable, part.now, part.lost) for part in parts), strict=True)] == [
            gap.attainable, gap.now, gap.lost,
        ]  # fmt: skip


@properties
@given(rounds())
def test_find_gaps_without_targets_recovers_all_that_was_lost_at_places(drawn):
    tree, seen_rows, absent, facts, _targets = drawn
    statistics = {code: (len(found), sum(milli for milli, _name in found)) for code, found in seen_rows.items()}
    for gap in gaps_of(tree, statistics, facts=facts, absent=absent):
        assert gap.recoverable == max(gap.lost, 0)
