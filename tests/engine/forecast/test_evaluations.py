"""Evaluations of known cities: by algebra, and the same on every way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.stats import binom

from wenming.engine.forecast.backends import ALONE, NUMPY, Crew, compiled_backend
from wenming.engine.forecast.evaluations import CUT, alias_rows, evaluated, site_findings

RATES = np.random.default_rng(2).beta(8, 2, 23)


def test_find_at_sites_is_binomial_and_stays_so_as_aliases():
    found = site_findings(RATES, 6)
    assert found == pytest.approx(binom(6, RATES[:, None]).pmf(np.arange(7)))
    uneven = site_findings(np.array([[0.2, 0.9]]), 2)
    assert uneven[0] == pytest.approx([0.08, 0.74, 0.18])
    table = alias_rows(found)
    stays = (table >> 8) / CUT
    back = np.zeros((len(RATES), 8))
    for column in range(8):
        back[:, column] += stays[:, column] / 8
        np.add.at(back, (np.arange(len(RATES)), table[:, column] & 255), (1 - stays[:, column]) / 8)
    assert back[:, :7] == pytest.approx(found, abs=1e-6)


@pytest.mark.parametrize("drawn", [1, 6, 20, 21, 22, 23, 0])
def test_evaluate_compiled_or_not_and_on_threads_is_the_same(drawn):
    table = alias_rows(site_findings(RATES, 6))
    with ThreadPoolExecutor(2) as pool:
        ways = ((ALONE, NUMPY), (ALONE, compiled_backend()), (Crew(2, pool.map), compiled_backend()))
        one, two, three = (evaluated(table, drawn, 9, 7, crew=crew, backend=backend).tolist() for crew, backend in ways)
    assert one == two == three


@pytest.mark.parametrize("sites", [1, 2, 3, 4])
def test_evaluate_all_of_a_few_sites_compiled_is_as_in_numpy(sites):
    table = alias_rows(site_findings(RATES[:sites], 3))
    assert evaluated(table, sites, 1, 5).tolist() == evaluated(table, sites, 1, 5, backend=NUMPY).tolist()


@pytest.mark.parametrize("drawn", [8, 23])
def test_evaluate_many_times_agrees_with_algebra(drawn):
    number = 4000
    found = evaluated(alias_rows(site_findings(RATES, 6)), drawn, 5, number, backend=NUMPY) / (drawn * 6)
    within = (RATES * (1 - RATES)).mean() / 6
    variance = (1 - drawn / len(RATES)) * RATES.var(ddof=1) / drawn + within / drawn
    assert abs(found.mean() - RATES.mean()) < 4 * np.sqrt(variance / number)
    assert abs(found.var() - variance) < 4 * variance * np.sqrt(2 / number)


def test_evaluate_more_sites_or_checks_than_there_can_be_is_refused():
    with pytest.raises(ValueError, match="3"):
        evaluated(alias_rows(site_findings([0.5, 0.5], 2)), 3, 1, 1)
    with pytest.raises(ValueError, match="256"):
        alias_rows(site_findings([0.5], 256))
