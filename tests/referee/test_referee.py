"""Our estimates against R's `survey`, line by line: to 1e-8 of each number, and where we mean something else, exactly that difference.

Where the definitions differ (docs/howto/estimate.md says so to whoever reads our numbers):

* Quantiles are the same (R: qrule="math"). Where the interval of the share leaves 0 … 1 R has no end, ours is the smallest or largest value;
  below the first step of the distribution R 4.1 takes the second smallest value, be it an end or the quantile itself; ours is the smallest.
* Shares: our interval is R's "beta" with the effective number cut off at the number of looks, and not without width where all said the same.
  R's "beta" counts the rows of the whole table as those of a class once weights were calibrated, those of the class otherwise; we count the class.
* The arcsine's ends are not mirrored at 0 and 1.
* Replicates: R's degrees of freedom are the rank of the table of weights less one, which raking brings to the number of replicates; ours are
  clusters less strata, in a class those of the class. Ours are never more.
* A lone cluster under "adjust" is measured from the mean of all clusters, as R's manual says too; R's code measures it from 0. For means, whose
  scores add up to nothing, that is the same.
* Raking: R's `rake` fits the residuals without the weights and stops early; its `calibrate(calfun="raking")`, which we compare with, does neither.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.referee.cases import API, KNOWN, Case, all_cases
from tests.referee.conftest import Referee
from wenming.engine.estimates import Lone, by_domain, design_effect
from wenming.engine.estimates.answers import Line
from wenming.engine.estimates.proportions import ShareMethod
from wenming.engine.estimates.requests import Ask

CLOSE = 1e-8
NAMES = [*all_cases(), *(f"{name} {known}" for name in API for known in KNOWN)]
METHODS = {"beta": ShareMethod.BETA, "xlogit": ShareMethod.LOGIT, "asin": ShareMethod.ASIN}


def near(number: float) -> Any:
    """Return what is as good as the number; an error of 0 may be the rounding of a sum."""
    return pytest.approx(number, rel=CLOSE, abs=1e-11)


def pairs(referee: Referee, name: str, *asks: Ask) -> list[tuple[Line, dict[str, Any]]]:
    """Return our lines of a case beside R's, of some estimates or all."""
    said = referee.said[name]
    assert "wrong" not in said, said
    found = list(zip(referee.cases[name].ours.lines, said["lines"], strict=True))
    assert [line.group for line, _told in found] == [told["group"] for _line, told in found]
    return [(line, told) for line, told in found if not asks or line.asked.ask in asks]


def has_replicates(case: Case) -> bool:
    """Return whether errors come from replicates."""
    return "replicates" in case.request


@pytest.mark.parametrize("name", NAMES)
def test_bring_weights_to_known_totals_gives_r_s_weights(referee, name):
    assert referee.cases[name].ours.survey.weights == near(referee.said[name]["weights"])


@pytest.mark.parametrize("name", NAMES)
def test_estimate_means_totals_and_ratios_gives_r_s_numbers(referee, name):
    case = referee.cases[name]
    for line, told in pairs(referee, name, Ask.MEAN, Ask.TOTAL, Ask.RATIO, Ask.SHARE):
        found = line.estimate
        error = (
            from_zero(case, line)
            if case.ours.survey.lone is Lone.ADJUST and line.asked.ask is Ask.TOTAL
            else found.error
        )
        assert (line.asked.name, found.value, error) == (line.asked.name, near(told["value"]), near(told["error"]))
        if has_replicates(case) and (line.asked.by or "rake" in case.request):
            assert found.degrees <= told["degrees"]
            continue
        assert found.degrees == told["degrees"]
        if line.shown is None and found.degrees and error == found.error:
            assert (line.low, line.high) == (near(told["low"]), near(told["high"]))


def from_zero(case: Case, line: Line) -> float:
    """Return the error of a total whose lone clusters are measured from 0: R's code, not its manual."""
    survey = case.ours.survey
    column = np.where(case.is_of(line), np.array(case.columns[line.asked.column], dtype=float), 0.0)
    design = survey.first
    totals = design.totals(survey.weights * column)
    lone = (design.held == 1)[design.strata] & (totals != 0)
    left, all_lone = (1 - design.fractions)[design.strata], (design.held == 1)[design.strata]
    ours = (left * (totals - totals.mean()) ** 2)[all_lone].sum()
    return math.sqrt(line.estimate.error**2 - ours + (left * totals**2)[lone].sum())


@pytest.mark.parametrize("name", NAMES)
def test_estimate_the_design_effect_gives_r_s(referee, name):
    case = referee.cases[name]
    if has_replicates(case):
        return
    for line, told in pairs(referee, name, Ask.MEAN):
        if not line.asked.by and told["deff"] is not None:
            column = np.array(case.columns[line.asked.column], dtype=float)
            assert design_effect(case.ours.survey, column) == near(told["deff"])


@pytest.mark.parametrize("name", NAMES)
def test_estimate_a_table_in_one_pass_gives_r_s_means(referee, name):
    case = referee.cases[name]
    found = [pair for pair in pairs(referee, name, Ask.MEAN) if pair[0].asked.by]
    if has_replicates(case):
        return
    asked = found[0][0].asked
    _labels, codes = np.unique(case.columns[asked.by], return_inverse=True)
    ours = by_domain(case.ours.survey, np.array(case.columns[asked.column], dtype=float), codes)
    assert ours.values == near([told["value"] for _line, told in found])
    assert ours.errors == near([told["error"] for _line, told in found])
    assert ours.degrees.tolist() == [told["degrees"] for _line, told in found]


@pytest.mark.parametrize("name", NAMES)
def test_estimate_shares_gives_r_s_intervals(referee, name):
    case = referee.cases[name]
    shares = pairs(referee, name, Ask.SHARE)
    for (line, told), ends in zip(shares, referee.intervals[name], strict=True):
        published = case.interval(line)
        assert (line.low, line.high) == (near(ends[0]), near(ends[1]))
        assert line.low < line.high
        if "methods" not in told or has_replicates(case):
            continue
        class_of_calibrated = line.asked.by and case.ours.survey.known is not None
        said = told["methods"] | ({"beta": told["methods"]["hand"]} if class_of_calibrated else {})
        assert said["beta"] == near(said["hand"])
        for method, ours in METHODS.items():
            found = case.interval(line, ours)
            compare_ends(found.low, found.high, said[method], mirrored=method == "asin")
        if published.effective < published.n:
            assert (line.low, line.high) == (near(said["hand"][0]), near(said["hand"][1]))
        else:
            # cut off: fewer effective looks than the design would have it
            assert line.low <= said["hand"][0]
            assert line.high >= said["hand"][1]


def compare_ends(low: float, high: float, said: list[float], *, mirrored: bool) -> None:
    """Compare both ends; a mirrored one of R's is not compared where ours ends at 0 or 1."""
    if not (mirrored and low == 0):
        assert low == near(said[0])
    if not (mirrored and high == 1):
        assert high == near(said[1])


@pytest.mark.parametrize("name", NAMES)
def test_estimate_quantiles_gives_r_s(referee, name):
    case = referee.cases[name]
    for line, told in pairs(referee, name, Ask.QUANTILE):
        seen = np.unique(np.array(case.columns[line.asked.column], dtype=float)[case.is_of(line)])
        assert line.estimate.degrees == told["degrees"]
        if line.estimate.value == seen[0]:
            assert told["value"] in seen[:2]
            continue
        assert line.estimate.value == near(told["value"])
        low_differs, high_differs = line.low == seen[0], told["high"] is None
        assert low_differs or line.low == near(told["low"])
        assert line.high == near(seen[-1] if high_differs else told["high"])
        if not (low_differs or high_differs):
            assert line.estimate.error == near(told["error"])


@pytest.mark.parametrize("name", NAMES)
def test_test_two_classifications_gives_r_s(referee, name):
    for line, told in pairs(referee, name, Ask.INDEPENDENT):
        assert (line.estimate.value, line.p) == (near(told["value"]), near(told["p"]))
        assert line.estimate.degrees == told["degrees"]


def test_put_the_cases_leaves_no_kind_of_line_out(referee):
    """A comparison that compares nothing would pass: count what there was."""
    lines = [pair for name in NAMES for pair in pairs(referee, name)]
    independent = [line for line, _told in lines if line.asked.ask is Ask.INDEPENDENT]
    flat = [line for line, _told in lines if line.shown and line.estimate.value in (0.0, 1.0)]
    methods = [told for _line, told in lines if "beta" in told.get("methods", {})]
    effects = [told for _line, told in lines if told.get("deff") is not None]
    ends = [told for line, told in lines if line.asked.ask is Ask.QUANTILE and told["low"] is not None]
    counts = {"lines": len(lines), "independent": len(independent), "flat": len(flat)}
    counts |= {"methods": len(methods), "effects": len(effects), "ends": len(ends)}
    least = {"lines": 2500, "independent": 40, "flat": 150, "methods": 400, "effects": 40, "ends": 250}
    assert {name: (counts[name], least[name]) for name in least if counts[name] < least[name]} == {}
