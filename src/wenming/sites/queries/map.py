"""Sites as a map asks for them: how many and where, counted by cells, one by one, and the stretch of the list beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Avg, Count, F, Max, Min, Model, QuerySet

from wenming.engine.clusters import Frame, Mark, parent_shift, resolution_for
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.sites.models import Site
from wenming.sites.queries.listing import SiteFilter, filter_of, sites_listed
from wenming.sites.queries.sites import sites_visible_to

Row = TypeVar("Row", bound=Model)
MOST_SITES = 1000
"""Up to so many sites in view are drawn one by one; more are counted."""
MOST_CLUSTERS = 500
MOST_AREAS = 40
FINE = 24
"""How many pixels apart the cells lie that the database counts, before they are gathered."""


FILTERS = ("q", "type", "area", "unit", "part", "lacks")
"""The parameters of the register's filter that the map and the codes follow: those of sites in use."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The register's filter as an address carries it; ``faults`` are the parameters that mean nothing."""

    filter: SiteFilter
    area: Unit | None
    faults: tuple[str, ...]

    def carried(self) -> dict[str, str]:
        """Return the filter as the parameters of another address."""
        wanted = self.filter
        area = self.area.pk if self.area else ""
        found = {"q": wanted.words, "type": wanted.type, "area": area, "unit": wanted.unit}
        found |= {"part": wanted.part, "lacks": wanted.lacks}
        return {name: str(value) for name, value in found.items() if value}


def wanted_in(query: Mapping[str, str], city: City) -> Wanted:
    """Read the filter of an address; at most one query, for the area."""
    wanted = replace(filter_of(query), retired=False, order="code")
    area = Unit.objects.in_city(city).filter(pk=wanted.area).first() if wanted.area else None
    known = {"type": wanted.type, "area": area, "unit": wanted.unit, "part": wanted.part, "lacks": wanted.lacks}
    faults = tuple(name for name, value in known.items() if query.get(name) and not value)
    return Wanted(replace(wanted, area=area.pk if area else 0), area, faults)


@dataclass(frozen=True, slots=True)
class Overview:
    """How many sites a filter leaves, how many of them have a position, and around which bounds those lie (None for none)."""

    count: int
    placed: int
    bounds: Frame | None


@dataclass(frozen=True, slots=True)
class View:
    """What a frame shows: either every site (``sites``) or, where there are too many, marks that stand for several."""

    count: int
    sites: list[Site]
    marks: list[Mark]


def sites_on_map(account: Account, city: City, wanted: Wanted, *, at: datetime) -> QuerySet[Site]:
    """Return the sites in use that the account sees, under the register's filter, by code."""
    visible = sites_visible_to(account, city, at=at)
    return sites_listed(visible, wanted.filter, city=city, area=wanted.area).order_by("code")


def overview_of(sites: QuerySet[Any]) -> Overview:
    """Return how many sites (or other places) there are and where they lie. One query."""
    found = sites.aggregate(
        count=Count("pk"), placed=Count("lat"), west=Min("lng"), south=Min("lat"), east=Max("lng"), north=Max("lat")
    )
    bounds = Frame(found["west"], found["south"], found["east"], found["north"]) if found["placed"] else None
    return Overview(found["count"], found["placed"], bounds)


def within(sites: QuerySet[Row], frame: Frame) -> QuerySet[Row]:
    """Return the sites, or other places, inside a frame."""
    return sites.filter(lat__range=(frame.south, frame.north), lng__range=(frame.west, frame.east))


def view_of(sites: QuerySet[Site], frame: Frame, zoom: float) -> View:
    """Return what the frame shows at this zoom. Two queries, however many sites there are."""
    inside = within(sites, frame)
    marks = counted_by_cells(inside, resolution_for(frame, zoom, pixels=FINE))
    count = sum(mark.count for mark in marks)
    if count <= MOST_SITES:
        return View(count, list(inside), [])
    return View(count, [], marks)


def counted_by_cells(places: QuerySet[Any], resolution: int, *, kept: int = 0) -> list[Mark]:
    """Return places counted by the H3 cells of a resolution in which they lie, each with the middle of its places.

    ``kept``: the one resolution whose cells the places keep, where they do not keep both as sites do.
    """
    usual, bits = parent_shift(resolution)
    rows = (
        places.order_by()
        .annotate(cell=F(f"cell_{kept or usual}").bitrightshift(bits))
        .values("cell")
        .annotate(
            count=Count("pk"),
            middle_lat=Avg("lat"),
            middle_lng=Avg("lng"),
            west=Min("lng"),
            south=Min("lat"),
            east=Max("lng"),
            north=Max("lat"),
            key=Min("pk"),
        )
        .values_list("count", "middle_lat", "middle_lng", "west", "south", "east", "north", "key")
    )
    return [Mark(count, lat, lng, Frame(*bounds), key) for count, lat, lng, *bounds, key in rows]


def sites_by_key(sites: QuerySet[Site], keys: Collection[int]) -> list[Site]:
    """Return these of the sites. One query, or none for no keys."""
    return list(sites.filter(pk__in=keys)) if keys else []


def areas_in(sites: QuerySet[Any], frame: Frame) -> list[dict[str, Any]]:
    """Return the areas in which sites inside the frame lie, those with most sites first, each with the middle of its sites. One query."""
    rows = within(sites, frame).filter(area__isnull=False).order_by()
    rows = rows.values("area", "area__name", "area__short_name")
    rows = rows.annotate(count=Count("pk"), middle_lat=Avg("lat"), middle_lng=Avg("lng")).order_by("-count", "area")
    return [
        {
            "key": row["area"],
            "name": row["area__short_name"] or row["area__name"],
            "lat": row["middle_lat"],
            "lng": row["middle_lng"],
        }
        for row in rows[:MOST_AREAS]
    ]


def stretch_of(sites: QuerySet[Site], query: Mapping[str, str], *, size: int) -> tuple[list[Site], str, str]:
    """Return the page of the list that an address asks for, and the codes after and before which its neighbours lie. One query."""
    after, before = query.get("after", ""), query.get("before", "")
    if before:
        rows = list(sites.filter(code__lt=before).order_by("-code")[: size + 1])
        found = rows[:size][::-1]
        return found, found[-1].code if found else "", found[0].code if len(rows) > size else ""
    rows = list((sites.filter(code__gt=after) if after else sites).order_by("code")[: size + 1])
    found = rows[:size]
    return found, found[-1].code if len(rows) > size else "", found[0].code if after and found else ""
