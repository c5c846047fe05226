"""Problems and plans as files: JSON that people can write; a mistake is told with its place in the file.

Clock times are "8:30" or "8:30:15" ("25:10" is after midnight), durations are whole seconds. What is left out has the default of ``problems``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from wenming.engine.routes.plans import Left, Obstacle, Plan, Route, Search, Stop
from wenming.engine.routes.problems import LATEST, MODES, Done, Matrix, Mode, Problem, Shift, Visit, Weights, Window
from wenming.engine.routes.reading import FileFault, Reader, RouteFileError, read_json
from wenming.engine.sampling.tickets import digest_of

PROBLEM, PLAN = "wenming-route-problem/1", "wenming-route-plan/1"
FASTEST, LONGEST = 400.0, 10.0
"""Kilometres an hour, and how many times the straight line, that no way goes beyond."""


def read_problem(content: bytes | str) -> Problem:
    """Return the problem of a file; raises RouteFileError."""
    file = read_json(content)
    file.form(PROBLEM)
    places = {key: None if row.empty else row.pair() for key, row in file.get("places").items()}
    modes = {**MODES, **{key: _mode(row) for key, row in file.get("modes", {}).items()}}
    matrices = {key: _matrix(row, places) for key, row in file.get("matrices", {}).items()}
    shifts = tuple(_shift(row, places, modes) for row in file.get("shifts").rows())
    visits = tuple(visit for row in file.get("visits").rows() for visit in _visits(row, places))
    weights = _weights(file.get("weights", {}))
    file.end()
    problem = Problem(shifts, visits, places, modes, matrices, weights)
    _sound(file, problem)
    return problem


def _mode(row: Reader) -> Mode:
    mode = Mode(
        row.get("kmh").decimal(0.1, FASTEST), row.get("detour", 1.3).decimal(1.0, LONGEST), row.get("stop", 0).number()
    )
    row.end()
    return mode


def _matrix(row: Reader, places: Mapping[str, Any]) -> Matrix:
    names = tuple(one.name_in(places) for one in row.get("places").rows())
    lines = row.get("seconds").rows()
    seconds = tuple(tuple(cell.number() for cell in line.rows()) for line in lines)
    row.end()
    if len(seconds) != len(names) or any(len(line) != len(names) for line in seconds):
        raise row.fault(FileFault.SIZE, f"{len(names)} × {len(names)}")
    return Matrix(names, seconds)


def _shift(row: Reader, places: Mapping[str, Any], modes: Mapping[str, Any]) -> Shift:
    end, capacity = row.get("end", None), row.get("capacity", None)
    shift = Shift(
        inspector=row.get("inspector").text(),
        day=row.get("day").day(),
        mode=row.get("mode", "walk").name_in(modes),
        start=row.get("start").name_in(places),
        begin=row.get("begin").clock(),
        until=row.get("until").clock(),
        end="" if end.empty else end.name_in(places),
        overtime=row.get("overtime", 0).number(),
        capacity=None if capacity.empty else capacity.number(),
    )
    row.end()
    if not shift.begin < shift.until or shift.latest > LATEST:
        raise row.fault(FileFault.BACKWARDS, f"{clock(shift.begin)}–{clock(shift.latest)}")
    return shift


def _visits(row: Reader, places: Mapping[str, Any]) -> list[Visit]:
    """Return a visit, or as many as inspectors must see the place."""
    inspector, day, done, count = (
        row.get("inspector", ""),
        row.get("day", ""),
        row.get("done", None),
        row.get("inspectors", 1),
    )
    visit = Visit(
        key=row.get("key").text(),
        place=row.get("place").name_in(places),
        service=row.get("service").number(),
        windows=tuple(_window(one) for one in row.get("windows", []).rows()),
        required=row.get("required", True).flag(),
        score=row.get("score", 0).number(),
        inspector=inspector.text() if inspector.value else "",
        day=day.day() if day.value else "",
        first=row.get("first", False).flag(),
        apart=row.get("apart", "").text(empty=True),
        load=row.get("load", 1).number(),
        whole=row.get("whole", True).flag(),
        done=None if done.empty else _done(done),
    )
    row.end()
    if count.number() <= 1:
        return [visit]
    if visit.apart or visit.inspector or visit.done:
        raise count.fault(FileFault.BESIDE, "apart, inspector, done")
    values = {name: getattr(visit, name) for name in Visit.__slots__} | {"apart": visit.key}
    return [Visit(**(values | {"key": f"{visit.key}#{number}"})) for number in range(1, count.number() + 1)]


def _window(row: Reader) -> Window:
    days = row.get("weekdays", [1, 2, 3, 4, 5, 6, 7])
    window = Window(row.get("begin").clock(), row.get("end").clock(), tuple(one.number(1, 7) for one in days.rows()))
    row.end()
    if window.begin > window.end:
        raise row.fault(FileFault.BACKWARDS, f"{clock(window.begin)}–{clock(window.end)}")
    return window


def _done(row: Reader) -> Done:
    done = Done(row.get("inspector").text(), row.get("day").day(), row.get("begin").clock(), row.get("end").clock())
    row.end()
    return done


def _weights(row: Reader) -> Weights:
    usual = asdict(Weights())
    weights = Weights(**{name: row.get(name, value).number() for name, value in usual.items()})
    row.end()
    return weights


def _sound(file: Reader, problem: Problem) -> None:
    """Look for what is named twice, and for ways that nothing tells the length of."""
    for name, keys in (
        ("shifts", [" ".join(shift.key) for shift in problem.shifts]),
        ("visits", [visit.key for visit in problem.visits]),
    ):
        for number, key in enumerate(keys):
            if key in keys[:number]:
                raise file.at(name, number).fault(FileFault.TWICE, key)
    goals = tuple(dict.fromkeys(visit.place for visit in problem.pending))
    for shift in problem.shifts:
        ends = {shift.start, shift.end} - {""}
        _ways(file, problem, shift.mode, sorted(ends), goals)
    for mode in sorted({shift.mode for shift in problem.shifts}):
        _ways(file, problem, mode, goals, goals)


def _ways(file: Reader, problem: Problem, mode: str, some: Sequence[str], others: Sequence[str]) -> None:
    """Look for places between which nothing tells how far it is."""
    for here in some:
        for there in others:
            if None in {problem.travel(mode, here, there), problem.travel(mode, there, here)}:
                raise file.at("places", here).fault(FileFault.NO_WAY, f"{mode}: {here} – {there}")


def clock(seconds: int) -> str:
    """Return a clock time as files have it: 8:30, or 8:30:15."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")


def write_problem(problem: Problem) -> str:
    """Return a problem as its file, the same for the same problem."""
    answer = {
        "format": PROBLEM,
        "modes": {key: asdict(mode) for key, mode in sorted(problem.modes.items())},
        "places": {key: list(point) if point else None for key, point in sorted(problem.places.items())},
        "matrices": {
            key: {"places": list(one.places), "seconds": [list(line) for line in one.seconds]}
            for key, one in sorted(problem.matrices.items())
        },
        "weights": asdict(problem.weights),
        "shifts": [_shift_facts(shift) for shift in problem.shifts],
        "visits": [_visit_facts(visit) for visit in problem.visits],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _shift_facts(shift: Shift) -> dict[str, Any]:
    facts = asdict(shift) | {"begin": clock(shift.begin), "until": clock(shift.until)}
    return {name: value for name, value in facts.items() if value not in ("", None)}


def _visit_facts(visit: Visit) -> dict[str, Any]:
    facts = asdict(visit) | {"windows": [_window_facts(window) for window in visit.windows]}
    if visit.done:
        facts["done"] = asdict(visit.done) | {"begin": clock(visit.done.begin), "end": clock(visit.done.end)}
    return {name: value for name, value in facts.items() if value not in ("", None, [])}


def _window_facts(window: Window) -> dict[str, Any]:
    return {"weekdays": list(window.weekdays), "begin": clock(window.begin), "end": clock(window.end)}


def digest_of_problem(problem: Problem) -> str:
    """Return what a plan names its problem by: the digest of its file."""
    return digest_of(write_problem(problem))


def write_plan(plan: Plan) -> str:
    """Return a plan as its file."""
    answer = {
        "format": PLAN,
        "problem": plan.problem,
        "search": asdict(plan.search) if plan.search else None,
        "routes": [_route_facts(route) for route in plan.routes],
        "left": [{"visit": one.visit, "obstacle": str(one.obstacle)} for one in plan.left],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _route_facts(route: Route) -> dict[str, Any]:
    stops = [
        {"visit": stop.visit, "arrive": clock(stop.arrive), "begin": clock(stop.begin), "end": clock(stop.end)}
        for stop in route.stops
    ]
    return {
        "inspector": route.inspector,
        "day": route.day,
        "depart": clock(route.depart),
        "back": clock(route.back),
        "stops": stops,
    }


def digest_of_plan(plan: Plan) -> str:
    """Return the digest of a plan's file."""
    return digest_of(write_plan(plan))


def read_plan(content: bytes | str) -> Plan:
    """Return the plan of a file, whether it holds or not; raises RouteFileError."""
    file = read_json(content)
    file.form(PLAN)
    search = file.get("search", None)
    plan = Plan(
        problem=file.get("problem").text(),
        routes=tuple(_route(row) for row in file.get("routes").rows()),
        left=tuple(_left(row) for row in file.get("left", []).rows()),
        search=None if search.empty else _search(search),
    )
    file.end()
    return plan


def _route(row: Reader) -> Route:
    stops = tuple(_stop(one) for one in row.get("stops").rows())
    who, day = row.get("inspector").text(), row.get("day").day()
    route = Route(who, day, row.get("depart").clock(), row.get("back").clock(), stops)
    row.end()
    return route


def _stop(row: Reader) -> Stop:
    stop = Stop(row.get("visit").text(), row.get("arrive").clock(), row.get("begin").clock(), row.get("end").clock())
    row.end()
    return stop


def _left(row: Reader) -> Left:
    left = Left(row.get("visit").text(), Obstacle(row.get("obstacle").name_in({str(one): None for one in Obstacle})))
    row.end()
    return left


def _search(row: Reader) -> Search:
    search = Search(
        solver=row.get("solver").text(),
        steps=row.get("steps").number(),
        seed=row.get("seed").text(empty=True),
        within=row.get("within", 0).number(),
        lots=row.get("lots", 1).number(),
        ticket=row.get("ticket", "").text(empty=True),
    )
    row.end()
    return search


__all__ = [
    "FileFault",
    "RouteFileError",
    "clock",
    "digest_of_plan",
    "digest_of_problem",
    "read_plan",
    "read_problem",
    "write_plan",
    "write_problem",
]
