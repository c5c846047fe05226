"""The grid: doubling it changes nothing, it covers what it says it covers, and its cells stand for it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import betaln, expit

from wenming.engine.forecast.calibration import rank_among, uniformity
from wenming.engine.forecast.posteriors import (
    FIRM,
    FIRM_SPREAD,
    Top,
    firmness_prior,
    fitted,
    grid_for,
    log_likelihood,
    posterior_of,
)

PASSED, CHECKS = [9, 12, 10, 7, 12, 11], [12] * 6


def test_count_likelihood_by_rising_factorials_is_the_beta_function():
    grid = grid_for(PASSED, CHECKS, (5, 4))
    expected = sum(
        betaln(grid.a + y, grid.b + j - y) - betaln(grid.a, grid.b) for y, j in zip(PASSED, CHECKS, strict=True)
    )
    assert log_likelihood(PASSED, CHECKS, grid) == pytest.approx(expected, abs=1e-9)


def test_double_the_grid_changes_nothing_that_is_shown():
    coarse, fine = (fitted([(PASSED, CHECKS), ([4], [5])], cells)[0] for cells in ((40, 30), (80, 60)))
    for one, two in zip(coarse, fine, strict=True):
        assert one.level == pytest.approx(two.level, abs=1e-5)
        assert one.level_variance == pytest.approx(two.level_variance, rel=1e-3)
        assert one.site_variance(3, 4) == pytest.approx(two.site_variance(3, 4), rel=1e-3)


def test_fit_types_that_differ_leaves_their_tops_wider_than_of_types_that_agree():
    alike = [([20, 21, 22], [25] * 3)] * 6
    apart = [([5 * k, 5 * k], [25] * 2) for k in range(6)]
    assert fitted(alike)[1].spread < fitted(apart)[1].spread


def test_take_cells_of_a_posterior_keeps_its_moments():
    posterior = fitted([(PASSED, CHECKS)])[0][0]
    a, b = posterior.cells(64)
    assert (a / (a + b)).mean() == pytest.approx(posterior.level)
    assert (a / (a + b)).var() == pytest.approx(posterior.level_variance)
    firm = posterior.mean(np.broadcast_to(posterior.grid.logs[None, :], posterior.weight.shape))
    assert np.log(a + b).mean() == pytest.approx(firm, abs=0.02)


def test_fit_without_a_single_check_gives_the_prior_back():
    posterior = fitted([([], [])])[0][0]
    assert posterior.level == pytest.approx(0.77, abs=0.03)


@pytest.mark.parametrize(("passed", "checks"), [([3], [2]), ([-1], [2]), ([1, 1], [2])])
def test_fit_counts_that_cannot_be_is_refused(passed, checks):
    with pytest.raises(ValueError, match="between 0 and checks"):
        grid_for(passed, checks)


def test_repeat_the_prior_and_its_posterior_gives_uniform_ranks():
    # simulation-based calibration (Talts et al. 2018), 20 bins
    random, top = np.random.default_rng(8), Top(1.4, 0.8)
    shares = []
    for _ in range(240):
        level, firm = expit(random.normal(top.mean, top.spread)), np.exp(random.normal(FIRM, FIRM_SPREAD))
        passed = random.binomial(8, random.beta(level * firm, (1 - level) * firm, 6))
        grid = grid_for(passed, [8] * 6)
        posterior = posterior_of(
            log_likelihood(passed, [8] * 6, grid) + firmness_prior(grid) + top.log_prior(grid), grid
        )
        a, b = posterior.cells(199)
        shares.append(rank_among(a / (a + b), level))
    square, probability = uniformity(shares)
    assert probability > 0.01, square
