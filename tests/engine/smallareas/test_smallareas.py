"""Small areas. Referee: R sae 1.3 on its own data, milk expenditure and corn (quant.md 6.c)."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data import data_file
from wenming.engine.smallareas import (
    arcsine_areas,
    benchmarked,
    case_mix,
    fay_herriot,
    nested_errors,
    shrunk_shares,
    smoothed_variances,
)
from wenming.engine.smallareas.areas import AreasError


def table(name: str) -> dict[str, np.ndarray]:
    with data_file(f"sae/{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([float(row[column]) for row in rows]) for column in rows[0]}


def test_model_milk_by_fay_and_herriot_gives_the_numbers_of_sae():
    milk = table("milk")
    groups = milk["MajorArea"][:, np.newaxis] == np.arange(2, 5)
    known = np.column_stack([np.ones(43), groups])
    found = fay_herriot(milk["yi"], milk["SD"] ** 2, known)
    # sae stops at steps of 1e-4; quant.md's own search stopped at .0185503336; the slope says where the top is
    assert found.spread == pytest.approx(0.0185502223, abs=2e-7)
    assert found.spread == pytest.approx(0.0185503336, abs=2e-9)
    precision = 1 / (found.spread + milk["SD"] ** 2)
    bread = np.linalg.inv(known.T @ (precision[:, np.newaxis] * known))
    left = precision * (milk["yi"] - known @ found.slopes)
    trace = precision.sum() - np.trace(bread @ (known.T @ (precision[:, np.newaxis] ** 2 * known)))
    assert left @ left == pytest.approx(trace, rel=1e-9)
    assert found.slopes == pytest.approx([0.968188970, 0.132780142, 0.226946219, -0.241301080], abs=2e-6)
    assert found.estimates[:3] == pytest.approx([1.021970342, 1.047601824, 1.067951258], abs=2e-6)
    assert found.squares[:3] == pytest.approx([0.01346022, 0.00537288, 0.00570199], abs=5e-8)
    assert not found.is_adjusted
    assert found.errors[0] == pytest.approx(math.sqrt(found.squares[0]))


def test_model_corn_by_battese_harter_and_fuller_gives_the_numbers_of_sae():
    corn = {name: np.delete(column, 32) for name, column in table("cornsoybean").items()}
    known = np.column_stack([np.ones(36), corn["CornPix"], corn["SoyBeansPix"]])
    found = nested_errors(corn["CornHec"], known, corn["County"])
    assert (found.between, found.within) == pytest.approx((140.02388971, 147.26862954), rel=2e-6)
    # Battese, Harter and Fuller 1988, table 1: county 1 has 545 segments of 295.29 and 189.70 pixels on average
    assert found.mean(1.0, [1, 295.29, 189.70], size=545) == pytest.approx(122.195403, abs=2e-6)
    assert found.mean(1.0, [1, 295.29, 189.70]) == pytest.approx(122.1962, abs=1e-4)
    assert found.mean(99, [1, 295.29, 189.70]) == pytest.approx(np.array([1, 295.29, 189.70]) @ found.slopes)


def test_model_areas_that_do_not_differ_is_adjusted_and_never_all_alike():
    found = fay_herriot([0.5, 0.5001, 0.4999, 0.5, 0.5], [0.01] * 5)
    assert found.is_adjusted
    assert found.spread > 0
    assert (found.weights > 0.1).all()


def test_model_an_area_nobody_looked_at_gets_what_is_known():
    found = fay_herriot([1.0, 2.0, 3.0, math.nan], [0.1, 0.1, 0.1, math.inf])
    assert (found.weights[3], found.estimates[3]) == (0, found.synthetic[3])
    assert found.squares[3] == pytest.approx(found.spread + 1 / (3 / (found.spread + 0.1)))
    assert (found.squares[:3] < 0.2).all()


@pytest.mark.parametrize(
    ("direct", "variances", "known"),
    [
        ([1, 2, 3], [1, 1], None),
        ([1, 2, 3], [1, 0, 1], None),
        ([1, math.nan, 3], [1, 1, 1], None),
        ([1, 2, 3], [1, 1, 1], [[1], [1]]),
        ([1, 2, 3], [1, 1, 1], [[1], [math.nan], [1]]),
        ([1], [1], None),
        ([1, 2], [1, math.inf], None),
    ],
)
def test_model_areas_that_cannot_be_is_refused(direct, variances, known):
    with pytest.raises(AreasError):
        fay_herriot(direct, variances, known)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.05, 3)), min_size=4, max_size=12), st.floats(0.1, 20))
def test_model_areas_lies_between_direct_and_synthetic_and_scales(rows, factor):
    direct, variances = map(np.array, zip(*rows, strict=True))
    found = fay_herriot(direct, variances)
    low, high = np.minimum(direct, found.synthetic), np.maximum(direct, found.synthetic)
    assert ((low - 1e-9 <= found.estimates) & (found.estimates <= high + 1e-9)).all()
    scaled = fay_herriot(direct * factor, variances * factor**2)
    assert scaled.estimates == pytest.approx(found.estimates * factor, rel=1e-4, abs=1e-4)


def test_smooth_variances_uses_the_common_share():
    assert smoothed_variances([0.5, 1.0, 0.0], [10, 10, 0], deff=2).tolist() == [0.0375, 0.0375, math.inf]
    for shares, looks in (([1.0, 1.0], [5, 5]), ([0.5], [0])):
        with pytest.raises(AreasError):
            smoothed_variances(shares, looks)


def test_model_shares_near_one_stays_within_and_keeps_order():
    shares, looks = [1.0, 0.98, 0.9, 0.95, 0.0], [20, 50, 40, 60, 0]
    found, read = arcsine_areas(shares, looks, deff=1.5)
    assert ((read > 0) & (read < 1)).all()
    assert read[0] > read[2]
    assert found.weights[4] == 0
    with pytest.raises(AreasError):
        arcsine_areas([1.2, 0.5, 0.4], [5, 5, 5])


def test_benchmark_areas_adds_up_to_the_city():
    moved = benchmarked([0.9, 0.8, 0.7], [0.01, 0.02, 0.0], [0.5, 0.3, 0.2], 0.85)
    assert np.array([0.5, 0.3, 0.2]) @ moved == pytest.approx(0.85)
    assert moved[2] == 0.7
    # (0.85 − 0.83)·(0.005, 0.006)/(0.0025 + 0.0018)
    assert moved[:2] - [0.9, 0.8] == pytest.approx([0.02 * 0.005 / 0.0043, 0.02 * 0.006 / 0.0043])
    with pytest.raises(AreasError):
        benchmarked([0.9], [0.0], [1.0], 0.8)


@pytest.mark.parametrize(
    ("values", "known", "areas"),
    [([1, 2, 3], [[1], [1]], [1, 1, 2]), ([1, 2, 3], [[1]] * 3, [1, 1, 1]), ([1, 2, 3], [[1]] * 3, [1, 2, 3]), ([1, 2], [1, 1], [1, 2])],
)  # fmt: skip
def test_model_single_looks_that_cannot_be_is_refused(values, known, areas):
    with pytest.raises(AreasError):
        nested_errors(values, known, areas)


def test_shrink_shares_draws_few_looks_more_and_says_how_much():
    found = shrunk_shares([2, 90, 60, 0, 45], [2, 100, 100, 0, 50])
    assert shrunk_shares([0, 0], [0, 0]) == ()
    for one in found:
        raw = one.common if one.raw is None else one.raw
        assert one.value == pytest.approx(one.weight * raw + (1 - one.weight) * one.common)
        assert one.low < one.value < one.high
    assert found[3].weight == 0
    assert found[0].weight < found[1].weight
    assert found[1].value < found[0].raw == 1.0


def test_adjust_for_the_mix_tells_kind_by_kind():
    areas = {
        "老城": {"小区": (16, 20), "广场": (5, 5)},
        "新区": {"小区": (4, 5), "广场": (20, 20)},
        "无": {},
    }
    found = case_mix(areas)
    # each kind does alike everywhere: nothing is left of the difference
    assert found["老城"].raw == pytest.approx(0.84)
    assert [one.adjusted for one in found.values()] == pytest.approx([0.9, 0.9])
    assert found["老城"].terms == pytest.approx({"小区": 0.3 * -0.1, "广场": -0.3 * 0.1})
    for one in found.values():
        assert sum(one.terms.values()) == pytest.approx(one.raw - one.adjusted)
    assert case_mix({"无": {"小区": (0, 0)}}) == {}
