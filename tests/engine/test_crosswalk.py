"""Several titles at once: once per clause, in any order, nothing lost."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.engine.crosswalk import Crosswalk, reach_of
from wenming.engine.provisions import (
    Card,
    CheckItem,
    Checklists,
    Crosslink,
    Material,
    MaterialKind,
    Provisions,
    Question,
    SiteType,
)
from wenming.engine.standards import MissingRule, Node, Standard


def node(code, *children):
    return Node(code, code, "content", Fraction(1), MissingRule.EXCLUDE, MissingRule.EXCLUDE, children=children)


def standard(code, *children, provisions=None):
    more = {} if provisions is None else {"provisions": provisions}
    return Standard(code, code, code, "1", ("content",), node(code, *children), True, "0", **more)


def row(section, code, *clauses, **more):
    return section(code=code, name=code, name_en="", provenance=None, clauses=clauses, **more)


def item(code, *clauses, site_type="t"):
    return row(CheckItem, code, *clauses, site_type=site_type)


def collection(**sections):
    sections = {name: tuple(rows) for name, rows in sections.items()}
    return Checklists("c", "c", "c", "1", Provisions(**sections), "0")


CITY = standard("city", node("a", node("a1"), node("a2")), node("b", node("b1")))
HEALTH = standard("health", node("h1"), node("h2", node("h2.1"), node("h2.2")))
SCHOOL = standard("school", node("s1"))
TITLES = (CITY, HEALTH, SCHOOL)


def walk(*links, items=(), **sections):
    lists = collection(crosswalk=[row(Crosslink, f"x{place}", *link) for place, link in enumerate(links)],
                       check_items=items, **sections)  # fmt: skip
    return Crosswalk(TITLES, [lists])


def test_clauses_of_a_node_without_links_is_the_node_alone():
    assert walk().clauses_of("city", node="a1") == {("city", "a1")}


def test_clauses_of_an_unknown_item_is_nothing():
    assert walk().clauses_of("city", item="nirgends") == frozenset()


def test_clauses_of_node_and_item_joins_both_with_what_links_add():
    crosswalk = walk(("city/a1", "health/h1"), ("school/s1", "health/h2.1"), items=[item("i", "school/s1", "city/b1")])
    assert crosswalk.clauses_of("city", node="a1", item="i") == {
        ("city", "a1"),
        ("health", "h1"),
        ("school", "s1"),
        ("city", "b1"),
        ("health", "h2.1"),
    }


def test_clauses_of_a_node_does_not_pass_a_link_on():
    crosswalk = walk(("city/a1", "health/h1"), ("health/h1", "school/s1"))
    assert crosswalk.clauses_of("city", node="a1") == {("city", "a1"), ("health", "h1")}


def test_clauses_of_a_node_with_links_that_differ_keeps_what_they_share():
    crosswalk = walk(("city/a1", "health/h1"), ("city/a2", "health/h1"), ("school/s1", "health/h1"))
    assert crosswalk.clauses_of("city", node="a1") == {("city", "a1"), ("health", "h1")}
    assert crosswalk.clauses_of("health", node="h1") == {("health", "h1"), ("school", "s1")}


def test_clauses_of_a_node_stay_alone_in_their_own_title():
    crosswalk = walk(("city/a1", "city/b1", "health/h1"))
    assert crosswalk.clauses_of("city", node="a1") == {("city", "a1"), ("health", "h1")}
    assert crosswalk.clauses_of("health", node="h1") == {("health", "h1"), ("city", "a1"), ("city", "b1")}


def test_clauses_of_a_leaf_counts_for_what_is_joined_to_its_part_but_not_for_the_part_itself():
    crosswalk = walk(("city/a", "health/h2"))
    assert crosswalk.clauses_of("city", node="a2") == {("city", "a2"), ("health", "h2")}
    assert crosswalk.clauses_of("city", node="b1") == {("city", "b1")}


def test_clauses_of_a_question_prefers_the_edition_that_asks():
    own = Provisions(
        questions=(row(Question, "q", "h1"),), materials=(row(Material, "m", "h1", kind=MaterialKind.REPORT),)
    )
    shared = collection(
        questions=[row(Question, "q", "school/s1")], crosswalk=[row(Crosslink, "x", "health/h1", "city/b1")]
    )
    crosswalk = Crosswalk([CITY, standard("health", node("h1"), provisions=own), SCHOOL], [shared])
    assert crosswalk.clauses_of("health", question="q") == {("health", "h1"), ("city", "b1")}
    assert crosswalk.clauses_of("city", question="q") == {("school", "s1")}
    assert crosswalk.clauses_of("health", material="m") == {("health", "h1"), ("city", "b1")}


def test_count_for_a_title_counts_a_row_once_though_three_ways_lead_there():
    crosswalk = walk(("city/a1", "health/h1"), ("city/a1", "health/h1", "school/s1"), items=[item("i", "health/h1")])
    counted = crosswalk.count_for("health", {("a1", "i"): (3, 2500), ("a1", ""): (1, 1000)}, source="city")
    assert counted == {"h1": (4, 3500)}


def test_count_for_the_own_edition_without_items_is_what_was_counted():
    statistics = {("a1", ""): (3, 2500), ("b1", ""): (2, 700)}
    assert walk(("city/a1", "health/h1")).count_for("city", statistics, source="city") == {
        "a1": (3, 2500),
        "b1": (2, 700),
    }


def test_reach_of_sorts_leaves_parts_and_strangers():
    reach = reach_of(HEALTH, {"h2": (1, 5), "h2.2": (2, 6), "h1": (3, 7), "gone": (4, 8)})
    assert (list(reach.leaves), reach.leaves["h2.2"]) == (["h1", "h2.2"], (2, 6))
    assert (reach.parts, reach.strangers) == ({"h2": (1, 5)}, ("gone",))


def test_leads_to_a_clause_names_leaves_and_items():
    crosswalk = walk(("city/a", "health/h1"), items=[item("i", "school/s1", "health/h1"), item("j", "city/b1")])
    assert crosswalk.leads_to(("health", "h1"), CITY) == (["a1", "a2"], ["i"])


def test_leaves_by_item_names_leaves_in_published_order_and_no_parts():
    crosswalk = walk(items=[item("i", "city/b1", "city/a", "city/a1", "health/h1"), item("j", "school/s1")])
    assert crosswalk.leaves_by_item(CITY) == {"i": ("a1", "b1"), "j": ()}


def test_strangers_are_clauses_of_known_editions_only():
    crosswalk = walk(("city/a9", "elsewhere/x"), items=[item("i", "health/h9", "health/h1")])
    assert crosswalk.strangers() == (("city", "a9"), ("health", "h9"))


def test_learn_two_sources_keeps_the_later_item_and_every_card():
    card = Card(code="k", name="k", name_en="", provenance=None, answer="x", clauses=("h1",))
    own = Provisions(cards=(card,), check_items=(item("i", "h1"),))
    place = SiteType(code="t", name="t", name_en="", provenance=None)
    later = collection(check_items=[item("i", "city/a1")], site_types=[place])
    crosswalk = Crosswalk([CITY, standard("health", node("h1"), provisions=own)], [later])
    assert crosswalk.items["i"].clauses == ("city/a1",)
    assert [(one.owner, one.clauses) for one in crosswalk.cards] == [("health", (("health", "h1"),))]
    assert list(crosswalk.site_types) == ["t"]


CLAUSES = [f"{one.code}/{leaf.code}" for one in TITLES for leaf in one.nodes[1:]]
links_st = st.lists(st.lists(st.sampled_from(CLAUSES), min_size=2, max_size=4, unique=True), max_size=6)
items_st = st.dictionaries(st.sampled_from("ijk"), st.lists(st.sampled_from(CLAUSES), max_size=4, unique=True))
statistics_st = st.dictionaries(
    st.tuples(st.sampled_from(["a1", "a2", "b1"]), st.sampled_from(["", "i", "j", "k"])),
    st.integers(1, 50).flatmap(lambda rows: st.tuples(st.just(rows), st.integers(0, rows * 1000))),
)


@given(links_st, items_st, statistics_st)
def test_count_for_every_title_counts_every_row_once_per_clause_and_loses_none(links, items, statistics):
    crosswalk = walk(*links, items=[item(code, *clauses) for code, clauses in items.items()])
    expected: dict[tuple[str, str], list[int]] = {}
    for (leaf, code), (rows, milli) in statistics.items():
        for clause in crosswalk.clauses_of("city", node=leaf, item=code):
            pair = expected.setdefault(clause, [0, 0])
            pair[0] += rows
            pair[1] += milli
    counted = {
        (title.code, code): list(pair)
        for title in TITLES
        for code, pair in crosswalk.count_for(title.code, statistics, source="city").items()
    }
    assert counted == expected
    own = crosswalk.count_for("city", statistics, source="city")
    for leaf in {leaf for leaf, _item in statistics}:
        assert own[leaf][0] >= sum(rows for (one, _item), (rows, _milli) in statistics.items() if one == leaf)
    assert all(pair[0] <= sum(rows for rows, _milli in statistics.values()) for pair in counted.values())


@given(links_st, items_st, statistics_st, st.integers(0, 99))
def test_count_for_a_title_does_not_depend_on_any_order(links, items, statistics, seed):
    def mixed(values):
        values = list(values)
        random.Random(seed).shuffle(values)
        return values

    plain = walk(*links, items=[item(code, *clauses) for code, clauses in items.items()])
    other = walk(
        *map(mixed, mixed(links)), items=[item(code, *mixed(clauses)) for code, clauses in mixed(items.items())]
    )
    assert plain.count_for("health", statistics, source="city") == other.count_for(
        "health", dict(mixed(statistics.items())), source="city"
    )


@pytest.mark.parametrize("leaf", ["a1", "b1"])
@given(links=links_st, items=items_st)
def test_leads_to_finds_exactly_what_clauses_of_says(leaf, links, items):
    crosswalk = walk(*links, items=[item(code, *clauses) for code, clauses in items.items()])
    for clause in (("health", "h1"), ("health", "h2")):
        leaves, found = crosswalk.leads_to(clause, CITY)
        for code in ("", *items):
            reached = clause in crosswalk.clauses_of("city", node=leaf, item=code)
            assert reached == (leaf in leaves or code in found)
