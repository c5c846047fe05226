"""The sites that an address asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Count, IntegerField, Max, Min, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wenming.api.queries.wanted import Wanted
from wenming.sites.models import Site, SiteUnit

CHUNK = 1_000


def sites_wanted(sites: QuerySet[Site], wanted: Wanted) -> QuerySet[Site]:
    """Return those of the visible sites that the address asks for, by code."""
    for field in ("type", "area"):
        if field in wanted.named:
            sites = sites.filter(**{f"{field}__name": wanted.named[field]})
    if "code" in wanted.named:
        sites = sites.filter(code=wanted.named["code"])
    if wanted.box is not None:
        sites = sites.filter(_inside(wanted.box))
    return sites.filter(_in_use(wanted.begins, wanted.ends)).order_by("code")


def _inside(box: tuple[float, float, float, float]) -> Q:
    """Return the condition of a box (west, south, east, north); one whose west lies east of its east spans the antimeridian."""
    west, south, east, north = box
    across = Q(lng__gte=west, lng__lte=east) if west <= east else Q(lng__gte=west) | Q(lng__lte=east)
    return across & Q(lat__gte=south, lat__lte=north)


def _in_use(begins: date | None, ends: date | None) -> Q:
    """Return the condition that a site was in use on a day of the interval; an end that is None is open."""
    found = Q()
    if begins is not None:
        found &= Q(ends_on__isnull=True) | Q(ends_on__gte=begins)
    if ends is not None:
        found &= Q(starts_on__lte=ends)
    return found


def page_of(sites: QuerySet[Site], wanted: Wanted) -> tuple[list[Site], int, bool, bool]:
    """Return a page of sites with their units, how many match in all, and whether there are some before and behind. Two queries."""
    counted = sites.order_by().values("city").annotate(number=Count("pk")).values("number")
    rows = with_units(sites).annotate(matched=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
    forward = wanted.direction != "b"
    if wanted.direction:
        rows = rows.filter(**{"code__gt" if forward else "code__lt": wanted.code})
    found = list(rows.order_by("code" if forward else "-code")[: wanted.limit + 1])
    more, found = len(found) > wanted.limit, found[: wanted.limit]
    if not forward:
        found.reverse()
    matched = found[0].matched if found else sites.count()
    before, behind = (bool(wanted.direction), more) if forward else (more, True)
    return found, matched, before, behind


def with_units(sites: QuerySet[Site]) -> QuerySet[Site]:
    """Let sites bring along the parts that units have there, in protocol order. One query more, for each chunk."""
    parts = SiteUnit.objects.across_cities().select_related("unit").order_by("unit__position", "pk")
    return sites.prefetch_related(Prefetch("units", queryset=parts, to_attr="parts"))


def streamed(sites: QuerySet[Site]) -> Iterator[Site]:
    """Yield all sites with their units, a chunk at a time, however many there are."""
    return with_units(sites).iterator(chunk_size=CHUNK)


def extent_of(sites: QuerySet[Site]) -> dict[str, float | date | None]:
    """Return the box around sites, and since when one was in use. One query."""
    return sites.order_by().aggregate(
        west=Min("lng"), south=Min("lat"), east=Max("lng"), north=Max("lat"), since=Min("starts_on")
    )


def parts_on(parts: Iterable[SiteUnit], part: str, on: date) -> list[str]:
    """Return the names of the units that have a part on a day."""
    return [
        one.unit.name
        for one in parts
        if one.part == part and one.since <= on and (one.until is None or one.until >= on)
    ]
