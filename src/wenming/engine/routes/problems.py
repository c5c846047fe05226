"""What routes are planned for: people's shifts, the places to visit, when they are open, and what is fixed beforehand.

Clock times are seconds after midnight of the day (those after the next midnight lie beyond 24 hours); durations are whole seconds.
Several days are several shifts: one person has one shift a day. A place that two people must see is two visits with one ``apart``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from wenming.engine.geo import Pair, distance
from wenming.engine.openings import WEEK

MINUTE, HOUR = 60, 3600
DAY = 24 * HOUR
LATEST = 2 * DAY
"""No time of a plan lies beyond the end of the next day."""


@dataclass(frozen=True, slots=True)
class Mode:
    """How people get about: ``detour`` is the way along streets against the straight line, ``stop`` the seconds that parking takes each time."""

    kmh: float
    detour: float = 1.3
    stop: int = 0

    def seconds(self, metres: float) -> int:
        """Return how long a straight line of so many metres takes, rounded up: nobody is late because of a rounding."""
        if metres <= 0:
            return 0
        return self.stop + math.ceil(metres * self.detour / (self.kmh / 3.6))


MODES: Mapping[str, Mode] = {
    "walk": Mode(4.5, 1.3),
    "bike": Mode(15.0, 1.35, MINUTE),
    "car": Mode(24.0, 1.4, 4 * MINUTE),
}
"""What is taken where nobody says otherwise: a brisk walk, an e-bike in a town, a car in a town with its search for a place to park."""


@dataclass(frozen=True)
class Matrix:
    """Measured ways between places in seconds; they go before what the straight line gives."""

    places: tuple[str, ...]
    seconds: tuple[tuple[int, ...], ...]

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Every place's row and column."""
        return {place: number for number, place in enumerate(self.places)}

    def between(self, here: str, there: str) -> int | None:
        """Return the way from one place to another, None where it was not measured."""
        row, column = self.number.get(here), self.number.get(there)
        return None if row is None or column is None else self.seconds[row][column]


@dataclass(frozen=True, slots=True)
class Window:
    """When a visit may take place on some weekdays (1–7)."""

    begin: int
    end: int
    weekdays: tuple[int, ...] = WEEK


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's day. Without ``end`` it ends at the last place; ``overtime`` is how many seconds it may go on beyond ``until``."""

    inspector: str
    day: str
    mode: str
    start: str
    begin: int
    until: int
    end: str = ""
    overtime: int = 0
    capacity: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Who and when: no two shifts have the same."""
        return self.inspector, self.day

    @property
    def weekday(self) -> int:
        """The weekday, 1 is Monday."""
        return date.fromisoformat(self.day).isoweekday()

    @property
    def latest(self) -> int:
        """When everything must be over."""
        return self.until + self.overtime


@dataclass(frozen=True, slots=True)
class Done:
    """A visit that has taken place."""

    inspector: str
    day: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: where, how long (checklist and walking rule together), when, and what is fixed.

    Without ``windows`` any time will do. ``whole``: the visit must be over when the window ends; otherwise it must have begun.
    ``inspector``, ``day`` and ``first`` are pins. Visits with the same ``apart`` are made by different people.
    ``load`` counts against a shift's capacity, ``score`` says what an optional visit is worth.
    """

    key: str
    place: str
    service: int
    windows: tuple[Window, ...] = ()
    required: bool = True
    score: int = 0
    inspector: str = ""
    day: str = ""
    first: bool = False
    apart: str = ""
    load: int = 1
    whole: bool = True
    done: Done | None = None

    def latest(self, window: Window) -> int:
        """Return when a visit in this window must begin at the latest."""
        return window.end - self.service if self.whole else window.end

    def windows_on(self, weekday: int) -> tuple[Window, ...]:
        """Return the windows of a weekday."""
        if not self.windows:
            return (Window(0, LATEST),)
        return tuple(window for window in self.windows if weekday in window.weekdays)


@dataclass(frozen=True, slots=True)
class Weights:
    """What a plan costs: seconds of overtime, of duration (waiting and service included) and of travel; what a point of score is worth.

    The defaults put overtime far before duration, and let travel decide between plans of one duration. A point of score is worth an hour.
    """

    overtime: int = 1000
    duration: int = 10
    travel: int = 1
    score: int = 10 * HOUR


@dataclass(frozen=True)
class Problem:
    """Everything that a plan is made from."""

    shifts: tuple[Shift, ...]
    visits: tuple[Visit, ...]
    places: Mapping[str, Pair | None]
    modes: Mapping[str, Mode] = field(default_factory=lambda: MODES)
    matrices: Mapping[str, Matrix] = field(default_factory=dict)
    weights: Weights = Weights()

    @cached_property
    def shift(self) -> Mapping[tuple[str, str], Shift]:
        """Every shift by person and day."""
        return {shift.key: shift for shift in self.shifts}

    @cached_property
    def visit(self) -> Mapping[str, Visit]:
        """Every visit by its key."""
        return {visit.key: visit for visit in self.visits}

    @cached_property
    def pending(self) -> tuple[Visit, ...]:
        """The visits still to be made."""
        return tuple(visit for visit in self.visits if visit.done is None)

    def travel(self, mode: str, here: str, there: str) -> int | None:
        """Return the seconds from one place to another, None where nothing says how far it is."""
        if here == there:
            return 0
        matrix = self.matrices.get(mode)
        measured = matrix.between(here, there) if matrix else None
        if measured is not None:
            return measured
        first, second = self.places.get(here), self.places.get(there)
        if first is None or second is None or mode not in self.modes:
            return None
        return self.modes[mode].seconds(distance(first, second))

    def way(self, mode: str, here: str, there: str) -> int:
        """Return the same of a problem that was found sound, where every way is known."""
        seconds = self.travel(mode, here, there)
        if seconds is None:
            raise KeyError((mode, here, there))
        return seconds
