"""Weights brought to known totals: they meet them, and what cannot be is named."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.estimates.api import clus1, margins
from wenming.engine.estimates import (
    CalibrationError,
    CalibrationFault,
    DesignError,
    Margin,
    SurveyDesign,
    calibrate,
    margin_of,
    mean,
    poststratify,
    rake,
    total,
)

TOTALS = [6194, 755, 1018, 3914069]
"""Schools, high and middle schools, and the sum of last year's scores (api99) of `apipop`."""


def known(rows):
    return np.stack([np.ones(rows.n), rows["stype"] == "H", rows["stype"] == "M", rows.number("api99")], axis=1).astype(
        float
    )


@pytest.mark.parametrize(
    ("method", "bounds"), [("linear", None), ("linear", (0.5, 2)), ("logit", (0.5, 2)), ("logit", (0.4, 3))]
)
def test_calibrate_meets_the_totals_within_the_bounds(method, bounds):
    rows, survey = clus1()
    found = calibrate(survey, known(rows), TOTALS, method=method, bounds=bounds)
    assert known(rows).T @ found.weights == pytest.approx(TOTALS, rel=1e-9)
    factors = found.weights / survey.weights
    assert bounds is None or (bounds[0] <= factors.min() < factors.max() <= bounds[1])
    # what is known has no error left, and what goes with it has little
    assert total(found, rows.number("api99")).error == pytest.approx(0, abs=1e-4)
    assert mean(found, rows.number("api00")).error < mean(survey, rows.number("api00")).error / 5


def test_calibrate_by_regression_gives_the_general_regression_estimator():
    # total of y = Σ d·y + (T − Σ d·x)·B, B the weighted regression (Särndal, Swensson, Wretman 1992, 6.4)
    rows, survey = clus1()
    x, y, d = known(rows), rows.number("enroll"), survey.weights
    slope = np.linalg.solve(x.T @ (d[:, np.newaxis] * x), x.T @ (d * y))
    by_hand = d @ y + (np.array(TOTALS) - x.T @ d) @ slope
    assert total(calibrate(survey, x, TOTALS), y).value == pytest.approx(by_hand, rel=1e-12)


def test_calibrate_to_classes_equals_post_strata():
    rows, survey = clus1()
    margin = margins(rows)[0]
    one = mean(calibrate(survey, np.eye(3)[margin.codes], margin.totals), rows.number("api00"))
    other = mean(poststratify(survey, margin), rows.number("api00"))
    assert (one.value, one.error) == pytest.approx((other.value, other.error), rel=1e-12)


@pytest.mark.parametrize(
    ("method", "bounds", "fault"),
    [
        ("linear", (1.2, 2), CalibrationFault.BOUNDS),
        ("linear", (0.5, 0.9), CalibrationFault.BOUNDS),
        ("logit", None, CalibrationFault.BOUNDS),
        ("spline", (0.5, 2), CalibrationFault.BOUNDS),
        ("linear", (0.99, 1.01), CalibrationFault.NOT_CONVERGED),
        ("logit", (0.99, 1.01), CalibrationFault.NOT_CONVERGED),
    ],
)
def test_calibrate_what_cannot_be_says_why(method, bounds, fault):
    rows, survey = clus1()
    with pytest.raises(CalibrationError) as error:
        calibrate(survey, known(rows), TOTALS, method=method, bounds=bounds, most=30)
    assert error.value.fault is fault


def test_calibrate_to_columns_that_are_none_names_the_row():
    survey = SurveyDesign.of(2)
    with pytest.raises(DesignError, match=r"^length: known$"):
        calibrate(survey, [1, 2], [3])
    with pytest.raises(DesignError, match=r"^value: known, row 1$"):
        calibrate(survey, [[1], [np.nan]], [3])


@pytest.mark.parametrize(
    ("totals", "fault", "label"),
    [({"x": 5}, CalibrationFault.UNKNOWN, "y"), ({"x": 5, "y": 5, "z": 1}, CalibrationFault.EMPTY, "z")],
)
def test_know_totals_that_do_not_fit_the_rows_names_the_class(totals, fault, label):
    with pytest.raises(CalibrationError) as error:
        margin_of("kind", ["x", "y"], totals)
    assert (error.value.fault, error.value.margin, error.value.label) == (fault, "kind", label)


def test_know_an_empty_class_of_nothing_is_no_error():
    assert margin_of("kind", ["x", "y"], {"x": 5, "y": 5, "z": 0}).labels == ("x", "y")


def test_rake_margins_that_contradict_each_other_names_both():
    one, other = margin_of("one", ["x", "y"], {"x": 5, "y": 5}), margin_of("other", ["p", "q"], {"p": 5, "q": 6})
    with pytest.raises(CalibrationError) as error:
        rake(SurveyDesign.of(2), [one, other])
    assert (error.value.fault, error.value.margin, error.value.label) == (
        CalibrationFault.CONTRADICTION,
        "other",
        "one",
    )


def test_rake_what_no_weights_can_meet_does_not_converge():
    # x goes with p alone and y with q alone, but the totals say otherwise
    one, other = margin_of("one", ["x", "y"], {"x": 5, "y": 5}), margin_of("other", ["p", "q"], {"p": 4, "q": 6})
    with pytest.raises(CalibrationError) as error:
        rake(SurveyDesign.of(2), [one, other], most=20)
    assert (error.value.fault, error.value.steps) == (CalibrationFault.NOT_CONVERGED, 20)
    assert error.value.error > 0.1


def test_rake_a_class_that_has_no_weight_is_empty():
    with pytest.raises(CalibrationError) as error:
        rake(SurveyDesign.of(3, weights=[1, 1, 0]), [margin_of("kind", ["x", "x", "y"], {"x": 5, "y": 5})])
    assert (error.value.fault, error.value.label) == (CalibrationFault.EMPTY, "y")


def test_rake_rows_without_weight_or_with_a_class_of_nothing_keeps_them_at_nothing():
    survey = rake(SurveyDesign.of(4, weights=[1, 1, 0, 1]), [margin_of("kind", list("xxxy"), {"x": 6, "y": 0})])
    assert survey.weights.tolist() == [3, 3, 0, 0]
    assert mean(survey, [1, 2, 9, 9]).value == 1.5


def test_rake_many_thin_classes_meets_all_of_them():
    random = np.random.default_rng(5)
    n = 60
    labels = [random.integers(0, 30, n) for _ in range(4)]
    truth = random.uniform(1, 3, n)
    given = [
        margin_of(str(place), column, dict(enumerate(np.bincount(column, weights=truth))))
        for place, column in enumerate(labels)
    ]
    found = rake(SurveyDesign.of(n, weights=truth * random.uniform(0.95, 1.05, n)), given, tolerance=1e-6, most=5000)
    for margin in given:
        assert np.bincount(margin.codes, weights=found.weights) == pytest.approx(margin.totals, rel=1e-6)


def test_rake_columns_of_another_length_says_which():
    with pytest.raises(DesignError, match=r"^length: kind$"):
        rake(SurveyDesign.of(2), [Margin("kind", np.zeros(3, dtype=np.int64), np.array([1.0]), ("x",))])
