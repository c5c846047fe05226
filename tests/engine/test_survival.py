"""Days until it was back. Referees: R survival's printed `summary(survfit(Surv(time, status) ~ 1))`, R interval's `icfit`."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wenming.engine import survival
from wenming.engine.survival import kaplan_meier, turnbull

FREIREICH = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
"""Weeks in remission under 6-MP (Freireich et al., Blood 21, 1963); + is still in remission."""
MILLER = "9 13 13+ 18 23 28+ 31 34 45+ 48 161+"
"""R survival's `aml`, maintained arm (Miller, Survival Analysis, 1981)."""
COSMESIS = """45,inf 6,10 0,7 46,inf 46,inf 7,16 17,inf 7,14 37,44 0,8 4,11 15,inf 11,15 22,inf 46,inf 46,inf 25,37 46,inf 26,40
46,inf 27,34 36,44 46,inf 36,48 37,inf 40,inf 17,25 46,inf 11,18 38,inf 5,12 37,inf 0,5 18,inf 24,inf 36,inf 5,11 19,35 17,25
24,inf 32,inf 33,inf 19,26 37,inf 34,inf 36,inf"""
"""Months to retraction, radiotherapy alone (Finkelstein and Wolfe, Biometrics 41, 1985), as in R interval's `bcos`."""


def curve(text: str) -> survival.Curve:
    """Return the curve of days written as R prints them."""
    words = text.split()
    return kaplan_meier([float(word.rstrip("+")) for word in words], [not word.endswith("+") for word in words])


def brackets(text: str) -> survival.Brackets:
    """Return the estimate from brackets written as left,right."""
    pairs = [tuple(map(float, word.split(","))) for word in text.split()]
    return turnbull([left for left, _ in pairs], [right for _, right in pairs])


def test_kaplan_meier_of_the_remissions_gives_the_printed_table_of_r():
    found = curve(FREIREICH)
    assert found.days.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert found.settled == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert found.error == pytest.approx([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=5e-5)
    assert found.median() == 23


def test_kaplan_meier_of_leukaemia_gives_the_printed_table_of_r():
    found = curve(MILLER)
    assert found.days.tolist() == [9, 13, 18, 23, 31, 34, 48]
    assert found.settled == pytest.approx([0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184], abs=5e-4)
    assert found.error == pytest.approx([0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535], abs=5e-5)
    assert found.median() == 31


def test_share_back_steps_on_the_day_of_a_return():
    found = curve("7 30 30+ 90+")
    assert [found.share_back(day) for day in (6, 7, 29, 30, 90)] == pytest.approx([0, 0.25, 0.25, 0.5, 0.5])


def test_kaplan_meier_where_nothing_came_back_stays_at_zero():
    found = curve("7+ 30+")
    assert (found.share_back(90), found.median()) == (0.0, None)


def test_kaplan_meier_where_all_came_back_ends_at_one_without_an_error():
    found = curve("7 9")
    assert (found.share_back(9), found.error[-1]) == (1.0, 0.0)


def test_turnbull_of_cosmesis_gives_the_published_masses():
    # R interval 1.1, icfit: (4,5] .0463 (6,7] .0334 (7,8] .0887 (11,12] .0708 (24,25] .0926 (33,34] .0818 (38,40] .1209 (46,48] .4656
    found = brackets(COSMESIS)
    masses = {
        (left, right): share
        for left, right, share in zip(found.left, found.right, found.share, strict=True)
        if share > 1e-6
    }
    assert list(masses) == [(4, 5), (6, 7), (7, 8), (11, 12), (24, 25), (33, 34), (38, 40), (46, 48)]
    assert list(masses.values()) == pytest.approx(
        [0.0463, 0.0334, 0.0887, 0.0708, 0.0926, 0.0818, 0.1209, 0.4656], abs=5e-5
    )
    assert 1e-9 >= found.gap >= 0


def test_turnbull_of_exact_looks_agrees_with_kaplan_meier():
    # looked at every day: the brackets are single days
    words = FREIREICH.split()
    left = [float(word.rstrip("+")) - (not word.endswith("+")) for word in words]
    right = [math.inf if word.endswith("+") else float(word) for word in words]
    found, exact = turnbull(left, right), curve(FREIREICH)
    for day in (6, 7, 10, 13, 16, 22, 23):
        assert found.share_back(day) == pytest.approx((exact.share_back(day), exact.share_back(day)), abs=1e-6)


def test_share_back_inside_a_bracket_says_the_least_and_the_most():
    found = turnbull([7, 0, 30], [30, 7, math.inf])
    assert found.share_back(7) == pytest.approx((1 / 3, 1 / 3))
    assert found.share_back(20) == pytest.approx((1 / 3, 2 / 3))
    assert found.share_back(90) == pytest.approx((2 / 3, 1.0))


def test_turnbull_without_a_matter_is_empty():
    found = turnbull([], [])
    assert (found.n, found.share_back(30)) == (0, (0.0, 0.0))


@pytest.mark.parametrize(("left", "right"), [([3], [3]), ([-1], [3]), ([5], [4])])
def test_turnbull_of_an_impossible_bracket_is_refused(left, right):
    with pytest.raises(ValueError, match="a bracket must end after it begins"):
        turnbull(left, right)


def test_turnbull_that_may_not_finish_says_what_is_left_to_gain(monkeypatch):
    monkeypatch.setattr(survival, "STEPS", 3)
    assert brackets(COSMESIS).gap > 1e-3


def test_bracket_many_returns_stays_quick_and_sums_to_one():
    random = np.random.default_rng(30)
    left = random.choice([0, 7, 30, 90], 3000)
    right = np.where(random.random(3000) < 0.3, left + random.integers(5, 40, 3000), math.inf)
    assert turnbull(left, right).share.sum() == pytest.approx(1.0)
