"""Planning again in mid-day: done stays done, people go on from where they are, pins hold, somebody drops out."""

from __future__ import annotations

from dataclasses import replace

from tests.engine.routes.towns import MONDAY, TUESDAY, shift, town, visit
from wenming.engine.routes import (
    HOUR,
    MINUTE,
    Done,
    Effort,
    Left,
    Move,
    News,
    Obstacle,
    Plan,
    faults_of,
    moves,
    replanned,
    solved,
    standing,
)

SHORT = Effort(None, 60)
NOON = 12 * HOUR


def keys(plan: Plan) -> dict[tuple[str, str], set[str]]:
    return {route.key: {stop.visit for stop in route.stops} for route in plan.routes}


def test_plan_again_keeps_what_is_done_and_goes_on_from_there():
    problem = town([visit(number) for number in (1, 2, 3)], shift(capacity=3))
    plan = solved(problem, SHORT, "s")
    news = News(MONDAY, NOON, done={"V2": Done("A", MONDAY, 11 * HOUR, NOON)})
    rest, again = replanned(problem, plan, news, SHORT, "t")
    assert (rest.shifts[0].start, rest.shifts[0].begin, rest.shifts[0].capacity) == ("K2", NOON, 2)
    assert keys(again) == {("A", MONDAY): {"V1", "V3"}}
    assert again.routes[0].depart == NOON
    assert faults_of(rest, again, again.problem) == ()


def test_plan_again_with_new_and_removed_visits_takes_them_over():
    problem = town(
        [visit(1), visit(2, done=Done("A", MONDAY, 8 * HOUR, 9 * HOUR)), visit(3)],
        shift(),
        shift("B"),
        shift("A", TUESDAY),
    )
    plan = solved(problem, SHORT, "s")
    new = visit(0, key="new", place="X", day=MONDAY)
    news = News(
        MONDAY, 10 * HOUR, where={"A": "X"}, added=(new,), removed=frozenset({"V1"}), places={"X": (32.1, 114.0)}
    )
    rest, again = replanned(problem, plan, news, SHORT, "t")
    assert {stop.visit for _route, stop in again.stops} == {"new", "V3"}
    assert rest.shift["A", MONDAY].start == "X"
    assert rest.shift["A", TUESDAY] == problem.shift["A", TUESDAY]


def test_plan_again_without_somebody_gives_their_visits_to_the_others_and_the_others_keep_theirs():
    problem = town(
        [visit(1, inspector="A"), visit(2, inspector="B"), visit(3, inspector="C"), visit(4, day=MONDAY)],
        shift("A"),
        shift("B"),
        shift("C"),
    )
    plan = solved(problem, SHORT, "s")
    news = News(MONDAY, 9 * HOUR, out=frozenset({"A"}))
    rest, again = replanned(problem, plan, news, SHORT, "t")
    assert set(keys(again)) == {("B", MONDAY), ("C", MONDAY)}
    assert "V2" in keys(again)["B", MONDAY]
    assert "V3" in keys(again)["C", MONDAY]
    assert (again.left, rest.visit["V1"].inspector, rest.visit["V2"].inspector) == ((), "", "B")


def test_plan_again_the_next_day_leaves_what_is_past():
    problem = town([visit(1, day=MONDAY), visit(2, day=TUESDAY)], shift(), shift(day=TUESDAY))
    rest = standing(problem, News(TUESDAY, 9 * HOUR))
    assert ([one.key for one in rest.shifts], rest.visit["V1"].day) == ([("A", TUESDAY)], "")
    assert standing(problem, News(TUESDAY, 18 * HOUR)).shifts == ()


def test_plan_again_where_nobody_can_keep_everything_gives_visits_away():
    problem = town(
        [visit(1, service=4 * HOUR), visit(2, service=4 * HOUR)],
        shift("A", begin=6 * HOUR),
        shift("B", begin=12 * HOUR, until=20 * HOUR),
    )
    first = solved(replace(problem, shifts=problem.shifts[:1]), SHORT, "s")
    assert keys(first) == {("A", MONDAY): {"V1", "V2"}}
    _rest, again = replanned(problem, first, News(MONDAY, 11 * HOUR), SHORT, "t")
    assert again.left == ()
    assert all(len(found) == 1 for found in keys(again).values())
    _rest, free = replanned(problem, first, News(MONDAY, 11 * HOUR, hold=False), SHORT, "t")
    assert free.left == ()


def test_plan_again_says_of_what_is_left_why_even_where_people_keep_theirs():
    # what is optional was held by somebody who can no longer make it, though another could
    problem = town(
        [visit(1, required=False, service=4 * HOUR), visit(2, day="2026-12-06"), visit(3, required=False, score=0)],
        shift("A", begin=6 * HOUR, until=15 * HOUR), shift("B", begin=12 * HOUR, until=20 * HOUR),
    )  # fmt: skip
    route = replace(solved(problem, SHORT, "s").routes[0], stops=solved(town([visit(1)]), SHORT, "s").routes[0].stops)
    rest, again = replanned(problem, Plan("", (route,)), News(MONDAY, 12 * HOUR), SHORT, "t")
    assert again.left == (Left("V1", Obstacle.NOT_WORTH), Left("V2", Obstacle.NO_SHIFT), Left("V3", Obstacle.NOT_WORTH))
    assert faults_of(rest, again) == ()


def test_compare_two_plans_names_what_moved():
    problem = town([visit(1), visit(2)], shift("A"), shift("B"))
    before = solved(town([visit(1, inspector="A"), visit(2, inspector="A")], shift("A"), shift("B")), SHORT, "s")
    after = solved(replace(problem, visits=(visit(1, inspector="A"), visit(3, inspector="B"))), SHORT, "s")
    found = {one.visit: one for one in moves(before, after)}
    assert (found["V2"].after, found["V3"].before) == (None, None)
    assert found["V3"].after == ("B", MONDAY, 8 * HOUR + 870)
    assert moves(before, before) == ()
    assert isinstance(found["V2"], Move)
    assert found["V2"].before[2] >= 8 * HOUR + 10 * MINUTE
