"""Red and black lists: the worked case W-5, ties, bands, counters; and what always holds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.engine.lists import (
    BLACK,
    NO_WORK,
    RED,
    TOO_FEW,
    Entrant,
    Places,
    listed,
    rank_bands,
    step_at,
    times_running,
)


def entrants(*shares: tuple[int, int]) -> list[Entrant]:
    return [Entrant(key, of, per, per) for key, (of, per) in enumerate(shares, start=1)]


def marks(shares, rule: Places) -> dict[int, str]:
    return {one.entrant.key: one.mark for one in listed(entrants(*shares), rule)}


def test_list_the_departments_of_w5_puts_ties_on_the_same_list_and_leaves_out_who_had_no_work():
    # domain.md W-5: the best 5 departments with ties, the worst 3 with ties; no assigned problems, no rank
    shares = [
        (10, 10),
        (9, 10),
        (19, 20),
        (18, 20),
        (8, 10),
        (16, 20),
        (7, 10),
        (6, 10),
        (1, 2),
        (5, 10),
        (0, 0),
        (2, 10),
    ]
    placings = listed(entrants(*shares), Places(5, 3))
    assert [(one.entrant.key, one.place, one.ties, one.mark) for one in placings] == [
        (1, 1, 1, RED), (3, 2, 1, RED), (2, 3, 2, RED), (4, 3, 2, RED), (5, 5, 2, RED), (6, 5, 2, RED),
        (7, 7, 1, ""), (8, 8, 1, ""), (9, 9, 2, BLACK), (10, 9, 2, BLACK), (12, 11, 1, BLACK), (11, 0, 0, ""),
    ]  # fmt: skip
    assert placings[-1].reason == NO_WORK


@pytest.mark.parametrize(
    ("shares", "rule", "expected"),
    [
        # 天水: the best two, the worst one
        ([(9, 10), (8, 10), (7, 10), (6, 10)], Places(2, 1), [RED, RED, "", BLACK]),
        # 武汉: first and last
        ([(9, 10), (8, 10), (7, 10)], Places(1, 1), [RED, "", BLACK]),
        # a group of equals has no worst and no best
        ([(9, 10), (9, 10), (9, 10)], Places(1, 1), ["", "", ""]),
        ([(9, 10)], Places(1, 1), [""]),
        # on both lists: the nearer end decides
        ([(1, 1), (1, 1), (1, 1), (1, 1), (9, 10)], Places(5, 3), [RED, RED, RED, RED, BLACK]),
        # less is better
        ([(1, 10), (2, 10), (3, 10)], Places(1, 1, high_is_good=False), [RED, "", BLACK]),
        ([(1, 10), (2, 10), (3, 10)], Places(0, 1), [BLACK, "", ""]),
        ([], Places(1, 1), []),
    ],
)
def test_list_by_the_rules_of_cities_gives_their_marks(shares, rule, expected):
    found = marks(shares, rule)
    assert [found[key] for key in sorted(found)] == expected


def test_list_with_a_minimum_leaves_out_who_has_too_few_and_says_so():
    (first, second) = listed(entrants((1, 1), (9, 10)), Places(1, 0, minimum=5))
    assert (first.entrant.key, first.place, first.mark) == (2, 1, RED)
    assert (second.entrant.key, second.place, second.reason) == (1, 0, TOO_FEW)


def test_read_the_band_of_few_cases_cannot_tell_and_of_many_can():
    few = listed(entrants((9, 10), (8, 10), (5, 10)), Places(1, 1))
    assert [(one.first, one.last, one.is_sure) for one in few] == [(1, 3, False)] * 3
    many = listed(entrants((900, 1000), (895, 1000), (500, 1000)), Places(1, 1))
    assert [(one.first, one.last, one.is_sure) for one in many] == [(1, 2, False), (1, 2, False), (3, 3, True)]
    best = listed(entrants((990, 1000), (895, 1000), (500, 1000)), Places(1, 1))
    assert best[0].is_sure


def test_read_the_band_agrees_with_clopper_pearson_of_the_textbook():
    # 8 of 10 at 95 %: 0.4439 to 0.9748 (Clopper and Pearson 1934); 3 of 10: 0.0667 to 0.6525. They overlap, 0 of 30 lies below 8 of 10
    two = [(Fraction(8, 10), 10), (Fraction(0), 30)]
    assert rank_bands(two) == ((1, 1), (2, 2))
    assert rank_bands(two, high_is_good=False) == ((2, 2), (1, 1))
    assert rank_bands([(Fraction(8, 10), 10), (Fraction(3, 10), 10)]) == ((1, 2), (1, 2))
    assert rank_bands([]) == ()


def test_count_times_running_resets_when_not_black():
    counter, seen = 0, []
    for mark in (BLACK, BLACK, "", BLACK, RED, BLACK, BLACK, BLACK):
        counter = times_running(counter, mark)
        seen.append(counter)
    assert seen == [1, 2, 0, 1, 0, 1, 2, 3]


def test_look_up_the_step_of_w5_gives_the_last_one_reached():
    steps = {1: "分管领导约谈", 2: "组织部门约谈", 3: "移送问责"}
    assert [step_at(times, steps) for times in (0, 1, 2, 3, 4)] == [
        "",
        "分管领导约谈",
        "组织部门约谈",
        "移送问责",
        "移送问责",
    ]


SHARES = st.lists(st.integers(0, 12).flatmap(lambda per: st.tuples(st.integers(0, per), st.just(per))), max_size=12)


@settings(max_examples=80, deadline=None)
@given(SHARES, st.integers(0, 4), st.integers(0, 4), st.booleans())
def test_list_anything_treats_equals_alike_and_keeps_places_in_their_bands(shares, red, black, high):
    placings = listed(entrants(*shares), Places(red, black, high_is_good=high))
    ranked = [one for one in placings if one.place]
    assert len(placings) == len(shares)
    assert {one.entrant.key for one in placings if not one.place} == {
        key for key, (_of, per) in enumerate(shares, 1) if per == 0
    }
    by_value: dict[Fraction, set] = {}
    for one in ranked:
        by_value.setdefault(one.entrant.value, set()).add((one.place, one.ties, one.mark))
        assert 1 <= one.first <= one.place <= one.last <= len(ranked)
        assert not (one.mark == RED and one.place > red)
    assert all(len(seen) == 1 for seen in by_value.values())
    assert [one.place for one in ranked] == sorted(one.place for one in ranked)
    reordered = listed(entrants(*shares)[::-1], Places(red, black, high_is_good=high))
    assert {(one.entrant.key, one.place, one.mark) for one in placings} == {
        (one.entrant.key, one.place, one.mark) for one in reordered
    }
