"""`bench draw`: a frame of 1.5 million sites, 60 types × 300 cities (18,000 strata), drawn by each of the three designs.

* The nation: each design, three of each stratum and three reserves, at most ten seconds of one processor (quant.md 8.d).
  The frame is built before the clock starts.
* Tickets: the equal draw against a loop of plain Python that hashes every key and sorts; ours checks, orders and keeps lots besides.
* The pivotal method: 500 of 10,000 sites against the same method that looks at every undecided site for the nearest one (NumPy), which must draw the same.
* How even: Pielou's evenness of 50 of spsurvey's 195 lakes where the test data are there: goal .02845, what R's GRTS reached (quant.md 8.c).
"""

import csv
import hashlib
import math
import time

import numpy as np

from benchmarks.runner import best_of, goal, report
from tests.data import ROOT
from tests.engine.data import data_folder
from wenming.engine.sampling import Design, Frame, FrameRow, Place, draw, millionths, rule_of, seed_of
from wenming.engine.sampling.backends import NUMPY, best_backend
from wenming.engine.sampling.pivotal import Stream, balanced_order

TYPES, CITIES, SITES = 60, 300, 1_500_000
ALLOWED_MS = 10_000.0
SMALL, CHOSEN = 10_000, 500
GRTS = 0.02845
LAKES, LAKE_DRAWS = 50, 40
SEED = seed_of("bench")


def nation() -> Frame:
    """Return the frame; every city covers half a degree."""
    random = np.random.default_rng(2017)
    city, kind = random.integers(0, CITIES, SITES).tolist(), random.integers(0, TYPES, SITES).tolist()
    middle = random.integers((20_000_000, 80_000_000), (45_000_000, 125_000_000), (CITIES, 2))
    spots = (middle[city] + random.integers(-250_000, 250_000, (SITES, 2))).tolist()
    sizes = random.integers(1, 200, SITES).tolist()
    rows = (FrameRow(f"{n:07}", f"{city[n]:03}-{kind[n]:02}", sizes[n], Place(*spots[n])) for n in range(SITES))
    return Frame(tuple(rows))


def plain_tickets(frame: Frame) -> int:
    """Hash every key and sort each stratum: what any draw by tickets must at least do."""
    kept = 0
    for stratum, rows in frame.strata.items():
        begin = f"{SEED}|r|{stratum}|"
        kept += len(sorted(hashlib.sha256(f"{begin}{row.key}".encode()).hexdigest() for row in rows)[:6])
    return kept


def measure_nation() -> tuple[list[dict], dict[str, object]]:
    """Measure the designs on the whole frame."""
    frame = nation()
    strata = len(frame.strata)  # sorted into strata before the clock starts: all three designs share that
    goals, checks = [], {"sites": SITES, "strata": strata}
    start = time.process_time()
    plain_tickets(frame)
    plain = (time.process_time() - start) * 1000
    balanced_order([Place(0, n) for n in range(9)], [1] * 9, 9, Stream("s", "r", "x"))
    for design in Design:
        facts = {"round": "r", "design": str(design), "allocation": "each", "each": 3, "reserves": 3}
        start = time.process_time()
        lots = draw(frame, rule_of(facts), SEED)
        spent = (time.process_time() - start) * 1000
        if sum(lot.chosen for lot in lots) != 3 * strata:
            raise AssertionError(f"{design}: not three of each stratum")
        goals.append(goal(f"{SITES:,} sites, {design}, against ten seconds", spent, ALLOWED_MS, at_most=1))
        if design is Design.EQUAL:
            goals.append(goal("equal draw, plain ticket loop", spent, plain, at_most=3))
    return goals, checks


def measure_pivotal() -> list[dict]:
    """Measure squares against looking at everybody."""
    random = np.random.default_rng(10)
    places = [Place(int(y), int(x)) for y, x in random.integers(0, 10**7, (SMALL, 2))]

    def run(backend: object) -> list[int]:
        return balanced_order(places, [CHOSEN] * SMALL, SMALL, Stream("s", "r", "t"), limit=CHOSEN, backend=backend)

    ours = best_backend()
    if run(ours) != run(NUMPY):
        raise AssertionError("the two loops draw different units")
    best = best_of({"squares": lambda: run(ours), "everybody": lambda: run(NUMPY)}, rounds=3)
    return [
        goal(f"{CHOSEN} of {SMALL:,}, nearest by looking at everybody", best["squares"], best["everybody"], at_least=20)
    ]


def measure_lakes() -> tuple[list[dict], dict[str, object]]:
    """Measure how even fifty lakes lie, against R's GRTS and against chance in this run."""
    path = data_folder() / "sampling" / "NE_Lakes.csv"
    if not path.exists():
        return [], {
            "lakes": f"not measured: no {path.relative_to(ROOT.parent) if path.is_relative_to(ROOT.parent) else path}"
        }
    with path.open(encoding="utf-8") as file:
        lines = [(row["Y"], row["X"]) for row in csv.DictReader(file)]
    spots = np.array([[float(y), float(x)] for y, x in lines])
    rows = [
        FrameRow(f"{n:03}", "lake", 1, Place(millionths(y), millionths(x), plane=True))
        for n, (y, x) in enumerate(lines)
    ]
    mean = {}
    for design in (Design.BALANCED, Design.EQUAL):
        facts = {"round": "r", "design": str(design), "allocation": "each", "each": LAKES, "reserves": 0}
        draws = (draw(Frame(tuple(rows)), rule_of(facts), seed_of(str(n))) for n in range(LAKE_DRAWS))
        mean[design] = sum(pielou(spots, [int(lot.key) for lot in lots]) for lots in draws) / LAKE_DRAWS
    line = goal(
        f"{LAKES} lakes, Pielou × 1000 against spsurvey's GRTS", mean[Design.BALANCED] * 1000, GRTS * 1000, at_most=1
    )
    return [line], {"pielou_by_chance": round(mean[Design.EQUAL], 5), "draws": LAKE_DRAWS}


def pielou(spots: np.ndarray, chosen: list[int]) -> float:
    """Return Pielou's evenness of the parts that lie nearest to each chosen unit: 0 = all alike."""
    apart = ((spots[:, None, :] - spots[None, chosen, :]) ** 2).sum(axis=2)
    shares = np.bincount(apart.argmin(axis=1), minlength=len(chosen)) / len(spots)
    shares = shares[shares > 0]
    return float(1 + (shares * np.log(shares)).sum() / math.log(len(chosen)))


def measure() -> dict:
    """Measure everything; AssertionError where the sides do not draw the same."""
    goals, checks = measure_nation()
    goals += measure_pivotal()
    more, facts = measure_lakes()
    return report("draw", [*goals, *more], checks | facts, ("numba", "numpy"))
