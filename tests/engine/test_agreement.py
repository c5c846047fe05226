"""Agreement of two codings. Referees: SAS PROC FREQ (its printed example, quoted in statsmodels' tests), scikit-learn, Gwet's own example, and the jackknife over sites."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from wenming.engine.agreement import Agreement, agreement, difference, linear_weights
from wenming.engine.intervals import clopper_pearson, korn_graubard

ABC = ("a", "b", "c")
SAS = ((0, 4, 1), (0, 8, 0), (0, 1, 5))


def pairs_of(table: tuple[tuple[int, ...], ...]) -> tuple[list[str], list[str]]:
    """Return the answers of which a table counts the pairs."""
    cells = [(ABC[i], ABC[j]) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [one for one, _ in cells], [other for _, other in cells]


def test_kappa_of_the_sas_example_has_its_standard_error():
    first, second = pairs_of(SAS)
    found = agreement(first, second, categories=ABC)
    assert found.kappa
    assert (round(found.kappa.estimate, 4), found.pairs, found.sites) == (0.4842, 19, 19)
    # Fleiss, Cohen and Everitt divide by n, a sum over clusters by n - 1
    assert round(found.kappa.error * math.sqrt(18 / 19), 4) == 0.1380


def test_weighted_kappa_of_the_sas_example_has_its_standard_error():
    first, second = pairs_of(SAS)
    found = agreement(first, second, categories=ABC, weights=linear_weights(3))
    assert found.kappa
    assert round(found.kappa.estimate, 4) == 0.4701
    assert round(found.kappa.error * math.sqrt(18 / 19), 4) == 0.1457


def test_ac1_stays_high_where_kappa_is_misled_by_prevalence():
    # Gwet, Kappa statistic is not satisfactory for assessing the extent of agreement between raters (2002), table 2
    found = agreement(*pairs_of(((118, 5), (2, 0))), categories=ABC[:2])
    assert found.kappa
    assert found.ac1
    assert (round(found.percent.estimate, 4), round(found.kappa.estimate, 4), round(found.ac1.estimate, 4)) == (
        0.944, -0.0234, 0.9408,
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ABC), st.sampled_from(ABC)), min_size=2, max_size=40), st.booleans())
def test_kappa_of_any_pairs_is_that_of_scikit_learn(pairs: list[tuple[str, str]], weighted: bool):
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    found = agreement(first, second, categories=ABC, weights=linear_weights(3) if weighted else None)
    if found.kappa is None:
        assert len({*first, *second}) == 1
        return
    outside = cohen_kappa_score(first, second, labels=list(ABC), weights="linear" if weighted else None)
    assert found.kappa.estimate == pytest.approx(outside)
    assert -1 <= found.kappa.low < found.kappa.high <= 1 + 1e-9
    assert found.kappa.low - 1e-9 <= found.kappa.estimate <= found.kappa.high + 1e-9
    assert found.percent.low < found.percent.high


def clustered(sites: int, each: int, seed: int) -> tuple[list[str], list[str], list[int]]:
    """Return pairs at sites of which some are hard: there the second says something of his own."""
    dice = np.random.default_rng(seed)
    first = [ABC[one] for one in dice.integers(0, 3, sites * each)]
    where = [number for number in range(sites) for _ in range(each)]
    hard = dice.random(sites) < 0.4
    second = [
        ABC[int(dice.integers(0, 3))] if hard[site] and dice.random() < 0.7 else one
        for one, site in zip(first, where, strict=True)
    ]
    return first, second, where


def test_error_of_clustered_pairs_is_that_of_the_jackknife_over_sites():
    first, second, where = clustered(60, 8, seed=7)
    found = agreement(first, second, sites=where, categories=ABC)
    assert found.kappa
    assert found.sites == 60
    left_out = [
        cohen_kappa_score(
            *zip(*((a, b) for a, b, at in zip(first, second, where, strict=True) if at != site), strict=True)
        )
        for site in range(60)
    ]
    jackknife = math.sqrt(59 / 60 * float(((np.array(left_out) - np.mean(left_out)) ** 2).sum()))
    assert found.kappa.error == pytest.approx(jackknife, rel=0.03)
    alone = agreement(first, second, categories=ABC)
    assert alone.kappa
    assert found.kappa.error > 1.5 * alone.kappa.error, "pairs of one site are no independent pairs"
    assert found.kappa.high - found.kappa.low > 1.3 * (alone.kappa.high - alone.kappa.low)


def test_interval_where_all_agree_keeps_a_width():
    found = agreement(["a", "b"] * 20, ["a", "b"] * 20, categories=ABC)
    assert found.kappa
    assert (found.percent.estimate, found.kappa.estimate, found.kappa.high) == (1.0, 1.0, 1.0)
    # chance agrees in one half: what the exact interval leaves open counts twice
    assert found.kappa.low == pytest.approx(2 * clopper_pearson(40, 40)[0] - 1)
    assert found.tells
    assert found.kappa.tells


def test_agreement_of_one_answer_only_has_no_kappa_but_an_ac1():
    found = agreement(["a"] * 12, ["a"] * 12, categories=ABC)
    assert found.kappa is None
    assert found.ac1
    assert found.ac1.estimate == 1.0
    assert not found.tells, "twelve pairs show no number"
    assert agreement(["a"], ["a"], categories=("a",)).ac1 is not None


def test_agreement_of_few_sites_tells_nothing_however_many_items():
    first, second, where = clustered(3, 40, seed=3)
    assert not agreement(first, second, sites=where, categories=ABC).tells
    assert not agreement(["a"] * 120, ["a"] * 120, sites=where, categories=ABC).tells


def test_agreement_of_nothing_is_nothing():
    assert agreement([], [], categories=ABC) == Agreement(0, 0, agreement([], [], categories=ABC).percent, None, None)
    assert agreement([], [], categories=ABC).trouble == 0.0
    with pytest.raises(ValueError, match="second"):
        agreement(["a"], [], categories=ABC)
    with pytest.raises(KeyError):
        agreement(["x"], ["a"], categories=ABC)


def test_trouble_is_surer_where_more_pairs_show_it():
    few = agreement(["a"] * 3, ["b"] * 3, categories=ABC)
    many = agreement(["a"] * 30, ["b"] * 20 + ["a"] * 10, categories=ABC)
    assert few.percent.estimate < many.percent.estimate
    assert few.trouble < many.trouble


def test_difference_of_counts_says_mean_distance_and_how_many_are_equal():
    found = difference([2, 3, 5, 1], [2, 5, 4, 1])
    assert (found.pairs, found.mean, found.distance, found.same.estimate) == (4, 0.25, 0.75, 0.5)
    assert found.same == korn_graubard([1, 0, 0, 1])
    assert difference([], []).pairs == 0


def test_linear_weights_of_a_single_grade_are_one():
    assert linear_weights(1).tolist() == [[1.0]]
    assert linear_weights(3).tolist() == [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]]
