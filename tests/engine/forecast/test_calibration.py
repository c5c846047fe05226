"""Scores of forecasts by hand, and what they must be for forecasts that are right or wrong."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.engine.forecast.calibration import (
    SureStatements,
    TooFewEventsError,
    brier,
    corp,
    coverage,
    log_score,
    pit,
    pooled,
    recalibrated,
    sure_statements,
    uniformity,
)


def test_pool_violators_by_hand():
    assert pooled([1, 3, 2, 4, 0]).tolist() == [1, 2.25, 2.25, 2.25, 2.25]
    assert pooled([2, 1], [3, 1]).tolist() == [1.75, 1.75]
    assert pooled([]).tolist() == []


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.8, 1.0]), st.booleans()), min_size=1, max_size=40))
def test_decompose_any_forecasts_adds_up(statements):
    chances, happened = zip(*statements, strict=True)
    found = corp(chances, happened)
    assert found.score == pytest.approx(found.miscalibration - found.discrimination + found.uncertainty)
    assert min(found.miscalibration, found.discrimination) > -1e-12


def test_score_by_hand():
    assert brier([0.8, 0.4], [1, 0]) == pytest.approx((0.04 + 0.16) / 2)
    assert log_score([0.8, 0.4], [1, 0]) == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 2)
    assert math.isfinite(log_score([0.0], [1]))


def test_count_sure_statements_and_wrong_ones():
    found = sure_statements([0.01, 0.02, 0.97, 0.5], [0, 1, 1, 1])
    assert found == SureStatements(4, 3, 1)
    assert found.share_wrong == pytest.approx(1 / 3)
    assert sure_statements([0.5], [1]).share_wrong == 0


@pytest.mark.parametrize(
    ("chances", "happened"), [([], []), ([0.5], [1, 0]), ([1.2], [1]), ([-0.1], [0]), ([0.5], [2])]
)
def test_score_what_are_no_chances_is_refused(chances, happened):
    with pytest.raises(ValueError, match="between 0 and 1"):
        brier(chances, happened)


def test_recalibrate_needs_fifty_events_and_then_follows_them():
    past, happened = [0.9] * 30 + [0.2] * 30, [1, 0] * 15 + [0] * 30
    found = recalibrated([0.9, 0.2, 0.55], past, happened)
    assert found[0] == pytest.approx(0.5)
    assert 0 < found[1] < 0.02
    assert found[2] == pytest.approx(0.25)
    with pytest.raises(TooFewEventsError, match="49"):
        recalibrated([0.5], past[:49], happened[:49])


def test_place_outcomes_in_their_distribution():
    assert pit([1, 2, 2, 3], 2) == pytest.approx(0.5)
    assert coverage([0.5, 0.05, 0.99]) == (
        (0.5, pytest.approx(1 / 3)),
        (0.8, pytest.approx(1 / 3)),
        (0.95, pytest.approx(2 / 3)),
    )


def test_test_uniformity_tells_even_from_crowded():
    even, crowded = (np.arange(200) + 0.5) / 200, np.full(200, 1.0)
    assert uniformity(even) == (0.0, 1.0)
    assert uniformity(crowded)[1] < 1e-9
