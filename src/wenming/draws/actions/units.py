"""What becomes of chosen units: given to somebody for a day, or replaced by the next reserve."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from wenming.draws.actions.steps import locked, record, require
from wenming.draws.enums import DrawState, UnitState
from wenming.draws.models import Draw, DrawnUnit
from wenming.draws.queries.units import units_of_draw
from wenming.draws.rules import keeps_draw
from wenming.engine.sampling import digest_of
from wenming.kernel.models import Account


@transaction.atomic
def assign_units(
    *, draw: Draw, assignments: Mapping[str, tuple[Account, date]], by: Account | None, at: datetime
) -> list[DrawnUnit]:
    """Give chosen units (by key) to people, each for a day from which on that person sees it. DrawRefusedError("not_drawn", "not_chosen")."""
    held = locked(draw, by, keeps_draw)
    require(held.state == DrawState.DRAWN, "not_drawn")
    units = list(units_of_draw(held).filter(key__in=list(assignments), state=UnitState.CHOSEN))
    require(len(units) == len(assignments), "not_chosen")
    for unit in units:
        unit.assignee, unit.assigned_on = assignments[unit.key]
    DrawnUnit.objects.in_city(held.city).bulk_update(units, ["assignee", "assigned_on"], batch_size=500)
    record("units_assigned", held, by, at, units=len(units))
    return units


@transaction.atomic
def replace_unit(*, draw: Draw, key: str, reason: str, by: Account | None, at: datetime) -> DrawnUnit:
    """Take the next reserve of its stratum for a chosen unit, for one of the reasons that there are; whoever had it gets the reserve.

    DrawRefusedError("not_drawn", "not_chosen", "no_reserve").
    """
    held = locked(draw, by, keeps_draw)
    require(held.state == DrawState.DRAWN, "not_drawn")
    unit = units_of_draw(held).filter(key=key, state=UnitState.CHOSEN).first()
    require(unit, "not_chosen")
    reserve = units_of_draw(held).filter(stratum=unit.stratum, state=UnitState.RESERVE).first()
    require(reserve, "no_reserve")
    reserve.state, reserve.replaces = UnitState.CHOSEN, unit
    reserve.assignee, reserve.assigned_on = unit.assignee, unit.assigned_on
    unit.state, unit.reason, unit.replaced_at = UnitState.REPLACED, reason, at
    unit.assignee = unit.assigned_on = None
    unit.save()
    reserve.save()
    # a digest of the ticket, which nobody can make without the secret
    record("unit_replaced", held, by, at, reason=str(reason), unit=digest_of(unit.ticket))
    return reserve
