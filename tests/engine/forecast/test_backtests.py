"""Rounds predicted from those before them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from tests.engine.forecast.cities import MARKETS, PARKS
from wenming.engine.forecast import Pair, Round, SeenSite, Shift, back_test, learned_shift, pair_of, proof_of, sight_of
from wenming.engine.forecast.backends import NUMPY
from wenming.engine.forecast.backtests import plug_in_chance

STILL = Shift(0.0, 0.0, 0.05)


def walked(key: str, passed: int) -> Round:
    return Round(key, (replace(PARKS, sites=tuple(SeenSite(10, passed) for _ in range(4))),))


def predicted(rounds):
    return back_test(rounds, (70.0, 90.0), seed=3, shift=STILL, evaluations=128, backend=NUMPY)


def test_predict_rounds_one_by_one_says_nothing_before_the_second():
    test = predicted([walked("1", 8), walked("2", 8), walked("3", 9)])
    assert [(one.round, one.line, one.happened) for one in test.statements] == [
        ("2", 70.0, True), ("2", 90.0, False), ("3", 70.0, True), ("3", 90.0, True),
    ]  # fmt: skip
    # one past round, in which 70 was reached and 90 was not
    assert [one.usual for one in test.statements[:2]] == [0.75, 0.25]
    assert test.statements[0].chance > 0.8 > test.statements[1].chance
    assert len(test.places) == 2
    proof = proof_of(test)
    assert proof.events == 4
    assert proof.ours.brier < 0.5
    assert proof.plug_in.sure.sure >= proof.ours.sure.sure
    assert len(proof.coverage) == 3


def test_predict_a_type_nobody_saw_before_leaves_it_out():
    other = Round("2", (MARKETS,))
    assert predicted([walked("1", 8), other]).statements == ()
    assert proof_of(predicted([walked("1", 8)])) is None
    both = Round("3", (MARKETS, replace(PARKS, sites=())))
    assert {one.round for one in predicted([other, both]).statements} == {"3"}


def test_score_a_round_by_the_published_formula():
    assert Round("r", (MARKETS, PARKS)).score == pytest.approx(100 * (2 * (2 / 3) + 13 / 15) / 3)


def test_plug_in_is_too_sure_as_it_must_be():
    one = replace(PARKS, sites=(SeenSite(10, 8), SeenSite(10, 8)), drawn=4, checks=10)
    assert plug_in_chance([one], 85.0) == pytest.approx(ndtr(-5 / (100 * np.sqrt(0.16 / 40))))


def test_learn_the_shift_is_wide_without_pairs_and_follows_them():
    wide = learned_shift(())
    assert np.hypot(wide.year, wide.city) == pytest.approx(0.25, abs=0.01)
    assert (wide.mean, wide.pairs) == (0.0, 0)
    severe = learned_shift([Pair(0.85, 0.80, 0.01)] * 6, street=0.1)
    assert -0.36 < severe.mean < -0.2
    assert np.hypot(severe.year, severe.city) < np.hypot(wide.year, wide.city)
    assert (severe.pairs, severe.street) == (6, 0.1)
    assert learned_shift([Pair(1.0, 1.0, 0.0)]).mean == pytest.approx(0.0)


def test_pair_rates_of_few_sites_are_less_sure_and_what_is_no_rate_is_refused():
    # 30 sites, 10 checks each, alike within a site by 1/(1 + e^3.2): by hand
    variance = (0.85 * 0.15 + 0.8 * 0.2) * (1 + 9 / (1 + np.exp(3.2))) / 10 / 30
    assert pair_of(0.85, 0.8) == Pair(0.85, 0.8, pytest.approx(np.sqrt(variance)))
    many, few = (learned_shift([pair_of(0.85, 0.8, sites)] * 3) for sites in (200, 5))
    assert many.mean < few.mean < 0
    for wrong in ((1.1, 0.5, 3), (0.5, -0.1, 3), (0.5, 0.5, 0)):
        with pytest.raises(ValueError, match=r"0\.5"):
            pair_of(*wrong)


def test_see_a_rate_as_officials_do():
    sight = sight_of(Shift(mean=-0.2, year=0.15, city=0.2), 0.85)
    middle = np.log(0.85 / 0.15) - 0.2
    expected = [1 / (1 + np.exp(-(middle + off))) for off in (0, -1.2816 * 0.25, 1.2816 * 0.25)]
    assert (sight.official, sight.low, sight.high) == pytest.approx(expected)
