"""`bench forecast`: are forecasts of simulated cities worth believing? Goal G5: calibrated, better than plugging rates in, and not wrong when sure.

Each city has ten types of sites that differ; we saw twelve sites of each, the evaluators see six of their own, with a severity that nobody knows.
Every city is forecast once; what came out afterwards is drawn from the city itself. The peer is the plug-in rate with independent checks.
"""

import argparse
import time

import numpy as np
from scipy.special import expit, logit

from benchmarks.runner import measured, report
from wenming.engine.forecast import Parts, Problem, SeenSite, Shift, Stratum
from wenming.engine.forecast.backtests import plug_in_chance
from wenming.engine.forecast.calibration import brier, corp, coverage, log_score, pit, sure_statements
from wenming.engine.forecast.outcomes import Chance
from wenming.engine.forecast.simulation import Model

TYPES, FRAME, OURS, THEIRS, CHECKS = 10, 60, 12, 6, 10
LEVEL, TYPE_SPREAD, CITY_SPREAD, FIRM, FIRM_SPREAD = 1.4, 0.5, 0.35, 3.2, 0.6
SEVERITY = 0.25
EVALUATIONS = 2000


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what may be asked."""
    parser.add_argument("--seed", type=int, default=1, help="seed of the cities (%(default)s)")
    parser.add_argument("--cities", type=int, default=600, help="simulated cities (%(default)s)")


def city(random: np.random.Generator, line: float) -> tuple[Problem, float]:
    """Return what we know of a city, and the score that it gets afterwards."""
    here, severity = random.normal(0, CITY_SPREAD), random.normal(0, SEVERITY)
    types, rates = [], []
    for number in range(TYPES):
        level = expit(LEVEL + here + random.normal(0, TYPE_SPREAD))
        firm = np.exp(random.normal(FIRM, FIRM_SPREAD))
        sites = random.beta(level * firm, (1 - level) * firm, FRAME)
        ours = random.choice(FRAME, OURS, replace=False)
        passed = random.binomial(CHECKS, sites[ours])
        types.append(
            Stratum(f"t{number}", 1.0, FRAME, THEIRS, CHECKS, tuple(SeenSite(CHECKS, int(one)) for one in passed))
        )
        theirs = expit(logit(np.clip(sites[random.choice(FRAME, THEIRS, replace=False)], 1e-9, 1 - 1e-9)) + severity)
        rates.append(random.binomial(CHECKS, theirs).mean() / CHECKS)
    shift = Shift(0.0, SEVERITY * 0.6, SEVERITY * 0.8)
    return Problem(Parts(100.0, 0.0, 0.0), line, tuple(types), shift=shift), 100 * float(np.mean(rates))


def measure(seed: int, cities: int) -> dict:
    """Forecast all cities and hold the forecasts against what came out."""
    random, line = np.random.default_rng(seed), 100 * float(expit(LEVEL)) - 1.3
    chances, plugged, happened, places = [], [], [], []
    start, spent = time.perf_counter(), time.process_time()
    for number in range(cities):
        problem, score = city(random, line)
        draws = Model.of(problem).simulated(seed * 1_000_003 + number, EVALUATIONS).score
        chances.append(Chance.of(draws >= line).value)
        plugged.append(plug_in_chance(problem.types, line))
        happened.append(score >= line)
        places.append(pit(draws, score))
    ours, peer = corp(chances, happened), corp(plugged, happened)
    sure, peer_sure = sure_statements(chances, happened), sure_statements(plugged, happened)
    better = 1 - brier(chances, happened) / brier(plugged, happened)
    goals = [
        measured("MCB", ours.miscalibration, peer.miscalibration, "Brier", "≤ 0.012", holds=ours.miscalibration <= 0.012),
        measured("Brier score", ours.score, peer.score, "Brier", "≥ 10 % better", holds=better >= 0.10),
        measured(
            "wrong beyond 5/95 %", sure.share_wrong * 100, peer_sure.share_wrong * 100, "%", "≤ 5 %",
            holds=sure.share_wrong <= 0.05,
        ),
    ]  # fmt: skip
    checks = {
        "cities": cities,
        "base rate": round(float(np.mean(happened)), 3),
        "log score, ours and plug-in": (round(log_score(chances, happened), 4), round(log_score(plugged, happened), 4)),
        "said beyond 5/95 %, ours and plug-in": (sure.sure, peer_sure.sure),
        "MCB, DSC, UNC": tuple(round(one, 4) for one in (ours.miscalibration, ours.discrimination, ours.uncertainty)),
        "coverage of 50, 80, 95 %": tuple(round(share, 3) for _level, share in coverage(places)),
        "Brier, exact": (round(ours.score, 4), round(peer.score, 4)),
        "seconds, and of the processor": (round(time.perf_counter() - start, 1), round(time.process_time() - spent, 1)),
    }
    return report("forecast", goals, checks, ("numba", "numpy", "scipy"))
