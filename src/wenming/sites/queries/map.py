"""Sites as a map asks for them: how many and where, counted by cells, one by one, and the stretch of the list beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from wenming.engine.clusters import Frame, Mark, parent_shift, resolution_for
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.sites.enums import SitePart
from wenming.sites.models import Site, SiteType, SiteUnit
from wenming.sites.queries.sites import sites_visible_to

MOST_SITES = 1000
"""Up to so many sites in view are drawn one by one; more are counted."""
MOST_CLUSTERS = 500
MOST_AREAS = 40
FINE = 24
"""How many pixels apart the cells lie that the database counts, before they are gathered."""


FILTERS = ("q", "type", "area", "unit")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filter of the register as an address carries it; ``faults`` are the parameters that mean nothing."""

    words: str
    type_: int
    area: Unit | None
    unit: int
    faults: tuple[str, ...]

    def carried(self) -> dict[str, str]:
        """Return the filter as the parameters of another address."""
        area = self.area.pk if self.area else ""
        found = {"q": self.words, "type": self.type_, "area": area, "unit": self.unit}
        return {name: str(value) for name, value in found.items() if value}


def wanted_in(query: Mapping[str, str], city: City) -> Wanted:
    """Read the filter of an address; at most one query, for the area."""
    faults = [name for name in FILTERS[1:] if query.get(name) and not _key(query[name])]
    area = None
    if _key(query.get("area", "")):
        area = Unit.objects.in_city(city).filter(pk=_key(query["area"])).first()
        faults += ["area"] if area is None else []
    words = query.get("q", "").strip()[:60]
    return Wanted(words, _key(query.get("type", "")), area, _key(query.get("unit", "")), tuple(faults))


def _key(text: str) -> int:
    """Return the key that a text is, 0 for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else 0


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


def sites_on_map(
    account: Account,
    city: City,
    *,
    at: datetime,
    words: str = "",
    type_: int = 0,
    area: Unit | None = None,
    unit: int = 0,
) -> QuerySet[Site]:
    """Return the sites in use today that the account sees, under the filter of the register, by code."""
    day = at.astimezone(city.zone).date()
    sites = sites_visible_to(account, city, at=at).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
    )
    if words:
        sounds = words.replace(" ", "").lower()
        found = Q(name__icontains=words) | Q(code__icontains=words) | Q(address__icontains=words)
        sites = sites.filter(found | Q(sounds__icontains=sounds))
    if type_:
        sites = sites.filter(type=type_)
    if area is not None:
        sites = sites.filter(Q(area=area) | Q(area__position__startswith=f"{area.position}."))
    if unit:
        running = Q(until__isnull=True) | Q(until__gte=day)
        parts = SiteUnit.objects.in_city(city).filter(
            running, site=OuterRef("pk"), unit=unit, part=SitePart.RESPONSIBLE
        )
        sites = sites.filter(Exists(parts))
    return sites


def overview_of(sites: QuerySet[Site]) -> Overview:
    """Return how many sites there are and where they lie. One query."""
    found = sites.aggregate(
        count=Count("pk"), placed=Count("lat"), west=Min("lng"), south=Min("lat"), east=Max("lng"), north=Max("lat")
    )
    bounds = Frame(found["west"], found["south"], found["east"], found["north"]) if found["placed"] else None
    return Overview(found["count"], found["placed"], bounds)


def within(sites: QuerySet[Site], frame: Frame) -> QuerySet[Site]:
    """Return the sites inside a frame."""
    return sites.filter(lat__range=(frame.south, frame.north), lng__range=(frame.west, frame.east))


def view_of(sites: QuerySet[Site], frame: Frame, zoom: float) -> View:
    """Return what the frame shows at this zoom. Two queries, however many sites there are."""
    inside = within(sites, frame)
    marks = _counted(inside, resolution_for(frame, zoom, pixels=FINE))
    count = sum(mark.count for mark in marks)
    if count <= MOST_SITES:
        return View(count, list(inside), [])
    return View(count, [], marks)


def _counted(sites: QuerySet[Site], resolution: int) -> list[Mark]:
    """Return the sites counted by the H3 cells of a resolution in which they lie, each with the middle of its sites."""
    kept, bits = parent_shift(resolution)
    rows = (
        sites.order_by()
        .annotate(cell=F(f"cell_{kept}").bitrightshift(bits))
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


def areas_in(sites: QuerySet[Site], frame: Frame) -> list[dict[str, Any]]:
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


def types_in(city: City) -> QuerySet[SiteType]:
    """Return the city's types of site in their order."""
    return SiteType.objects.in_city(city).order_by("order", "pk")
