"""Problems and plans as files: written and read again they are the same; a mistake is told with its place."""

from __future__ import annotations

import json

import pytest

from tests.engine.routes.towns import MONDAY, MORNING, shift, town, visit
from wenming.engine.routes import (
    HOUR,
    Done,
    Effort,
    Matrix,
    RouteFileError,
    clock,
    digest_of_plan,
    digest_of_problem,
    read_plan,
    read_problem,
    solved,
    write_plan,
    write_problem,
)

PROBLEM = {
    "format": "wenming-route-problem/1",
    "modes": {"car": {"kmh": 30, "detour": 1.4}},
    "places": {"O": [32.1, 114.1], "S": [32.12, 114.1], "M": None},
    "matrices": {"car": {"places": ["O", "S", "M"], "seconds": [[0, 5, 9], [5, 0, 9], [9, 9, 0]]}},
    "weights": {"travel": 2},
    "shifts": [{"inspector": "A", "day": MONDAY, "mode": "car", "start": "O", "begin": "8:00", "until": "17:00"}],
    "visits": [
        {"key": "S", "place": "S", "service": 600, "windows": [{"begin": "7:30", "end": "8:30:30"}]},
        {"key": "M", "place": "M", "service": 60, "inspectors": 2},
    ],
}


def text(path: str = "", value: object = None, **facts: object) -> str:
    """Return the file with one thing changed: path as 'visits.0.key'."""
    problem = json.loads(json.dumps(PROBLEM | facts))
    if path:
        *before, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        place = problem
        for part in before:
            place = place[part]
        place[last] = value
    return json.dumps(problem)


def test_write_a_problem_and_read_it_again_returns_the_same():
    problem = town(
        [visit(1, windows=(MORNING,), inspector="A", first=True), visit(2, done=Done("A", MONDAY, 8 * HOUR, 9 * HOUR)), visit(3, apart="x", required=False, score=3)],
        shift(capacity=4, overtime=600), shift("B", end=""),
        matrices={"car": Matrix(("K1", "K2"), ((0, 7), (8, 0)))},
    )  # fmt: skip
    again = read_problem(write_problem(problem))
    assert again == problem
    assert digest_of_problem(again) == digest_of_problem(problem)
    assert (again.travel("car", "K2", "K1"), again.travel("car", "K1", "K3")) == (8, 660)


def test_write_a_plan_and_read_it_again_returns_the_same():
    problem = read_problem(text())
    for plan in (
        solved(problem, Effort(None, 20), "s"),
        solved(town([visit(1, day="2026-12-06")]), Effort(None, 5), "s"),
    ):
        again = read_plan(write_plan(plan))
        assert (again, digest_of_plan(again)) == (plan, digest_of_plan(plan))


def test_read_a_place_for_two_makes_two_visits_for_different_people():
    problem = read_problem(text())
    assert [(one.key, one.apart) for one in problem.visits] == [("S", ""), ("M#1", "M"), ("M#2", "M")]
    assert (problem.weights.travel, problem.weights.duration) == (2, 10)
    assert (problem.modes["car"].kmh, problem.modes["walk"].kmh) == (30.0, 4.5)


@pytest.mark.parametrize(
    ("path", "value", "place", "wrong"),
    [
        ("format", "other", "format", "other_form"),
        ("visits", {}, "visits", "no_list"),
        ("places", [], "places", "no_table"),
        ("modes.car", 3, "modes.car", "no_table"),
        ("visits.0.colour", 1, "visits[0].colour", "unknown_field"),
        ("visits.0.key", " ", "visits[0].key", "no_text"),
        ("visits.0.place", "X", "visits[0].place", "unknown_name"),
        ("visits.0.service", -1, "visits[0].service", "no_number"),
        ("visits.0.service", True, "visits[0].service", "no_number"),
        ("modes.car.kmh", "fast", "modes.car.kmh", "no_number"),
        ("visits.0.required", 1, "visits[0].required", "no_flag"),
        ("visits.0.windows.0.begin", "25", "visits[0].windows[0].begin", "no_clock"),
        ("visits.0.windows.0.begin", "49:00", "visits[0].windows[0].begin", "no_clock"),
        ("visits.0.windows.0.end", "7:00", "visits[0].windows[0]", "backwards"),
        ("visits.0.day", "tomorrow", "visits[0].day", "no_day"),
        ("visits.0.day", 3, "visits[0].day", "no_day"),
        ("places.S", [32], "places.S", "no_position"),
        ("places.S", [320, 114], "places.S", "no_position"),
        ("places.S", "here", "places.S", "no_position"),
        ("shifts.0.until", "8:00", "shifts[0]", "backwards"),
        ("shifts.0.mode", "sledge", "shifts[0].mode", "unknown_name"),
        ("matrices.car.seconds", [[0]], "matrices.car", "size"),
        ("visits.1.apart", "x", "visits[1].inspectors", "beside"),
        ("visits.1", PROBLEM["visits"][0], "visits[1]", "twice"),
        ("shifts", PROBLEM["shifts"] * 2, "shifts[1]", "twice"),
        ("shifts.0.mode", "walk", "places.O", "no_way"),
    ],
)
def test_read_a_file_with_a_mistake_tells_its_place(path, value, place, wrong):
    with pytest.raises(RouteFileError) as raised:
        read_problem(text(path, value))
    assert (raised.value.place, str(raised.value.wrong)) == (place, wrong)


def test_read_what_is_no_json_tells_the_line_and_what_is_missing_its_name():
    with pytest.raises(RouteFileError) as raised:
        read_problem("{\n nonsense")
    assert (raised.value.place, str(raised.value.wrong)) == ("2:2", "unreadable")
    with pytest.raises(RouteFileError) as raised:
        read_problem(b"\xff\xfe\x00")
    assert raised.value.place == ""
    with pytest.raises(RouteFileError) as raised:
        read_problem('{"format": "wenming-route-problem/1"}')
    assert (raised.value.place, str(raised.value.wrong)) == ("places", "missing")


def test_read_a_plan_with_an_unknown_reason_tells_its_place():
    plan = json.loads(write_plan(solved(town([visit(1, day="2026-12-06")]), Effort(None, 5), "s")))
    plan["left"][0]["obstacle"] = "laziness"
    with pytest.raises(RouteFileError) as raised:
        read_plan(json.dumps(plan))
    assert raised.value.place == "left[0].obstacle"


def test_write_a_clock_time_shows_seconds_only_where_there_are_any():
    assert (clock(8 * HOUR), clock(25 * HOUR + 61)) == ("8:00", "25:01:01")
