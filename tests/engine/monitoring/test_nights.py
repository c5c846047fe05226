"""Charts of relapse: kernels and twins alike, false alarms as promised, relapses found in time."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from wenming.engine.monitoring.backends import NUMPY, best_backend, compiled_backend
from wenming.engine.monitoring.boards import Board, Looks, Settings, Track
from wenming.engine.monitoring.changes import changed_lately, stretches
from wenming.engine.monitoring.discoveries import stand_out, stand_out_by_odds
from wenming.engine.monitoring.levels import LEAST, MOST, Levels, lift_of, wanted_run
from wenming.engine.monitoring.nights import feed_night
from wenming.engine.monitoring.priors import Prior, fitted_prior
from wenming.engine.monitoring.runlengths import half_alarmed, limit_for, run_length

KINDS = 7
PRIORS = [Prior(0.5 + kind / 4, 20.0) for kind in range(KINDS)]


def looks_of(seed: int, charts: int, n: int, rate: float, *, drawn: bool = True) -> Looks:
    """Return looks in any order, several at a chart."""
    random = np.random.default_rng(seed)
    failed = (random.random(n) < rate).astype(np.uint8)
    return Looks(random.integers(0, charts, n).astype(np.int32), failed, drawn)


def all_looked(failed: np.ndarray) -> Looks:
    """Return one look at every chart."""
    return Looks(np.arange(len(failed), dtype=np.int32), failed.astype(np.uint8))


@pytest.mark.parametrize("drawn", [True, False])
def test_feed_by_kernel_and_by_twin_leaves_the_same_bits(drawn):
    levels, looks = Levels.of(200), looks_of(5, 60, 4000, 0.12, drawn=drawn)
    boards = [Board.empty([chart % KINDS for chart in range(60)]) for _ in range(2)]
    nights = [
        feed_night(board, looks, levels=levels, priors=PRIORS, backend=backend)
        for board, backend in zip(boards, (compiled_backend(), NUMPY), strict=True)
    ]
    assert boards[0].packed().tobytes() == boards[1].packed().tobytes()
    for name in ("looks", "charts", "heights", "levels", "chances", "stands_out"):
        assert getattr(nights[0], name).tolist() == getattr(nights[1], name).tolist(), name
    assert len(nights[0].looks) > 10
    assert int(boards[0].looks.sum()) == (4000 if drawn else 0)


def test_feed_nothing_changes_nothing():
    board, nobody = Board.empty([0, 0]), Looks(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint8))
    for backend in (compiled_backend(), NUMPY):
        found = feed_night(board, nobody, levels=Levels.of(200), priors=PRIORS, backend=backend)
        assert (len(found.looks), found.expected) == (0, 0.0)


def test_pack_a_board_and_unpack_it_gives_it_back():
    board = Board.empty([0, 1, 2])
    feed_night(board, looks_of(1, 3, 50, 0.3), levels=Levels.of(500), priors=PRIORS)
    rows = board.packed()
    again = Board.unpacked([0, 1, 2], rows)
    assert rows.itemsize == 12
    assert (again.n, again.packed().tobytes()) == (3, rows.tobytes())


def test_feed_by_hand_lifts_lowers_and_alarms():
    # a firm rate of .05: p1 = .15, ln 3 / ln(.95/.85) = 9.88, and a step higher 9.0: a failure weighs nine passes
    levels, board = Levels.of(400), Board.empty([0])
    failed = np.array([0, 1, 0, 1, 1, 1, 1], dtype=np.uint8)
    found = feed_night(board, Looks(np.zeros(7, dtype=np.int32), failed), levels=levels, priors=[Prior(100.0, 1900.0)])
    (level,) = found.levels.tolist()
    assert (int(levels.lifts[level]), 0.05 < levels.rates[level] < 0.06) == (9, True)
    # 0, 9, 8, 17, 26: the alarm stands at 25
    assert (int(levels.limits[level]), found.looks.tolist(), found.heights.tolist()) == (25, [4], [26])
    # begun again at zero: 9, 18
    assert (int(board.state[0]), int(board.looks[0]), int(board.failures[0])) == (18, 7, 5)


def test_feed_many_charts_where_nothing_changed_gives_no_more_false_alarms_than_wanted():
    # 4,000 charts from zero, 150 looks, a false alarm every 3,000 looks: 200 at most; rates are taken at the upper end of their level
    random, levels = np.random.default_rng(11), Levels.of(3000)
    board, prior, alarms, expected = Board.empty(np.zeros(4000, dtype=np.int32)), Prior(30.0, 970.0), 0, 0.0
    for _ in range(150):
        night = feed_night(board, all_looked(random.random(4000) < 0.03), levels=levels, priors=[prior])
        alarms, expected = alarms + len(night.looks), expected + night.expected
    assert 60 < alarms <= 200
    assert expected == pytest.approx(200, rel=0.02)


def test_find_relapses_takes_at_most_a_fifth_longer_than_the_exactly_tuned_chart():
    """p0 .03 -> .15: our charts learn the rate from 60 looks at 3,000 places, the tuned one is told both. Equal run to a false alarm."""
    random, wanted, n = np.random.default_rng(2026), 5_000, 3000
    levels, board = Levels.of(wanted), Board.empty(np.zeros(n, dtype=np.int32))
    before = random.random((60, n)) < 0.03
    prior = fitted_prior(before.sum(axis=0), np.full(n, 60))
    for failed in before:
        feed_night(board, all_looked(failed), levels=levels, priors=[prior])
    delay = np.full(n, np.inf)
    for look in range(1, 120):
        night = feed_night(board, all_looked(random.random(n) < 0.15), levels=levels, priors=[prior])
        delay[night.charts] = np.minimum(delay[night.charts], look)
    tuned_lift = round(np.log(5) / np.log(0.97 / 0.85))
    tuned = half_alarmed(0.15, rate=0.03, lift=tuned_lift, limit=limit_for(0.03, tuned_lift, wanted))
    assert np.median(delay) <= 1.2 * tuned


def test_level_a_rate_takes_the_upper_end():
    levels = Levels.of(1000)
    assert [levels.rates[levels.at(rate)] for rate in (0.0, 1.0)] == [LEAST, MOST]
    assert 0.03 <= levels.rates[levels.at(0.03)] < 0.033
    every = np.arange(len(levels.rates))
    assert (levels.often(every) <= 1 / 1000).all()
    assert levels.often(every)[30] == pytest.approx(
        1 / run_length(levels.rates[30], int(levels.lifts[30]), int(levels.limits[30]))
    )
    higher = levels.limits + levels.lifts
    assert (levels.chance(every, higher) < levels.often(every)).all()
    assert levels.chance(every, higher)[30] == pytest.approx(
        1 / run_length(levels.rates[30], int(levels.lifts[30]), int(higher[30]))
    )


def test_lift_of_a_rate_never_lets_the_chart_climb():
    assert [lift_of(rate) for rate in (0.03, 0.05, 0.34, 0.35)] == [17, 10, 1, 1]
    assert lift_of(0.3, times=1.2) == 2
    assert lift_of(0.45, times=1.1) == 1


def test_want_two_alarms_a_month_of_a_thousand_looks_waits_five_hundred():
    assert wanted_run(1000, 2) == 500.0


def test_stand_out_names_by_benjamini_and_hochberg():
    # their own example (1995), fifteen comparisons, q = .05: the four smallest
    values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip
    assert stand_out(values, share=0.05).tolist() == [True] * 4 + [False] * 11
    assert stand_out(values[:5], share=0.05, of=15).tolist() == [True] * 4 + [False]
    assert stand_out([]).tolist() == []


def test_stand_out_by_odds_names_by_e_bh():
    assert stand_out_by_odds([100.0, 15.0, 0.0, 1.0], share=0.1).tolist() == [True, False, False, False]
    assert stand_out_by_odds([100.0, 20.0, 0.0, 1.0], share=0.1).tolist() == [True, True, False, False]


def test_stretch_since_a_change_finds_where_failures_began():
    found = stretches([0] * 40 + [1] * 6, Prior(1.0, 9.0))
    assert found.sum() == pytest.approx(1.0)
    assert int(found.argmax()) + 1 == 6
    assert changed_lately([0] * 40 + [1] * 6, Prior(1.0, 9.0), 10) > 0.8
    assert changed_lately([0] * 46, Prior(1.0, 9.0), 10) < 0.3
    assert changed_lately([1], Prior(1.0, 9.0), 10) == 0.0


# the Nile at Aswan, 1871–1970, 10⁸ m³ a year: alan-turing-institute/TCPD 83b3039, datasets/nile/nile.json
NILE = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
    831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
    781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
    744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]  # fmt: skip
NILE_CHANGE = 28
"""Where the annotators of that set who saw one change put it (annotations.json: 7, 12 and 13; counted from 0, hence 1899)."""


@pytest.mark.parametrize("years", [35, 40, 60, 100])
def test_stretch_of_the_nile_begins_where_the_annotators_saw_the_change(years):
    low = [flow < sum(NILE) / len(NILE) for flow in NILE[:years]]
    assert years - (int(stretches(low, Prior(1.0, 1.0)).argmax()) + 1) == NILE_CHANGE


def test_stretch_by_hand_over_two_looks():
    # first look fails; the second passes: changed before it h·(b/(a+b)) against (1−h)·b/(a+1+b)
    a, b, hazard = 2.0, 8.0, 0.25
    fresh, kept = hazard * b / (a + b), (1 - hazard) * b / (a + 1 + b)
    assert stretches([1, 0], Prior(a, b), hazard=hazard)[:2] == pytest.approx(
        [fresh / (fresh + kept), kept / (fresh + kept)]
    )


def test_stretch_longer_than_is_kept_gathers_in_the_last_place():
    found = stretches([0] * 30, Prior(1.0, 9.0), longest=10)
    assert (len(found), found.sum()) == (11, pytest.approx(1.0))


def test_choose_backend_without_numba_is_numpy(monkeypatch):
    assert best_backend().name == "numba"
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "wenming.engine.monitoring.kernels", raising=False)
    monkeypatch.delattr("wenming.engine.monitoring.kernels", raising=False)
    monkeypatch.delitem(sys.modules, "wenming.engine.scoring.kernels", raising=False)
    monkeypatch.delattr("wenming.engine.scoring.kernels", raising=False)
    assert best_backend() is NUMPY


def test_track_has_room_for_an_alarm_at_every_failure():
    levels, board = Levels.of(50), Board.empty([0])
    looks = Looks(np.zeros(30, dtype=np.int32), np.ones(30, dtype=np.uint8))
    track = Track.empty(30)
    n = NUMPY.feed(board, looks, Settings.of(levels, [Prior(0.01, 99.0)]), track)
    assert 10 <= n <= 30
