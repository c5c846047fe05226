"""Which lines of a standard somebody must answer for, who does, and what is proposed where nobody does."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from wenming.engine.responsibility import (
    COOPERATING,
    LEAD,
    PARTS,
    RESPONSIBLE,
    SPONSOR,
    Ground,
    Held,
    LeadConflict,
    Load,
    Matrix,
    Owner,
    Proposal,
    Standing,
    clauses_of,
    lead_conflicts,
    loads_of,
    owner_of,
)
from wenming.engine.standards import MissingRule, Node, Standard


def node(code: str, level: str, *children: Node) -> Node:
    """Return a node without points."""
    rule = MissingRule.EXCLUDE
    return Node(code, code, level, Fraction(0), rule, rule, children=children)


def standard(*children: Node) -> Standard:
    """Return a standard with these parts."""
    root = node("root", "standard", *children)
    return Standard("trial", "试行", "", "1", ("criterion",), root, complete=True, digest="")


def codes(*children: Node) -> list[str]:
    """Return the codes of the clauses of a standard with these parts."""
    return [clause.code for clause in clauses_of(standard(*children))]


def test_list_clauses_gives_the_deepest_nodes_in_published_order():
    assert codes(node("1", "content", node("1.1", "criterion"), node("1.2", "criterion")), node("2", "content")) == [
        "1.1",
        "1.2",
        "2",
    ]


def test_list_clauses_passes_over_methods():
    assert codes(node("1", "criterion", node("1a", "method"), node("1b", "method")), node("2", "criterion")) == [
        "1",
        "2",
    ]


def test_list_clauses_of_methods_only_gives_the_root():
    assert codes(node("a", "method"), node("b", "method")) == ["root"]


def worth(code: str, points: int = 1, *children: Node) -> Node:
    """Return a content with points."""
    rule = MissingRule.EXCLUDE
    return Node(code, code, "content", Fraction(points), rule, rule, children=children)


def matrix(*held: tuple[str, int, str]) -> Matrix:
    """Return the matrix of four clauses: three beside each other, worth 1, 2 and 3, and one alone, worth 4."""
    tree = standard(
        worth("A", 6, worth("A1", 1), worth("A2", 2), worth("A3", 3)),
        worth("B", 4, worth("B1", 4)),
    )
    return Matrix(tree, [Held(*one) for one in held])


def test_stand_of_a_clause_names_the_gravest_fault():
    found = matrix(
        ("A1", 1, LEAD), ("A1", 2, LEAD), ("A2", 1, LEAD), ("A2", 3, SPONSOR), ("A3", 1, LEAD), ("A3", 2, COOPERATING),
        ("B1", 2, RESPONSIBLE), ("A3", 2, COOPERATING), ("Z9", 7, LEAD),
    )  # fmt: skip
    assert [clause.standing for clause in found.clauses] == [
        Standing.SEVERAL_LEADS, Standing.NO_COOPERATING, Standing.COMPLETE, Standing.NO_LEAD,
    ]  # fmt: skip
    assert [clause.lead for clause in found.clauses] == [None, 1, 1, None]
    assert (found.count(Standing.NO_LEAD), found.points(Standing.NO_LEAD)) == (1, Fraction(4))
    assert found.by_code["A3"].who(COOPERATING) == (2,)
    assert found.strangers == (Held("Z9", 7, LEAD),)


def test_sum_loads_gives_every_lead_its_points_in_full_and_the_heaviest_first():
    found = matrix(("A1", 1, LEAD), ("A1", 2, LEAD), ("A2", 2, LEAD), ("A2", 1, SPONSOR), ("B1", 3, RESPONSIBLE))
    assert loads_of(found.clauses) == (
        Load(2, 2, Fraction(3), 0, 0, 0), Load(1, 1, Fraction(1), 0, 0, 1), Load(3, 0, Fraction(0), 1, 0, 0),
    )  # fmt: skip
    assert [load.clauses for load in loads_of(found.clauses)] == [2, 2, 1]


def test_propose_a_lead_prefers_who_led_before_then_the_siblings_lead_then_who_is_responsible():
    found = matrix(("A1", 1, LEAD), ("A2", 1, LEAD), ("A3", 5, RESPONSIBLE))
    assert found.proposals("A3", {"A3": (9, 8)}) == (
        Proposal(9, Ground.LED_BEFORE), Proposal(1, Ground.LEADS_SIBLINGS, 2, 2), Proposal(5, Ground.RESPONSIBLE_THERE),
    )  # fmt: skip
    assert found.proposals("A3", {"A3": (9,)}, alive={5}) == (Proposal(5, Ground.RESPONSIBLE_THERE),)
    assert found.proposals("B1", {}) == ()


def test_propose_a_lead_names_a_unit_once_and_nobody_where_grounds_do_not_decide():
    assert matrix(("A1", 1, LEAD), ("A3", 1, RESPONSIBLE)).proposals("A3", {}) == (
        Proposal(1, Ground.LEADS_SIBLINGS, 1, 1),
    )
    tied = matrix(("A1", 1, LEAD), ("A2", 2, LEAD), ("A3", 3, RESPONSIBLE), ("A3", 4, RESPONSIBLE))
    assert tied.proposals("A3", {}) == ()


def test_propose_for_several_leads_names_one_of_them_only():
    found = matrix(("A1", 1, LEAD), ("A2", 1, LEAD), ("A3", 1, LEAD), ("A3", 2, LEAD), ("A3", 7, RESPONSIBLE))
    assert found.proposals("A3", {"A3": (7,)}) == (Proposal(1, Ground.LEADS_SIBLINGS, 2, 2),)


def test_propose_for_a_standard_of_methods_has_no_siblings_to_look_at():
    assert Matrix(standard(node("a", "method")), []).proposals("root", {}) == ()


HELD = st.lists(
    st.tuples(st.sampled_from(["A1", "A2", "A3", "B1", "Z"]), st.integers(1, 6), st.sampled_from(PARTS)), max_size=20
)


@given(HELD)
def test_sum_loads_of_any_matrix_counts_every_part_and_every_lead_point_once(held):
    found = matrix(*held)
    known = {one for one in held if one[0] != "Z"}
    loads = loads_of(found.clauses)
    assert sum(load.clauses for load in loads) == len(known)
    points = {"A1": 1, "A2": 2, "A3": 3, "B1": 4}
    assert sum(load.lead_points for load in loads) == sum(points[code] for code, _unit, part in known if part == LEAD)
    assert sum(found.count(standing) for standing in Standing) == len(found.clauses)
    assert sum(found.points(standing) for standing in Standing) == 10


@given(HELD)
def test_propose_in_any_matrix_names_each_unit_once_and_never_a_second_lead(held):
    found = matrix(*held)
    for clause in found.clauses:
        units = [proposal.unit for proposal in found.proposals(clause.code, {})]
        assert len(units) == len(set(units))
        assert set(units) <= set(clause.who(LEAD)) or not clause.who(LEAD)


NATION, HEALTH = "nation", "health"
LEADS = {(NATION, "1"): (1,), (NATION, "2"): (2, 3), (NATION, "3"): (4,), (HEALTH, "a"): (1,), (HEALTH, "b"): (5,)}


def test_ask_for_the_owner_gives_the_foremost_title_with_exactly_one_lead():
    order = [NATION, HEALTH]
    assert owner_of({(NATION, "1"), (HEALTH, "b")}, LEADS, order) == Owner(1, (NATION, "1"))
    assert owner_of({(NATION, "2"), (HEALTH, "b")}, LEADS, order) == Owner(5, (HEALTH, "b"))
    assert owner_of({(NATION, "3"), (NATION, "1")}, LEADS, order) == Owner(1, (NATION, "1"))
    assert owner_of({(NATION, "1"), (HEALTH, "b")}, LEADS, [HEALTH, NATION]) == Owner(5, (HEALTH, "b"))
    assert owner_of({(NATION, "2"), (NATION, "9")}, LEADS, order) is None


def test_look_for_conflicts_gives_each_pair_once_with_the_foremost_title_first():
    linked = {
        (NATION, "1"): [(HEALTH, "a"), (HEALTH, "b")],
        (HEALTH, "b"): [(NATION, "1"), (NATION, "2"), (NATION, "3"), ("else", "x"), (HEALTH, "a")],
        ("else", "x"): [(NATION, "1")],
    }
    assert lead_conflicts(linked, LEADS, [NATION, HEALTH]) == (
        LeadConflict((NATION, "1"), 1, (HEALTH, "b"), 5), LeadConflict((NATION, "3"), 4, (HEALTH, "b"), 5),
    )  # fmt: skip
