"""What a draw chose. Whoever shows it asks rules.sees_outcome first, or shows an assignee's own units only."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from wenming.draws.enums import DrawState, UnitState
from wenming.draws.models import Draw, DrawnUnit
from wenming.kernel.models import Account


def units_of_draw(draw: Draw) -> QuerySet[DrawnUnit]:
    """Return every unit of the strata that were drawn from, in the order of the draw."""
    rows = DrawnUnit.objects.in_city(draw.city).filter(draw=draw)
    return rows.select_related("replaces", "assignee").order_by("stratum", "order")


def chosen_units(draw: Draw) -> QuerySet[DrawnUnit]:
    """Return the units that are chosen now, replacements among them: for the system's own work, never for a page as it is."""
    return units_of_draw(draw).filter(state=UnitState.CHOSEN)


def chosen_for(draw: Draw, assignee: Account, *, on: date) -> QuerySet[DrawnUnit]:
    """Return the units that somebody was given for this day or an earlier one; of a void draw none."""
    rows = chosen_units(draw).filter(assignee=assignee, assigned_on__lte=on)
    return rows.exclude(draw__state=DrawState.VOID).order_by("assigned_on", "stratum", "order")


def replacements_of(draw: Draw) -> QuerySet[DrawnUnit]:
    """Return the reserves that were taken, each with the unit that it replaces, in the order in which they were taken."""
    return units_of_draw(draw).filter(replaces__isnull=False)
