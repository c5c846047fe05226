"""Programmes and applications as people see them: counted by state, listed, with how complete each is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wenming.kernel.models import Account, City
from wenming.materials.models import Application, MaterialItem, NoticeObjection, Programme, UnitTitle
from wenming.materials.models.creation import OPEN_APPLICATIONS
from wenming.materials.queries.items import own_condition
from wenming.materials.rules import sees_material_counts, units_supplied
from wenming.materials.workflow import COMPLETE, CURRENT
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in

OPEN = "open"


def programmes_in(city: City) -> QuerySet[Programme]:
    """Return the programmes of a city, those that take applications first."""
    return Programme.objects.in_city(city).select_related("edition").order_by("ended_on", "kind", "-level", "pk")


@dataclass(frozen=True, slots=True)
class Numbers:
    """A programme in numbers: applications under way, under public notice, titles that hold, due for a look within a year."""

    open: int = 0
    noticed: int = 0
    held: int = 0
    due: int = 0


def numbers_of(city: City, programmes: list[Programme], *, due_by: date) -> dict[int, Numbers]:
    """Return programme -> its numbers. Two queries."""
    own = {"programme__in": programmes}
    applications = Application.objects.in_city(city).filter(**own).order_by().values("programme")
    counted = {
        row["programme"]: (row["open"], row["noticed"])
        for row in applications.annotate(
            open=Count("pk", filter=Q(state__in=OPEN_APPLICATIONS)), noticed=Count("pk", filter=Q(state="noticed"))
        )
    }
    titles = UnitTitle.objects.in_city(city).filter(**own).order_by().values("programme")
    held = {
        row["programme"]: (row["held"], row["due"])
        for row in titles.annotate(
            held=Count("pk", filter=Q(status__in=CURRENT)), due=Count("pk", filter=Q(next_check_on__lte=due_by))
        )
    }
    return {one.pk: Numbers(*counted.get(one.pk, (0, 0)), *held.get(one.pk, (0, 0))) for one in programmes}


def applications_seen_by(account: Account, city: City) -> QuerySet[Application]:
    """Return the applications that the account may open: every one, or those of its units and the units below them."""
    rows = Application.objects.in_city(city).select_related(
        "city", "unit__city", "programme__edition", "recommended_by"
    )
    if sees_material_counts(account, city):
        return rows
    own = own_condition(account, city)
    return rows.none() if own is None else rows.filter(own)


def applications_listed(rows: QuerySet[Application], programme: Programme, state: str) -> QuerySet[Application]:
    """Return those of a programme in a state, or all that are under way."""
    states: Any = OPEN_APPLICATIONS if state == OPEN else (state,)
    objections = NoticeObjection.objects.in_city(programme.city).filter(application=OuterRef("pk"), settled_on=None)
    return rows.filter(programme=programme, state__in=states).annotate(objected=Exists(objections))


def state_counts(rows: QuerySet[Application], programme: Programme) -> dict[str, int]:
    """Return state -> how many applications of a programme stand there. One query."""
    found = rows.order_by().filter(programme=programme).values("state").annotate(count=Count("pk"))
    return {row["state"]: row["count"] for row in found}


def completeness_of(programme: Programme, units: list[Unit]) -> dict[int, tuple[int, int]]:
    """Return unit -> (complete, asked) of what a programme wants once of its applicants. One query."""
    rows = MaterialItem.objects.in_city(programme.city).filter(
        requirement__programme=programme, requirement__rhythm="once", unit__in=units
    )
    rows = rows.exclude(state="waived").order_by().values("unit")
    counted = rows.annotate(done=Count("pk", filter=Q(state__in=COMPLETE)), asked=Count("pk"))
    return {row["unit"]: (row["done"], row["asked"]) for row in counted}


def units_to_apply(account: Account, city: City, *, every: bool, on: date) -> QuerySet[Unit]:
    """Return the units for which the account can apply on a day, in protocol order: its own and those below, or every one."""
    rows = units_in(city, on=on).order_by("position", "pk")
    if every:
        return rows
    own = Q(pk__in=[])
    for unit, below in units_supplied(account, city):
        own |= Q(pk=unit.pk)
        if below:
            own |= Q(position__startswith=f"{unit.position}.")
    return rows.filter(own)
