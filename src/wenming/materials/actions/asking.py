"""The night asks for what the month needs: within the burden budget, each thing once; what has no room waits, with the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wenming.burden.actions import OverBudgetError, Wanted, keeping_refusals, register_ask
from wenming.burden.enums import AskPurpose
from wenming.burden.queries import Limits, estimates_on, limits_on, week_of
from wenming.engine.collecting import Weight, fit
from wenming.kernel.actions import record_event
from wenming.kernel.models import City
from wenming.materials.models import MaterialItem
from wenming.materials.queries.asking import Due, Served, due_in, refused_in, room_of
from wenming.organisations.models import Unit

AT_LEAST = timedelta(days=7)
"""What is asked late has still so long."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How much a night asked for, and how much had no room."""

    asked: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class _Week:
    """The week in which a night asks: how much it may hold, how many minutes things take."""

    city: City
    monday: date
    limits: dict[str, Limits]
    minutes: dict[str, int]


def ask_city(*, city: City, at: datetime, by: None = None) -> Asked:  # noqa: ARG001  the system
    """Ask every unit of a city for what is due this month and not asked yet; twice asks nothing twice."""
    today = at.astimezone(city.zone).date()
    monday, served = week_of(today), Served(city)
    week = _Week(city, monday, limits_on(city, monday), estimates_on(city, today))
    refused = refused_in(city, monday)
    done = Asked()
    for unit, dues in due_in(city, on=today).items():
        free = [one for one in dues if served.papers(one.requirement, unit, one.period.first)]
        costs = [one for one in dues if one not in free]
        fits, waits = _fit(week, unit, costs)
        _ask_unit(city, unit, free, fits, at)
        if waits and unit.pk not in refused:
            _refuse(city, unit, waits, at)
        done = Asked(done.asked + len(free) + len(fits), done.waiting + len(waits))
    return done


def _fit(week: _Week, unit: Unit, dues: Sequence[Due]) -> tuple[list[Due], list[Due]]:
    """Return what the week of a unit has room for, and what not."""
    weights = [Weight(place, one.weight(week.minutes[one.asked_as])) for place, one in enumerate(dues)]
    fits, waits = fit(weights, room_of(week.city, unit, week.monday, week.limits))
    return [dues[place] for place in fits], [dues[place] for place in waits]


@transaction.atomic
def _ask_unit(city: City, unit: Unit, free: Sequence[Due], costs: Sequence[Due], at: datetime) -> None:
    """Create the items of a unit: those that cost it something with their requests; one event."""
    if not free and not costs:
        return
    asks = register_ask(city=city, asks=[_wanted(one) for one in costs], by=None, at=at) if costs else []
    today = at.astimezone(city.zone).date()
    rows = [
        MaterialItem(
            city=city,
            requirement=one.requirement,
            unit=unit,
            period=one.period.first,
            due_on=max(one.period.due_on, today + AT_LEAST),
            ask=ask,
            changed_at=at,
        )
        for one, ask in [*zip(costs, asks, strict=True), *((one, None) for one in free)]
    ]
    made = MaterialItem.objects.bulk_create(rows)
    data = {"items": [one.pk for one in made], "unit": unit.pk, "served": len(free)}
    record_event(city=city, kind="material.asked", subject=unit, data=data, by=None, at=at)


def _refuse(city: City, unit: Unit, waits: Sequence[Due], at: datetime) -> None:
    """Leave on record, with the numbers, what had no room this week; where there is room after all, it is asked."""
    with suppress(OverBudgetError), keeping_refusals(city=city, by=None, at=at):
        _ask_unit(city, unit, [], waits, at)


def _wanted(due: Due) -> Wanted:
    """Return the request as the burden registers it."""
    name = due.requirement.name
    return Wanted(
        unit=due.unit,
        kind=due.asked_as,
        purpose=str(AskPurpose.MATERIAL),
        reference=due.reference,
        fact=_("%(name)s（%(month)s）") % {"name": name[:150], "month": due.period.due_on.strftime("%Y-%m")},
        why=_("测评材料，平台里还没有本期可用的"),
        count=due.requirement.count,
    )
