"""What an answer is worth, which rows a round becomes, which sites are seen twice, who goes where. Expected numbers were worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.engine.fieldwork import (
    Looked,
    Prices,
    Said,
    Task,
    coded_twice,
    milli_of,
    rows_of,
    shared_out,
    shortfall_of,
    shuffled,
)
from wenming.engine.provisions import CheckItem, Judgement

PRICES = Prices(200, {"好": 1000, "一般": 600, "差": 0})


def item(code="甲-01-01", judge=Judgement.YES_NO, **limits):
    limits = {name: value if name == "per_metres" else Fraction(value) for name, value in limits.items()}
    return CheckItem(code, f"{code}的内容", "", None, site_type="甲", judge=judge, **limits)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Said("met"), 1000), (Said("unmet", places=1), 800), (Said("unmet", places=3), 400), (Said("unmet", places=7), 0),
        (Said("not_applicable"), None), (Said("unmet"), 800), (Said("met", count=3), 1000), (Said("unmet", count=3, places=2), 600),
    ],
)  # fmt: skip
def test_score_yes_or_no_takes_off_for_each_place(said, expected):
    assert milli_of(item(), said, PRICES) == expected


@pytest.mark.parametrize(
    ("limits", "count", "metres", "short"),
    [
        ({"at_least": 5}, 5, None, 0), ({"at_least": 5}, 3, None, 2), ({"at_most": 0}, 4, None, 4), ({"at_most": 2}, 2, 700, 0),
        # 500 metres are two whole stretches of 200, and three begun ones
        ({"at_least": 1, "per_metres": 200}, 1, 500, 1), ({"at_least": 1, "per_metres": 200}, 2, 500, 0),
        ({"at_most": 1, "per_metres": 200}, 3, 500, 0), ({"at_most": 1, "per_metres": 200}, 5, 500, 2),
        ({"at_least": 3, "per_metres": 500}, 1, None, 2), ({"at_least": 3, "per_metres": 500}, 1, 100, 2),
        ({"at_least": "2.5"}, 1, None, 2), ({"at_least": 1, "at_most": 9}, 12, None, 3), ({}, 7, None, 0),
    ],
)  # fmt: skip
def test_count_things_outside_their_limits_gives_places(limits, count, metres, short):
    assert shortfall_of(item(judge=Judgement.COUNT, **limits), count, metres) == short


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Said("unmet", count=3, places=1), 600), (Said("met", count=3), 1000), (Said("unmet", count=9, places=1), 800),
        (Said("unmet", places=2), 600), (Said("not_applicable"), None),
    ],
)  # fmt: skip
def test_score_counted_things_lets_the_inspectors_verdict_stand_above_the_count(said, expected):
    assert milli_of(item(judge=Judgement.COUNT, at_least=5), said, PRICES) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Said("met", grade="好"), 1000), (Said("unmet", places=1, grade="一般"), 600), (Said("met", grade="差"), 0),
        (Said("met", grade="中"), 1000), (Said("unmet", places=2), 600),
    ],
)  # fmt: skip
def test_score_grades_goes_by_the_table_of_the_round(said, expected):
    assert milli_of(item(judge=Judgement.GRADE), said, PRICES) == expected


def test_write_rows_gives_one_for_each_clause_and_lists_what_serves_none():
    items = {one.code: one for one in (item("a"), item("b"), item("c"))}
    said = (
        ("a", Said("met")), ("b", Said("unmet", places=2)), ("c", Said("met")), ("d", Said("met")), ("c", Said("not_applicable")),
        ("a", Said("not_applicable")),
    )  # fmt: skip
    visits = [
        Looked(7, "滨河市场", "望河街道", ("市监局",), None, said),
        Looked(8, "南关市场", "", (), 500, (("a", Said("met")),)),
    ]
    written = rows_of(visits, items, {"a": ("1.1",), "b": ("1.1", "2.3"), "c": ()}, PRICES)
    assert [(row.sheet, row.row, row.code, row.milli, row.item) for row in written.rows] == [
        ("7/a", 1, "1.1", 1000, "a"), ("7/b", 2, "1.1", 600, "b"), ("7/b", 3, "2.3", 600, "b"), ("8/a", 1, "1.1", 1000, "a"),
    ]  # fmt: skip
    first = written.rows[0]
    assert (first.serial, first.written, first.site, first.area, first.units) == (
        "7", "a的内容", "滨河市场", "望河街道", ("市监局",),
    )  # fmt: skip
    assert written.unserved == ((7, "c"), (7, "d"))


@given(st.integers(0, 60), st.integers(0, 100))
def test_choose_sites_to_code_twice_takes_the_share_rounded_up(count, percent):
    tickets = {f"s{number}": f"{number:064x}" for number in range(count)}
    chosen = coded_twice(tickets, percent)
    assert len(chosen) == -(-count * percent // 100)
    assert chosen == coded_twice(dict(reversed(tickets.items())), percent)
    assert coded_twice(tickets, percent // 2) <= chosen


def test_shuffle_codings_gives_every_one_once_whatever_the_order():
    tickets = {(f"s{number}", coding): "t" for number in range(9) for coding in ("first", "second")}
    order = shuffled(tickets)
    assert sorted(order) == sorted(tickets)
    assert order == shuffled(dict(reversed(tickets.items())))
    assert order != sorted(tickets)


def tasks(count, seconds=0):
    firsts = [Task(number, (f"街道{number % 3}",), number) for number in range(1, count + 1)]
    return [
        *firsts,
        *(Task(100 + number, (f"街道{number % 3}",), number, second=True) for number in range(1, seconds + 1)),
    ]


@given(st.integers(0, 40), st.integers(1, 6), st.integers(1, 5), st.integers(0, 10))
def test_share_out_gives_everybody_about_as_many_and_nobody_both_codings(count, people, days, seconds):
    seconds = min(seconds, count)
    teams = {member: member % 2 for member in range(1, people + 1)}
    found = shared_out(tasks(count, seconds), teams, days)
    assert len(found) == count + (seconds if people > 1 else 0)
    loads = [sum(1 for member, _day, _order in found.values() if member == one) for one in teams]
    firsts = [sum(1 for key, (member, _day, _order) in found.items() if member == one and key < 100) for one in teams]
    assert max(firsts) - min(firsts) <= 1
    assert sum(loads) == len(found)
    for number in range(1, seconds + 1):
        if people > 1:
            assert teams[found[number][0]] != teams[found[100 + number][0]]
    places = sorted(found.values())
    assert len(set(places)) == len(places)
    assert all(0 <= day < days for _member, day, _order in places)


def test_share_out_keeps_neighbours_together():
    found = shared_out(tasks(6), {1: 1, 2: 1}, 1)
    assert {key: member for key, (member, _day, _order) in found.items()} == {3: 1, 6: 1, 1: 1, 4: 2, 2: 2, 5: 2}


def test_share_out_a_second_coding_knows_who_has_the_first_already():
    second = [Task(9, ("a",), 5, second=True)]
    assert shared_out(second, {1: 1, 2: 2}, 1, before={5: 2}) == {9: (1, 0, 1)}
    assert shared_out(second, {1: 1, 2: 1}, 1, before={5: 1}) == {9: (2, 0, 1)}
    assert shared_out(second, {1: 1}, 1, before={5: 1}) == {}
    assert shared_out(second, {1: 1}, 1) == {9: (1, 0, 1)}
