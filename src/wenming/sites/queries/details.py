"""What the card of one site says beside its own columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from wenming.engine.geo import cells_around, distance
from wenming.kernel.models import City
from wenming.organisations.models import Succession, Unit
from wenming.sites.enums import SitePart
from wenming.sites.models import Site, SiteChange, SiteChief, SiteType, SiteUnit

PARTS = tuple(SitePart.values)
NEAR = 50.0
"""Metres within which two sites may be the same place."""


def types_in(city: City) -> QuerySet[SiteType]:
    """Return the kinds of places in the city's order."""
    return SiteType.objects.in_city(city).order_by("order", "pk")


def types_counted(city: City) -> QuerySet[SiteType]:
    """Return the kinds of places, each with the number of its sites in use (``used``)."""
    return types_in(city).annotate(used=Count("sites", filter=Q(sites__ends_on__isnull=True)))


def part_history(site: Site) -> list[SiteUnit]:
    """Return every part at a site, the running ones first: who is responsible, who is competent, who sponsors."""
    rows = SiteUnit.objects.in_city(site.city).filter(site=site).select_related("unit")
    return sorted(rows, key=lambda row: (row.until is not None, PARTS.index(row.part), row.unit.position))


def chief_history(site: Site) -> list[SiteChief]:
    """Return every chief of a site, the present ones first."""
    rows = SiteChief.objects.in_city(site.city).filter(site=site).select_related("person")
    return sorted(rows, key=lambda row: (row.until is not None, row.kind, -row.since.toordinal(), row.pk))


def changes_of(site: Site) -> list[SiteChange]:
    """Return what became of a site, the newest first."""
    rows = SiteChange.objects.in_city(site.city).filter(site=site).select_related("into", "by")
    return list(rows.order_by("-at", "-pk"))


def merged_into(site: Site) -> list[SiteChange]:
    """Return the merges of other sites into this one, the newest first."""
    rows = SiteChange.objects.in_city(site.city).filter(into=site).select_related("site", "by")
    return list(rows.order_by("-at", "-pk"))


def current_of(site: Site) -> Site:
    """Return the site to which an old code leads: the one it was merged into, and so on; the site itself where it was not."""
    seen = {site.pk}
    while site.ends_on is not None:
        last = site.changes.select_related("into", "into__city", "into__type").order_by("pk").last()
        if last is None or last.into is None or last.into_id in seen:
            break
        site = last.into
        seen.add(site.pk)
    return site


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another site and how many metres away it lies."""

    site: Site
    metres: float


def neighbours_of(site: Site) -> list[Neighbour]:
    """Return the sites in use within 50 m of a site, the nearest first. One query, none without a position."""
    if site.cell_10 is None or site.lat is None or site.lng is None:
        return []
    here = (site.lat, site.lng)
    rows = Site.objects.in_city(site.city).filter(cell_10__in=cells_around(site.cell_10), ends_on__isnull=True)
    found = [
        Neighbour(one, distance(here, (one.lat, one.lng)))
        for one in rows.exclude(pk=site.pk).select_related("type")
        if one.lat is not None and one.lng is not None
    ]
    return sorted((one for one in found if one.metres <= NEAR), key=lambda one: (one.metres, one.site.code))


@dataclass(frozen=True, slots=True)
class Left:
    """A unit that ended with sites in its hands: how many parts, and who carries on for it."""

    unit: Unit
    parts: int
    successors: tuple[Unit, ...]


def left_by_ended_units(city: City, *, on: date) -> list[Left]:
    """Return the units that ended and still have parts at sites, in protocol order. Two queries, one where there is none."""
    rows = SiteUnit.objects.in_city(city).filter(until__isnull=True, unit__ends_on__lt=on)
    counts = dict(rows.values_list("unit").annotate(parts=Count("pk")))
    if not counts:
        return []
    units = Unit.objects.in_city(city).filter(pk__in=counts).order_by("position")
    after: dict[int, list[Unit]] = {}
    for one in Succession.objects.in_city(city).filter(before__in=counts, after__isnull=False).select_related("after"):
        after.setdefault(one.before_id, []).append(one.after)
    return [Left(unit, counts[unit.pk], tuple(after.get(unit.pk, ()))) for unit in units]
