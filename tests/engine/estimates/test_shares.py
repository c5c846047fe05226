"""Shares: intervals that never vanish, whether they may be shown, how many sites it takes, and two classifications."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from tests.engine.estimates.api import clus1, margins, mu284
from wenming.engine.estimates import (
    Lone,
    PlanError,
    Showing,
    SurveyDesign,
    rake,
    rao_scott,
    share_interval,
    shown,
    sites_for_width,
)
from wenming.engine.estimates.proportions import ShareMethod
from wenming.engine.estimates.taylor import NothingError
from wenming.engine.intervals import Interval, korn_graubard


def test_find_the_interval_of_a_share_equals_that_of_the_looks():
    rows, survey = clus1()
    hits = (rows.number("ell") < 50).astype(float)
    domain = rows["stype"] == "E"
    one, other = (
        share_interval(survey, hits, domain=domain),
        korn_graubard(hits, design=survey.first, domain=domain, lone="fail"),
    )
    assert astuple(one) == pytest.approx(astuple(other), rel=1e-12)


@pytest.mark.parametrize("method", ShareMethod)
def test_find_the_interval_where_all_pass_is_never_a_point(method):
    survey = SurveyDesign.of(40, clusters=np.arange(40) // 5)
    found = share_interval(survey, np.ones(40), method=method)
    assert (found.estimate, found.high, found.error) == (1.0, 1.0, 0.0)
    assert found.low == pytest.approx(korn_graubard(np.ones(40), design=survey.first).low)
    lone = share_interval(SurveyDesign.of(40, clusters=np.ones(40), lone=Lone.ADJUST), np.arange(40) % 2, method=method)
    assert lone.low < 0.5 < lone.high


def test_find_the_interval_of_raked_and_of_two_stage_shares_uses_their_errors():
    rows, survey = clus1()
    hits = rows["comp.imp"] == "Yes"
    raked = share_interval(rake(survey, margins(rows)), hits)
    assert raked.error != share_interval(survey, hits).error
    towns, both = mu284()
    assert share_interval(both, towns.number("y1") > 45).degrees == 4


@pytest.mark.parametrize(
    ("interval", "showing", "reasons"),
    [
        (Interval(0.9, 0.85, 0.94, 200, 150.0, 0.02, 20), Showing.SHOW, ()),
        (Interval(0.9, 0.85, 0.94, 20, 20.0, 0.02, 20), Showing.SUPPRESS, ("few", "effective")),
        (Interval(0.5, 0.3, 0.7, 60, 40.0, 0.1, 20), Showing.SUPPRESS, ("broad",)),
        (Interval(0.05, 0.01, 0.12, 60, 40.0, 0.03, 20), Showing.SUPPRESS, ("relative",)),
        (Interval(0.02, 0.005, 0.045, 500, 400.0, 0.01, 20), Showing.SHOW, ()),
        (Interval(0.96, 0.88, 0.99, 90, 60.0, 0.03, 6), Showing.REVIEW, ("complement", "degrees")),
        (Interval(1.0, 0.97, 1.0, 200, 150.0, 0.0, 20), Showing.REVIEW, ("extreme",)),
    ],
)
def test_judge_whether_a_share_may_be_shown_gives_every_reason(interval, showing, reasons):
    assert (shown(interval).showing, shown(interval).reasons) == (showing, reasons)


def test_plan_a_share_gives_the_fewest_sites_whose_interval_is_so_narrow():
    for share in (0.9, 0.97, 1.0):
        found = sites_for_width(share, 0.02, looks=10)
        assert found.high - found.low <= 0.04
        assert found.looks == 10 * found.sites
        fewer = sites_for_width(share, 0.02 + 1e-3, looks=10)
        assert fewer.sites < found.sites
    # in the middle of the scale it is the usual formula, a little more for what an exact interval costs
    usual = 1.96**2 * 0.5 * 0.5 / 0.05**2
    assert usual < sites_for_width(0.5, 0.05).sites < 1.06 * usual


def test_plan_a_share_of_a_short_frame_needs_fewer_and_all_of_it_is_known():
    assert sites_for_width(0.9, 0.02, frame=500).sites < sites_for_width(0.9, 0.02).sites
    assert sites_for_width(0.9, 1e-9, frame=50) == sites_for_width(0.9, 1e-6, frame=50)
    known = sites_for_width(0.9, 1e-9, frame=50)
    assert (known.sites, known.low, known.high) == (50, 0.9, 0.9)
    assert sites_for_width(0.9, 0.05, looks=5, strata=8).sites > sites_for_width(0.9, 0.05, looks=5).sites


@pytest.mark.parametrize("asked", [{"share": 1.2}, {"half_width": 0}, {"looks": 0}, {"strata": 0}])
def test_plan_what_makes_no_sense_is_refused(asked):
    with pytest.raises(PlanError) as error:
        sites_for_width(**({"share": 0.9, "half_width": 0.02} | asked))
    assert error.value.most == 0


def test_plan_what_an_endless_frame_does_not_show_is_refused():
    with pytest.raises(PlanError) as error:
        sites_for_width(0.5, 1e-5)
    assert error.value.most == 10_000_000


def test_test_two_classifications_that_say_nothing_is_refused():
    survey = SurveyDesign.of(4)
    for one, other in ((["x"] * 4, ["p", "q", "p", "q"]), (["x", "x", "y", "y"], ["p", "q", "p", "p"])):
        with pytest.raises(NothingError):
            rao_scott(survey, one, other)


def test_test_two_classifications_of_simple_looks_is_pearson_s():
    # 30/10 and 20/20 of 80: X² = 80·(30·20 − 10·20)²/(40·40·50·30) = 16/3
    one = np.repeat(["x", "y"], 40)
    other = np.array(["p"] * 30 + ["q"] * 10 + ["p"] * 20 + ["q"] * 20)
    found = rao_scott(SurveyDesign.of(80), one, other)
    # under independence the spread of simple looks is Pearson's but for what the table itself says
    assert found.statistic == pytest.approx(16 / 3, rel=0.1)
    assert (found.above, found.below) == pytest.approx((1, 79))
