"""Routes: asked for, kept when they are computed, adopted or dropped; visits pinned and moved by hand.

What is fixed by hand is never refused because it cannot be kept: the checker names what is wrong, and people decide.
"""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from wenming.engine.routes import MINUTE, Finding, Plan, Problem, faults_of, write_plan, write_problem
from wenming.engine.routes import Visit as Stay
from wenming.inspections.actions.fieldwork.steps import OPEN, locked, record, require, visit_of
from wenming.inspections.enums import FieldRoundState, RoutePlanState
from wenming.inspections.enums.fieldwork import VisitState
from wenming.inspections.models import FieldRound, RoutePlan, TeamMember, Visit
from wenming.inspections.queries.fieldwork.rounds import members_of
from wenming.inspections.queries.fieldwork.routes import Asked, Ground, plan_of, problem_for, problem_of
from wenming.inspections.queries.fieldwork.visits import visits_of
from wenming.inspections.rules import keeps_field_round
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account

_CHANGED = ["member", "on", "order", "arrives", "leaves"]
_OPEN_PLANS = (str(RoutePlanState.WAITING), str(RoutePlanState.READY), str(RoutePlanState.FAILED))
LAST_MINUTE = 24 * 60 * 2


@transaction.atomic
def ask_routes(*, field_round: FieldRound, asked: Asked, by: Account, at: datetime) -> RoutePlan:
    """Ask for routes of some days; a job computes them. Of a round that runs, today begins now. What was asked for before is dropped.

    FieldRefusedError("not_open", "no_days", "no_member", "nothing_to_plan").
    """
    held = locked(field_round, by, keeps_field_round, OPEN, "not_open")
    now = at.astimezone(held.city.zone)
    first = now.date() if held.state == FieldRoundState.RUNNING else date.min
    require(asked.days and all(day.isoformat() in held.days and day >= first for day in asked.days), "no_days")
    walkers = {member.pk for member in members_of(held)}
    require(asked.walks and all(walk.member.pk in walkers for walk in asked.walks), "no_member")
    problem = problem_for(Ground(held), asked)
    require(problem.pending, "nothing_to_plan")
    _drop_open(held)
    plan = RoutePlan.objects.create(
        city=held.city, field_round=held, days=[day.isoformat() for day in sorted(asked.days)], problem=_map_of(problem),
        seed=secrets.token_hex(32), asked_by=by, asked_at=at,
    )  # fmt: skip
    running = held.state == FieldRoundState.RUNNING and now.date() in asked.days
    minute = now.hour * 60 + now.minute if running else -1
    data = {"days": len(plan.days), "hold": asked.hold, "minute": minute, "seconds": asked.seconds}
    record_event(city=held.city, kind="route_plan.asked", subject=plan, data=data, by=by, at=at)
    return plan


def _drop_open(held: FieldRound) -> None:
    rows = RoutePlan.objects.in_city(held.city).filter(field_round=held, state__in=_OPEN_PLANS)
    rows.update(state=RoutePlanState.DROPPED)


def _map_of(problem: Problem) -> dict[str, object]:
    kept: dict[str, object] = json.loads(write_problem(problem))
    return kept


@transaction.atomic
def keep_routes(
    *, route_plan: RoutePlan, problem: Problem, plan: Plan | None, by: Account | None, at: datetime
) -> RoutePlan:
    """Keep what the job found, with the checker's verdict; None where no plan held. One that was dropped meanwhile stays dropped."""
    held: RoutePlan = RoutePlan.objects.in_city(route_plan.city).select_for_update().get(pk=route_plan.pk)
    if held.state != RoutePlanState.WAITING:
        return held
    held.problem, held.planned_at = _map_of(problem), at
    held.state = RoutePlanState.FAILED
    stops = 0
    if plan is not None:
        held.plan = json.loads(write_plan(plan))
        held.faults = [_finding(one) for one in faults_of(problem, plan)]
        stops = sum(1 for _stop in plan.stops)
        held.state = RoutePlanState.READY if stops and not held.faults else RoutePlanState.FAILED
    held.save()
    data = {"visits": stops, "left": len(plan.left) if plan else 0}
    record_event(city=held.city, kind="route_plan.routes_found", subject=held, data=data, by=by, at=at)
    return held


def _finding(one: Finding) -> dict[str, object]:
    names = ("fault", "inspector", "day", "visit", "amount")
    return {name: value if isinstance(value := getattr(one, name), int) else str(value) for name in names}


def _locked_plan(route_plan: RoutePlan, by: Account) -> tuple[FieldRound, RoutePlan]:
    """Lock the round and the plan, and ask whether it is still to be decided on."""
    field_round = locked(route_plan.field_round, by, keeps_field_round, OPEN, "not_open")
    held: RoutePlan = RoutePlan.objects.in_city(field_round.city).select_for_update().get(pk=route_plan.pk)
    return field_round, held


@transaction.atomic
def apply_routes(*, route_plan: RoutePlan, by: Account, at: datetime) -> RoutePlan:
    """Write a plan into the visits: person, day, order, times. What it leaves out waits for another day.

    FieldRefusedError("not_open", "not_ready_plan", "routes_stale").
    """
    field_round, held = _locked_plan(route_plan, by)
    require(held.state == RoutePlanState.READY, "not_ready_plan")
    problem, plan = problem_of(held), plan_of(held)
    require(not faults_of(problem, plan), "not_ready_plan")
    rows = {str(visit.number): visit for visit in visits_of(field_round).select_for_update(of=("self",))}
    require(all(_still(rows.get(stay.key), stay) for stay in problem.pending), "routes_stale")
    members = {member.code: member for member in members_of(field_round)}
    require(all(route.inspector in members for route in plan.routes if route.stops), "routes_stale")
    changed = _written(plan, rows, members)
    for one in plan.left:
        visit = rows[one.visit]
        visit.member = visit.on = visit.order = visit.arrives = visit.leaves = None
        changed.append(visit)
    Visit.objects.in_city(held.city).bulk_update(changed, _CHANGED, batch_size=500)
    held.state, held.applied_at = RoutePlanState.APPLIED, at
    held.save(update_fields=["state", "applied_at"])
    data = {"visits": len(changed) - len(plan.left), "left": len(plan.left)}
    record_event(city=held.city, kind="route_plan.applied", subject=held, data=data, by=by, at=at)
    return held


def _still(visit: Visit | None, stay: Stay) -> bool:
    """Tell whether a visit stands as the plan knew it: still to be made, and pinned as before."""
    if visit is None or visit.state != VisitState.PLANNED:
        return False
    pinned = visit.pinned and visit.member is not None
    return not pinned or not stay.inspector or visit.member.code == stay.inspector


def _written(plan: Plan, rows: Mapping[str, Visit], members: Mapping[str, TeamMember]) -> list[Visit]:
    """Give every planned visit its person, day, place behind what was done that day already, and times."""
    changed = []
    for route in plan.routes:
        own = [one for one in rows.values() if one.member and one.member.code == route.inspector]
        made = [one.order or 0 for one in own if str(one.on) == route.day and one.state != VisitState.PLANNED]
        for order, stop in enumerate(route.stops, start=max(made, default=0) + 1):
            visit = rows[stop.visit]
            visit.member, visit.on, visit.order = members[route.inspector], date.fromisoformat(route.day), order
            visit.arrives, visit.leaves = stop.arrive // MINUTE, math.ceil(stop.end / MINUTE)
            changed.append(visit)
    return changed


@transaction.atomic
def drop_routes(*, route_plan: RoutePlan, by: Account, at: datetime) -> RoutePlan:
    """Put a plan aside. FieldRefusedError("not_open", "not_ready_plan")."""
    _field_round, held = _locked_plan(route_plan, by)
    require(held.state in _OPEN_PLANS, "not_ready_plan")
    held.state = RoutePlanState.DROPPED
    held.save(update_fields=["state"])
    record_event(city=held.city, kind="route_plan.dropped", subject=held, data={}, by=by, at=at)
    return held


@transaction.atomic
def pin_visit(*, field_round: FieldRound, visit: Visit, pinned: bool, by: Account, at: datetime) -> Visit:
    """Fix a visit to its person and day, or let it go. FieldRefusedError("not_open", "not_planned", "no_member")."""
    held = locked(field_round, by, keeps_field_round, OPEN, "not_open")
    row = visit_of(held, visit)
    require(row.state == VisitState.PLANNED, "not_planned")
    require(not pinned or (row.member and row.on), "no_member")
    row.pinned = pinned
    row.save(update_fields=["pinned"])
    record("visit_pinned" if pinned else "visit_unpinned", held, by, at, visit=row.number)
    return row


@transaction.atomic
def move_visit(
    *, field_round: FieldRound, visit: Visit, member: TeamMember, on: date, place: int, by: Account, at: datetime
) -> Visit:
    """Move a visit by hand to a place (from 1) in somebody's day; the others make room. Times are left open until routes are planned.

    FieldRefusedError("not_open", "not_planned", "no_member", "same_person").
    """
    held = locked(field_round, by, keeps_field_round, OPEN, "not_open")
    row = visit_of(held, visit)
    require(row.state == VisitState.PLANNED, "not_planned")
    require(member.field_round_id == held.pk and on.isoformat() in held.days, "no_member")
    twins = visits_of(held).exclude(pk=row.pk).filter(site=row.site_id, member=member)
    require(not twins.exists(), "same_person")
    day = visits_of(held).select_for_update(of=("self",)).filter(member=member, on=on).exclude(pk=row.pk)
    order = sorted(day, key=lambda one: (one.order or 0, one.number))
    made = sum(1 for one in order if one.state != VisitState.PLANNED)
    order.insert(min(max(place - 1, made), len(order)), row)
    for number, one in enumerate(order, start=1):
        one.member, one.on, one.order, one.arrives, one.leaves = member, on, number, None, None
    Visit.objects.in_city(held.city).bulk_update(order, _CHANGED, batch_size=500)
    record("visit_moved", held, by, at, visit=row.number)
    return row
