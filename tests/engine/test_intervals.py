"""Shares with their intervals: R's survey package is the referee (4.1-1, `svyciprop(method="beta")`, `svymean`), on its own api data."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from scipy.stats import beta

from tests.data import data_file
from wenming.engine.contrasts import contrast
from wenming.engine.intervals import (
    NOTHING,
    Design,
    Interval,
    LoneClusterError,
    clopper_pearson,
    korn_graubard,
    pooled_icc,
    shares,
)


def schools(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the api samples."""
    with data_file(f"survey/{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def stratified(rows: list[dict[str, str]]) -> Design:
    """Return apistrat's design: strata stype, weights pw, frame fpc."""
    return Design.of(
        len(rows),
        weights=[float(row["pw"]) for row in rows],
        strata=[row["stype"] for row in rows],
        frame=[float(row["fpc"]) for row in rows],
    )


def clustered(rows: list[dict[str, str]]) -> Design:
    """Return apiclus1's design: clusters dnum, 757 of them."""
    return Design.of(
        len(rows),
        weights=[float(row["pw"]) for row in rows],
        clusters=[row["dnum"] for row in rows],
        frame=[757.0] * len(rows),
    )


def test_korn_graubard_of_a_cluster_sample_gives_the_interval_of_r_survey():
    rows = schools("apiclus1")
    found = korn_graubard([row["ell"] == "0" for row in rows], design=clustered(rows), lone="fail")
    assert (found.estimate, found.low, found.high) == pytest.approx((0.0218579235, 0.000216147, 0.137507764), abs=5e-10)
    assert (found.n, found.degrees) == (183, 14)


def test_korn_graubard_of_a_stratified_sample_gives_the_interval_of_r_survey():
    rows = schools("apistrat")
    found = korn_graubard([float(row["emer"]) < 40 for row in rows], design=stratified(rows))
    assert (found.estimate, found.low, found.high) == pytest.approx((0.9632870521, 0.922073270, 0.986327625), abs=5e-10)


def test_korn_graubard_gives_the_standard_error_of_r_survey():
    rows = schools("apistrat")
    found = korn_graubard([row["awards"] == "Yes" for row in rows], design=stratified(rows))
    assert (found.estimate, found.error) == pytest.approx((0.6389360641, 0.034405918), abs=5e-10)


def test_korn_graubard_where_all_pass_is_never_of_width_zero():
    # six clusters of five looks: deff0 = 1 + 4·0.1, shortened by t(29)/t(5); the exact lower limit of n of n is (α/2)^(1/n)
    found = korn_graubard(np.ones(30), design=Design.of(30, clusters=np.arange(30) // 5), icc=0.1)
    worth = 30 / 1.4 * (2.0452296421327 / 2.5705818356363) ** 2  # t quantiles from any printed table
    assert found.effective == pytest.approx(worth, rel=1e-9)
    assert (found.low, found.high) == pytest.approx((0.025 ** (1 / worth), 1.0), rel=1e-9)
    assert not found.tells


def test_korn_graubard_of_independent_looks_is_clopper_and_pearson():
    found = korn_graubard([1] * 7 + [0] * 33)
    assert (found.low, found.high) == pytest.approx((beta.ppf(0.025, 7, 34), beta.ppf(0.975, 8, 33)), rel=0.02)
    assert found.effective == pytest.approx(39.0)  # p(1−p)/V with V = p(1−p)/(n−1)


def test_korn_graubard_of_a_domain_keeps_the_rows_outside_it():
    rows = schools("apiclus1")
    hits, inside = [row["comp.imp"] == "Yes" for row in rows], np.array([row["stype"] == "E" for row in rows])
    whole = korn_graubard(hits, design=clustered(rows), domain=inside)
    filtered = [row for row in rows if row["stype"] == "E"]
    alone = korn_graubard([row["comp.imp"] == "Yes" for row in filtered], design=clustered(filtered))
    assert whole.estimate == pytest.approx(alone.estimate)
    assert whole.n == alone.n == len(filtered)
    assert whole.error != alone.error


def test_korn_graubard_without_a_look_says_nothing():
    assert korn_graubard([]) == NOTHING
    assert korn_graubard([1, 0], domain=[False, False]) == NOTHING
    assert not NOTHING.tells


def test_korn_graubard_where_every_cluster_stands_alone_falls_back_on_what_looks_are_worth():
    design = Design.of(4, clusters=["a", "a", "b", "b"], strata=["x", "x", "y", "y"])
    found = korn_graubard([1, 0, 1, 1], design=design, icc=0.5)
    assert (found.degrees, found.effective) == (0, pytest.approx(4 / 1.5))


def test_vary_with_a_lone_cluster_follows_the_rule_that_was_named():
    design = Design.of(3, clusters=["a", "b", "c"], strata=["x", "x", "y"])
    with pytest.raises(LoneClusterError) as fault:
        design.variance(np.array([1.0, 3.0, 8.0]))
    assert fault.value.strata == ("y",)
    assert str(fault.value) == "strata with a single cluster: y"
    # stratum x: 2/(2−1)·(1+1); the lone one from the mean 4 of all
    assert design.variance(np.array([1.0, 3.0, 8.0]), lone="remove") == pytest.approx(4.0)
    assert design.variance(np.array([1.0, 3.0, 8.0]), lone="adjust") == pytest.approx(20.0)


def test_design_with_the_same_cluster_number_in_two_strata_keeps_two_clusters():
    assert len(Design.of(4, clusters=[1, 2, 1, 2], strata=["x", "x", "y", "y"]).strata) == 4


def test_vary_a_whole_frame_gives_no_variance():
    design = Design.of(3, clusters=[1, 2, 3], frame=[3, 3, 3])
    assert design.variance(np.array([1.0, 5.0, 9.0])) == 0.0


@pytest.mark.parametrize(
    ("estimate", "low", "high", "effective", "tells"),
    [
        (0.5, 0.4, 0.6, 29.9, False),
        (0.5, 0.4, 0.6, 30.0, True),
        (0.1, 0.02, 0.16, 60.0, False),
        (0.0, 0.0, 0.049, 75.0, True),
    ],
)
def test_tell_a_share_follows_the_rule_of_nchs(estimate, low, high, effective, tells):
    assert Interval(estimate, low, high, 100, effective, 0.1, 5).tells is tells


def test_shares_of_labels_give_each_its_interval():
    hits, labels = [1, 0, 1, 1], ["b", "a", "b", "a"]
    assert shares(hits, labels) == {
        "a": korn_graubard(hits, domain=[False, True, False, True]),
        "b": korn_graubard(hits, domain=[True, False, True, False]),
    }


def test_clopper_pearson_at_the_ends_gives_zero_and_one():
    assert clopper_pearson(0, 10) == (0.0, pytest.approx(1 - 0.025**0.1))
    assert clopper_pearson(10, 10) == (pytest.approx(0.025**0.1), 1.0)


def test_pool_icc_of_like_looks_is_one_and_of_unlike_is_zero():
    assert pooled_icc([1, 1, 0, 0, 1, 1], [1, 1, 2, 2, 3, 3]) == pytest.approx(1.0)
    assert pooled_icc([1, 0, 1, 0], [1, 1, 2, 2]) == 0.0
    assert pooled_icc([1, 0], [1, 2]) == 0.0
    assert pooled_icc([1, 0], [1, 1]) == 0.0
    assert pooled_icc([1, 1, 1, 1], [1, 1, 2, 2]) == 0.0


def test_pool_icc_over_groups_ignores_how_far_the_groups_lie_apart():
    hits, clusters = [1, 1, 1, 1, 0, 0, 0, 1], [1, 1, 2, 2, 3, 3, 4, 4]
    assert pooled_icc(hits, clusters, ["x"] * 4 + ["y"] * 4) < pooled_icc(hits, clusters)


def rounds(level: dict[str, tuple[int, int]], side: int) -> list[tuple[int, int, str, int]]:
    """Return looks (hit, side, kind, place): so many of so many pass."""
    return [
        (int(look < passed), side, kind, place)
        for kind, (passed, n) in level.items()
        for place, look in enumerate(range(n))
    ]


def told(rows: list[tuple[int, int, str, int]]):
    """Return the contrast of such looks."""
    hits, side, kinds, places = zip(*rows, strict=True)
    return contrast(hits, side, strata=kinds, clusters=places)


def test_contrast_of_two_levels_far_apart_separates():
    found = told(rounds({"market": (95, 100)}, 1) + rounds({"market": (60, 100)}, 0))
    assert found.difference == pytest.approx(0.35)
    assert found.separates
    assert 0.2 < found.low < 0.35 < found.high < 0.5


def test_contrast_of_like_levels_does_not_separate():
    found = told(rounds({"market": (80, 100)}, 1) + rounds({"market": (82, 100)}, 0))
    assert not found.separates
    assert found.low < 0 < found.high


def test_contrast_where_all_pass_has_an_interval():
    found = told(rounds({"market": (20, 20)}, 1) + rounds({"market": (20, 20)}, 0))
    assert found.difference == 0.0
    assert found.low < 0 < found.high


def test_contrast_brings_both_sides_to_the_same_mix():
    # every kind has the same level on both sides; only the mix differs
    inside = rounds({"market": (9, 10), "lane": (45, 90)}, 1)
    outside = rounds({"market": (81, 90), "lane": (5, 10)}, 0)
    found = told(inside + outside)
    assert found.difference == pytest.approx(0.0)
    assert dict(found.strata) == {"lane": 0.5, "market": 0.5}


def test_contrast_leaves_out_kinds_seen_on_one_side_only():
    found = told(rounds({"market": (9, 10)}, 1) + rounds({"market": (9, 10), "lane": (5, 10)}, 0))
    assert found.left_out == ("lane",)
    assert found.other.n == 10
    assert told(rounds({"market": (9, 10)}, 1) + rounds({"lane": (9, 10)}, 0)) is None
