"""Who goes where on which day: by hand, or shared out evenly by area."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from wenming.engine.fieldwork import Task, shared_out
from wenming.inspections.actions.fieldwork.steps import OPEN, locked, record, require
from wenming.inspections.enums import Coding, VisitState
from wenming.inspections.models import FieldRound, TeamMember, Visit
from wenming.inspections.queries.fieldwork.rounds import members_of
from wenming.inspections.queries.fieldwork.visits import visits_of
from wenming.inspections.rules import keeps_field_round
from wenming.kernel.models import Account

_CHANGED = ["member", "on", "order", "arrives", "leaves"]


@transaction.atomic
def assign_visits(
    *, field_round: FieldRound, visits: Collection[Visit], member: TeamMember, on: date, by: Account, at: datetime
) -> list[Visit]:
    """Give visits that are still to be done to a member for a day, behind what that day holds already.

    FieldRefusedError("not_open", "no_member", "not_planned", "same_person").
    """
    held = locked(field_round, by, keeps_field_round, OPEN, "not_open")
    require(member.field_round_id == held.pk and on.isoformat() in held.days, "no_member")
    rows = list(visits_of(held).select_for_update(of=("self",)).filter(pk__in=[visit.pk for visit in visits]))
    require(rows and all(visit.state == VisitState.PLANNED for visit in rows), "not_planned")
    sites = [visit.site_id for visit in rows]
    others = visits_of(held).exclude(pk__in=[visit.pk for visit in rows]).filter(site__in=sites, member=member)
    require(len({*sites}) == len(sites) and not others.exists(), "same_person")
    last = visits_of(held).filter(member=member, on=on).exclude(pk__in=[visit.pk for visit in rows])
    begun = max((visit.order or 0 for visit in last), default=0)
    for place, visit in enumerate(rows, start=begun + 1):
        visit.member, visit.on, visit.order, visit.arrives, visit.leaves = member, on, place, None, None
    Visit.objects.in_city(held.city).bulk_update(rows, _CHANGED)
    record("visits_assigned", held, by, at, visits=len(rows))
    return rows


@transaction.atomic
def spread_visits(*, field_round: FieldRound, from_day: date | None = None, by: Account, at: datetime) -> int:
    """Share all visits that are to be done and not pinned out anew: evenly, neighbours together; second codings to another team where possible.

    ``from_day``: only days from then on are used (a round that runs already). Return how many nobody could be given.
    FieldRefusedError("not_open", "no_member", "no_days").
    """
    held = locked(field_round, by, keeps_field_round, OPEN, "not_open")
    members = {member.pk: member for member in members_of(held)}
    days = [date.fromisoformat(day) for day in held.days if from_day is None or day >= from_day.isoformat()]
    require(members, "no_member")
    require(days, "no_days")
    rows = list(visits_of(held).select_for_update(of=("self",)))
    moving = {visit.pk: visit for visit in rows if visit.state == VisitState.PLANNED and not visit.pinned}
    stay = {visit.site_id: visit.member_id for visit in rows if visit.pk not in moving and visit.member_id}
    tasks = [Task(visit.pk, _place(visit), visit.site_id, second=_is_second(visit, stay)) for visit in moving.values()]
    teams = {member.pk: member.team_id for member in members.values()}
    given = shared_out(tasks, teams, len(days), before=stay)
    for key, visit in moving.items():
        who, day, order = given.get(key, (0, 0, None))
        visit.member, visit.on, visit.order = members.get(who), days[day] if who else None, order
        visit.arrives = visit.leaves = None
    Visit.objects.in_city(held.city).bulk_update(moving.values(), _CHANGED, batch_size=500)
    left = len(moving) - len(given)
    record("visits_spread", held, by, at, visits=len(given), left=left)
    return left


def _place(visit: Visit) -> tuple[str, ...]:
    """Return by what visits are neighbours: their area in protocol order, then the register's order."""
    return (visit.site.area.position if visit.site.area else "", visit.site.code)


def _is_second(visit: Visit, stay: dict[int, int]) -> bool:
    """Tell whether a visit goes to somebody else than its site's other one; where that one stays with somebody, either of them."""
    return visit.coding == Coding.SECOND or visit.site_id in stay
