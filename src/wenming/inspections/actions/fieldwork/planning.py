"""A field round begins: what, by which edition, at which sites, on which days."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wenming.draws.enums import DrawPurpose, DrawState
from wenming.draws.models import Draw
from wenming.draws.rules import keeps_draw
from wenming.inspections.actions.fieldwork.laying import drawn_sites, lay_out
from wenming.inspections.actions.fieldwork.steps import OPEN, PLANNING, locked, record, require
from wenming.inspections.enums import Coding, FieldRoundState, VisitState
from wenming.inspections.models import FieldRound, Visit
from wenming.inspections.models.fieldwork.rounds import FULL
from wenming.inspections.rules import keeps_field_round, plans_field_rounds
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again
from wenming.sites.models import Site
from wenming.standards.models import Edition

NAME_LENGTH = 80
_RULES = ("edition", "starts_on", "ends_on", "manner", "double_percent", "place_milli", "opening")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a field round is to be; see the fields of the same names of ``FieldRound``. ``grades`` are (name, milli-points), best first."""

    name: str
    edition: Edition
    starts_on: date
    ends_on: date
    manner: str
    opening: str
    double_percent: int = 0
    place_milli: int = FULL
    grades: Sequence[tuple[str, int]] = ()


@transaction.atomic
def create_field_round(
    *, city: City, plan: Plan, draw: Draw | None, days: Sequence[date], by: Account, at: datetime
) -> FieldRound:
    """Begin to plan. Sites come from a draw for this purpose that this person keeps, or are chosen by hand later (``draw=None``).

    FieldRefusedError("no_name", "backwards", "no_grades", "no_days", "draw_unfit", "draw_taken", "no_site").
    """
    require_again(plans_field_rounds, by, city)
    _require_sound(plan)
    if draw is not None:
        draw = Draw.objects.in_city(city).select_for_update(of=("self",)).select_related("city").get(pk=draw.pk)
        fits = draw.state == DrawState.DRAWN and draw.purpose == DrawPurpose.ROUND
        require(fits and draw.keeper_id == by.pk and keeps_draw(draw)(by, city), "draw_unfit")
        taken = FieldRound.objects.in_city(city).filter(draw=draw).exclude(state=FieldRoundState.VOID)
        require(not taken.exists(), "draw_taken")
    field_round = FieldRound(
        city=city, draw=draw, seed="" if draw else secrets.token_hex(32), planner=by, created_at=at
    )
    _take(field_round, plan)
    field_round.days = _days_of(field_round, days)
    field_round.save(force_insert=True)
    visits = lay_out(field_round, drawn_sites(field_round)) if draw else 0
    data = {"draw": draw.pk if draw else 0, "edition": plan.edition.code, "visits": visits}
    record("created", field_round, by, at, **data)
    return field_round


@transaction.atomic
def change_field_round(*, field_round: FieldRound, plan: Plan, by: Account, at: datetime) -> FieldRound:
    """Change what is planned, before it begins; days outside the new dates fall away, and who codes twice is chosen anew by the same tickets.

    FieldRefusedError("not_planning", "no_name", "backwards", "no_grades", "no_site").
    """
    held = locked(field_round, by, keeps_field_round, PLANNING, "not_planning")
    _require_sound(plan)
    _take(held, plan)
    kept = [day for day in held.days if plan.starts_on <= date.fromisoformat(day) <= plan.ends_on]
    _leave_days(held, {*held.days} - {*kept})
    held.days = kept
    held.save()
    visits = lay_out(held, sites_now(held))
    record("changed", held, by, at, edition=plan.edition.code, visits=visits)
    return held


@transaction.atomic
def set_days(*, field_round: FieldRound, days: Sequence[date], by: Account, at: datetime) -> FieldRound:
    """Say on which days somebody walks. While it is planned, visits of a day that falls away wait for another one.

    FieldRefusedError("not_open", "no_days", "day_busy").
    """
    held = locked(field_round, by, keeps_field_round, OPEN, "not_open")
    chosen = _days_of(held, days)
    gone = {*held.days} - {*chosen}
    if held.state == FieldRoundState.RUNNING:
        rows = Visit.objects.in_city(held.city).filter(field_round=held, state=VisitState.PLANNED, on__in=sorted(gone))
        require(not rows.exists(), "day_busy")
    else:
        _leave_days(held, gone)
    held.days = chosen
    held.save(update_fields=["days"])
    record("days_set", held, by, at, days=len(chosen))
    return held


@transaction.atomic
def choose_sites(
    *, field_round: FieldRound, add: Collection[Site] = (), remove: Collection[Site] = (), by: Account, at: datetime
) -> FieldRound:
    """Choose sites by hand, before it begins. FieldRefusedError("not_planning", "drawn_round", "no_site")."""
    held = locked(field_round, by, keeps_field_round, PLANNING, "not_planning")
    require(held.draw_id is None, "drawn_round")
    require(all(site.city_id == held.city_id and site.ends_on is None for site in add), "no_site")
    gone = {site.pk for site in remove}
    wanted = {site.code: site for site in (*sites_now(held).values(), *add) if site.pk not in gone}
    visits = lay_out(held, wanted)
    record("sites_chosen", held, by, at, added=len(add), removed=len(gone), visits=visits)
    return held


def sites_now(held: FieldRound) -> dict[str, Site]:
    """Return the sites of a round that is being planned, by code: those of its draw, else those that were chosen."""
    if held.draw_id is not None:
        return drawn_sites(held)
    firsts = Visit.objects.in_city(held.city).filter(field_round=held, coding=Coding.FIRST).select_related("site")
    return {visit.site.code: visit.site for visit in firsts}


def _require_sound(plan: Plan) -> None:
    """Refuse a plan without a name, that ends before it begins, or whose grades are no table."""
    require(plan.name.strip(), "no_name")
    require(plan.ends_on >= plan.starts_on, "backwards")
    names, worth = [name.strip() for name, _milli in plan.grades], [milli for _name, milli in plan.grades]
    sound = all(names) and len({*names}) == len(names) and worth == sorted(worth, reverse=True)
    require(sound and all(0 <= milli <= FULL for milli in worth), "no_grades")


def _take(field_round: FieldRound, plan: Plan) -> None:
    """Let the round be what the plan says."""
    values: dict[str, Any] = {name: getattr(plan, name) for name in _RULES}
    for name, value in values.items():
        setattr(field_round, name, value)
    field_round.name = plan.name.strip()[:NAME_LENGTH]
    field_round.grades = [[name.strip(), milli] for name, milli in plan.grades]


def _days_of(field_round: FieldRound, days: Sequence[date]) -> list[str]:
    """Return the days as they are kept; refuse none at all, and days outside the round's dates."""
    inside = [day for day in sorted({*days}) if field_round.starts_on <= day <= field_round.ends_on]
    require(inside and len(inside) == len({*days}), "no_days")
    return [day.isoformat() for day in inside]


def _leave_days(held: FieldRound, gone: Collection[str]) -> None:
    """Let the visits of days that fall away wait for another day."""
    rows = Visit.objects.in_city(held.city).filter(field_round=held, on__in=sorted(gone))
    rows.update(on=None, order=None, arrives=None, leaves=None)
