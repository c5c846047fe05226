"""`bench monitor`: the charts of relapse of a nation's night, and a year of a province, against river's PageHinkley.

* A night: one new look at each of a million charts, kinds, priors and rates mixed, as the nightly job feeds them.
* A year: 365 looks at each of 100,000 charts, night by night, in one feed.
* Per look, against river 0.26.1 `drift.PageHinkley`, one detector per chart as its users keep them, on a part of the same looks.
* The run lengths that all this rests on, against R spc 0.7.2's printed ones.
"""

import time

import numpy as np
from river.drift import PageHinkley

from benchmarks.runner import best_of, goal, report
from wenming.engine.monitoring.backends import compiled_backend
from wenming.engine.monitoring.boards import Board, Looks, Settings, Track
from wenming.engine.monitoring.levels import Levels
from wenming.engine.monitoring.nights import feed_night
from wenming.engine.monitoring.priors import Prior
from wenming.engine.monitoring.runlengths import normal_run_length

NIGHT, CHARTS, DAYS, KINDS = 1_000_000, 100_000, 365, 50
RATE = 0.03
PEER_CHARTS = 300
RUNS = ((4, 0, 167.6838), (4, 1, 8.3831), (5, 0, 465.4435), (5, 1, 10.3760))
"""Limit, shift, `xcusum.arl(k=.5, h, mu, sided="two")` of R spc 0.7.2."""


def night_of(random: np.random.Generator) -> tuple[Board, Looks, list[Prior]]:
    """Return a million charts that have been looked at, and the new look at each, in any order."""
    board = Board.empty(random.integers(0, KINDS, NIGHT).astype(np.int32))
    looks = Looks(random.permutation(NIGHT).astype(np.int32), (random.random(NIGHT) < RATE).astype(np.uint8))
    return board, looks, [Prior(1 + kind / 25, 40.0) for kind in range(KINDS)]


def measure_night(levels: Levels) -> list[dict]:
    """Measure a night, alarms and their chance included."""
    board, looks, priors = night_of(np.random.default_rng(6))
    backend = compiled_backend()
    best = best_of({"night": lambda: feed_night(board, looks, levels=levels, priors=priors, backend=backend)}, rounds=5)
    return [goal("one look at a million charts, against a second", best["night"], 1000.0, at_most=1)]


def measure_year(levels: Levels) -> tuple[list[dict], dict[str, object]]:
    """Measure a year and the peer on a part of it; milliseconds per million looks stand beside each other."""
    random = np.random.default_rng(365)
    failed = (random.random((DAYS, CHARTS)) < RATE).astype(np.uint8)
    chart = np.tile(np.arange(CHARTS, dtype=np.int32), DAYS)
    looks = Looks(chart, failed.ravel())
    settings, backend = Settings.of(levels, [Prior(1.5, 48.5)]), compiled_backend()
    track = Track.empty(int(failed.sum()))

    def ours() -> int:
        return backend.feed(Board.empty(np.zeros(CHARTS, dtype=np.int32)), looks, settings, track)

    part = failed[:, :PEER_CHARTS].T.tolist()

    def peer() -> int:
        found = 0
        for values in part:
            detector = PageHinkley()
            for value in values:
                detector.update(value)
                found += detector.drift_detected
        return found

    best = best_of({"ours": ours, "peer": peer}, rounds=4)
    ours_each = best["ours"] / (CHARTS * DAYS) * 1e6
    peer_each = best["peer"] / (PEER_CHARTS * DAYS) * 1e6
    goals = [
        goal("a year of 100,000 charts, against half a second", best["ours"], 500.0, at_most=1),
        goal("a million looks, river PageHinkley", ours_each, peer_each, at_least=100),
    ]
    return goals, {"false alarms in the year": ours(), "looks a second": round(CHARTS * DAYS / best["ours"] * 1000)}


def measure_runs() -> list[dict]:
    """Hold the run lengths against the printed ones: the goal is a thousandth, written as parts of a thousandth."""
    off = max(abs(normal_run_length(limit, 0.5, shift) / printed - 1) for limit, shift, printed in RUNS)
    return [goal("run lengths of R spc, thousandths off", off * 1000, 1.0, at_most=1)]


def measure() -> dict:
    """Measure everything."""
    start = time.perf_counter()
    levels = Levels.of(15_000_000)
    built = time.perf_counter() - start
    goals = measure_night(levels)
    year, checks = measure_year(levels)
    goals += year + measure_runs()
    checks |= {"levels built in seconds": round(built, 2), "charts of the night": NIGHT}
    return report("monitor", goals, checks, ("river", "numba", "numpy"))
