"""Levels and standings from counts by place: exact where they must be, careful where they may be, the same in any order."""

from __future__ import annotations

import json
import random

import pytest

from wenming.engine.intervals import NOTHING, Design, korn_graubard
from wenming.engine.ranking import Cell, level_change, level_from, level_numbers, level_of, standings
from wenming.engine.ranking.levels import correlation_of


def cells(share, sites, *, kind="k", area="a", seed=1, rows=4):
    """Rows that pass with a chance, at so many sites."""
    chance = random.Random(f"{share} {sites} {kind} {area} {seed}")
    return [
        Cell((area, site), kind, rows, sum(1000 if chance.random() < share else 0 for _ in range(rows)))
        for site in range(sites)
    ]


def test_level_of_rows_is_the_interval_that_the_rows_themselves_give():
    counted = [Cell("a", "k", 3, 2000), Cell("b", "k", 2, 0), Cell("c", "k", 4, 4000), Cell("d", "k", 1, 1000)]
    hits = [1, 1, 0, 0, 0, 1, 1, 1, 1, 1]
    known = korn_graubard(hits, design=Design.of(10, clusters=[*"aaabbccccd"]))
    found = level_of(counted)
    assert (found.interval.n, found.sites, found.interval.degrees) == (10, 4, 3)
    assert (found.interval.estimate, found.interval.low, found.interval.high) == pytest.approx(
        (known.estimate, known.low, known.high)
    )


def test_level_of_weighed_kinds_is_the_mean_of_their_means():
    counted = [Cell("a", "x", 2, 2000), Cell("b", "x", 2, 1000), Cell("a", "y", 4, 0), Cell("b", "z", 9, 9000)]
    # z is worth nothing here
    assert level_of(counted, {"x": 3.0, "y": 1.0}).interval.estimate == pytest.approx(0.75 * 0.75)
    assert level_of(counted, {}).interval == NOTHING


def test_level_of_the_same_counts_in_another_order_is_the_same_to_the_bit():
    counted = cells(0.8, 20) + cells(0.6, 20, kind="j")
    assert level_of(counted) == level_of(counted[::-1])


def test_level_where_all_pass_is_never_certain():
    found = level_of([Cell(site, "k", 2, 2000) for site in range(10)]).interval
    assert found.low < 1.0 == found.high


def test_level_change_of_the_same_places_is_surer_than_of_others():
    before, after = cells(0.5, 40, seed=2), cells(0.5, 40, seed=2)
    same = level_change(level_of(before), level_of(after))
    others = level_change(
        level_of(before), level_of([Cell(("b", one.place), one.kind, one.rows, one.milli) for one in after])
    )
    assert (same.difference, others.difference) == (0.0, 0.0)
    assert same.high - same.low < others.high - others.low
    assert (same.is_told, level_change(level_of(cells(0.1, 40)), level_of(cells(0.9, 40))).is_told) == (False, True)
    assert level_change(level_of([]), level_of(after)) is None
    assert correlation_of(level_of([]), level_of(after)) == 0.0


def test_level_change_of_too_few_places_is_none():
    few, many = level_of(cells(0.2, 4)), level_of(cells(0.9, 40))
    assert level_change(few, many) is not None
    assert level_change(few, many, minimum=5) is None
    assert level_change(many, few, minimum=5) is None


def test_kept_levels_give_the_change_that_the_rows_gave():
    """Whole numbers lose nothing that is shown: two rounds that share places and kinds, and one place that only one of them saw."""
    worth = {"k": 3.0, "j": 1.0}
    rounds = [
        [*cells(share, 30, seed=seed), *cells(share, 20, kind="j", seed=seed + 1), Cell(("z", seed), "k", 4, 4000)]
        for share, seed in ((0.6, 3), (0.8, 5))
    ]
    levels = [level_of(one, worth) for one in rounds]
    places = sorted({cell.place for one in rounds for cell in one})
    numbers = {place: number for number, place in enumerate(places)}
    kept = json.loads(json.dumps([level_numbers(one, numbers) for one in levels]))
    assert all(isinstance(value, int) for one in kept for name, value in one.items() if name != "pulls")
    again = [level_from(one, places) for one in kept]
    assert [one.sites for one in again] == [one.sites for one in levels] == [31, 31]
    found, known = level_change(*again), level_change(*levels)
    assert (found.difference, found.low, found.high) == pytest.approx(
        (known.difference, known.low, known.high), abs=1e-7
    )
    assert correlation_of(*again) == pytest.approx(correlation_of(*levels), abs=1e-6) != 0


def test_kept_level_without_rows_is_nothing_again():
    assert level_from(level_numbers(level_of([]), {}), []).interval == NOTHING


def test_standings_tell_apart_what_can_be_told_and_say_nothing_of_few_sites():
    groups = {
        "甲": cells(0.95, 60),
        "乙": cells(0.93, 60, area="b"),
        "丙": cells(0.4, 60, area="c"),
        "少": cells(0.9, 4, area="d"),
    }
    found = {one.key: one for one in standings(groups, {}, seed=7)}
    assert [(found[key].first, found[key].last) for key in "甲乙丙少"] == [(1, 2), (1, 2), (3, 3), (0, 0)]
    assert (found["甲"].bands, found["丙"].bands, found["少"].bands) == ((0,), (1,), ())
    assert (found["少"].shrunk, found["少"].change) == (None, None)
    # drawn towards what all have
    assert found["丙"].estimate < found["丙"].shrunk
    assert standings(groups, {}, seed=7) == standings(dict(reversed(groups.items())), {}, seed=7)


def test_standings_take_off_what_the_kinds_of_places_explain():
    """One has only hard places, the other only easy ones; on each kind they are equal."""
    hard, easy = cells(0.5, 30, kind="hard"), cells(0.9, 30, kind="easy")
    groups = {
        "一": [*hard, Cell(("x", 1), "easy", 4, 4000)],
        "二": [*easy, Cell(("y", 1), "hard", 4, 2000)],
    }
    one, two = (next(row for row in standings(groups, {}, seed=1) if row.key == key) for key in "一二")
    assert abs(one.adjusted - two.adjusted) < abs(one.estimate - two.estimate) / 3


def test_standings_of_nobody_of_one_and_of_entrants_without_rows():
    assert standings({}, {}, seed=1) == ()
    (only,) = standings({"甲": cells(0.9, 10), "乙": []}, {"甲": cells(0.2, 10, seed=5)}, seed=1)
    assert (only.key, only.first, only.last, only.shrunk) == ("甲", 1, 1, None)
    assert only.change_low > 0
