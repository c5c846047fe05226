"""What every write of the register begins with: the lock, and the look whether it still fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from wenming.engine.geo import Datum, Pair, cells, to_wgs84
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again
from wenming.sites.models import Site
from wenming.sites.rules import keeps_sites, may_keep

NO_POSITION: dict[str, Any] = {
    "lat": None, "lng": None, "datum": "", "given_lat": None, "given_lng": None, "cell_8": None, "cell_10": None,
}  # fmt: skip

BATCH = 500
"""Rows to one statement."""


class NotPossibleError(Exception):
    """The action does not fit the state of its object any more; the message is a word that the page translates."""


def lock_register(city: City, by: Account | None, may: Callable[[Account, City], bool] = keeps_sites) -> None:
    """Lock the city's register, and ask once more whether this person may change it."""
    City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(may, by, city)


def lock_sites(city: City, sites: Sequence[Site], by: Account | None, *, in_area: bool = False) -> list[Site]:
    """Lock sites in their order; with ``in_area`` those who keep the area may go on as well as the office."""
    City.objects.select_for_update().get(pk=city.pk)
    rows = Site.objects.in_city(city).select_for_update(of=("self",)).select_related("city", "area", "type")
    keys = [site.pk for site in sites]
    found: list[Site] = []
    for start in range(0, len(keys), BATCH):
        found += rows.filter(pk__in=keys[start : start + BATCH]).order_by("pk")
    if not found:
        raise NotPossibleError("no_sites")
    if by is not None:
        require_again(keeps_sites if not in_area else _keeps_all(found), by, city)
    return found


def _keeps_all(sites: Sequence[Site]) -> Callable[[Account, City], bool]:
    """Return who may keep every one of these sites."""
    return lambda account, city: all(may_keep(site)(account, city) for site in sites)


def require_day(site: Site, day: date, at: datetime) -> None:
    """Refuse a day before the site began, after it ended, or after today."""
    if day > at.astimezone(site.city.zone).date():
        raise NotPossibleError("in_future")
    if day < site.starts_on:
        raise NotPossibleError("ends_before_start")
    if site.ends_on is not None and site.ends_on < day:
        raise NotPossibleError("ended")


def require_unit(unit: Unit, day: date) -> None:
    """Refuse a unit that does not exist on a day."""
    if unit.starts_on > day or (unit.ends_on is not None and unit.ends_on < day):
        raise NotPossibleError("unit_ended")


def position_fields(given: Pair | None, datum: str) -> dict[str, Any]:
    """Return what a site keeps of a position: as it was given, in WGS-84, and the cells it lies in."""
    if given is None:
        return dict(NO_POSITION)
    point = to_wgs84(given, Datum(datum))
    coarse, fine = cells(point)
    return {
        "lat": point[0],
        "lng": point[1],
        "datum": datum,
        "given_lat": given[0],
        "given_lng": given[1],
        "cell_8": coarse,
        "cell_10": fine,
    }


def running_rows(model: Any, city: City, sites: Sequence[Site], **wanted: str) -> list[Any]:
    """Return the parts or chiefs of sites that have no end."""
    found: list[Any] = []
    for start in range(0, len(sites), BATCH):
        keys = [site.pk for site in sites[start : start + BATCH]]
        found += model.objects.in_city(city).filter(until__isnull=True, site__in=keys, **wanted)
    return found
