"""督 and 导: for units on the black list, the pages of the handbook that show how their sites should look."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count
from django.urls import reverse

from wenming.issues.models import Issue
from wenming.issues.queries.periods import Period
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.standards.queries.handbook import adopted_in
from wenming.standards.schemas import node_name
from wenming.supervision.enums import GroupSide
from wenming.supervision.models import ListEntry

MOST = 2
"""So many pages for a unit: those of the types of site where most of its cases lie."""


def guides_for(city: City, period: Period, entries: Sequence[ListEntry]) -> dict[int, list[dict[str, str]]]:
    """Return unit -> label and address of handbook pages, the most cases first. Three queries at most."""
    if not entries:
        return {}
    kinds = adopted_in(city).crosswalk.site_types
    positions = {unit.pk: unit.position for unit in units_in(city)}
    reported = Issue.objects.in_city(city).filter(period.condition("reported_at", city), site__isnull=False)
    rows = list(
        reported.order_by().values_list("unit_id", "area_id", "site__type__checklist").annotate(number=Count("pk"))
    )
    found = {}
    for entry in entries:
        counted: dict[str, int] = {}
        for unit, area, checklist, number in rows:
            if checklist in kinds and _is_own(entry, unit, area, positions):
                counted[checklist] = counted.get(checklist, 0) + number
        codes = sorted(counted, key=lambda code: (-counted[code], code))[:MOST]
        found[entry.unit_id] = [
            {"label": node_name(kinds[code]), "url": reverse("standards:sheet", args=[city.slug, kinds[code].code])}
            for code in codes
        ]
    return found


def _is_own(entry: ListEntry, unit: int | None, area: int | None, positions: dict[int, str]) -> bool:
    """Say whether a case counts for an entry."""
    if entry.group.side == GroupSide.UNIT:
        return unit == entry.unit_id
    return bool(area) and _below(positions.get(area or 0, ""), entry.unit)


def _below(position: str, unit: Unit) -> bool:
    return f"{position}.".startswith(f"{unit.position}.")
