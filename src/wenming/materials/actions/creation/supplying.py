"""Who supplies the materials of a programme: applicants what is wanted once, holders of the title what is wanted every year."""

from __future__ import annotations

from datetime import date, datetime

from wenming.burden.actions import withdraw_ask
from wenming.materials.actions.steps import latest_of
from wenming.materials.enums import ItemState, Rhythm
from wenming.materials.models import Application, MaterialItem, Programme, Requirement, Supplier, UnitTitle
from wenming.materials.workflow import APPLYING, CURRENT, OPEN
from wenming.organisations.models import Unit

OVER = "申报或称号已经结束"
"""Why something fell away: kept in the record as it is, and known again when a unit applies anew."""


def settle_suppliers(programme: Programme, unit: Unit, day: date, at: datetime) -> None:
    """Let a unit supply what it has to from a day on, and nothing else; what was asked of it and is not wanted any more falls away.

    A part of the action that changed where the unit stands; twice changes nothing twice.
    """
    city = programme.city
    applies = Application.objects.in_city(city).filter(programme=programme, unit=unit, state__in=APPLYING).exists()
    holds = UnitTitle.objects.in_city(city).filter(programme=programme, unit=unit, status__in=CURRENT).exists()
    requirements = Requirement.objects.in_city(city).filter(programme=programme, until__isnull=True)
    wanted = {
        key for key, rhythm in requirements.values_list("pk", "rhythm") if (applies if rhythm == Rhythm.ONCE else holds)
    }
    rows = Supplier.objects.in_city(city).filter(requirement__programme=programme, unit=unit, until__isnull=True)
    running = {row.requirement_id: row for row in rows}
    ended = [row for key, row in running.items() if key not in wanted]
    for row in ended:
        row.until = max(day, row.since)
        row.save(update_fields=["until"])
    begun = sorted(wanted - set(running))
    Supplier.objects.bulk_create(Supplier(city=city, requirement_id=key, unit=unit, since=day) for key in begun)
    _drop_items(unit, [row.requirement_id for row in ended], at)
    _want_again(unit, begun, day, at)


def _drop_items(unit: Unit, requirements: list[int], at: datetime) -> None:
    """Say of what a unit need not supply any more that it is not wanted, and give its week the room back."""
    rows = MaterialItem.objects.in_city(unit.city).filter(unit=unit, requirement__in=requirements, state__in=OPEN)
    for item in rows.select_related("ask__city").select_for_update(of=("self",)).order_by("pk"):
        if item.ask is not None:
            withdraw_ask(ask=item.ask, by=None, at=at)
            item.ask = None
        item.state = ItemState.WAIVED
        item.waived_reason = OVER
        item.changed_at = max(at, item.changed_at)
        item.save()


def _want_again(unit: Unit, requirements: list[int], day: date, at: datetime) -> None:
    """Want again what fell away and is not due yet, where a unit applies anew: a period is asked for once."""
    rows = MaterialItem.objects.in_city(unit.city).filter(
        unit=unit, requirement__in=requirements, state=ItemState.WAIVED, waived_reason=OVER, due_on__gte=day
    )
    for item in rows.select_related("city").select_for_update(of=("self",)).order_by("pk"):
        last = latest_of(item)
        item.state = ItemState.ASSIGNED
        if last is not None:
            item.state = ItemState.RETURNED if last.submitted_at else ItemState.DRAFTING
        item.waived_reason = ""
        item.changed_at = max(at, item.changed_at)
        item.save()
