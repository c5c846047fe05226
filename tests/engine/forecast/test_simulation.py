"""The simulator against algebra, its twin, itself on more threads, and the scoring engine."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import hypergeom

from tests.engine.forecast.cities import CITY, MARKETS, PARKS, field_only
from wenming.engine.forecast import Item, Parts, Shift
from wenming.engine.forecast.backends import ALONE, NUMPY, Crew, best_backend, compiled_backend, visited
from wenming.engine.forecast.simulation import Model
from wenming.engine.forecast.tables import (
    LOGITS,
    MICRO,
    PLACES,
    Columns,
    Found,
    Group,
    Lots,
    certain,
    findings,
    natures,
    offsets_of,
)

EVALUATIONS = 4096


def lots(number: int, columns: int = 1) -> Lots:
    return Lots(np.zeros((number, columns), np.int64), np.zeros((number, 2), np.int64), 11, 0)


def known_type(rates: np.ndarray, drawn: int, checks: int) -> Group:
    """Return a type whose every site's chance is known."""
    nought = np.zeros(len(rates), np.int64)
    return Group(certain(rates)[:, None], np.arange(len(rates)), nought, drawn, 0, Found.of_checks((0.0,) * checks))


def test_simulate_known_sites_agrees_with_algebra():
    # Var = Σ W²·[(1 − n/N)·S²/n + v̄/n], quant.md 3.b
    random = np.random.default_rng(3)
    groups, shares, mean, variance = [], (0.7, 0.3), 0.0, 0.0
    for share, (frame, drawn, checks) in zip(shares, ((40, 8, 6), (15, 5, 10)), strict=True):
        rates = random.beta(8, 3, frame)
        groups.append(known_type(rates, drawn, checks))
        within = (rates * (1 - rates)).mean() / checks
        mean += share * rates.mean()
        variance += share**2 * ((1 - drawn / frame) * rates.var(ddof=1) / drawn + within / drawn)
    found = visited(Columns.of(groups), lots(EVALUATIONS), backend=NUMPY)
    scores = found @ (np.array(shares) / [8 * 6, 5 * 10])
    assert abs(scores.mean() - mean) < 4 * np.sqrt(variance / EVALUATIONS)
    # the variance of a variance, for what is nearly normal
    assert abs(scores.var(ddof=1) - variance) < 4 * variance * np.sqrt(2 / EVALUATIONS)


def test_draw_sites_meets_ours_as_often_as_the_hypergeometric_says():
    # a site of ours passes everything, another nothing
    ours = certain(np.array([1.0, 0.0]))[:, None]
    block = np.array([0] * 6 + [1] * 14)
    group = Group(ours, block, np.zeros(20, np.int64), 5, 0, Found.of_checks((0.0,)))
    found = visited(Columns.of([group]), lots(EVALUATIONS), backend=NUMPY)[:, 0]
    counts = np.bincount(found, minlength=6)
    expected = hypergeom(20, 6, 5).pmf(np.arange(6)) * EVALUATIONS
    assert ((counts - expected) ** 2 / expected).sum() < 25


def test_run_compiled_loop_gives_the_numbers_of_its_twin_bit_for_bit():
    model = Model.of(CITY)
    assert model.streets == ("north", "south")
    with ThreadPoolExecutor(2) as pool:
        ways = ((ALONE, compiled_backend()), (ALONE, NUMPY), (Crew(2, pool.map), compiled_backend()))
        one, two, three = (model.simulated(5, 24, crew=crew, backend=backend) for crew, backend in ways)
    for name in ("field", "survey", "materials", "again", "rates", "accepted"):
        assert getattr(one, name).tolist() == getattr(two, name).tolist() == getattr(three, name).tolist()


def test_choose_backend_without_numba_is_numpy(monkeypatch):
    assert best_backend().name == "numba"
    compiled_backend.cache_clear()
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "wenming.engine.forecast.kernels", raising=False)
    monkeypatch.delattr("wenming.engine.forecast.kernels", raising=False)
    monkeypatch.delitem(sys.modules, "wenming.engine.scoring.kernels", raising=False)
    monkeypatch.delattr("wenming.engine.scoring.kernels", raising=False)
    assert best_backend() is NUMPY


def test_shift_the_assessors_moves_the_rates_as_expected():
    model = Model.of(field_only(MARKETS, PARKS, shift=Shift(mean=-0.4, year=0.0, city=0.0)))
    draws = model.simulated(2, EVALUATIONS, backend=NUMPY)
    error = draws.rates.std(axis=0) / np.sqrt(EVALUATIONS)
    expected = model.expected_rates(np.array([-0.4]))[0]
    assert (np.abs(draws.rates.mean(axis=0) - expected) < 4 * error).all()
    assert (expected < model.expected_rates(np.zeros(1))[0]).all()


def test_look_at_streets_expects_more_of_a_good_one():
    model = Model.of(replace(CITY, shift=Shift(street=0.4)))
    north, south = model.street_effects
    assert north[0] > south[0]
    assert 0 < north[1] < south[1] < 0.4


def test_weigh_parts_follows_the_data():
    draws = Model.of(replace(CITY, parts=Parts(0.0, 0.0, 10.0))).simulated(1, 16, backend=NUMPY)
    assert (draws.field.tolist(), draws.materials.tolist(), draws.again.tolist()) == ([0.0] * 16,) * 3
    assert ((draws.score > 0) & (draws.score <= 10)).all()


def test_find_checks_by_convolution_is_binomial_where_all_are_alike():
    found = findings((0.0,) * 4)
    passes = expit(LOGITS)
    assert found[:, 4] == pytest.approx(passes**4)
    assert found.sum(axis=1) == pytest.approx(np.ones(PLACES))
    uneven = findings((1.0, -1.0))
    assert uneven @ [0, 1, 2] == pytest.approx(expit(LOGITS + 1) + expit(LOGITS - 1))


@pytest.mark.parametrize(("a", "b"), [(20.0, 5.0), (3.0, 0.3), (0.4, 9.0)])
def test_lay_beta_on_the_grid_keeps_its_mean_and_variance(a, b):
    chances, passes = natures(np.array([a]), np.array([b]))[0], expit(LOGITS)
    mean = chances @ passes
    assert mean == pytest.approx(a / (a + b), abs=2e-4)
    assert chances @ passes**2 - mean**2 == pytest.approx(a * b / ((a + b) ** 2 * (a + b + 1)), rel=5e-3)


def test_offset_items_keeps_the_rate_of_all():
    items = (Item("a", 50, 1), Item("b", 50, 20), Item("c", 50, 5))
    offsets = np.array(offsets_of(items, 3))
    rate = (150 - 26 + 1) / 152
    assert expit(np.log(rate / (1 - rate)) + offsets).mean() == pytest.approx(rate)
    assert offsets[1] < offsets[2] < offsets[0]
    assert offsets_of(items, 2) == (0.0, 0.0)
    assert offsets_of((Item("a", 0, 0),), 1) == (0.0,)


def test_find_a_share_tells_it_in_parts_of_a_million():
    found = Found.of_share()
    assert found.counts[:, 0] / MICRO == pytest.approx(expit(LOGITS), abs=1e-6)
