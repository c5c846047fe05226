"""Levels as whole numbers: what is kept of a round, so that any two rounds can be compared later without a look at their rows.

Shares, errors and pulls are billionths, effective looks are thousandths. A pull is what a place adds to the error of a level: the places that two
rounds share say how their errors go together.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from wenming.engine.intervals import Interval
from wenming.engine.ranking.levels import Level

BILLION = 1_000_000_000
THOUSAND = 1_000


def level_numbers(level: Level, places: Mapping[Hashable, int]) -> dict[str, Any]:
    """Return a level in whole numbers; ``places`` numbers every place that may pull."""
    one = level.interval
    return {
        **{name: _billionths(getattr(one, name)) for name in ("estimate", "low", "high", "error")},
        "rows": one.n,
        "effective": round(one.effective * THOUSAND),
        "degrees": one.degrees,
        "pulls": sorted([places[place], _billionths(pull)] for place, pull in level.pulls.items()),
    }


def level_from(numbers: Mapping[str, Any], places: Sequence[Hashable]) -> Level:
    """Return the level of such numbers; pulls stay whole, for only their proportions count."""
    estimate, low, high, error = (numbers[name] / BILLION for name in ("estimate", "low", "high", "error"))
    worth = numbers["effective"] / THOUSAND
    interval = Interval(estimate, low, high, numbers["rows"], worth, error, numbers["degrees"])
    return Level(interval, {places[number]: pull for number, pull in numbers["pulls"]})


def _billionths(value: float) -> int:
    return round(value * BILLION)
