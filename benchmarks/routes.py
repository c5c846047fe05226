"""`bench routes`: a day of eight inspectors and eighty sites in a town: a plan that holds within a second, and how far ten seconds are from sixty.

Markets open from six to ten, schools for two hours in the morning, offices twice a day, half of the sites always. Every plan has passed the checker.
"""

import argparse
import time

import numpy as np

from benchmarks.runner import goal, measured, report
from wenming.engine.routes import HOUR, MINUTE, MODES, Effort, Plan, Problem, Shift, Visit, Window, solved

SITES, PEOPLE = 80, 8
KINDS = (
    ("market", (Window(6 * HOUR, 10 * HOUR),), 30),
    ("school", (Window(7 * HOUR + 30 * MINUTE, 9 * HOUR + 30 * MINUTE),), 20),
    ("office", (Window(8 * HOUR, 12 * HOUR), Window(14 * HOUR + 30 * MINUTE, 17 * HOUR + 30 * MINUTE)), 25),
    ("street", (), 30),
    ("estate", (), 35),
    ("park", (), 20),
)
MONDAY, GOAL = "2026-11-30", 1.0


def town(seed: int = 5) -> Problem:
    """Return the day: sites within five kilometres of the office, three who walk, three on e-bikes, two in cars."""
    random = np.random.default_rng(seed)
    places, visits = {"office": (32.13, 114.07)}, []
    for number in range(SITES):
        name, windows, minutes = KINDS[number % len(KINDS)]
        angle, distance = random.uniform(0, 2 * np.pi), 0.045 * np.sqrt(random.uniform())
        key = f"{name}-{number}"
        places[key] = (32.13 + distance * np.sin(angle), 114.07 + distance * np.cos(angle) / np.cos(np.radians(32)))
        visits.append(Visit(key, key, minutes * MINUTE, windows))
    modes = ("walk", "walk", "walk", "bike", "bike", "bike", "car", "car")
    begins = (6, 8, 8, 6, 7, 8, 6, 7)
    shifts = [
        Shift(f"P{number}", MONDAY, mode, "office", begin * HOUR, (begin + 10) * HOUR, "office")
        for number, (mode, begin) in enumerate(zip(modes, begins, strict=True))
    ]
    return Problem(tuple(shifts[:PEOPLE]), tuple(visits), places, MODES)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this bench can be told."""
    parser.add_argument("--long", type=float, default=60.0, metavar="SECONDS", help="the long search (%(default)s)")


def measure(long: float) -> dict:
    """Measure the first plan and the two searches."""
    problem = town()
    start = time.perf_counter()
    first = solved(problem, Effort(0.3), "first", within=0)
    spent = (time.perf_counter() - start) * 1000
    ten, sixty = (solved(problem, Effort(seconds), "search", within=0) for seconds in (10.0, long))
    gap = (cost(problem, ten) / cost(problem, sixty) - 1) * 100
    goals = [
        goal("a plan that holds, checked, against a second", spent, 1000.0, at_most=1),
        measured("visits not fitted in by the first plan", len(first.left), 0, "visits", "none", holds=not first.left),
        measured(
            "ten seconds against the long search",
            ten.duration / HOUR, sixty.duration / HOUR, "hours", f"≤ {GOAL} % more", holds=gap <= GOAL,
        ),
    ]  # fmt: skip
    checks = {
        "gap in per cent": round(gap, 3),
        "first plan in hours": round(first.duration / HOUR, 2),
        "left over after ten seconds": len(ten.left),
    }
    return report("routes", goals, checks, ("pyvrp",))


def cost(problem: Problem, plan: Plan) -> int:
    """Return duration, as far as the people's weights go."""
    return plan.duration * problem.weights.duration
