"""Every number of quant.md 2.c. Referee: R 4.2.2 with survey 4.1-1 (Debian), on `data(api)`, `data(scd)`, `data(mu284)`."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.engine.estimates.api import clus1, margins, mu284, scd, srs, strat, table
from wenming.engine.estimates import (
    by_domain,
    design_effect,
    jk1,
    mean,
    poststratify,
    quantile,
    rake,
    rao_scott,
    ratio,
    replicated,
    share_interval,
    total,
)
from wenming.engine.estimates.proportions import ShareMethod
from wenming.engine.estimates.taylor import t_quantile

DIGITS = 5e-10
"""R printed ten digits."""


def is_of(found, value, error, digits=DIGITS):
    assert (found.value, found.error) == (pytest.approx(value, rel=digits), pytest.approx(error, rel=digits))


def test_know_the_truth_of_all_schools():
    schools = table("apipop")
    assert schools.number("api00").mean() == pytest.approx(664.712625, rel=1e-9)
    # two schools do not say how many of their teachers have emergency papers
    papers = schools["emer"][schools["emer"] != "NA"].astype(float)
    assert (papers < 40).mean() == pytest.approx(0.973030, abs=5e-7)


def test_estimate_from_a_simple_sample():
    rows, survey = srs()
    is_of(mean(survey, rows.number("api00")), 656.585, 9.249722039)


def test_estimate_from_a_stratified_sample():
    rows, survey = strat()
    is_of(mean(survey, rows.number("api00")), 662.2873632, 9.408940803)
    is_of(total(survey, rows.number("enroll")), 3687177.532, 114641.7161)
    is_of(ratio(survey, rows.number("api.stu"), rows.number("enroll")), 0.8369568869, 0.007757103167)
    is_of(mean(survey, rows["awards"] == "Yes"), 0.6389360641, 0.034405918, 1e-8)


def test_estimate_from_a_sample_of_clusters():
    rows, survey = clus1()
    scores = rows.number("api00")
    is_of(mean(survey, scores), 644.1693989, 23.54224069)
    assert design_effect(survey, scores) == pytest.approx(9.34587, rel=1e-6)
    is_of(total(survey, rows.number("enroll")), 3404940.135, 932235.027)
    is_of(mean(survey, scores, domain=rows["comp.imp"] == "Yes"), 648.406015, 22.47502152, 1e-9)


TYPES = {"E": (648.868056, 22.36240889), "H": (618.571429, 38.02024936), "M": (631.44, 31.60946523)}


def test_estimate_by_type_of_school_in_one_pass_and_one_by_one():
    rows, survey = clus1()
    labels, codes = np.unique(rows["stype"], return_inverse=True)
    found = by_domain(survey, rows.number("api00"), codes)
    for code, label in enumerate(labels):
        assert (found.values[code], found.errors[code]) == pytest.approx(TYPES[label], rel=1e-9)
        is_of(mean(survey, rows.number("api00"), domain=rows["stype"] == label), *TYPES[label], 1e-9)


@pytest.mark.parametrize(
    ("part", "value", "error"), [(0.25, 552, 31.4716612), (0.5, 652, 35.6678827), (0.75, 719, 18.8829967)]
)
def test_estimate_quartiles_by_woodruff(part, value, error):
    rows, survey = clus1()
    found, ends = quantile(survey, rows.number("api00"), part)
    is_of(found, value, error, 2e-9)
    if part == 0.5:
        assert ends == (561, 714)


def test_estimate_from_post_strata():
    rows, survey = clus1()
    is_of(mean(poststratify(survey, margins(rows)[0]), rows.number("api00")), 642.3107882, 23.92048645)


def test_rake_to_where_r_stops_gives_its_numbers():
    # R's rake() stops when no class moves by more than one school: four rounds here
    rows, survey = clus1()
    raked = rake(survey, margins(rows), tolerance=1e-4)
    assert raked.known.steps == 4
    assert mean(raked, rows.number("api00")).value == pytest.approx(641.2302469, rel=DIGITS)
    assert total(raked, rows.number("enroll")).value == pytest.approx(3647300.031, rel=DIGITS)
    weights = np.sort(raked.weights)
    assert (weights[0], weights[91], weights[-1]) == pytest.approx((29.8704639, 29.8704639, 67.1257826), rel=2e-9)


def test_rake_to_the_end_gives_r_s_errors():
    # R's residuals use the weights of the unfinished rounds: the sixth digit
    rows, survey = clus1()
    raked = rake(survey, margins(rows))
    is_of(mean(raked, rows.number("api00")), 641.2302469, 23.70364124, 2e-6)
    is_of(total(raked, rows.number("enroll")), 3647300.031, 400602.7197, 6e-6)
    assert raked.known.steps == 9
    for margin in margins(rows):
        assert np.bincount(margin.codes, weights=raked.weights) == pytest.approx(margin.totals, rel=1e-10)


def test_estimate_by_the_jackknife():
    rows, survey = clus1()
    is_of(replicated(survey, jk1(survey), rows.number("api00")), 644.1693989, 26.32936059)
    # R rakes each replicate until no class moves by a school
    raked = replicated(survey, jk1(survey), rows.number("api00"), margins=margins(rows))
    is_of(raked, 641.2302469, 26.87347424, 3e-5)


def test_estimate_the_ratio_of_ambulances():
    rows, survey = scd()
    is_of(ratio(survey, rows.number("alive"), rows.number("arrests")), 0.1535063501, 0.0098073036)


def test_estimate_a_total_in_two_stages():
    rows, survey = mu284()
    is_of(total(survey, rows.number("y1")), 15080, 2274.254701)


CIPROP = {
    ShareMethod.LOGIT: (0.002304691, 0.177747767),
    ShareMethod.BETA: (0.000216147, 0.137507764),
    ShareMethod.KORN_GRAUBARD: (0.000216147, 0.137507764),
}


@pytest.mark.parametrize("method", CIPROP)
def test_estimate_a_small_share_of_clusters(method):
    rows, survey = clus1()
    found = share_interval(survey, rows.number("ell") == 0, method=method)
    assert found.estimate == pytest.approx(0.0218579235, rel=1e-9)
    assert (found.low, found.high) == pytest.approx(CIPROP[method], abs=1e-9)


def test_estimate_a_small_share_by_likelihood_solves_the_equation():
    # R reads the ends off a spline through a few points of the profile: the lower one, far out, is off by 1.6 %
    rows, survey = clus1()
    found = share_interval(survey, rows.number("ell") == 0, method=ShareMethod.LIKELIHOOD)
    assert found.low == pytest.approx(0.000663921, rel=0.02)
    assert found.high == pytest.approx(0.107778408, rel=2e-6)
    worth = found.estimate * (1 - found.estimate) / found.error**2
    for end in (found.low, found.high):
        share = found.estimate
        apart = share * math.log(share / end) + (1 - share) * math.log((1 - share) / (1 - end))
        assert 2 * worth * apart == pytest.approx(t_quantile(0.95, 14) ** 2, rel=1e-9)


def test_estimate_a_small_share_by_the_arcsine_does_not_mirror_the_end():
    # R squares the sine of a negative angle, .000307193: an interval that begins above what it holds
    rows, survey = clus1()
    found = share_interval(survey, rows.number("ell") == 0, method=ShareMethod.ASIN)
    assert (found.low, found.high) == (0.0, pytest.approx(0.095576737, abs=1e-9))
    share = found.estimate
    reach = t_quantile(0.95, 14) * found.error / math.sqrt(4 * share * (1 - share))
    assert math.sin(math.asin(math.sqrt(share)) - reach) ** 2 == pytest.approx(0.000307193, abs=1e-9)


@pytest.mark.parametrize(
    ("method", "ends"),
    [(ShareMethod.LOGIT, (0.920630119, 0.983430846)), (ShareMethod.BETA, (0.922073270, 0.986327625))],
)
def test_estimate_a_large_share_of_strata(method, ends):
    rows, survey = strat()
    found = share_interval(survey, rows.number("emer") < 40, method=method)
    assert found.estimate == pytest.approx(0.9632870521, rel=1e-9)
    assert (found.low, found.high) == pytest.approx(ends, abs=1e-9)


def test_test_two_classifications_by_rao_and_scott():
    rows, survey = clus1()
    found = rao_scott(survey, rows["sch.wide"], rows["stype"])
    assert (found.statistic, found.above) == pytest.approx((5.193369541, 1.494639778), rel=DIGITS)
    assert (found.below, found.p) == pytest.approx((20.92495689, 0.0217474624), rel=5e-9)
