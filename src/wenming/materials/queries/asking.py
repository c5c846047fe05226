"""What is due from whom in a month and not asked yet, and what the week of a unit still has room for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from wenming.burden.enums import COUNTED_AS, AskKind, AskPurpose, Measure
from wenming.burden.models import RefusedAsk, WeekLoad
from wenming.burden.queries import Limits
from wenming.engine.collecting import Period, month_after, month_of, periods_of
from wenming.kernel.models import City
from wenming.materials.enums import PaperKind
from wenming.materials.models import Filing, MaterialItem, PaperClause, Requirement, Supplier
from wenming.materials.workflow import IN
from wenming.organisations.models import Unit
from wenming.standards.models import Node
from wenming.standards.queries import adopted_in

BACK = 1
"""Months back for which is still asked what the budget had no room for."""
ASKED_AS = {str(PaperKind.PICTURE): str(AskKind.PHOTO)}
"""Kind of material -> what the burden counts it as; all other kinds are forms."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a unit is to supply for a period, and has not been asked for."""

    requirement: Requirement
    unit: Unit
    period: Period

    @property
    def asked_as(self) -> str:
        """What the burden counts it as."""
        return ASKED_AS.get(self.requirement.kind, str(AskKind.FORM))

    @property
    def reference(self) -> str:
        """The fact by which the burden knows it."""
        return f"material:{self.requirement.pk}:{self.unit.pk}:{self.period.first.isoformat()}"

    def weight(self, minutes: int) -> dict[str, int]:
        """Return measure -> how much it adds to a week, at so many minutes a piece."""
        count = self.requirement.count
        added = {str(Measure.MINUTES): count * minutes}
        if self.asked_as in COUNTED_AS:
            added[COUNTED_AS[self.asked_as]] = count
        return added


def due_in(city: City, *, on: date) -> dict[Unit, list[Due]]:
    """Return unit -> what is due from it by the end of a day's month and not asked yet, the earliest first; of archived years nothing."""
    last = month_of(on)
    first = month_after(last, -BACK)
    found: dict[Unit, list[Due]] = {}
    rows = list(_suppliers(city, on))
    items = MaterialItem.objects.in_city(city).filter(requirement__in={row.requirement_id for row in rows})
    known = set(items.filter(due_on__gte=first).values_list("requirement", "unit", "period"))
    known |= set(items.filter(period__gte=month_after(first, -12)).values_list("requirement", "unit", "period"))
    closed = list(Filing.objects.in_city(city).filter(locks=True).values_list("campaign", "since", "until"))
    for row in rows:
        for period in _periods(row, first, last):
            campaign, day = row.requirement.campaign_id, period.due_on
            if any(one == campaign and since <= day <= until for one, since, until in closed):
                continue
            if (row.requirement_id, row.unit_id, period.first) not in known:
                found.setdefault(row.unit, []).append(Due(row.requirement, row.unit, period))
    for dues in found.values():
        dues.sort(key=lambda one: (one.period.due_on, one.requirement.pk))
    return found


def _suppliers(city: City, on: date) -> Iterable[Supplier]:
    """Return who supplies what on a day: of running requirements of running campaigns and programmes, of units that exist."""
    campaign = Q(
        requirement__campaign__starts_on__lte=on,
        requirement__campaign__ends_on__gte=on,
        requirement__node__edition=F("requirement__campaign__edition"),
    )
    rows = Supplier.objects.in_city(city).filter(
        Q(until__isnull=True) | Q(until__gte=on),
        Q(unit__ends_on__isnull=True) | Q(unit__ends_on__gte=on),
        campaign | Q(requirement__programme__isnull=False),
        since__lte=on,
        requirement__since__lte=on,
    )
    related = ("unit", "requirement__node__edition", "requirement__campaign")
    return rows.select_related(*related).order_by("unit__position", "requirement", "pk")


def _periods(row: Supplier, first: date, last: date) -> Iterable[Period]:
    """Return the periods of a supplier in some months; who began later is not asked for what was due before.

    What a programme wants once it wants of each applicant when he begins.
    """
    one = row.requirement
    until = min((day for day in (one.until, row.until) if day is not None), default=None)
    since = one.since if one.rhythm == "once" and one.programme_id is None else max(one.since, row.since)
    return periods_of(one.rhythm, since=since, until=until, due_day=one.due_day, first=first, last=last)


def room_of(city: City, unit: Unit, week: date, limits: dict[str, Limits]) -> dict[str, int]:
    """Return measure -> how much the week of a unit has still room for. One query."""
    load = WeekLoad.objects.in_city(city).filter(unit=unit, week=week).first()
    most = limits[unit.kind]
    return {str(name): max(getattr(most, name) - getattr(load, name, 0), 0) for name in Measure.values}


def refused_in(city: City, week: date) -> set[int]:
    """Return the units for which the week has refused materials already. One query."""
    rows = RefusedAsk.objects.in_city(city).filter(week=week, purpose=AskPurpose.MATERIAL, by__isnull=True)
    return set(rows.values_list("unit", flat=True))


class Served:
    """Which units have supplied a paper that proves another clause too: what is there already is not asked again.

    Built once for a city; the crosswalk says which clauses are satisfied together, of whatever title.
    """

    def __init__(self, city: City) -> None:
        """Read the crosswalk of what the city has adopted."""
        self.city = city
        self.crosswalk = adopted_in(city).crosswalk
        self._known: dict[int, set[int]] = {}

    def clauses(self, node: Node) -> set[int]:
        """Return the keys of the clauses that a paper for this one satisfies, itself included. One query a clause."""
        if node.pk not in self._known:
            reached = self.crosswalk.clauses_of(node.edition.code, node=node.code)
            wanted = Q(pk=node.pk)
            for edition, code in reached:
                wanted |= Q(edition__code=edition, code=code)
            rows = Node.objects.in_city(self.city).filter(wanted)
            self._known[node.pk] = set(rows.values_list("pk", flat=True))
        return self._known[node.pk]

    def papers(self, requirement: Requirement, unit: Unit, since: date) -> list[int]:
        """Return the papers of a unit that serve a requirement: of its kind, handed in since a day for the clause or one joined to it."""
        rows = PaperClause.objects.in_city(self.city).filter(
            node__in=self.clauses(requirement.node),
            paper__unit=unit,
            paper__kind=requirement.kind,
            paper__at__date__gte=since,
            paper__versions__version__submitted_at__isnull=False,
            paper__versions__version__item__state__in=IN,
        )
        rows = rows.exclude(paper__versions__version__item__requirement=requirement)
        return list(rows.order_by("-paper").values_list("paper", flat=True).distinct())
