"""What becomes of the parts of clauses when another edition follows; nothing is lost without a word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data import PACKS, use_messages
from tests.engine.test_editions import content, edition, node
from wenming.engine import moves
from wenming.engine.moves import HeldPart, Landing, carry, clause_changes, decided
from wenming.engine.responsibility import clauses_of

use_messages()

A, B, C = 1, 2, 3
"""Units."""


def made_up():
    """Return the two made-up editions with every kind of change."""
    from tests.standards.editions import AFTER, BEFORE
    from wenming.standards.imports.packs import parse_pack

    return parse_pack(BEFORE, file_name="x"), parse_pack(AFTER, file_name="x")


def by_key(changes):
    return {change.key: change for change in changes}


def rows(*facts):
    """Return parts from (clause, unit, part), numbered from 1."""
    return [HeldPart(key, clause, unit, part) for key, (clause, unit, part) in enumerate(facts, start=1)]


def test_compare_clauses_tells_every_kind_once():
    told = [(one.key, one.kind.value, one.certain, one.choices[0]) for one in clause_changes(*made_up())]
    assert told == [
        ("1.1.1>1.1.1", "same", True, "keep"),
        ("1.1.2>1.1.2", "renamed", False, "keep"),
        ("1.1.3>1.1.3", "changed", True, "keep"),
        ("1.2.2>1.1.4", "moved", True, "keep"),
        ("1.2.1>1.2.1", "same", True, "keep"),
        (">1.2.2", "new", False, "none"),
        ("2.1.1>2.1.1+2.1.2", "split", False, "all"),
        ("2.1.2>2.1.3", "changed", True, "keep"),
        ("2.2.1+2.2.2>2.2.1", "merged", False, "unite"),
        ("3.1>3.1", "changed", True, "keep"),
        (">3.2", "new", False, "none"),
        ("2.2.3>", "dropped", False, "end"),
    ]


def test_carry_parts_of_a_split_gives_them_to_all_or_one_or_none():
    changes, held = clause_changes(*made_up()), rows(("2.1.1", A, "lead"))
    key = "2.1.1>2.1.1+2.1.2"
    assert sorted(carry(changes, {}, held).landings) == ["2.1.1", "2.1.2"]
    assert sorted(carry(changes, {key: "only:2.1.2"}, held).landings) == ["2.1.2"]
    ended = carry(changes, {key: "end"}, held)
    assert (ended.landings, ended.ended, ended.kept) == ({}, {1}, set())


def test_carry_parts_of_a_merger_unites_equal_ones_and_shows_two_leads():
    changes, key = clause_changes(*made_up()), "2.2.1+2.2.2>2.2.1"
    held = rows(("2.2.1", A, "lead"), ("2.2.1", C, "cooperating"), ("2.2.2", B, "lead"), ("2.2.2", C, "cooperating"))
    both = carry(changes, {}, held)
    assert both.landings["2.2.1"] == [
        Landing("2.2.1", A, "lead", (1,)), Landing("2.2.1", C, "cooperating", (2, 4)), Landing("2.2.1", B, "lead", (3,)),
    ]  # fmt: skip
    assert (both.kept, both.united, both.ended, both.double_leads) == ({1, 2, 3}, {4}, set(), ["2.2.1"])
    one = carry(changes, {key: "only:2.2.2"}, held)
    assert (one.kept, one.united, one.ended, one.double_leads) == ({3, 4}, set(), {1, 2}, [])


def test_carry_parts_of_a_dropped_clause_ends_them_or_gives_them_elsewhere():
    changes, held = clause_changes(*made_up()), rows(("2.2.3", A, "lead"), ("1.1.1", A, "lead"))
    assert carry(changes, {}, held).ended == {1}
    given_away = carry(changes, {"2.2.3>": "to:1.1.1"}, held)
    assert (given_away.kept, given_away.united, given_away.ended) == ({1}, {2}, set())


def test_fill_a_new_clause_as_its_neighbour_copies_parts_without_a_source():
    changes, held = clause_changes(*made_up()), rows(("1.2.1", A, "lead"))
    outcome = carry(changes, {">1.2.2": "like:1.2.1"}, held)
    assert outcome.landings["1.2.2"] == [Landing("1.2.2", A, "lead", ())]
    assert (outcome.kept, outcome.united, outcome.ended) == ({1}, set(), set())
    assert by_key(changes)[">3.2"].choices == ("none", "like:3.1")


def test_keep_decisions_forgets_those_of_another_comparison():
    changes = clause_changes(*made_up())
    assert decided(changes, {"1.1.1>1.1.1": "end", "2.2.3>": "to:9.9", "8>8": "keep"}) == {"1.1.1>1.1.1": "end"}


def test_move_from_2017_to_2018_drops_every_clause_and_says_so():
    from wenming.standards.imports.packs import parse_pack

    names = ("national-civilized-city-2017", "national-civilized-city-2018-2020")
    before, after = (parse_pack((PACKS / f"{name}.yaml").read_text("utf-8"), file_name=name) for name in names)
    changes = clause_changes(before, after)
    assert [one.kind.value for one in changes] == ["new", *["dropped"] * len(clauses_of(before))]
    held = rows(*((node_.code, A, "lead") for node_ in clauses_of(before)))
    assert len(carry(changes, {}, held).ended) == len(held) == 8
    everything = {one.key: f"to:{after.root.code}" for one in changes[1:]}
    assert (len(carry(changes, everything, held).kept), len(carry(changes, everything, held).united)) == (1, 7)


def test_move_to_a_deeper_tree_gives_the_parts_to_the_lines_below():
    before = edition(content("1", "环境卫生", 2), content("2", "公共秩序", 3))
    after = edition(
        node("1", "环境卫生", 2, content("1.1", "主干道保洁"), content("1.2", "厕所清洁")), content("2", "公共秩序", 3)
    )
    told = [(one.key, one.kind.value, one.certain) for one in clause_changes(before, after)]
    assert told == [("1>1.1+1.2", "split", False), ("2>2", "same", True)]


def test_move_to_a_flatter_tree_unites_the_parts_of_the_lines_below():
    before = edition(
        node("1", "环境卫生", 2, content("1.1", "主干道保洁"), content("1.2", "厕所清洁")), content("2", "公共秩序", 3)
    )
    after = edition(content("1", "环境卫生", 2), content("2", "公共秩序", 3))
    told = [(one.key, one.kind.value) for one in clause_changes(before, after)]
    assert told == [("1.1+1.2>1", "merged"), ("2>2", "same")]


def test_move_between_editions_without_lines_pairs_the_whole():
    changes = clause_changes(edition(), edition())
    assert [(one.key, one.kind.value, one.certain) for one in changes] == [("test>test", "same", True)]


def test_hold_parts_above_a_clause_tells_that_line_too():
    tree = (node("1", "环境卫生", 2, content("1.1", "主干道保洁"), content("1.2", "厕所清洁")),)
    changes = clause_changes(edition(*tree), edition(*tree), ["1"])
    assert "1>" in by_key(changes)
    assert carry(changes, {}, rows(("1", A, "lead"))).ended == {1}


def test_give_a_dropped_clause_away_in_a_large_edition_offers_its_own_neighbourhood():
    many = [content(f"2.{number}", f"第{number}类点位的规范设置") for number in range(1, moves.MANY + 2)]
    before = edition(
        node("1", "窗口服务", 2, content("1.1", "办事大厅"), content("1.2", "网吧")), node("2", "点位", 61, *many)
    )
    after = edition(node("1", "窗口服务", 1, content("1.1", "办事大厅")), node("2", "点位", 61, *many))
    assert by_key(clause_changes(before, after))["1.2>"].choices == ("end", "to:1.1")


def test_copy_a_neighbour_into_a_clause_that_was_given_parts_keeps_both():
    before = edition(node("1", "秩序", 2, content("1.1", "交通"), content("1.2", "排队")))
    after = edition(node("1", "秩序", 2, content("1.1", "交通"), content("1.3", "共享单车")))
    changes = clause_changes(before, after)
    choices = {"1.2>": "to:1.3", ">1.3": "like:1.1"}
    outcome = carry(changes, choices, rows(("1.1", A, "lead"), ("1.1", B, "responsible"), ("1.2", B, "responsible")))
    assert [(one.unit, one.part, one.sources) for one in outcome.landings["1.3"]] == [
        (B, "responsible", (3,)),
        (A, "lead", ()),
    ]


CODES = ["1.1.1", "1.1.2", "1.1.3", "1.2.1", "1.2.2", "2.1.1", "2.1.2", "2.2.1", "2.2.2", "2.2.3", "3.1"]


@settings(max_examples=60, deadline=None)
@given(
    facts=st.lists(
        st.tuples(st.sampled_from(CODES), st.integers(1, 4), st.sampled_from(["lead", "responsible"])), unique=True
    ),
    picks=st.lists(st.integers(0, 9), min_size=12, max_size=12),
)
def test_carry_any_parts_under_any_decisions_loses_none(facts, picks):
    changes, held = clause_changes(*made_up()), rows(*facts)
    choices = {one.key: one.choices[pick % len(one.choices)] for one, pick in zip(changes, picks, strict=True)}
    outcome = carry(changes, choices, held)
    assert outcome.kept | outcome.united | outcome.ended == {row.key for row in held}
    assert len(outcome.kept) + len(outcome.united) + len(outcome.ended) == len(held)
    landed = [source for found in outcome.landings.values() for one in found for source in one.sources]
    assert set(landed) == outcome.kept | outcome.united
    triples = [(one.clause, one.unit, one.part) for found in outcome.landings.values() for one in found]
    assert len(triples) == len(set(triples))
