"""`bench solomon --set FOLDER --seconds N [--every K]`: Solomon's instances against the solution files beside them, and against OR-Tools routing.

Both sides get the same seconds, one after the other; the gap is the length against the best known one. OR-Tools runs as its own examples do:
parallel cheapest insertion, then guided local search.
"""

import argparse
from collections import defaultdict
from statistics import mean

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.route_sets import MODE, best_known, instances, length, solomon
from benchmarks.runner import measured, report
from wenming.engine.routes import Effort, Problem, solved

GOAL, AGAINST = 1.0, 0.2
"""Per cent of mean gap, and our gap against the peer's."""
LACKING = 100.0
"""The gap of a side that found nothing."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this bench can be told."""
    parser.add_argument(
        "--set",
        dest="folder",
        default="../shared/data/solomon",
        metavar="FOLDER",
        help="instances and .sol files (%(default)s)",
    )
    parser.add_argument("--seconds", type=float, default=10.0, help="seconds for each instance and side (%(default)s)")
    parser.add_argument("--every", type=int, default=1, metavar="K", help="only every K-th instance")


def measure(folder: str, seconds: float, every: int) -> dict:
    """Measure both sides, instance by instance."""
    ours, peers, checks = defaultdict(list), defaultdict(list), {}
    for path in instances(folder, max(1, every)):
        problem, best = solomon(path), best_known(path)
        plan = solved(problem, Effort(seconds), path.stem, within=0)
        mine = LACKING if plan.left else (length(problem, plan) / 10 / best - 1) * 100
        found = peer_length(problem, seconds)
        other = LACKING if found is None else (found / 10 / best - 1) * 100
        family = path.stem.rstrip("0123456789") + path.stem.lstrip("CR")[:1]
        ours[family].append(mine)
        peers[family].append(other)
        checks[path.stem] = (
            f"best known {best}, ours {length(problem, plan) / 10} ({mine:+.2f} %), OR-Tools {(found or 0) / 10} ({other:+.2f} %)"
        )
    goals = [gap_line(family, mean(ours[family]), mean(peers[family])) for family in sorted(ours)]
    every_one = (
        mean(gap for gaps in ours.values() for gap in gaps),
        mean(gap for gaps in peers.values() for gap in gaps),
    )
    goals.append(gap_line("all", *every_one))
    part = every_one[0] / every_one[1] if every_one[1] else 0.0
    goals.append(
        measured(
            "mean gap against OR-Tools routing", *every_one, "%", f"≤ {AGAINST} of the peer's", holds=part <= AGAINST
        )
    )
    return report("solomon", goals, checks, ("pyvrp", "ortools"))


def gap_line(family: str, ours: float, peer: float) -> dict:
    """Return the line of one family of instances."""
    return measured(f"mean gap to the best known, {family}", ours, peer, "%", f"≤ {GOAL} %", holds=ours <= GOAL)


def peer_length(problem: Problem, seconds: float) -> int | None:
    """Return the length of OR-Tools' routes, None where it found none."""
    matrix = [list(row) for row in problem.matrices[MODE].seconds]
    depot, visits = problem.shifts[0], problem.visits
    manager = pywrapcp.RoutingIndexManager(len(matrix), len(problem.shifts), 0)
    model = pywrapcp.RoutingModel(manager)
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(matrix))
    service = [0, *(visit.service for visit in visits)]
    lasting = [[way + service[row] for way in ways] for row, ways in enumerate(matrix)]
    model.AddDimension(model.RegisterTransitMatrix(lasting), depot.until, depot.until, False, "time")  # noqa: FBT003 - its own signature
    loads = model.RegisterUnaryTransitVector([0, *(visit.load for visit in visits)])
    model.AddDimension(loads, 0, depot.capacity, True, "load")  # noqa: FBT003
    time = model.GetDimensionOrDie("time")
    for number, visit in enumerate(visits, start=1):
        window = visit.windows[0]
        time.CumulVar(manager.NodeToIndex(number)).SetRange(window.begin, window.end)
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromMilliseconds(round(seconds * 1000))
    found = model.SolveWithParameters(asked)
    return found.ObjectiveValue() if found else None
