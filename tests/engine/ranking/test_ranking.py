"""Ranks that say how sure they are."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.engine.intervals import Interval
from wenming.engine.ranking import Entrant, deviations, league, rank_bands, share_errors


def bands_of(values, error=1.0, **more):
    return rank_bands(values, deviations(np.eye(len(values)) * error**2, seed=3), **more)


def test_rank_one_pair_needs_the_usual_number_of_standard_errors():
    # two areas: |z| > 1.96 of the difference, √2 standard errors
    assert bands_of([0, 0]).critical == pytest.approx(1.96, abs=0.05)
    assert bands_of([0, 1.9 * math.sqrt(2)]).first.tolist() == [1, 1]
    assert bands_of([0, 2.1 * math.sqrt(2)]).first.tolist() == [2, 1]


def test_rank_ten_areas_needs_the_range_of_tukey():
    # the studentised range of 10, 95 %, endless degrees of freedom: 4.474 (Tukey's table), over √2
    assert bands_of([0.0] * 10).critical == pytest.approx(4.474 / math.sqrt(2), abs=0.06)


def test_rank_with_few_degrees_of_freedom_is_wider():
    # the studentised range of 3, 95 %, 10 degrees of freedom: 3.877; Student's t of 10 spreads √(10/8) as wide as the normal
    off = deviations(np.eye(3), seed=5, degrees=10)
    assert rank_bands([0, 0, 0], off).critical * math.sqrt(10 / 8) == pytest.approx(3.877 / math.sqrt(2), abs=0.06)
    reach = 3.877
    assert rank_bands([0, 0, reach - 0.1], off).first.tolist() == [1, 1, 1]
    assert rank_bands([0, 0, reach + 0.1], off).first.tolist() == [2, 2, 1]


def test_rank_areas_far_apart_gives_each_its_place_and_neighbours_a_band():
    found = bands_of([0, 20, 20.5, 40])
    assert (found.first.tolist(), found.last.tolist()) == ([4, 2, 2, 1], [4, 3, 3, 1])
    assert found.runs == ((3,), (2, 1), (0,))
    assert found.tied_with(1) == (1, 2)
    low = bands_of([0, 20, 20.5, 40], high_is_good=False)
    assert (low.first.tolist(), low.last.tolist()) == ([1, 2, 2, 4], [1, 3, 3, 4])


def test_rank_in_steps_tells_more_apart_than_at_once():
    # 2.2 standard errors apart are too little among six at once, but the far ones are told apart first
    values = [0, 100, 200, 300, 400, 404.4]
    found = bands_of(values, error=math.sqrt(2))
    assert found.critical > 4.4 / 2
    assert found.better[5, 4]


def test_rank_runs_overlap_where_the_middle_goes_with_both():
    found = bands_of([0, 2, 4], error=0.9)
    assert found.runs == ((2, 1), (1, 0))
    assert (found.first.tolist(), found.last.tolist()) == ([2, 1, 1], [3, 3, 2])


def test_rank_areas_that_share_their_error_tells_small_differences():
    together = deviations([[1.0, 0.99], [0.99, 1.0]], seed=3)
    assert rank_bands([0, 0.5], together).first.tolist() == [2, 1]
    same = deviations([[1.0, 1.0], [1.0, 1.0]], seed=3)
    assert rank_bands([0, 0.5], same).first.tolist() == [1, 1]


@pytest.mark.parametrize("n", [0, 1])
def test_rank_nobody_or_one_has_nothing_to_compare(n):
    found = rank_bands([5.0] * n, np.zeros((10, n)))
    assert (found.first.tolist(), found.last.tolist(), found.critical) == ([1] * n, [1] * n, math.inf)
    assert found.runs == (((0,),) if n else ())
    assert rank_bands([5.0] * n, np.zeros((0, n))).critical == math.inf


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 10), min_size=2, max_size=9), st.floats(0.1, 3), st.floats(0.5, 20))
def test_rank_bands_hold_the_place_scale_and_cover_everybody(values, error, factor):
    found = bands_of(values, error)
    order = np.argsort(-np.array(values), kind="stable")
    place = np.empty(len(values))
    place[order] = np.arange(1, len(values) + 1)
    assert ((found.first <= place) & (place <= found.last)).all()
    assert sorted({area for run in found.runs for area in run}) == list(range(len(values)))
    for run in found.runs:
        assert not found.better[np.ix_(run, run)].any()
    scaled = rank_bands(np.array(values) * factor, deviations(np.eye(len(values)) * error**2, seed=3) * factor)
    assert np.array_equal(scaled.better, found.better)


def test_make_a_league_puts_the_formula_s_place_beside_the_band():
    entrants = [
        Entrant("甲", Fraction("97.5"), 0.97, 40),
        Entrant("乙", Fraction("97.5"), 0.96, 40),
        Entrant("丙", Fraction("80"), 0.70, 40),
        Entrant("丁", Fraction("99"), 0.99, 3),
    ]
    found = league(entrants, np.eye(4) * 0.02**2, seed=1)
    assert [(row.entrant.key, row.place, row.ties, row.first, row.last) for row in found.rows] == [
        ("丁", 1, 1, 0, 0), ("甲", 2, 2, 1, 2), ("乙", 2, 2, 1, 2), ("丙", 4, 1, 3, 3),
    ]  # fmt: skip
    assert [row.has_band for row in found.rows] == [False, True, True, True]
    assert found.runs == (("甲", "乙"), ("丙",))
    assert league([], [], seed=1).rows == ()


def test_take_errors_of_shares_leaves_none_without():
    sure = Interval(1.0, 0.9, 1.0, 50, 40.0, 0.0, 9)
    wide = Interval(0.5, 0.2, 0.8, 50, 40.0, 0.2, 9)
    found = share_errors([sure, wide])
    # p̃ = 42/44
    assert found[0, 0] == pytest.approx(42 / 44 * 2 / 44 / 40)
    assert (found[1, 1], found[0, 1]) == (pytest.approx(0.04), 0)
    assert share_errors([sure, wide], [[1, 0.5], [0.5, 1]])[0, 1] == pytest.approx(0.5 * math.sqrt(found[0, 0] * 0.04))
