"""The times of a route whose order is given, whether it can be kept or not; what cannot be kept is for the checker to name."""

from __future__ import annotations

from collections.abc import Sequence

from wenming.engine.routes.plans import Route, Stop
from wenming.engine.routes.problems import LATEST, Problem, Shift, Visit, Window

Meant = tuple[Visit, Window | None]
"""A visit and the window meant for it; None takes the first that can still be kept."""


def timed(problem: Problem, shift: Shift, order: Sequence[Meant]) -> Route:
    """Return the route with its times: it ends as early as it can, and leaves as late as it can for that, so that nobody waits in vain."""
    if not order:
        return Route(shift.inspector, shift.day, shift.begin, shift.begin, ())
    meant, early = [], _Clock(problem, shift, shift.begin)
    for visit, window in order:
        chosen = window or _first_kept(visit, shift, early.reach(visit))
        meant.append((visit, chosen))
        early.stay(visit, chosen)
    late = _Clock(problem, shift, shift.begin + _spare(problem, shift, meant, early.stops))
    for visit, window in meant:
        late.stay(visit, window)
    back = late.now + (problem.way(shift.mode, late.place, shift.end) if shift.end else 0)
    return Route(shift.inspector, shift.day, late.depart, back, tuple(late.stops))


class _Clock:
    """Goes through a route, stop by stop."""

    def __init__(self, problem: Problem, shift: Shift, depart: int) -> None:
        self.problem, self.shift, self.depart = problem, shift, depart
        self.now, self.place = depart, shift.start
        self.stops: list[Stop] = []

    def reach(self, visit: Visit) -> int:
        """Return when the visit's place is reached from here."""
        return self.now + self.problem.way(self.shift.mode, self.place, visit.place)

    def stay(self, visit: Visit, window: Window) -> None:
        """Go there, wait for the window, and stay as long as the visit takes."""
        arrive = self.reach(visit)
        begin = max(arrive, window.begin)
        self.now, self.place = begin + visit.service, visit.place
        self.stops.append(Stop(visit.key, arrive, begin, self.now))


def _first_kept(visit: Visit, shift: Shift, arrive: int) -> Window:
    """Return the first window that can be kept; where there is none, no window at all: the visit takes place at once, and too late."""
    fitting = [window for window in visit.windows_on(shift.weekday) if arrive <= visit.latest(window)]
    return min(fitting, key=lambda window: window.begin, default=Window(0, LATEST))


def _spare(problem: Problem, shift: Shift, meant: Sequence[tuple[Visit, Window]], stops: Sequence[Stop]) -> int:
    """Return by how much leaving may be put off without the last visit beginning later."""
    limit = stops[-1].begin
    for number in range(len(meant) - 1, 0, -1):
        here, there = meant[number - 1], meant[number]
        way = problem.way(shift.mode, here[0].place, there[0].place)
        limit = min(limit - way - here[0].service, max(here[0].latest(here[1]), stops[number - 1].begin))
    return max(0, limit - stops[0].arrive)
