"""`bench toptw --set FOLDER [--seconds N]`: team orienteering with time windows against the values published beside the instances.

thtran97/orienteering-cpp 80d06d1, data/results/TOPTW.xls, sheets m1 to m4. The sheet is one method's best and no bound: it is to be reached, and
may be beaten. Two prices of a point are tried, half of the time each, and the better result counts.
"""

import argparse

from benchmarks.route_sets import instances, orienteering, score
from benchmarks.runner import measured, report
from wenming.engine.routes import Effort, solved

SHEET = {
    ("c101", 1): 320, ("r101", 1): 198, ("r104", 1): 303, ("c101", 2): 590, ("r101", 2): 349, ("c101", 4): 1020, ("r101", 4): 611,
}  # fmt: skip
PRICES = (300, 10_000)
MOST = 0.85
"""Share of the cases in which the sheet must be reached."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this bench can be told."""
    parser.add_argument(
        "--set", dest="folder", default="../shared/data/toptw", metavar="FOLDER", help="instances (%(default)s)"
    )
    parser.add_argument("--seconds", type=float, default=10.0, help="seconds for each case (%(default)s)")


def measure(folder: str, seconds: float) -> dict:
    """Measure every case whose published value we know."""
    paths = {path.stem: path for path in instances(folder, suffix="")}
    goals = []
    for (name, vehicles), sheet in SHEET.items():
        if name in paths:
            best = max(_score(paths[name], vehicles, price, seconds / len(PRICES)) for price in PRICES)
            goals.append(
                measured(f"{name}, {vehicles} people", best, sheet, "points", "≥ the sheet", holds=best >= sheet)
            )
    reached = sum(line["holds"] for line in goals)
    answer = report("toptw", goals, {"reached": f"{reached} of {len(goals)}"}, ("pyvrp",))
    return answer | {"holds": bool(goals) and reached >= MOST * len(goals)}


def _score(path, vehicles: int, price: int, seconds: float) -> int:
    problem = orienteering(path, vehicles, price)
    return score(problem, solved(problem, Effort(seconds), path.stem, within=0))
