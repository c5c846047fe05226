"""The checker: holds a plan against its problem without asking how the plan was made. It shares no arithmetic with the planner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from wenming.engine.routes.plans import TOGETHER, Obstacle, Plan, Route, Stop
from wenming.engine.routes.problems import Problem, Shift, Visit


class RouteFault(StrEnum):
    """What is wrong with a plan."""

    OTHER_PROBLEM = "other_problem"
    UNKNOWN_SHIFT = "unknown_shift"
    SHIFT_TWICE = "shift_twice"
    LEAVES_EARLY = "leaves_early"
    TOO_FAST = "too_fast"
    BEGINS_EARLY = "begins_early"
    CUT_SHORT = "cut_short"
    CLOSED_THEN = "closed_then"
    BACK_LATE = "back_late"
    OVERLOADED = "overloaded"
    UNKNOWN_VISIT = "unknown_visit"
    VISIT_TWICE = "visit_twice"
    DONE_AGAIN = "done_again"
    MISSING = "missing"
    PLANNED_AND_LEFT = "planned_and_left"
    UNTRUE_REASON = "untrue_reason"
    OTHER_INSPECTOR = "other_inspector"
    OTHER_DAY = "other_day"
    NOT_FIRST = "not_first"
    SAME_INSPECTOR = "same_inspector"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, and by how much (seconds, or visits too many)."""

    fault: RouteFault
    inspector: str = ""
    day: str = ""
    visit: str = ""
    amount: int = 0


def faults_of(problem: Problem, plan: Plan, digest: str = "") -> tuple[Finding, ...]:
    """Return everything that is wrong with a plan, route by route, then visit by visit; nothing where it can be walked as it stands."""
    found = [Finding(RouteFault.OTHER_PROBLEM)] if digest and plan.problem != digest else []
    shifts = {(shift.inspector, shift.day): shift for shift in problem.shifts}
    visits = {visit.key: visit for visit in problem.visits}
    seen: set[tuple[str, str]] = set()
    for route in plan.routes:
        here = (route.inspector, route.day)
        if here in seen:
            found.append(Finding(RouteFault.SHIFT_TWICE, *here))
        seen.add(here)
        if here not in shifts:
            found.append(Finding(RouteFault.UNKNOWN_SHIFT, *here))
        else:
            found.extend(_Walk(problem, shifts[here], route, visits).faults())
    return (*found, *_visits_counted(problem, plan, visits), *_reasons(problem, plan, visits))


def unvisited(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """Return the required visits that the plan does not make, which is no fault where it says why."""
    planned = {stop.visit for route in plan.routes for stop in route.stops}
    return tuple(
        visit.key for visit in problem.visits if visit.required and not visit.done and visit.key not in planned
    )


class _Walk:
    """One route, walked again."""

    def __init__(self, problem: Problem, shift: Shift, route: Route, visits: dict[str, Visit]) -> None:
        self.problem, self.shift, self.route = problem, shift, route
        self.known = [(stop, visits[stop.visit]) for stop in route.stops if stop.visit in visits]

    def faults(self) -> Iterator[Finding]:
        """Yield what is wrong with the route."""
        if self.route.depart < self.shift.begin:
            yield self._finding(RouteFault.LEAVES_EARLY, amount=self.shift.begin - self.route.depart)
        yield from self._ways()
        for number, (stop, visit) in enumerate(self.known):
            yield from self._times(stop, visit)
            yield from self._pins(number, visit)
        end = self.shift.until + self.shift.overtime
        if self.route.back > end:
            yield self._finding(RouteFault.BACK_LATE, amount=self.route.back - end)
        load = sum(visit.load for _stop, visit in self.known)
        if self.shift.capacity is not None and load > self.shift.capacity:
            yield self._finding(RouteFault.OVERLOADED, amount=load - self.shift.capacity)

    def _ways(self) -> Iterator[Finding]:
        """Yield the ways that are faster than anybody is."""
        legs = [(self.route.depart, self.shift.start, "")]
        legs += [(stop.end, visit.place, visit.key) for stop, visit in self.known]
        arrivals = [(stop.arrive, visit.place, visit.key) for stop, visit in self.known]
        arrivals.append((self.route.back, self.shift.end if self.known and self.shift.end else legs[-1][1], ""))
        for (left, here, _key), (arrived, there, key) in zip(legs, arrivals, strict=True):
            needed = self.problem.travel(self.shift.mode, here, there)
            if needed is None or arrived - left < needed:
                yield self._finding(RouteFault.TOO_FAST, key, (needed or 0) - (arrived - left))

    def _times(self, stop: Stop, visit: Visit) -> Iterator[Finding]:
        """Yield what is wrong with the times of a stop."""
        if stop.begin < stop.arrive:
            yield self._finding(RouteFault.BEGINS_EARLY, visit.key, stop.arrive - stop.begin)
        if stop.end - stop.begin < visit.service:
            yield self._finding(RouteFault.CUT_SHORT, visit.key, visit.service - (stop.end - stop.begin))
        spans = [(window.begin, window.end) for window in visit.windows if self.shift.weekday in window.weekdays]
        busy = visit.service if visit.whole else 0
        if visit.windows and not any(begin <= stop.begin and stop.begin + busy <= end for begin, end in spans):
            yield self._finding(RouteFault.CLOSED_THEN, visit.key)

    def _pins(self, number: int, visit: Visit) -> Iterator[Finding]:
        """Yield the pins that are not kept."""
        if visit.inspector and visit.inspector != self.shift.inspector:
            yield self._finding(RouteFault.OTHER_INSPECTOR, visit.key)
        if visit.day and visit.day != self.shift.day:
            yield self._finding(RouteFault.OTHER_DAY, visit.key)
        if visit.first and number:
            yield self._finding(RouteFault.NOT_FIRST, visit.key)

    def _finding(self, fault: RouteFault, visit: str = "", amount: int = 0) -> Finding:
        return Finding(fault, self.shift.inspector, self.shift.day, visit, amount)


def _visits_counted(problem: Problem, plan: Plan, visits: dict[str, Visit]) -> Iterator[Finding]:
    """Yield visits that are unknown, made twice, made again, or forgotten, and places that one person sees twice."""
    who: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for route in plan.routes:
        for stop in route.stops:
            who[stop.visit].append((route.inspector, route.day))
    for key, made in who.items():
        if key not in visits:
            yield Finding(RouteFault.UNKNOWN_VISIT, *made[0], key)
        elif visits[key].done:
            yield Finding(RouteFault.DONE_AGAIN, *made[0], key)
        elif len(made) > 1:
            yield Finding(RouteFault.VISIT_TWICE, *made[1], key, len(made) - 1)
    yield from _accounted(problem, {one.visit for one in plan.left}, who)
    yield from _seen_twice(problem, who)


def _accounted(problem: Problem, left: set[str], who: dict[str, list[tuple[str, str]]]) -> Iterator[Finding]:
    """Yield visits that are neither planned nor said to be left out, or both."""
    for visit in problem.visits:
        planned = visit.key in who
        if planned and visit.key in left:
            yield Finding(RouteFault.PLANNED_AND_LEFT, *who[visit.key][0], visit.key)
        elif not (planned or visit.done or visit.key in left):
            yield Finding(RouteFault.MISSING, visit=visit.key)


def _seen_twice(problem: Problem, who: dict[str, list[tuple[str, str]]]) -> Iterator[Finding]:
    """Yield visits that should have been made by different people."""
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for visit in problem.visits:
        if visit.apart:
            made = [visit.done.inspector] if visit.done else [inspector for inspector, _day in who.get(visit.key, ())]
            for inspector in made:
                people[visit.apart][inspector] += 1
                if people[visit.apart][inspector] > 1:
                    yield Finding(RouteFault.SAME_INSPECTOR, inspector, visit=visit.key)


def _reasons(problem: Problem, plan: Plan, visits: dict[str, Visit]) -> Iterator[Finding]:
    """Yield visits said to fit nowhere even alone that somebody could make, and strangers among what was left."""
    for one in plan.left:
        visit = visits.get(one.visit)
        if visit is None or visit.done:
            yield Finding(RouteFault.UNKNOWN_VISIT, visit=one.visit)
        elif one.obstacle is Obstacle.FEW_PEOPLE:
            if not visit.apart:
                yield Finding(RouteFault.UNTRUE_REASON, visit=visit.key)
        elif one.obstacle not in TOGETHER:
            able = [shift for shift in problem.shifts if _could(problem, shift, visit)]
            if able:
                yield Finding(RouteFault.UNTRUE_REASON, able[0].inspector, able[0].day, visit.key)


def _could(problem: Problem, shift: Shift, visit: Visit) -> bool:
    """Tell whether somebody could make a visit who does nothing else that day."""
    if (visit.inspector or shift.inspector) != shift.inspector or (visit.day or shift.day) != shift.day:
        return False
    there = problem.travel(shift.mode, shift.start, visit.place)
    home = problem.travel(shift.mode, visit.place, shift.end) if shift.end else 0
    if there is None or home is None or visit.load > (shift.capacity if shift.capacity is not None else visit.load):
        return False
    arrive, last = shift.begin + there, shift.until + shift.overtime - home - visit.service
    spans = [(one.begin, one.end) for one in visit.windows if shift.weekday in one.weekdays]
    spans = spans if visit.windows else [(arrive, last + visit.service)]
    busy = visit.service if visit.whole else 0
    return any(max(arrive, begin) <= min(last, end - busy) for begin, end in spans)
