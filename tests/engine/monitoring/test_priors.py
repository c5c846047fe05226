"""Usual rates. Referee: the vignette of R BayesGOF (rat tumours, maximum likelihood of the beta-binomial)."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from tests.data import data_file
from wenming.engine.monitoring import priors
from wenming.engine.monitoring.priors import FIRMEST, LOOSEST, MEAN_LEAST, Prior, fitted_prior


def test_fit_rat_tumours_gives_the_printed_maximum():
    with data_file("bayes/rat.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    found = fitted_prior([int(row["y"]) for row in rows], [int(row["n"]) for row in rows])
    # printed 2.304768 and 14.079707 by an optimiser that stops at 1e-6 of the likelihood
    assert (found.a, found.b) == pytest.approx((2.304768, 14.079707), rel=1e-4)


def test_shrink_a_place_moves_it_towards_its_kind():
    prior = Prior(2.0, 18.0)
    assert prior.mean == pytest.approx(0.1)
    assert prior.shrunk(0, 0) == pytest.approx(0.1)
    assert prior.shrunk(4, 10) == pytest.approx(0.2)


def test_fit_places_that_are_all_alike_is_as_firm_as_may_be():
    found = fitted_prior([1] * 40, [20] * 40)
    assert found.a + found.b == pytest.approx(FIRMEST)
    assert found.mean == pytest.approx(0.05)


def test_fit_places_that_always_or_never_fail_is_as_loose_as_may_be():
    found = fitted_prior([0, 20] * 10, [20] * 20)
    assert found.a + found.b == pytest.approx(LOOSEST)


def test_fit_places_without_a_failure_believes_in_a_small_rate():
    assert fitted_prior([0, 0, 0], [5, 5, 5]).mean == pytest.approx(MEAN_LEAST)


def test_fit_nothing_gives_nothing():
    assert fitted_prior([], []) is None
    assert fitted_prior([0], [0]) is None


def test_fit_that_may_not_climb_stops_near_the_top(monkeypatch):
    failures, looks = [0] * 8 + [1] * 5 + [2] * 4 + [6] * 2, [20] * 19
    top = fitted_prior(failures, looks)
    monkeypatch.setattr(priors, "STEPS", 1)
    near = fitted_prior(failures, looks)
    assert near != top
    assert near.mean == pytest.approx(top.mean, rel=0.1)


def test_fit_simulated_places_finds_their_prior():
    random = np.random.default_rng(2)
    looks = random.integers(5, 30, 4000)
    found = fitted_prior(random.binomial(looks, random.beta(1.5, 28.5, 4000)), looks)
    assert (found.mean, found.a + found.b) == (pytest.approx(0.05, rel=0.05), pytest.approx(30, rel=0.2))
