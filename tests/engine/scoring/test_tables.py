"""Street and unit tables, and a round as a whole."""

from fractions import Fraction

import pytest

from tests.engine.scoring.trees import known, node, rule, standard
from wenming.engine.observations import Observation
from wenming.engine.scoring.exact import score_standard
from wenming.engine.scoring.tables import GroupScore, rank_groups, score_round

TREE = standard(
    node(
        "root",
        3,
        node("item", 2, node("a", 1), node("b", 1), level="indicator"),
        node("other", 1, node("c", 1, missing="last"), level="indicator"),
        level="standard",
        functions=[rule("deduct", "0.5", fact="G15")],
    )
)


def seen(code, milli, area="", *units):
    return Observation(
        sheet="S", row=2, serial="1", code=code, written=code, site="", milli=milli, area=area, units=units
    )


def test_rank_groups_by_rate_shares_places_and_keeps_first_appearance():
    groups = rank_groups([("east", 2, 1000), ("", 1, 1000), ("west", 1, 900), ("south", 4, 3600), ("north", 1, 100)])
    assert groups == (
        GroupScore("west", 1, Fraction(9, 10), Fraction(9, 10), 1),
        GroupScore("south", 4, Fraction(36, 10), Fraction(9, 10), 1),
        GroupScore("east", 2, Fraction(1), Fraction(1, 2), 3),
        GroupScore("north", 1, Fraction(1, 10), Fraction(1, 10), 4),
        GroupScore("", 1, Fraction(1), Fraction(1), None),
    )


def test_rank_groups_named_again_adds_to_the_first():
    assert rank_groups([("east", 1, 1000), ("east", 1, 0)]) == (GroupScore("east", 2, Fraction(1), Fraction(1, 2), 1),)


def test_rank_groups_of_nothing_is_empty():
    assert rank_groups([]) == ()


@pytest.mark.parametrize(("rows", "milli"), [(0, 0), (1, -1), (2, 2001)])
def test_rank_group_with_impossible_points_is_refused(rows, milli):
    with pytest.raises(ValueError, match=f"^group 'east': {rows} rows cannot have {milli} milli-points$"):
        rank_groups([("east", rows, milli)])


def test_score_round_takes_the_mean_of_means_not_of_rows():
    scored = score_round(TREE, [seen("a", 1000), seen("a", 0), seen("a", 500), seen("b", 1000)])
    assert scored.result == score_standard(TREE, {"a": known("1/2"), "b": known(1)})
    assert (scored.result.score, scored.result.attainable, scored.result.unknown) == (Fraction(3, 2), 2, ("c",))


def test_score_round_counts_every_named_unit_once_a_row():
    scored = score_round(
        TREE,
        [
            seen("a", 900, "east", "police", "schools"),
            seen("b", 500, "", "police", "police"),
            seen("a", 1000, "west"),
        ],
    )
    assert [(group.name, group.rows, group.score, group.rank) for group in scored.units] == [
        ("schools", 1, Fraction(9, 10), 1),
        ("police", 2, Fraction(14, 10), 2),
        ("", 1, Fraction(1), None),
    ]
    assert [(group.name, group.rows, group.rank) for group in scored.areas] == [
        ("west", 1, 1),
        ("east", 1, 2),
        ("", 1, None),
    ]


def test_score_round_with_facts_and_last_rates_passes_them_on():
    scored = score_round(TREE, [seen("a", 1000)], facts={"G15": 1}, last={"c": Fraction(1, 2)})
    assert (scored.result.score, scored.result.attainable) == (Fraction(1), 2)


def test_score_round_with_what_does_not_exist_here_does_not_call_it_unknown():
    scored = score_round(TREE, [seen("a", 1000)], not_applicable=["b"])
    assert (scored.result.unknown, scored.result.not_applicable) == (("c",), ("b",))


def test_score_round_judging_what_does_not_exist_here_is_refused():
    with pytest.raises(ValueError, match=r"^said not to exist here, but judged: a$"):
        score_round(TREE, [seen("a", 1000)], not_applicable=["a", "b"])


def test_score_round_with_a_strange_code_is_refused():
    with pytest.raises(ValueError, match=r"^test has no leaf item, x$"):
        score_round(TREE, [seen("x", 1000), seen("item", 1000)])
