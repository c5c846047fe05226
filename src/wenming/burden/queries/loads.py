"""What was asked of whom: week by week, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from wenming.burden.models import Ask, RefusedAsk, WeekLoad
from wenming.burden.queries.budgets import Limits, limits_on
from wenming.kernel.models import City
from wenming.organisations.models import Unit

WEEKS = 12
MEASURES = ("photos", "forms", "minutes")


@dataclass(frozen=True, slots=True)
class Load:
    """What one unit was asked in a week, and what that week may hold."""

    unit: Unit
    used: Limits
    most: Limits

    @property
    def share(self) -> float:
        """How full the week is by its fullest measure (1 = full; a measure with the limit 0 is full when anything is asked)."""
        return max(_full(getattr(self.used, name), getattr(self.most, name)) for name in MEASURES)


def _full(used: int, most: int) -> float:
    return used / most if most else float(used > 0)


def in_force(city: City, day: date) -> QuerySet[Ask]:
    """Return the requests that stand on a day: not withdrawn, not over."""
    rows = Ask.objects.in_city(city).filter(withdrawn_at__isnull=True)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=day))


def loads_of_week(city: City, week: date, units: QuerySet[Unit] | None = None) -> list[Load]:
    """Return the units that were asked something in a week, in protocol order. Two queries."""
    limits = limits_on(city, week)
    rows = WeekLoad.objects.in_city(city).filter(week=week, minutes__gt=0).select_related("unit")
    if units is not None:
        rows = rows.filter(unit__in=units.order_by().values("pk"))
    return [
        Load(row.unit, Limits(row.photos, row.forms, row.minutes), limits[row.unit.kind])
        for row in rows.order_by("unit__position", "pk")
    ]


def trend_of(city: City, week: date, units: QuerySet[Unit] | None = None) -> list[tuple[date, Limits]]:
    """Return the twelve weeks up to one, each with what was asked of all these units together. One query."""
    weeks = [week - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    rows = WeekLoad.objects.in_city(city).filter(week__range=(weeks[0], week))
    if units is not None:
        rows = rows.filter(unit__in=units.order_by().values("pk"))
    sums = rows.order_by().values_list("week").annotate(*(Sum(name) for name in MEASURES))
    found = {day: Limits(*numbers) for day, *numbers in sums}
    return [(day, found.get(day, Limits(0, 0, 0))) for day in weeks]


def asks_listed(city: City, week: date, units: QuerySet[Unit] | None = None) -> QuerySet[Ask]:
    """Return what was asked in a week, the newest first, with what a list names."""
    rows = Ask.objects.in_city(city).filter(week=week).select_related("unit", "community", "by").order_by("-pk")
    if units is None:
        return rows
    keys = units.order_by().values("pk")
    return rows.filter(Q(unit__in=keys) | Q(community__in=keys))


def refused_listed(city: City, week: date, units: QuerySet[Unit] | None = None) -> QuerySet[RefusedAsk]:
    """Return what was not asked in a week, the newest first, with what a list names."""
    rows = RefusedAsk.objects.in_city(city).filter(week=week).select_related("unit", "earlier", "by").order_by("-pk")
    return rows if units is None else rows.filter(unit__in=units.order_by().values("pk"))


def earlier_of(city: City, units: Iterable[int], references: Sequence[str], day: date) -> dict[tuple[int, str], Ask]:
    """Return (unit, reference) -> the request for that fact which is in force. One query."""
    rows = in_force(city, day).filter(unit__in=list(units), reference__in=references).order_by("-pk")
    return {(row.unit_id, row.reference): row for row in rows.select_related("unit", "city")}
