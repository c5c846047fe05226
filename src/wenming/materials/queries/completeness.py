"""How complete a year is, month by month, by unit or by clause; one query counts, however many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractMonth

from wenming.burden.enums import AskPurpose
from wenming.burden.models import RefusedAsk
from wenming.kernel.models import City
from wenming.materials.enums import ItemState
from wenming.materials.models import MaterialItem
from wenming.materials.workflow import COMPLETE, IN, OPEN
from wenming.organisations.models import Unit
from wenming.standards.models import Node

SIDES = {"unit": "unit", "clause": "requirement__node"}
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Count12:
    """What is due in a month: asked in all, complete (passed), waiting for review, back at the unit, late; what the machine proposes to look at."""

    asked: int = 0
    complete: int = 0
    waiting: int = 0
    returned: int = 0
    late: int = 0
    checks: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Count12) -> Count12:
        """Return both together."""
        return Count12(
            self.asked + other.asked,
            self.complete + other.complete,
            self.waiting + other.waiting,
            self.returned + other.returned,
            self.late + other.late,
            dict(Counter(self.checks) + Counter(other.checks)),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A unit or a clause with its twelve months (month -> count) and the whole year."""

    one: Unit | Node
    months: dict[int, Count12]
    whole: Count12


def completeness(
    city: City,
    rows: QuerySet[MaterialItem],
    *,
    year: int,
    side: str,
    on: date,
    checks: Mapping[tuple[int, int], Mapping[str, int]] | None = None,
) -> tuple[list[Line], dict[int, Count12]]:
    """Return the lines of a year in protocol order or in the order of the edition, and the sums by month. Two queries.

    What is not required any more is counted nowhere. ``checks`` are what is proposed by (unit or clause, month), where somebody may see that.
    """
    column = SIDES[side]
    counted = (
        rows.order_by()
        .filter(due_on__year=year)
        .exclude(state=ItemState.WAIVED)
        .values(column, month=ExtractMonth("due_on"))
        .annotate(
            asked=Count("pk"),
            complete=Count("pk", filter=Q(state__in=COMPLETE)),
            waiting=Count("pk", filter=Q(state__in=IN - COMPLETE)),
            returned=Count("pk", filter=Q(state=ItemState.RETURNED)),
            late=Count("pk", filter=Q(state__in=OPEN, due_on__lt=on)),
        )
    )
    found: dict[int, dict[int, Count12]] = {}
    for row in counted:
        key, month = row.pop(column), row.pop("month")
        found.setdefault(key, {})[month] = Count12(**row, checks=(checks or {}).get((key, month), {}))
    lines = [Line(one, found[one.pk], _sum(found[one.pk].values())) for one in _ones(city, side, found)]
    months = {month: _sum(line.months.get(month, Count12()) for line in lines) for month in MONTHS}
    return lines, months


def _ones(city: City, side: str, found: dict[int, Any]) -> QuerySet[Any]:
    """Return the units or clauses that were counted, in their order. One query."""
    if side == "unit":
        return Unit.objects.in_city(city).filter(pk__in=found).order_by("position", "pk")
    return Node.objects.in_city(city).filter(pk__in=found).order_by("edition", "position", "pk")


def _sum(counts: Any) -> Count12:
    return sum(counts, Count12())


def not_asked(city: City, week: date) -> list[RefusedAsk]:
    """Return what the budget of a week had no room for, with its numbers, in protocol order. One query."""
    rows = RefusedAsk.objects.in_city(city).filter(week=week, purpose=AskPurpose.MATERIAL).select_related("unit")
    return list(rows.order_by("unit__position", "pk"))


def years_of(rows: QuerySet[MaterialItem]) -> list[int]:
    """Return the years in which something is due, the latest first. One query."""
    return [day.year for day in rows.order_by().dates("due_on", "year", order="DESC")]
