"""Planning again in mid-day: what has been done stays done, everybody goes on from where they are, and what is pinned stays pinned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wenming.engine.geo import Pair
from wenming.engine.routes.files import digest_of_problem
from wenming.engine.routes.plans import TOGETHER, Left, Obstacle, Plan
from wenming.engine.routes.problems import Done, Problem, Shift, Visit
from wenming.engine.routes.searching import Effort
from wenming.engine.routes.solving import WITHIN, checked, possible, solved


@dataclass(frozen=True)
class News:
    """What has become of a plan by ``now`` of ``day``.

    ``where`` says at which place people are; who is not named is at the place of the last visit done today, else at the start place.
    ``out`` are those who make no more visits. ``hold``: everybody keeps their visits if that can be, and only what has no one is given out.
    """

    day: str
    now: int
    done: Mapping[str, Done] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)
    added: tuple[Visit, ...] = ()
    removed: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()
    places: Mapping[str, Pair | None] = field(default_factory=dict)
    hold: bool = True


def replanned(
    problem: Problem, plan: Plan, news: News, effort: Effort, seed: str, *, within: int = WITHIN
) -> tuple[Problem, Plan]:
    """Return what is left to be planned and the new plan for it, which the checker has passed."""
    rest = standing(problem, news)
    if news.hold:
        held = solved(_held(rest, plan), effort, seed, within=within)
        if _keeps_all(rest, held, seed):
            left = tuple(_true_reason(rest, one, seed) for one in held.left)
            return rest, checked(rest, replace(held, problem=digest_of_problem(rest), left=left))
    return rest, solved(rest, effort, seed, within=within)


def standing(problem: Problem, news: News) -> Problem:
    """Return the problem as it stands now: shifts that go on, visits done, gone, and new."""
    visits = [_standing(visit, news) for visit in problem.visits if visit.key not in news.removed]
    visits += news.added
    shifts = [_going_on(shift, visits, news) for shift in problem.shifts]
    return replace(
        problem,
        visits=tuple(visits),
        shifts=tuple(shift for shift in shifts if shift and shift.begin < shift.until),
        places={**problem.places, **news.places},
    )


def _standing(visit: Visit, news: News) -> Visit:
    """Return a visit as it stands; pins to a day that is over, or to somebody who is out, hold nobody any more."""
    if visit.done or visit.key in news.done:
        return replace(visit, done=visit.done or news.done[visit.key])
    return replace(
        visit,
        inspector="" if visit.inspector in news.out else visit.inspector,
        day="" if visit.day < news.day else visit.day,
    )


def _going_on(shift: Shift, visits: list[Visit], news: News) -> Shift | None:
    """Return the rest of a shift; None where it is over or its person is out."""
    if shift.day < news.day or shift.inspector in news.out:
        return None
    if shift.day > news.day:
        return shift
    made = [
        (visit.done.end, visit)
        for visit in visits
        if visit.done and (visit.done.inspector, visit.done.day) == shift.key
    ]
    last = max(made, key=lambda one: one[0], default=None)
    place = news.where.get(shift.inspector) or (last[1].place if last else shift.start)
    begin = max([shift.begin, news.now, *(end for end, _visit in made)])
    capacity = shift.capacity
    if capacity is not None:
        capacity = max(0, capacity - sum(visit.load for _end, visit in made))
    return replace(shift, start=place, begin=begin, capacity=capacity)


def _held(rest: Problem, plan: Plan) -> Problem:
    """Return the problem in which everybody keeps the visits that they have."""
    who = {stop.visit: route.key for route, stop in plan.stops if route.key in rest.shift}
    visits = [
        replace(visit, inspector=visit.inspector or who[visit.key][0], day=visit.day or who[visit.key][1])
        if visit.done is None and visit.key in who
        else visit
        for visit in rest.visits
    ]
    return replace(rest, visits=tuple(visits))


def _keeps_all(rest: Problem, held: Plan, seed: str) -> bool:
    """Tell whether a plan leaves out nothing required that could be made if people gave visits to each other."""
    hopeless = {one.visit for one in possible(rest, seed)[1]}
    return not any(rest.visit[one.visit].required and one.visit not in hopeless for one in held.left)


def _true_reason(rest: Problem, left: Left, seed: str) -> Left:
    """Return why a visit is left out, where nobody need keep anything."""
    reasons = {one.visit: one.obstacle for one in possible(rest, seed)[1]}
    fallback = left.obstacle if left.obstacle in TOGETHER else Obstacle.NOT_WORTH
    return Left(left.visit, reasons.get(left.visit, fallback))


@dataclass(frozen=True, slots=True)
class Move:
    """A visit that another plan gives to another person, day or time; None where a plan does not have it."""

    visit: str
    before: tuple[str, str, int] | None
    after: tuple[str, str, int] | None


def moves(before: Plan, after: Plan) -> tuple[Move, ...]:
    """Return what differs between two plans, visit by visit: person, day, and when it begins."""
    one, other = ({stop.visit: (*route.key, stop.begin) for route, stop in plan.stops} for plan in (before, after))
    return tuple(
        Move(key, one.get(key), other.get(key)) for key in sorted({*one, *other}) if one.get(key) != other.get(key)
    )
