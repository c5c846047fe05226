"""The list of sites: what its address asks for, in which order, one stretch after the other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.sites.enums import SitePart
from wenming.sites.models import Site, SiteChange, SiteChief, SiteUnit

ORDERS = ("code", "area", "unit", "type")
LACKS = ("position", "responsible", "sponsor", "chief")
KEY = re.compile(r"^[0-9]{1,15}$")


@dataclass(frozen=True, slots=True)
class SiteFilter:
    """What a list of sites shows: words, a type, an area with everything below it, a unit with its ``part``, what is lacking."""

    words: str = ""
    type: int = 0
    area: int = 0
    unit: int = 0
    part: str = ""
    lacks: str = ""
    retired: bool = False
    order: str = "code"

    @property
    def any(self) -> bool:
        """Whether anything is left out on purpose."""
        return bool(self.words or self.type or self.area or self.unit or self.part or self.lacks or self.retired)


def filter_of(query: Mapping[str, str]) -> SiteFilter:
    """Return the filter that an address carries; what is not valid filters nothing."""
    part, lacks, order = query.get("part", ""), query.get("lacks", ""), query.get("order", "")
    return SiteFilter(
        words=query.get("q", "").strip()[:60],
        type=_key(query.get("type", "")),
        area=_key(query.get("area", "")),
        unit=_key(query.get("unit", "")),
        part=part if part in SitePart.values else "",
        lacks=lacks if lacks in LACKS else "",
        retired=query.get("retired") == "on",
        order=order if order in ORDERS else "code",
    )


def _key(text: str) -> int:
    return int(text) if KEY.match(text) else 0


RUNNING = Q(until__isnull=True)
"""A part or a chief that has no end: nobody's begins or ends in the future."""


def sites_listed(sites: QuerySet[Site], wanted: SiteFilter, *, city: City, area: Unit | None = None) -> QuerySet[Site]:
    """Return those of ``sites`` that a filter asks for, in its order; each carries ``place``, by which it stands before its code."""
    sites = sites.filter(ends_on__isnull=not wanted.retired)
    if wanted.words:
        sites = sites.filter(_found(city, wanted.words))
    if wanted.type:
        sites = sites.filter(type=wanted.type)
    if wanted.area:
        sites = sites.filter(_inside(area)) if area else sites.none()
    if wanted.unit or wanted.part:
        sites = sites.filter(Exists(_parts(city, wanted)))
    if wanted.lacks:
        sites = sites.filter(_lacking(city, wanted.lacks))
    return _ordered(sites, wanted.order)


def _found(city: City, words: str) -> Q:
    """Return the condition that somebody means a site: by name, pinyin, initials, code, address, or the code of one merged into it."""
    sounds = words.replace(" ", "").lower()
    merged = SiteChange.objects.in_city(city).filter(site__code__iexact=words, into__isnull=False).values("into")
    return (
        Q(name__icontains=words)
        | Q(sounds__icontains=sounds)
        | Q(code__icontains=words)
        | Q(address__icontains=words)
        | Q(pk__in=merged)
    )


def _inside(area: Unit) -> Q:
    return Q(area__position=area.position) | Q(area__position__startswith=f"{area.position}.")


def _parts(city: City, wanted: SiteFilter) -> QuerySet[SiteUnit]:
    """Return the running parts at a site that the filter means."""
    rows = SiteUnit.objects.in_city(city).filter(RUNNING, site=OuterRef("pk"))
    if wanted.unit:
        rows = rows.filter(unit=wanted.unit)
    return rows.filter(part=wanted.part) if wanted.part else rows


def _lacking(city: City, what: str) -> Q:
    """Return the condition that a site lacks something."""
    if what == "position":
        return Q(lat__isnull=True)
    if what == "chief":
        return ~Exists(SiteChief.objects.in_city(city).filter(RUNNING, site=OuterRef("pk")))
    part = SiteUnit.objects.in_city(city).filter(RUNNING, site=OuterRef("pk"), part=what)
    return ~Exists(part)


def _ordered(sites: QuerySet[Site], order: str) -> QuerySet[Site]:
    """Put sites into order; ``place`` is what stands before the code."""
    if order == "area":
        sites = sites.annotate(place=Coalesce("area__position", Value("")))
    elif order == "unit":
        open_part = Q(units__part=SitePart.RESPONSIBLE, units__until__isnull=True)
        sites = sites.annotate(answering=FilteredRelation("units", condition=open_part))
        sites = sites.annotate(place=Coalesce("answering__unit__position", Value("")))
    elif order == "type":
        return sites.order_by("type__order", "type", "code")
    else:
        return sites.order_by("code")
    return sites.order_by("place", "code")


def mark_of(site: Site, order: str) -> str:
    """Return by which mark an address goes on behind a site."""
    if order == "type":
        return f"{site.type.order}.{site.type_id}|{site.code}"
    return f"{getattr(site, 'place', '')}|{site.code}"


def beyond(sites: QuerySet[Site], order: str, mark: str, *, back: bool) -> QuerySet[Site]:
    """Return what follows a mark, or with ``back`` what comes before it, the nearest first; everything for no mark."""
    place, bar, code = mark[:120].partition("|")
    if bar:
        sites = sites.filter(_past(order, place, code, "lt" if back else "gt"))
    return sites.reverse() if back else sites


def _past(order: str, place: str, code: str, side: str) -> Q:
    """Return the condition that a site stands on one side of a place."""
    past_code = Q(**{f"code__{side}": code})
    if order == "code":
        return past_code
    if order == "type":
        first, _point, second = place.partition(".")
        rank, key = _key(first), _key(second)
        same = Q(type__order=rank, type=key) & past_code
        return Q(**{f"type__order__{side}": rank}) | Q(type__order=rank, **{f"type__{side}": key}) | same
    return Q(**{f"place__{side}": place}) | (Q(place=place) & past_code)


def parts_of(city: City, sites: Iterable[Site]) -> dict[int, list[SiteUnit]]:
    """Return the running parts of sites by their key, in protocol order. One query."""
    found: dict[int, list[SiteUnit]] = defaultdict(list)
    rows = SiteUnit.objects.in_city(city).filter(RUNNING, site__in=[site.pk for site in sites])
    for row in rows.select_related("unit").order_by("unit__position", "pk"):
        found[row.site_id].append(row)
    return found


def chiefs_of(city: City, sites: Iterable[Site]) -> dict[int, list[SiteChief]]:
    """Return the chiefs of sites by their key. One query."""
    found: dict[int, list[SiteChief]] = defaultdict(list)
    rows = SiteChief.objects.in_city(city).filter(RUNNING, site__in=[site.pk for site in sites])
    for row in rows.select_related("person").order_by("kind", "pk"):
        found[row.site_id].append(row)
    return found


def chosen_sites(sites: QuerySet[Site], keys: Iterable[Any]) -> list[Site]:
    """Return the sites with these keys, by code; what is no key is none."""
    wanted = [int(key) for key in map(str, keys) if KEY.match(key)]
    found: list[Site] = []
    for start in range(0, len(wanted), 500):
        found += sites.filter(pk__in=wanted[start : start + 500])
    return sorted(found, key=lambda site: site.code)
