"""Run lengths. Referees: R spc 0.7.2 (`xcusum.arl`), and the chain's own equations solved densely."""

from __future__ import annotations

import numpy as np
import pytest

from wenming.engine.monitoring.runlengths import (
    half_alarmed,
    limit_for,
    normal_run_length,
    run_length,
    standing,
)


def chain(rate: float, lift: int, limit: int) -> np.ndarray:
    """The matrix of steps between the states below the limit, written down from its definition."""
    matrix = np.zeros((limit, limit))
    for state in range(limit):
        matrix[state, max(state - 1, 0)] += 1 - rate
        if state + lift < limit:
            matrix[state, state + lift] += rate
    return matrix


@pytest.mark.parametrize(
    ("limit", "shift", "expected"), [(4, 0, 167.6838), (4, 1, 8.3831), (5, 0, 465.4435), (5, 1, 10.3760)]
)
def test_run_of_the_normal_cusum_is_that_of_r_spc_within_a_thousandth(limit, shift, expected):
    assert normal_run_length(limit, 0.5, shift, cells=300) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    ("rate", "lift", "limit"), [(0.03, 18, 110), (0.2, 3, 20), (0.3, 1, 9), (0.005, 200, 600), (0.1, 5, 3)]
)
def test_run_length_in_one_pass_equals_the_solved_chain(rate, lift, limit):
    solved = np.linalg.solve(np.eye(limit) - chain(rate, lift, limit), np.ones(limit))[0]
    assert run_length(rate, lift, limit) == pytest.approx(solved, rel=1e-9)


def test_run_length_where_every_failure_alarms_is_one_over_the_rate():
    assert run_length(0.04, 9, 1) == pytest.approx(25.0)


def test_run_length_beyond_doubles_is_without_end():
    assert run_length(0.05, 2, 400) == np.inf


def test_limit_for_a_wanted_run_is_the_lowest_that_holds_it():
    limit = limit_for(0.03, 17, 10_000)
    assert run_length(0.03, 17, limit - 1) < 10_000 <= run_length(0.03, 17, limit)


def test_standing_of_an_endless_chart_is_the_long_run_of_its_chain():
    matrix = chain(0.05, 7, 400)
    here = np.full(400, 1 / 400)
    for _ in range(4000):
        here = here @ matrix
    assert standing(0.05, 7, 60) == pytest.approx(here[:61] / here.sum(), abs=1e-9)


def test_standing_of_a_chart_that_climbs_is_refused():
    with pytest.raises(ValueError, match="climbs without end"):
        standing(0.5, 2, 10)


def test_half_alarmed_after_a_relapse_is_the_median_of_the_chain():
    # played from the long run of the chart: 20,000 charts, seed 3
    random, lift, limit = np.random.default_rng(3), 12, 46
    weights = standing(0.03, lift, limit - 1)
    state = random.choice(limit, 20_000, p=weights / weights.sum())
    delay, looks = np.zeros(len(state)), 0
    while (delay == 0).sum() > len(state) / 2 - 1:
        looks += 1
        state = np.where(random.random(len(state)) < 0.15, state + lift, np.maximum(state - 1, 0))
        delay = np.where((delay == 0) & (state >= limit), looks, delay)
        state = np.minimum(state, limit)
    assert abs(half_alarmed(0.15, rate=0.03, lift=lift, limit=limit) - looks) <= 1


def test_half_alarmed_where_one_failure_is_enough_is_the_median_of_the_first():
    assert half_alarmed(0.5, rate=0.01, lift=9, limit=3) == 1


def test_half_alarmed_that_never_comes_stops_counting():
    assert half_alarmed(1e-9, rate=0.01, lift=9, limit=30, most=50) == 50
