"""Plans: what must be visited is, in the shortest time; what cannot be says why; incognito the order is drawn."""

from __future__ import annotations

import pytest

from benchmarks.route_sets import best_known, length, orienteering, score, solomon
from tests.engine.data import data_path
from tests.engine.routes.towns import MONDAY, MORNING, SUNDAY, TUESDAY, shift, town, visit
from wenming.engine.routes import (
    DAY,
    HOUR,
    MINUTE,
    Done,
    Effort,
    Left,
    Mode,
    Obstacle,
    Plan,
    UnsoundPlanError,
    Window,
    checked,
    faults_of,
    solved,
)

SHORT = Effort(None, 60)


def order(plan: Plan) -> dict[tuple[str, str], list[str]]:
    return {route.key: [stop.visit for stop in route.stops] for route in plan.routes}


def left(plan: Plan) -> dict[str, Obstacle]:
    return {one.visit: one.obstacle for one in plan.left}


@pytest.mark.parametrize(("name", "best"), [("C101", 827.3), ("C106", 827.3)])
def test_solve_solomons_instances_reaches_the_best_known(name, best):
    # PyVRP/VRPLIB, tests/data/cvrplib/Vrp-Set-Solomon: the optimum with one decimal, cut off
    path = data_path(f"solomon/{name}.txt")
    problem = solomon(path)
    plan = solved(problem, Effort(None, 150), name, within=0)
    assert (length(problem, plan) / 10, best_known(path), plan.left) == (best, best, ())


def test_collect_scores_of_orienteering_reaches_the_published_value():
    # thtran97/orienteering-cpp, data/results/TOPTW.xls, sheet m1: r104 303
    problem = orienteering(data_path("toptw/r104.txt"), 1, 2000)
    plan = solved(problem, Effort(None, 300), "s", within=0)
    assert score(problem, plan) == 303
    assert {one.obstacle for one in plan.left} == {Obstacle.NOT_WORTH}


def test_plan_a_street_goes_up_and_down_once_and_leaves_no_earlier_than_needed():
    problem = town([visit(3, windows=(Window(10 * HOUR, 12 * HOUR),)), visit(1), visit(2)])
    plan = solved(problem, SHORT, "s")
    route = plan.routes[0]
    # 24 km/h along 1.4 times the straight line and four minutes to park: 450 s for a kilometre, 870 s for three
    assert route.duration == 3 * 450 + 870 + 3 * 30 * MINUTE
    assert (route.waiting, route.service) == (0, 90 * MINUTE)
    assert (plan.route["A", MONDAY], plan.duration) == (route, route.duration)


def test_plan_over_two_days_keeps_opening_days_and_pins():
    visits = [
        visit(1, windows=(Window(14 * HOUR, 16 * HOUR, (2,)),)),
        visit(2, windows=(MORNING, Window(14 * HOUR, 17 * HOUR))),
        visit(3, inspector="B"),
        visit(4, day=TUESDAY, first=True),
    ]
    shifts = [shift(who, day) for who in "AB" for day in (MONDAY, TUESDAY)]
    plan = solved(town(visits, *shifts), SHORT, "s")
    where = {key: place for place, keys in order(plan).items() for key in keys}
    assert (where["V1"][1], where["V3"][0], where["V4"][1], plan.left) == (TUESDAY, "B", TUESDAY, ())
    assert order(plan)[where["V4"]][0] == "V4"


def test_plan_a_place_for_two_sends_two_people():
    visits = [
        visit(1, key="1a", apart="1"),
        visit(1, key="1b", apart="1"),
        visit(2, key="2a", apart="2", inspector="A"),
        visit(2, key="2b", apart="2"),
    ]
    plan = solved(town(visits, shift("A"), shift("B"), shift("C")), SHORT, "s")
    who = {key: place[0] for place, keys in order(plan).items() for key in keys}
    assert who["1a"] != who["1b"]
    assert (who["2a"], who["2b"] in {"B", "C"}, plan.left) == ("A", True, ())


def test_plan_a_place_for_two_where_one_has_been_there_sends_the_other():
    visits = [
        visit(1, key="1a", apart="1", done=Done("A", MONDAY, 8 * HOUR, 9 * HOUR)),
        visit(1, key="1b", apart="1"),
        visit(2, key="2a", apart="2", inspector="A"),
        visit(2, key="2b", apart="2", inspector="A"),
    ]
    plan = solved(town(visits, shift("A"), shift("B")), SHORT, "s")
    assert order(plan) == {("A", MONDAY): ["2a"], ("B", MONDAY): ["1b"]}
    assert plan.left == (Left("2b", Obstacle.FEW_PEOPLE),)


def test_plan_what_fits_nowhere_says_the_nearest_miss():
    visits = [
        visit(1, key="no shift", day=SUNDAY),
        visit(1, key="closed", windows=(Window(8 * HOUR, 9 * HOUR, (7,)),)),
        visit(1, key="short", windows=(Window(8 * HOUR, 8 * HOUR + 10 * MINUTE),)),
        visit(1, key="before", windows=(Window(5 * HOUR, 7 * HOUR),)),
        visit(1, key="after", windows=(Window(20 * HOUR, 21 * HOUR),)),
        visit(39, key="gone by", windows=(Window(8 * HOUR, 8 * HOUR + 40 * MINUTE),)),
        visit(39, key="far", service=8 * HOUR),
        visit(1, key="heavy", load=9),
        visit(1, key="people", apart="x", inspector="A"),
        visit(1, key="people too", apart="x"),
    ]
    plan = solved(town(visits, shift(capacity=5)), SHORT, "s")
    assert left(plan) == {
        "no shift": Obstacle.NO_SHIFT,
        "closed": Obstacle.CLOSED,
        "short": Obstacle.WINDOW_SHORT,
        "before": Obstacle.OFF_SHIFT,
        "after": Obstacle.OFF_SHIFT,
        "gone by": Obstacle.SHIFT_SHORT,
        "far": Obstacle.SHIFT_SHORT,
        "heavy": Obstacle.SHIFT_SHORT,
        "people too": Obstacle.FEW_PEOPLE,
    }


def test_plan_nothing_that_fits_returns_empty_routes():
    plan = solved(town([visit(1, day=SUNDAY)]), SHORT, "s")
    assert (order(plan), left(plan), plan.search) == ({("A", MONDAY): []}, {"V1": Obstacle.NO_SHIFT}, None)


def test_plan_more_than_fits_leaves_out_what_counts_least():
    visits = [
        visit(1, service=4 * HOUR),
        visit(2, service=4 * HOUR),
        visit(3, service=4 * HOUR, required=False, score=5),
        visit(1, key="free", service=MINUTE, required=False),
    ]
    plan = solved(town(visits), SHORT, "s")
    assert left(plan) == {"V3": Obstacle.NOT_WORTH, "free": Obstacle.NOT_WORTH}
    crowded = solved(town([*visits, visit(4, service=4 * HOUR)]), SHORT, "s")
    assert Obstacle.FULL in left(crowded).values()
    assert sum(1 for stop in crowded.stops) == 2


def test_plan_with_overtime_allowed_uses_as_little_as_it_can():
    visits = [visit(number, service=2 * HOUR) for number in (1, 2, 3, 4)]
    plain = solved(town(visits, shift(until=15 * HOUR)), SHORT, "s")
    assert len(plain.left) == 1
    longer = solved(town(visits, shift(until=15 * HOUR, overtime=3 * HOUR, end="")), SHORT, "s", within=0)
    assert longer.left == ()
    # four places, four ways of a kilometre, eight hours of service; it ends at the last place
    assert longer.routes[0].back - 15 * HOUR == 4 * 450 + 8 * HOUR - 7 * HOUR


def test_plan_again_with_the_same_seed_and_steps_returns_the_same_and_other_seeds_other_orders():
    problem = town([visit(number) for number in range(1, 9)], shift("A"), shift("B"), modes={"car": Mode(60.0)})
    plans = {seed: solved(problem, Effort(None, 400), seed) for seed in "abcdef"}
    assert solved(problem, Effort(None, 400), "a") == plans["a"]
    assert len({str(order(plan)) for plan in plans.values()}) > 2
    best = min(plan.duration for plan in plans.values())
    assert all(plan.duration <= best * 1.03 + 60 for plan in plans.values())
    assert all(plan.search.lots > 1 for plan in plans.values())


def test_draw_among_very_many_orders_keeps_few(monkeypatch):
    monkeypatch.setattr("wenming.engine.routes.searching.CROWD", 5)
    monkeypatch.setattr("wenming.engine.routes.searching.KEPT", 3)
    problem = town([visit(number) for number in range(1, 9)], shift("A"), shift("B"))
    assert faults_of(problem, solved(problem, Effort(None, 400), "s")) == ()


def test_search_for_a_time_ends():
    plan = solved(town([visit(1)]), Effort(0.05), "s")
    assert order(plan) == {("A", MONDAY): ["V1"]}


def test_hand_out_a_plan_that_does_not_hold_raises():
    problem = town([visit(1)])
    with pytest.raises(UnsoundPlanError, match="missing") as raised:
        checked(problem, Plan("", ()))
    assert [one.visit for one in raised.value.findings] == ["V1"]


def test_ask_for_an_unknown_way_returns_none_and_raises_in_a_plan():
    problem = town([visit(1)])
    assert problem.travel("sledge", "K1", "K2") is None
    with pytest.raises(KeyError, match="sledge"):
        problem.way("sledge", "K1", "K2")
    assert problem.travel("car", "K1", "K1") == 0
    assert Mode(10.0, stop=60).seconds(0) == 0


def test_wait_past_midnight_counts_on():
    problem = town(
        [visit(1, windows=(Window(23 * HOUR, DAY + 2 * HOUR),))], shift(begin=22 * HOUR, until=DAY + 3 * HOUR)
    )
    route = solved(problem, SHORT, "s").routes[0]
    assert route.stops[0].begin == 23 * HOUR
    assert route.depart == 23 * HOUR - 450
