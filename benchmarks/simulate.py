"""`bench simulate`: simulated evaluations against NumPy, the grid posterior against sampling, and a whole city's forecast.

* All checks: 10,000 evaluations of 1,500 sites × 60 checks, against NumPy's binomial, one number per site (a part of it, scaled).
* Drawn sites: the same, but each evaluation draws 10 % of the sites without replacement, against NumPy's permutations and binomial.
* A posterior of one type on the grid against a plain Metropolis sampler of the same density, compiled, as the named baseline; equal answers.
* One city: ten types, a survey, sixty clauses, forty rivals; 10,000 evaluations, posterior included.
"""

import math
import time
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np

from benchmarks.runner import best_of, goal, measured, report
from wenming.engine.forecast import Clause, Cluster, Crew, Parts, Problem, Rival, SeenSite, Shift, Stratum, answer_to
from wenming.engine.forecast.evaluations import alias_rows, evaluated, site_findings
from wenming.engine.forecast.posteriors import (
    FIRM,
    FIRM_SPREAD,
    USUAL,
    USUAL_SPREAD,
    Top,
    firmness_prior,
    grid_for,
    log_likelihood,
    posterior_of,
)

EVALUATIONS, SITES, CHECKS, DRAWN = 10_000, 1500, 60, 150
PART = 200
"""Evaluations that the peer carries out; the rest is scaled."""
CREW = Crew(2, ThreadPoolExecutor(2).map)
CHAIN = 20_000


def measure_sites() -> tuple[list[dict], dict[str, object]]:
    """Measure both models of sites, and hold their means against algebra."""
    random = np.random.default_rng(4)
    rates = random.beta(17, 3, SITES)
    start = time.perf_counter()
    table = alias_rows(site_findings(rates, CHECKS))
    setup = (time.perf_counter() - start) * 1000

    def ours(drawn: int) -> np.ndarray:
        return evaluated(table, drawn, 1, EVALUATIONS, crew=CREW)

    def peer_all() -> np.ndarray:
        return random.binomial(CHECKS, rates, (PART, SITES)).sum(axis=1)

    def peer_drawn() -> np.ndarray:
        chosen = np.argpartition(random.random((PART, SITES)), DRAWN, axis=1)[:, :DRAWN]
        return random.binomial(CHECKS, rates[chosen]).sum(axis=1)

    sides = {"all": lambda: ours(SITES), "drawn": lambda: ours(DRAWN), "peer all": peer_all, "peer drawn": peer_drawn}
    best = best_of(sides, rounds=5)
    scale = EVALUATIONS / PART
    goals = [
        goal("G4 all checks, 1,500 sites × 60, NumPy binomial", best["all"], best["peer all"] * scale, at_least=15),
        goal("G4 drawn sites, 150 of 1,500, NumPy", best["drawn"], best["peer drawn"] * scale, at_least=40),
    ]
    found = ours(DRAWN) / (DRAWN * CHECKS)
    off = abs(found.mean() - rates.mean()) / (found.std() / math.sqrt(EVALUATIONS))
    goals.append(measured("mean of drawn sites off algebra", off, 1.0, "MC errors", "< 4", holds=off < 4))
    same = evaluated(table, DRAWN, 1, EVALUATIONS).tolist() == ours(DRAWN).tolist()
    return goals, {"tables built in ms": round(setup, 1), "equal at 1 and 2 threads": same}


def city() -> Problem:
    """Return a whole city."""
    random = np.random.default_rng(1)
    types = []
    for number in range(10):
        level = 0.8 + 0.1 * random.random()
        passed = random.binomial(12, random.beta(level * 20, (1 - level) * 20, 12))
        sites = tuple(SeenSite(12, int(one), f"s{number % 5}") for number, one in enumerate(passed))
        types.append(Stratum(f"t{number}", 1.0 + number % 3, 60, 15, 12, sites))
    clauses = tuple(Clause(f"c{number}", 1.0 + number % 4, 0.8 + 0.05 * (number % 5), 17, 20) for number in range(60))
    survey = tuple(Cluster(22, int(one)) for one in random.binomial(22, 0.85, 12))
    rivals = tuple(Rival(f"r{number}", 75 + number / 4, 3.0) for number in range(40))
    return Problem(
        Parts(40, 40, 20), 80.0, tuple(types), survey, clauses=clauses, shift=Shift(), rivals=rivals, places=(10,)
    )


@numba.njit(cache=True)
def metropolis(passed, failed, usual, usual_spread, firm, firm_spread, steps, seed):  # noqa: PLR0917 - compiled
    """Walk through (logit m, log φ) of one type; return the chain of m."""
    np.random.seed(seed)  # noqa: NPY002 - numba knows no other
    x, f, last = usual, firm, -1e300
    chain = np.empty(steps)
    for step in range(-steps // 10, steps):
        u, v = x + 0.35 * np.random.normal(), f + 0.7 * np.random.normal()  # noqa: NPY002
        m, size = 1.0 / (1.0 + math.exp(-u)), math.exp(v)
        a, b = m * size, (1.0 - m) * size
        now = -0.5 * ((u - usual) / usual_spread) ** 2 - 0.5 * ((v - firm) / firm_spread) ** 2
        now += len(passed) * (math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b))
        for s in range(len(passed)):
            now += math.lgamma(a + passed[s]) + math.lgamma(b + failed[s]) - math.lgamma(a + b + passed[s] + failed[s])
        if now - last > math.log(np.random.random()):  # noqa: NPY002
            x, f, last = u, v, now
        if step >= 0:
            chain[step] = 1.0 / (1.0 + math.exp(-x))
    return chain


def measure_posterior() -> list[dict]:
    """Measure the grid against a compiled chain of the same density; equal within four Monte-Carlo errors of the chain (by batches)."""
    checks = np.full(40, 12)
    passed = np.random.default_rng(9).binomial(checks, np.random.default_rng(10).beta(16, 4, 40))
    top = Top(USUAL, USUAL_SPREAD)

    def ours() -> float:
        grid = grid_for(passed, checks)
        log_weight = log_likelihood(passed, checks, grid) + firmness_prior(grid) + top.log_prior(grid)
        return posterior_of(log_weight, grid).level

    def peer() -> np.ndarray:
        return metropolis(passed, checks - passed, USUAL, USUAL_SPREAD, FIRM, FIRM_SPREAD, CHAIN, 3)

    best = best_of({"ours": ours, "peer": peer}, rounds=4)
    batches = peer().reshape(40, -1).mean(axis=1)
    off = abs(ours() - batches.mean()) / (batches.std(ddof=1) / math.sqrt(len(batches)))
    return [
        goal(f"G6 posterior of a type, Metropolis of {CHAIN} steps (numba)", best["ours"], best["peer"], at_least=5),
        measured("posterior mean off the chain", off, 1.0, "MC errors", "< 4", holds=off < 4),
    ]


def measure() -> dict:
    """Measure everything."""
    goals, checks = measure_sites()
    goals += measure_posterior()
    problem = city()
    # on the processor's clock, one thread: what a night of many cities costs, whatever else the machine does
    best = best_of({"city": lambda: answer_to(problem, seed=1)}, rounds=4, clock=time.process_time)
    goals.append(goal("a whole city's forecast, against half a second of one core", best["city"], 500.0, at_most=1))
    checks["city equal at 1 and 2 threads"] = answer_to(problem, seed=1) == answer_to(problem, seed=1, crew=CREW)
    return report("simulate", goals, checks, ("numba", "numpy", "scipy"))
