"""Routes of a field round as the engine's problems and plans: who walks when, where, how long, when it is open; and what stands now.

Whoever shows any of it asks rules.keeps_field_round first: it tells where somebody will be.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from wenming.engine.geo import Pair
from wenming.engine.openings import groups
from wenming.engine.provisions import SiteType
from wenming.engine.routes import (
    HOUR,
    MINUTE,
    MODES,
    Done,
    News,
    Plan,
    Problem,
    Shift,
    Window,
    read_plan,
    read_problem,
    timed,
)
from wenming.engine.routes import Visit as Stay
from wenming.inspections.enums import RoutePlanState
from wenming.inspections.enums.fieldwork import SkipReason, VisitState
from wenming.inspections.models import FieldRound, RoutePlan, TeamMember, Visit
from wenming.inspections.queries.fieldwork.rounds import members_of
from wenming.inspections.queries.fieldwork.visits import visits_of
from wenming.kernel.models import City
from wenming.standards.queries.handbook import adopted_in

STAY = 20
"""Minutes at a site whose checklist says nothing of it."""
STROLL = 4.5 / 3.6
"""Metres a second of somebody who looks at a street."""


@dataclass(frozen=True, slots=True)
class Walk:
    """How a member works on the days that are planned: minutes after midnight, a start place or None for the usual one, and whether the way back counts."""

    member: TeamMember
    mode: str
    begin: int
    until: int
    start: Pair | None = None
    returns: bool = True
    overtime: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be planned: days, who walks, how many sites a day at most (None: as many as fit), and whether everybody keeps their visits."""

    days: tuple[date, ...]
    walks: tuple[Walk, ...]
    most: int | None = None
    hold: bool = False
    seconds: int = 10


def usual_walk(member: TeamMember) -> Walk:
    """Return how a member works where nobody says otherwise."""
    start = (member.start_lat, member.start_lng) if member.start_lat is not None else None
    return Walk(member, member.mode, member.shift_from, member.shift_to, start)


class Ground:
    """What routes of a round are made from, read once."""

    def __init__(self, field_round: FieldRound) -> None:
        self.field_round = field_round

    @cached_property
    def kinds(self) -> Mapping[str, SiteType]:
        """The kinds of sites of the adopted checklists."""
        return adopted_in(self.field_round.city).crosswalk.site_types

    @cached_property
    def visits(self) -> list[Visit]:
        """Every visit that was not replaced."""
        return list(visits_of(self.field_round).exclude(skip=SkipReason.REPLACED))

    @cached_property
    def members(self) -> list[TeamMember]:
        """Everybody who walks in the round."""
        return list(members_of(self.field_round))

    def to_plan(self, days: Collection[date]) -> list[Visit]:
        """Return the visits that are planned for these days: theirs, those of no day, and those of days that are past and were not made."""
        first = min(days)
        rows = [visit for visit in self.visits if visit.state == VisitState.PLANNED]
        return [visit for visit in rows if visit.on is None or visit.on in days or visit.on < first]

    def place(self, visit: Visit) -> Pair | None:
        """Return where a visit's site lies, None where the register does not know."""
        return None if visit.site.lat is None else (visit.site.lat, visit.site.lng)

    def stay(self, visit: Visit) -> int:
        """Return the seconds of a visit: what the checklist says, and the way of its walking rule."""
        kind = self.kinds.get(visit.site.type.checklist)
        minutes = (kind.minutes if kind else None) or STAY
        walked = ((kind.metres if kind else None) or 0) / STROLL
        return (minutes + math.ceil(walked / MINUTE)) * MINUTE

    def windows(self, visit: Visit) -> tuple[Window, ...]:
        """Return when a visit may take place: the site's hours, within those of its kind (buses between 7:40 and 8:30)."""
        times = visit.site.hours or visit.site.type.hours
        found = tuple(
            Window(begin * MINUTE, end * MINUTE, days) for days, spans in groups(times) for begin, end in spans
        )
        kind = self.kinds.get(visit.site.type.checklist)
        if kind is None or not (kind.time_from and kind.time_to):
            return found
        begin, end = _seconds(kind.time_from), _seconds(kind.time_to)
        inside = tuple(replace(one, begin=max(one.begin, begin), end=min(one.end, end)) for one in found)
        if not inside:
            return (Window(begin, end),)
        # a site that is closed whenever its kind is looked at is open on no day, and the plan says so
        return tuple(one for one in inside if one.begin < one.end) or (Window(begin, end, ()),)


def _seconds(clock: str) -> int:
    """Return HH:MM in seconds after midnight."""
    hours, minutes = clock.split(":")
    return int(hours) * HOUR + int(minutes) * MINUTE


def problem_for(ground: Ground, asked: Asked) -> Problem:
    """Return the problem of these days: pins hold, sites that are seen twice are seen by different people, sites without a position are left out."""
    wanted = [visit for visit in ground.to_plan(asked.days) if ground.place(visit)]
    keys = {visit.pk for visit in wanted}
    sites = {visit.site_id for visit in wanted}
    others = [one for one in ground.visits if one.pk not in keys and one.site_id in sites and one.member]
    usual = _middle([place for visit in wanted if (place := ground.place(visit))])
    places: dict[str, Pair | None] = {str(one.number): ground.place(one) for one in (*wanted, *others)}
    places |= {f"S{walk.member.code}": walk.start or usual for walk in asked.walks}
    shifts = tuple(_shift(walk, day, asked.most) for day in sorted(asked.days) for walk in asked.walks)
    stays = [_stay(ground, visit) for visit in wanted]
    stays += [replace(_stay(ground, one), done=_made(one, ground.field_round.city)) for one in others]
    return Problem(shifts, tuple(stays), places, MODES)


def _shift(walk: Walk, day: date, most: int | None) -> Shift:
    start = f"S{walk.member.code}"
    return Shift(
        inspector=walk.member.code,
        day=day.isoformat(),
        mode=walk.mode,
        start=start,
        begin=walk.begin * MINUTE,
        until=walk.until * MINUTE,
        end=start if walk.returns else "",
        overtime=walk.overtime * MINUTE,
        capacity=most,
    )


def _stay(ground: Ground, visit: Visit) -> Stay:
    """Return a visit in the engine's words."""
    pinned = visit.pinned and visit.member is not None
    twice = sum(1 for one in ground.visits if one.site_id == visit.site_id) > 1
    return Stay(
        key=str(visit.number),
        place=str(visit.number),
        service=ground.stay(visit),
        windows=ground.windows(visit),
        inspector=visit.member.code if pinned else "",
        day=visit.on.isoformat() if pinned and visit.on else "",
        apart=f"P{visit.site_id}" if twice else "",
    )


def _made(visit: Visit, city: City) -> Done:
    """Return a visit that is not planned anew: it was made, or somebody makes it on another day."""
    day = visit.on.isoformat() if visit.on else "1970-01-01"
    if visit.finished_at is None:
        return Done(visit.member.code, day, 0, 0)
    at = visit.finished_at.astimezone(city.zone)
    second = at.hour * HOUR + at.minute * MINUTE + at.second
    return Done(visit.member.code, at.date().isoformat(), second, second)


def _middle(places: Sequence[Pair]) -> Pair | None:
    """Return the middle of places: where people begin of whom nothing is said."""
    if not places:
        return None
    return sum(lat for lat, _lng in places) / len(places), sum(lng for _lat, lng in places) / len(places)


def news_of(ground: Ground, today: date, now: int, *, hold: bool) -> News:
    """Return what has become of the day so far: visits done, and where people went last."""
    made = {
        str(visit.number): _made(visit, ground.field_round.city)
        for visit in ground.visits
        if visit.state == VisitState.FINISHED and visit.member
    }
    last = {
        one.inspector: key for key, one in sorted(made.items(), key=lambda row: row[1].end) if one.day == str(today)
    }
    numbers = {str(visit.number): ground.place(visit) for visit in ground.visits}
    where = {who: key for who, key in last.items() if numbers[key]}
    places = {key: numbers[key] for key in where.values()}
    return News(today.isoformat(), now, done=made, where=where, places=places, hold=hold)


def standing_plan(ground: Ground, days: Collection[date], walks: Iterable[Walk] = ()) -> tuple[Problem, Plan]:
    """Return the visits of these days as they stand, with the times that their order gives, whether it can be kept or not."""
    given = {walk.member.pk: walk for walk in walks}
    everybody = tuple(given.get(member.pk) or usual_walk(member) for member in ground.members)
    asked = Asked(tuple(days), everybody)
    problem = problem_for(ground, asked)
    orders: dict[tuple[str, str], list[Visit]] = {shift.key: [] for shift in problem.shifts}
    for visit in sorted(ground.to_plan(days), key=lambda one: (one.order or 0, one.number)):
        if visit.member and visit.on in days and ground.place(visit):
            orders[visit.member.code, visit.on.isoformat()].append(visit)
    stays = problem.visit
    routes = tuple(
        timed(problem, problem.shift[key], [(stays[str(visit.number)], None) for visit in order])
        for key, order in orders.items()
    )
    planned = {stop.visit for route in routes for stop in route.stops}
    kept = tuple(stay for stay in problem.visits if stay.done or stay.key in planned)
    return replace(problem, visits=kept), Plan("", routes)


def route_plans_of(field_round: FieldRound) -> QuerySet[RoutePlan]:
    """Return the plans of a round, the newest first."""
    rows = RoutePlan.objects.in_city(field_round.city).filter(field_round=field_round)
    return rows.select_related("asked_by", "field_round__city", "field_round__planner").order_by("-pk")


def applied_walks(field_round: FieldRound, members: Iterable[TeamMember], day: date) -> list[Walk]:
    """Return how people were planned to work on a day, by the plan that was adopted for it last; nothing where there is none."""
    rows = route_plans_of(field_round).filter(state=RoutePlanState.APPLIED).order_by("-applied_at")[:20]
    latest = next((one for one in rows if day.isoformat() in one.days), None)
    if latest is None:
        return []
    problem = problem_of(latest)
    shifts = {shift.inspector: shift for shift in problem.shifts if shift.day == day.isoformat()}
    return [
        Walk(
            member,
            shift.mode,
            shift.begin // MINUTE,
            shift.until // MINUTE,
            problem.places.get(shift.start),
            returns=bool(shift.end),
            overtime=shift.overtime // MINUTE,
        )
        for member in members
        if (shift := shifts.get(member.code))
    ]


def problem_of(route_plan: RoutePlan) -> Problem:
    """Return a plan's problem as it was kept."""
    return read_problem(json.dumps(route_plan.problem))


def plan_of(route_plan: RoutePlan) -> Plan:
    """Return the plan as it was kept; an empty one while it is not there."""
    return read_plan(json.dumps(route_plan.plan)) if route_plan.plan else Plan("", ())


def without_place(ground: Ground, days: Collection[date]) -> list[Visit]:
    """Return the visits that nobody can be sent to, for the register does not know where the site is."""
    return [visit for visit in ground.to_plan(days) if ground.place(visit) is None]


def numbers_of(visits: Iterable[Visit]) -> dict[str, Any]:
    """Return every visit by the key that plans name it by."""
    return {str(visit.number): visit for visit in visits}
