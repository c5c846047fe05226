"""Small towns to plan routes in: places a kilometre apart along a street, and days of a week in which 2026-11-30 is a Monday."""

from __future__ import annotations

from collections.abc import Iterable

from wenming.engine.routes import HOUR, MINUTE, Problem, Shift, Visit, Window

MONDAY, TUESDAY, SUNDAY = "2026-11-30", "2026-12-01", "2026-12-06"
DEGREES = 0.0089932
"""A kilometre northwards."""
PLACES = {f"K{number}": (32.0 + number * DEGREES, 114.0) for number in range(40)}
MORNING = Window(8 * HOUR, 12 * HOUR, (1, 2, 3, 4, 5))


def shift(inspector: str = "A", day: str = MONDAY, **facts: object) -> Shift:
    """Nine hours from eight on, from the first place and back to it, in a car."""
    usual = {"mode": "car", "start": "K0", "begin": 8 * HOUR, "until": 17 * HOUR, "end": "K0"}
    return Shift(inspector, day, **(usual | facts))


def visit(number: int, **facts: object) -> Visit:
    """Half an hour at the place of that number."""
    usual = {"key": f"V{number}", "place": f"K{number}", "service": 30 * MINUTE}
    return Visit(**(usual | facts))


def town(visits: Iterable[Visit], *shifts: Shift, **facts: object) -> Problem:
    return Problem(shifts or (shift(),), tuple(visits), PLACES, **facts)
