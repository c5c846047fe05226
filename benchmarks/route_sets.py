"""Published instances as our problems: Solomon's (text and best known solution) and those of team orienteering with time windows."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.runner import CannotMeasureError
from wenming.engine.routes import Matrix, Plan, Problem, Shift, Visit, Weights, Window

TENTHS = 10
"""Distances have one decimal, cut off, as the published best values do."""
MONDAY, MODE = "2026-11-30", "straight"
BEGIN_OF_ROWS = 6


@dataclass(frozen=True)
class Point:
    """One row of an instance: the depot or a customer."""

    x: float
    y: float
    service: float
    begin: float
    end: float
    amount: int


def instances(folder: str, every: int = 1, suffix: str = ".sol") -> list[Path]:
    """Return every so manieth instance of a folder; raises CannotMeasureError."""
    path = Path(folder)
    found = sorted(one for one in path.glob("*.txt") if not suffix or one.with_suffix(suffix).exists())[::every]
    if not found:
        raise CannotMeasureError(
            f"No instances (*.txt{' with *' + suffix if suffix else ''}) in {path}: name their folder with --set."
        )
    return found


def solomon(path: Path) -> Problem:
    """Return one of Solomon's instances: every customer once, the shortest way in all."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    vehicles, capacity = (int(cell) for cell in lines[3])
    rows = [[float(cell) for cell in line] for line in lines[BEGIN_OF_ROWS:]]
    points = [Point(row[1], row[2], row[6], row[4], row[5], int(row[3])) for row in rows]
    visits = [_visit(number, point, load=point.amount) for number, point in enumerate(points) if number]
    return _problem(points, visits, vehicles, Weights(overtime=0, duration=0, travel=1, score=0), capacity)


def best_known(path: Path) -> float:
    """Return the cost that the solution file tells."""
    return float(path.with_suffix(".sol").read_text(encoding="utf-8").split()[-1])


def orienteering(path: Path, vehicles: int, worth: int) -> Problem:
    """Return an instance of team orienteering: as much score as so many people can collect, a point being worth so many units of way."""
    lines = [
        [float(cell) for cell in line.split()]
        for line in path.read_text(encoding="utf-8").splitlines()[2:]
        if line.strip()
    ]
    points = [Point(row[1], row[2], row[3], row[-2], row[-1], int(row[4])) for row in lines]
    visits = [
        _visit(number, point, required=False, score=point.amount) for number, point in enumerate(points) if number
    ]
    return _problem(points, visits, vehicles, Weights(overtime=0, duration=0, travel=1, score=worth), None)


def _visit(number: int, point: Point, **options: object) -> Visit:
    window = Window(round(point.begin * TENTHS), round(point.end * TENTHS))
    return Visit(str(number), str(number), round(point.service * TENTHS), (window,), whole=False, **options)


def _problem(
    points: Sequence[Point], visits: list[Visit], vehicles: int, weights: Weights, capacity: int | None
) -> Problem:
    names = tuple(str(number) for number in range(len(points)))
    ways = tuple(tuple(int(math.hypot(a.x - b.x, a.y - b.y) * TENTHS) for b in points) for a in points)
    begin, end = (round(value * TENTHS) for value in (points[0].begin, points[0].end))
    shifts = tuple(
        Shift(f"v{number}", MONDAY, MODE, "0", begin, end, "0", capacity=capacity) for number in range(vehicles)
    )
    return Problem(shifts, tuple(visits), dict.fromkeys(names), {}, {MODE: Matrix(names, ways)}, weights)


def length(problem: Problem, plan: Plan) -> int:
    """Return the way of all routes together."""
    total = 0
    for route in plan.routes:
        if route.stops:
            shift = problem.shift[route.key]
            places = [shift.start, *(problem.visit[stop.visit].place for stop in route.stops), shift.end]
            total += sum(problem.way(shift.mode, *leg) for leg in itertools.pairwise(places))
    return total


def score(problem: Problem, plan: Plan) -> int:
    """Return what a plan collects."""
    return sum(problem.visit[stop.visit].score for _route, stop in plan.stops)
