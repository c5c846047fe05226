"""Replicates: for totals they are Taylor's to the last digit, and the bootstrap comes near."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.estimates.api import scd
from wenming.engine.chances import normals, uniforms
from wenming.engine.estimates import (
    Lone,
    ReplicateError,
    SurveyDesign,
    bootstrap,
    brr,
    jk1,
    jkn,
    mean,
    ratio,
    replicated,
)
from wenming.engine.estimates.replicates import hadamard
from wenming.engine.estimates.taylor import NothingError
from wenming.engine.intervals import LoneClusterError


def error_of_total(survey, replicates, values):
    found = replicates.factors @ survey.first.totals(survey.weights * values)
    return float(replicates.covariance(found[:, np.newaxis])[0, 0])


def drawn(random, strata, held, *, frame=None):
    n = strata * held * 3
    stratum = np.repeat(np.arange(strata), held * 3)
    frames = None if frame is None else np.full(n, frame)
    return random.normal(5, 2, n), SurveyDesign.of(
        n, strata=stratum, clusters=np.arange(n) // 3, weights=random.uniform(1, 4, n), frame=frames
    )


def test_jackknife_a_total_gives_taylor_s_variance():
    values, survey = drawn(np.random.default_rng(3), 4, 3, frame=7)
    exact = survey.variance(survey.weights * values)
    assert error_of_total(survey, jkn(survey), values) == pytest.approx(exact, rel=1e-10)
    values, survey = drawn(np.random.default_rng(4), 1, 6, frame=9)
    assert error_of_total(survey, jk1(survey), values) == pytest.approx(
        survey.variance(survey.weights * values), rel=1e-10
    )


@pytest.mark.parametrize("fay", [0.0, 0.3, 0.7])
def test_balance_half_samples_of_a_total_gives_taylor_s_variance(fay):
    values, survey = drawn(np.random.default_rng(7), 5, 2)
    exact = survey.variance(survey.weights * values)
    assert error_of_total(survey, brr(survey, fay=fay), values) == pytest.approx(exact, rel=1e-10)


def test_build_a_matrix_of_hadamard_has_orthogonal_columns():
    found = hadamard(9)
    assert np.array_equal(found.T @ found, 16 * np.eye(16))


def test_bootstrap_comes_near_and_repeats_itself():
    values, survey = drawn(np.random.default_rng(8), 6, 4)
    first, again = bootstrap(survey, 1500, seed=4), bootstrap(survey, 1500, seed=4)
    assert np.array_equal(first.factors, again.factors)
    assert not np.array_equal(first.factors, bootstrap(survey, 1500, seed=5).factors)
    # every replicate keeps the sum of a stratum's clusters
    assert np.allclose(first.factors.reshape(1500, 6, 4).sum(axis=2), 4)
    assert error_of_total(survey, first, values) == pytest.approx(survey.variance(survey.weights * values), rel=0.12)


def test_replicate_a_ratio_and_a_domain_agree_with_taylor():
    rows, survey = scd()
    above, below = rows.number("alive"), rows.number("arrests")
    exact = ratio(survey, above, below).error
    for replicates in (jkn(survey), brr(survey), brr(survey, fay=0.3)):
        assert replicated(survey, replicates, above, per=below).error == pytest.approx(exact, rel=0.05)
    values, survey = drawn(np.random.default_rng(9), 8, 3)
    domain = np.arange(survey.n) % 3 == 0
    found = replicated(survey, jkn(survey), values, domain=domain)
    by_taylor = mean(survey, values, domain=domain)
    assert found.error == pytest.approx(by_taylor.error, rel=0.05)
    assert (found.degrees, found.n) == (by_taylor.degrees, by_taylor.n)


def test_replicate_strata_that_do_not_fit_names_them():
    alone = SurveyDesign.of(3, strata=["a", "b", "b"], lone=Lone.REMOVE)
    with pytest.raises(ReplicateError) as error:
        brr(alone)
    assert error.value.strata == ("a",)
    for build in (jkn, lambda survey: bootstrap(survey, 3, seed=1)):
        with pytest.raises(LoneClusterError) as lone:
            build(alone)
        assert lone.value.strata == ("a",)
    with pytest.raises(LoneClusterError):
        jk1(SurveyDesign.of(2, clusters=[1, 1]))


def test_jackknife_leaves_a_cluster_that_is_its_whole_stratum_in_place():
    survey = SurveyDesign.of(3, strata=["a", "b", "b"], frame=[1, 4, 4])
    assert jkn(survey).factors.tolist() == [[1, 0, 2], [1, 2, 0]]


def test_replicate_where_a_replicate_is_empty_says_so():
    survey = SurveyDesign.of(2)
    with pytest.raises(NothingError):
        replicated(survey, jk1(survey), [1, 2], domain=[True, False])


def test_draw_numbers_by_chance_do_not_depend_on_how_many_are_asked_for():
    assert np.array_equal(uniforms(1, 2, 1000)[:10], uniforms(1, 2, 10))
    assert not np.array_equal(uniforms(1, 2, 10), uniforms(1, 3, 10))
    many = normals(3, 0, 40_000)
    assert (abs(many.mean()) < 0.02, many.std() == pytest.approx(1, abs=0.02)) == (True, True)


def test_draw_numbers_by_chance_gives_the_known_answer_of_random123():
    # kat_vectors, philox4x64-10: counter 0, key 0; NumPy counts up before it draws
    words = np.random.Philox(key=0, counter=2**256 - 1).random_raw(4)
    assert [f"{int(word):x}" for word in words] == [
        "16554d9eca36314c",
        "db20fe9d672d0fdc",
        "d7e772cee186176b",
        "7e68b68aec7ba23b",
    ]
    # ours: key (1, 2), pinned so that no result moves unseen
    assert [number.hex() for number in uniforms(1, 2, 2)] == ["0x1.3cbd0c4ed54dbp-2", "0x1.6d85ef8c867fdp-2"]
