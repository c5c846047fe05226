"""Designs: what cannot be is said with its place, lone clusters follow the rule, and totals behave as totals do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.engine.estimates import DesignError, DesignFault, Lone, SurveyDesign, mean, quantile, ratio, total
from wenming.engine.estimates.taylor import Estimate, NothingError, design_effect
from wenming.engine.intervals import LoneClusterError

STRATA = ["a", "a", "b", "c", "c", "c"]
VALUES = [1.0, 3.0, 10.0, 4.0, 5.0, 9.0]


@pytest.mark.parametrize(
    ("columns", "fault", "column", "row"),
    [
        ({"weights": [1, 2]}, DesignFault.LENGTH, "weights", None),
        ({"weights": [1, -2, 1]}, DesignFault.WEIGHT, "weights", 1),
        ({"weights": [1, 1, math.nan]}, DesignFault.WEIGHT, "weights", 2),
        ({"strata": ["a"]}, DesignFault.LENGTH, "strata", None),
        ({"frame": [3, 3]}, DesignFault.LENGTH, "frame", None),
        ({"frame": [3, 0, 3]}, DesignFault.FRAME, "frame", 1),
        ({"frame": [3, math.nan, 3]}, DesignFault.FRAME, "frame", 1),
        ({"frame": [9, 9, 8]}, DesignFault.FRAME_DIFFERS, "frame", 2),
        ({"frame": [2, 2, 2]}, DesignFault.FRAME_SMALL, "frame", 0),
        ({"frame": [1, 9, 9], "strata": ["a", "b", "b"], "unit_frame": [1, 0.5, 2]}, DesignFault.FRAME_SMALL, "unit_frame", 1),
    ],
)  # fmt: skip
def test_describe_rows_that_cannot_be_names_column_and_row(columns, fault, column, row):
    with pytest.raises(DesignError) as error:
        SurveyDesign.of(3, **columns)
    assert (error.value.fault, error.value.column, error.value.row) == (fault, column, row)


def test_describe_values_that_are_none_names_the_row_but_not_outside_the_domain():
    survey = SurveyDesign.of(3)
    assert mean(survey, [1, 3, math.nan], domain=[True, True, False]).value == 2
    for values, row in (([1, math.nan, 2], 1), ([1, 2], None)):
        with pytest.raises(DesignError) as error:
            mean(survey, values)
        assert (error.value.column, error.value.row) == ("values", row)
    with pytest.raises(DesignError, match=r"^length: domain$"):
        mean(survey, [1, 2, 3], domain=[True])


@pytest.mark.parametrize("estimate", [mean, lambda *a, **k: quantile(*a, 0.5, **k)])
def test_estimate_from_nothing_says_so(estimate):
    with pytest.raises(NothingError):
        estimate(SurveyDesign.of(2), [1, 2], domain=[False, False])


def test_weigh_rows_by_their_frames_where_nothing_is_said():
    survey = SurveyDesign.of(4, clusters=[1, 1, 2, 2], frame=[6] * 4, unit_frame=[10, 10, 4, 4])
    assert survey.weights.tolist() == [15, 15, 6, 6]
    assert SurveyDesign.of(2).weights.tolist() == [1, 1]
    assert SurveyDesign.of(2, frame=[math.inf] * 2).weights.tolist() == [1, 1]
    assert SurveyDesign.of(0, frame=[]).n == 0


def test_meet_a_lone_cluster_follows_the_rule():
    with pytest.raises(LoneClusterError) as error:
        total(SurveyDesign.of(6, strata=STRATA), VALUES)
    assert error.value.strata == ("b",)
    # within a: 2·2; within c: 1.5·(4+1+9)
    removed = total(SurveyDesign.of(6, strata=STRATA, lone=Lone.REMOVE), VALUES)
    assert removed.error**2 == pytest.approx(4 + 21)
    adjusted = total(SurveyDesign.of(6, strata=STRATA, lone=Lone.ADJUST), VALUES)
    assert adjusted.error**2 == pytest.approx(25 + (10 - 32 / 6) ** 2)
    assert (removed.degrees, adjusted.degrees) == (3, 3)


def test_collapse_a_lone_cluster_joins_the_named_neighbour():
    joined = SurveyDesign.of(
        6, strata=STRATA, frame=[4, 4, 2, 9, 9, 9], lone=Lone.COLLAPSE, neighbours={"b": "a", "c": "a"}
    )
    # a and b: three of six, values 2, 6, 20 by their weights; c is not alone and stays
    alike = SurveyDesign.of(
        6, weights=[2, 2, 2, 3, 3, 3], strata=["a", "a", "a", "c", "c", "c"], frame=[6, 6, 6, 9, 9, 9]
    )
    assert joined.weights.tolist() == alike.weights.tolist()
    assert total(joined, VALUES) == total(alike, VALUES)


def test_collapse_two_lone_clusters_into_each_other_or_into_an_endless_frame():
    survey = SurveyDesign.of(4, strata=["z", "b", "c", "c"], lone=Lone.COLLAPSE, neighbours={"z": "b", "b": "z"})
    assert total(survey, [1, 3, 5, 5]).error == pytest.approx(2.0)
    endless = SurveyDesign.of(
        3, strata=["a", "b", "b"], frame=[math.inf, 4, 4], lone=Lone.COLLAPSE, neighbours={"a": "b"}
    )
    assert endless.first.fractions.tolist() == [0.0]


@pytest.mark.parametrize("neighbours", [None, {"b": "x"}, {"b": "b"}, {"a": "b"}])
def test_collapse_without_a_neighbour_names_the_stratum(neighbours):
    with pytest.raises(LoneClusterError) as error:
        SurveyDesign.of(6, strata=STRATA, lone=Lone.COLLAPSE, neighbours=neighbours)
    assert error.value.strata == ("b",)


def test_take_a_stratum_whole_leaves_no_lone_cluster():
    survey = SurveyDesign.of(3, strata=["a", "b", "b"], frame=[1, 4, 4])
    assert total(survey, [7, 1, 3]).error ** 2 == pytest.approx((1 - 0.5) * 2 * (2**2 + 2**2))


def test_take_all_clusters_leaves_the_second_stage():
    survey = SurveyDesign.of(4, clusters=[1, 1, 2, 2], frame=[2] * 4, unit_frame=[4] * 4)
    # both clusters: only within; each weight 2, half of the units: ½·2·(1+1)·… = ½·2·2·2² / … per cluster
    within = 0.5 * 2 * sum((2 * value) ** 2 for value in (-1, 1))
    assert total(survey, [1, 3, 5, 7]).error ** 2 == pytest.approx(2 * within)


def test_read_an_interval_without_degrees_is_endless():
    assert Estimate(1.0, 0.5, 0, 3).interval() == (-math.inf, math.inf)
    low, high = Estimate(1.0, 0.5, 14, 30).interval()
    assert (1 - low, high - 1) == pytest.approx((0.5 * 2.144787, 0.5 * 2.144787), rel=1e-6)
    assert quantile(SurveyDesign.of(1, lone=Lone.REMOVE), [5.0], 0.5)[0].error == math.inf


def test_measure_the_design_effect_of_what_does_not_vary_is_unknown():
    assert math.isnan(design_effect(SurveyDesign.of(3), [1, 1, 1]))


ROWS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.floats(0.5, 9), st.floats(-9, 9), st.booleans()),
    min_size=4,
    max_size=24,
)


def survey_of(rows):
    strata, clusters, weights, _values, _domain = zip(*rows, strict=True)
    return SurveyDesign.of(len(rows), strata=strata, clusters=clusters, weights=weights, lone=Lone.ADJUST)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.floats(0.1, 50), st.randoms(use_true_random=False))
def test_estimate_scales_adds_up_and_does_not_see_the_order(rows, factor, random):
    survey, values = survey_of(rows), np.array([row[3] for row in rows])
    domain = np.array([row[4] for row in rows])
    whole = total(survey, values)
    parts = [total(survey, values, domain=chosen).value for chosen in (domain, ~domain)]
    assert sum(parts) == pytest.approx(whole.value, abs=1e-8)
    scaled = total(survey, values * factor)
    assert (scaled.value, scaled.error) == pytest.approx((whole.value * factor, whole.error * factor), abs=1e-6)
    shuffled = list(rows)
    random.shuffle(shuffled)
    other = ratio(survey_of(shuffled), [row[3] for row in shuffled], np.ones(len(rows)))
    one = mean(survey, values)
    assert (other.value, other.error) == pytest.approx((one.value, one.error), abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_estimate_a_quantile_grows_with_its_part(rows):
    survey, values = survey_of(rows), [row[3] for row in rows]
    found = [quantile(survey, values, part)[0].value for part in (0.1, 0.25, 0.5, 0.75, 0.9)]
    assert found == sorted(found)
    middle, (low, high) = quantile(survey, values, 0.5)
    assert low <= middle.value <= high
