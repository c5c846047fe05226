"""A plan: who goes where, in which order, and when; what could not be fitted in, and why; how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Obstacle(StrEnum):
    """Why a visit is not in the plan. All but the last two hold for the visit alone, whatever else is planned."""

    NO_SHIFT = "no_shift"
    CLOSED = "closed"
    WINDOW_SHORT = "window_short"
    OFF_SHIFT = "off_shift"
    SHIFT_SHORT = "shift_short"
    FEW_PEOPLE = "few_people"
    FULL = "full"
    NOT_WORTH = "not_worth"


TOGETHER = frozenset({Obstacle.FULL, Obstacle.NOT_WORTH})
"""Obstacles that come from the other visits."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of a route: when the inspector arrives, begins (after waiting) and is done."""

    visit: str
    arrive: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Route:
    """One person's day: leaving the start place, the stops, and the arrival at the end place (or the end of the last stop)."""

    inspector: str
    day: str
    depart: int
    back: int
    stops: tuple[Stop, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Who and when."""
        return self.inspector, self.day

    @property
    def duration(self) -> int:
        """From leaving to coming back."""
        return self.back - self.depart

    @property
    def waiting(self) -> int:
        """Seconds before closed doors."""
        return sum(stop.begin - stop.arrive for stop in self.stops)

    @property
    def service(self) -> int:
        """Seconds at the places."""
        return sum(stop.end - stop.begin for stop in self.stops)


@dataclass(frozen=True, slots=True)
class Left:
    """A visit that is not planned."""

    visit: str
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class Search:
    """How a plan was found: the solver, its steps, and how the plan was drawn.

    ``lots`` plans were within ``within`` per mille of the best; each had the ticket ``digest(seed|digest of its order)``, and the smallest won.
    """

    solver: str
    steps: int
    seed: str
    within: int = 0
    lots: int = 1
    ticket: str = ""


@dataclass(frozen=True)
class Plan:
    """Routes by person and day, and what is left over; ``problem`` is the digest of what it was made from."""

    problem: str
    routes: tuple[Route, ...]
    left: tuple[Left, ...] = ()
    search: Search | None = None

    @cached_property
    def route(self) -> Mapping[tuple[str, str], Route]:
        """Every route by person and day."""
        return {route.key: route for route in self.routes}

    @property
    def stops(self) -> Iterator[tuple[Route, Stop]]:
        """Every stop with its route."""
        return ((route, stop) for route in self.routes for stop in route.stops)

    @property
    def duration(self) -> int:
        """All routes together."""
        return sum(route.duration for route in self.routes)
