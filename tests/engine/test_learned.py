"""A linear model as plain numbers: what a report's row is, what is proposed and why, and how good proposals were."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wenming.engine.learned import Learned, column_of, features, tuned, vocabulary
from wenming.engine.measuring import (
    Bin,
    Hits,
    best_blend,
    blend,
    calibration,
    heated,
    hits_of,
    most_frequent,
    surprise,
    wilson,
)


def model_of(weights: dict[str, tuple[float, float]], keys: tuple[int, int] = (7, 9)) -> Learned:
    """Return a model of two classes that knows these features, each equally rare."""
    order = sorted(weights, key=column_of)
    columns = np.array([column_of(one) for one in order], dtype=np.int64)
    table = np.array([[weights[one][place] for one in order] for place in (0, 1)], dtype=np.float32)
    ones = np.ones(len(order), dtype=np.float32)
    return Learned(np.array(keys), columns, ones, table, np.zeros(2, dtype=np.float32))


def test_share_of_two_classes_is_the_softmax_of_their_scores():
    model = model_of({"路": (2.0, 0.0), "灯": (0.0, 0.0)})
    # one known feature: a row of length 1, scores 2 and 0
    assert model.shares({"路": 1, "x": 4}) == {
        7: pytest.approx(1 / (1 + math.exp(-2))),
        9: pytest.approx(1 / (1 + math.exp(2))),
    }
    assert model.shares({"路": 1, "灯": 1})[7] == pytest.approx(1 / (1 + math.exp(-2 / math.sqrt(2))))
    assert tuned(model, 2.0, 0.3).shares({"路": 1})[7] == pytest.approx(1 / (1 + math.exp(-1)))


def test_share_of_a_report_of_which_nothing_is_known_goes_by_the_bias_alone():
    assert model_of({"路": (2.0, 0.0)}).shares({"\uffff": 1}) == {7: pytest.approx(0.5), 9: pytest.approx(0.5)}


def test_say_why_names_the_strongest_runs_and_no_marks():
    model = model_of({"路灯": (3.0, 0.0), "路": (1.0, 0.0), "亮": (0.5, 0.0), "黑": (-1.0, 1.0), "@site:3": (9.0, 0.0)})
    known = features("路灯亮黑", ["site:3"])
    assert model.because(known, 7) == ("路灯", "亮")
    assert model.because(known, 9) == ("黑",)
    assert model.because(known, 1) == ()


def test_collect_a_vocabulary_weighs_what_is_rare():
    columns, rarity = vocabulary([{"路": 1, "灯": 2}, {"路": 1}])
    weights = dict(zip(columns.tolist(), rarity.tolist(), strict=True))
    assert weights == {column_of("路"): pytest.approx(1.0), column_of("灯"): pytest.approx(1 + math.log(3 / 2))}


def test_measure_a_rate_gives_the_interval_of_wilson():
    # Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662, 0 of 20 is 0 to 0.1611
    assert wilson(81, 263) == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))
    assert wilson(0, 20) == (pytest.approx(0.0), pytest.approx(0.1611, abs=1e-4))
    assert wilson(0, 0) == (0.0, 1.0)


def test_count_hits_looks_at_the_first_and_the_first_three():
    shares = {1: 0.4, 2: 0.3, 3: 0.2, 4: 0.1}
    assert hits_of([(shares, 1), (shares, 3), (shares, 4), ({}, 1)]) == Hits(4, 1, 2)
    assert most_frequent([5, 5, 6, 5]) == {5: 0.75, 6: 0.25}


def test_calibrate_shares_compares_what_was_said_with_what_was_right():
    bins, error = calibration([({1: 0.9}, 1), ({1: 1.0}, 2), ({1: 0.3}, 1), ({}, 1)])
    assert bins == [Bin(1, 0.0, 0), Bin(1, 0.3, 1), Bin(0, 0.0, 0), Bin(0, 0.0, 0), Bin(2, 1.9, 1)]
    assert error == pytest.approx((0.7 + 0.9) / 4)
    assert calibration([])[1] == 0.0


def test_choose_a_blend_trusts_who_was_right():
    right, wrong = {1: 0.9, 2: 0.1}, {1: 0.2, 2: 0.8}
    assert best_blend([(right, wrong, 1)] * 3)[1] == 0.0
    assert best_blend([(wrong, right, 1)] * 3) == (0.1, 0.95)
    assert blend({1: 0.5}, {2: 1.0}, 0.8) == {1: pytest.approx(0.1), 2: pytest.approx(0.8)}
    assert heated({1: 0.8, 2: 0.2}, 0.5) == {1: pytest.approx(0.64 / 0.68), 2: pytest.approx(0.04 / 0.68)}
    assert surprise([({1: 0.5}, 1), ({1: 0.5}, 2)]) == pytest.approx(math.log(2) + math.log(1000))
