"""The checker: passes every plan of ours, and names what was tampered with."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.routes.towns import MONDAY, MORNING, TUESDAY, shift, town, visit
from wenming.engine.routes import (
    HOUR,
    MINUTE,
    Done,
    Effort,
    Finding,
    Left,
    Obstacle,
    Plan,
    Problem,
    Route,
    RouteFault,
    Stop,
    Window,
    faults_of,
    solved,
    timed,
    unvisited,
)

PROBLEM = town(
    [
        visit(1, windows=(MORNING,)),
        visit(2, inspector="A"),
        visit(3, day=MONDAY),
        visit(4, apart="x"),
        visit(5, apart="x", done=Done("A", MONDAY, 8 * HOUR, 9 * HOUR)),
        visit(6, first=True, inspector="B"),
        visit(7, required=False),
        visit(8, windows=(Window(8 * HOUR, 9 * HOUR, (7,)),)),
    ],
    shift("A", capacity=4),
    shift("B"),
    shift("B", TUESDAY, end=""),
)  # fmt: skip
LEFT = (Left("V8", Obstacle.CLOSED),)


def routed(problem: Problem = PROBLEM, **orders: str) -> Plan:
    """Return a plan of the visits named, as A1='1 2' (person, day of the month's list), timed as they come."""
    days = {"A1": ("A", MONDAY), "B1": ("B", MONDAY), "B2": ("B", TUESDAY)}
    routes = tuple(
        timed(problem, problem.shift[days[name]], [(problem.visit[f"V{number}"], None) for number in keys.split()])
        for name, keys in orders.items()
    )
    return Plan("", routes, LEFT)


SOUND = routed(A1="1 2 3", B1="6 4 7", B2="")


def edited(plan: Plan, route: int = 0, stop: int | None = None, **facts: object) -> Plan:
    """Return a plan with one route or one stop changed."""
    routes = list(plan.routes)
    if stop is None:
        routes[route] = replace(routes[route], **facts)
    else:
        stops = list(routes[route].stops)
        stops[stop] = replace(stops[stop], **facts)
        routes[route] = replace(routes[route], stops=tuple(stops))
    return replace(plan, routes=tuple(routes))


def kinds(plan: Plan, problem: Problem = PROBLEM) -> list[str]:
    return [str(one.fault) for one in faults_of(problem, plan)]


def test_check_a_sound_plan_finds_nothing():
    assert faults_of(PROBLEM, SOUND) == ()
    assert unvisited(PROBLEM, SOUND) == ("V8",)
    assert kinds(replace(SOUND, problem="x")) == []
    assert faults_of(PROBLEM, SOUND, "digest") == (Finding(RouteFault.OTHER_PROBLEM),)


FIRST = SOUND.routes[0].stops[0]
BAD = {
    "unknown_shift": edited(SOUND, inspector="Z", stops=()),
    "leaves_early": edited(SOUND, depart=8 * HOUR - 1),
    "too_fast": edited(SOUND, 0, 0, arrive=FIRST.arrive - 1),
    "begins_early": edited(SOUND, 0, 0, begin=FIRST.begin - 1),
    "cut_short": edited(SOUND, 0, 1, end=SOUND.routes[0].stops[1].end - 1),
    "closed_then": edited(SOUND, 0, 0, arrive=12 * HOUR, begin=12 * HOUR, end=12 * HOUR + 30 * MINUTE),
    "back_late": edited(SOUND, back=17 * HOUR + 1),
    "other_inspector": routed(A1="1 3", B1="6 4 7 2"),
    "other_day": routed(A1="1 2", B1="6 4 7", B2="3"),
    "not_first": routed(A1="1 2 3", B1="4 6 7"),
    "same_inspector": routed(A1="1 2 3 4", B1="6 7"),
    "done_again": routed(A1="1 2 3", B1="6 4 7 5"),
    "visit_twice": routed(A1="1 2 3", B1="6 4 7 1"),
    "missing": routed(A1="1 2 3", B1="6 4"),
    "planned_and_left": replace(SOUND, left=(*LEFT, Left("V1", Obstacle.FULL))),
    "shift_twice": replace(SOUND, routes=(*SOUND.routes, replace(SOUND.routes[2], back=SOUND.routes[2].back))),
    "untrue_reason": replace(routed(A1="1 2 3", B1="6 4"), left=(*LEFT, Left("V7", Obstacle.SHIFT_SHORT))),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_check_a_plan_that_was_tampered_with_names_it(fault):
    assert fault in kinds(BAD[fault])


def test_check_strangers_names_them():
    stranger = Stop("V99", 8 * HOUR, 8 * HOUR, 9 * HOUR)
    plan = replace(
        edited(SOUND, 2, stops=(stranger,)), left=(*LEFT, Left("V98", Obstacle.FULL), Left("V5", Obstacle.FULL))
    )
    found = [(one.fault, one.visit) for one in faults_of(PROBLEM, plan)]
    assert found == [(RouteFault.UNKNOWN_VISIT, key) for key in ("V99", "V98", "V5")]


def test_check_a_load_too_many_and_a_way_of_unknown_length_finds_both():
    problem = replace(PROBLEM, shifts=(shift("A", capacity=2), *PROBLEM.shifts[1:]))
    assert faults_of(problem, SOUND) == (Finding(RouteFault.OVERLOADED, "A", MONDAY, amount=1),)
    lost = replace(PROBLEM, places={**PROBLEM.places, "K1": None})
    assert {one.fault for one in faults_of(lost, SOUND)} == {RouteFault.TOO_FAST}


def test_check_reasons_looks_whether_somebody_could():
    # 39 km in a car at 24 km/h, 1.4 times the straight line, are more than two hours
    visits = [
        visit(39, key="far", service=5 * HOUR),
        visit(1, key="heavy", load=3),
        visit(1, key="late", windows=(Window(16 * HOUR, 18 * HOUR),), whole=False),
        visit(1, key="pin", inspector="Z"),
        visit(1, key="day", day=TUESDAY),
        visit(1, key="lonely"),
        visit(1, key="pair", apart="p"),
    ]
    problem = town(visits, shift(capacity=2))
    lies = dict.fromkeys(("far", "heavy", "late", "pin", "day", "pair"), Obstacle.OFF_SHIFT) | {
        "lonely": Obstacle.FEW_PEOPLE
    }
    plan = Plan("", (), tuple(Left(*one) for one in lies.items()))
    found = {one.visit for one in faults_of(problem, plan)}
    assert found == {"late", "lonely", "pair"}
    fair = replace(plan, left=tuple(replace(one, obstacle=Obstacle.FEW_PEOPLE) for one in plan.left[5:6]))
    assert "pair" not in {one.visit for one in faults_of(problem, fair) if one.fault is RouteFault.UNTRUE_REASON}
    lost = replace(problem, places={**problem.places, "K1": None})
    assert faults_of(lost, replace(plan, left=plan.left[2:3]))[-1].fault is RouteFault.MISSING


def test_time_an_order_that_cannot_be_kept_leaves_the_naming_to_the_checker():
    problem = town([visit(1, windows=(Window(8 * HOUR, 9 * HOUR),)), visit(2, service=2 * HOUR)])
    plan = Plan("", (timed(problem, problem.shifts[0], [(problem.visit["V2"], None), (problem.visit["V1"], None)]),))
    assert faults_of(problem, plan) == (Finding(RouteFault.CLOSED_THEN, "A", MONDAY, "V1"),)
    assert timed(problem, problem.shifts[0], []) == Route("A", MONDAY, 8 * HOUR, 8 * HOUR, ())


def test_time_an_order_leaves_late_enough_not_to_wait():
    problem = town(
        [visit(1, windows=(Window(8 * HOUR, 16 * HOUR),)), visit(2, windows=(Window(11 * HOUR, 12 * HOUR),))]
    )
    route = timed(problem, problem.shifts[0], [(one, None) for one in problem.visits])
    assert (route.waiting, route.stops[1].begin, route.depart) == (0, 11 * HOUR, 11 * HOUR - 900 - 30 * MINUTE)


spans = st.tuples(st.integers(6, 16), st.integers(1, 6)).map(
    lambda one: Window(one[0] * HOUR, (one[0] + one[1]) * HOUR)
)
visits_of_a_town = st.lists(
    st.tuples(st.integers(1, 30), st.lists(spans, max_size=2), st.booleans(), st.sampled_from(["", "A", "B"]), st.integers(0, 90)),
    min_size=1,
    max_size=8,
)  # fmt: skip


@settings(max_examples=25, deadline=None, derandomize=True)
@given(rows=visits_of_a_town, overtime=st.integers(0, 2), tamper=st.integers(0, 4), which=st.integers(0, 99))
def test_solve_any_town_passes_the_checker_and_fails_it_when_tampered_with(rows, overtime, tamper, which):
    visits = [
        visit(
            place,
            key=f"V{number}",
            windows=tuple(windows),
            required=required,
            inspector=who,
            service=minutes * MINUTE,
            score=2,
        )
        for number, (place, windows, required, who, minutes) in enumerate(rows)
    ]
    problem = town(visits, shift("A", overtime=overtime * HOUR), shift("B", end=""))
    plan = solved(problem, Effort(None, 12), "s")
    assert faults_of(problem, plan) == ()
    stops = [(route, stop) for route in range(2) for stop in range(len(plan.routes[route].stops))]
    if stops:
        route, stop = stops[which % len(stops)]
        one = plan.routes[route].stops[stop]
        changes = (
            edited(plan, route, stop, arrive=one.arrive - 1),
            edited(plan, route, stop, end=one.end - 1),
            edited(plan, route, stop, visit=f"V{len(rows)}"),
            edited(plan, route, stops=(*plan.routes[route].stops, one)),
            replace(plan, routes=tuple(row for number, row in enumerate(plan.routes) if number != route)),
        )
        assert faults_of(problem, changes[tamper]) != ()
