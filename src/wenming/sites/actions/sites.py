"""Sites: added, corrected, their opening times set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wenming.engine.geo import Pair
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.adapters import sounds_of
from wenming.organisations.models import Unit
from wenming.sites.actions.locks import NotPossibleError, lock_register, lock_sites, position_fields, require_unit
from wenming.sites.actions.types import Hours, checked_hours
from wenming.sites.adapters import fresh_token
from wenming.sites.models import Site, SiteType

SOUNDS = 400
DIGITS = 5


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is written of a site: where it is as it was ``given`` in a ``datum`` (both, or neither), and what differs from its type."""

    name: str
    type: SiteType
    code: str = ""
    area: Unit | None = None
    address: str = ""
    given: Pair | None = None
    datum: str = ""
    hours: Hours = ()
    walking: str = ""
    note: str = ""

    def fields(self) -> dict[str, Any]:
        """Return the columns that these facts fill, the code apart."""
        plain: dict[str, Any] = {"name": self.name, "type": self.type, "area": self.area, "address": self.address}
        plain |= {"hours": checked_hours(self.hours), "walking": self.walking, "note": self.note}
        plain["sounds"] = site_sounds(self.name)
        return plain | position_fields(self.given, self.datum)


def site_sounds(name: str) -> str:
    """Return by which sounds a site is found."""
    return sounds_of(name, SOUNDS)


def next_code(city: City) -> str:
    """Return the number after the highest that is one: 00001 and on."""
    numbers = Site.objects.in_city(city).filter(code__regex=r"^[0-9]{1,8}$").values_list("code", flat=True)
    return str(max(map(int, numbers), default=0) + 1).zfill(DIGITS)


@transaction.atomic
def add_site(*, city: City, facts: SiteFacts, since: date, by: Account | None, at: datetime) -> Site:
    """Add a site that is in use from ``since`` on. NotPossibleError("code_taken"), ("unit_ended"), ("no_hours"), ("in_future")."""
    lock_register(city, by)
    if since > at.astimezone(city.zone).date():
        raise NotPossibleError("in_future")
    if facts.area is not None:
        require_unit(facts.area, at.astimezone(city.zone).date())
    code = facts.code or next_code(city)
    if Site.objects.in_city(city).filter(code=code).exists():
        raise NotPossibleError("code_taken")
    site = Site.objects.create(
        city=city, code=code, token=fresh_token(), starts_on=since, created_by=by, created_at=at, **facts.fields()
    )
    data = {"code": code, "name": facts.name, "type": facts.type.pk, "position": _position(site)}
    record_event(city=city, kind="site.added", subject=site, data=data, by=by, at=at)
    return site


@transaction.atomic
def change_site(*, site: Site, facts: SiteFacts, by: Account | None, at: datetime) -> Site:
    """Correct a site; what it was is in the event. NotPossibleError as ``add_site``."""
    (site,) = lock_sites(site.city, [site], by)
    if facts.area is not None and facts.area.pk != site.area_id:
        require_unit(facts.area, at.astimezone(site.city.zone).date())
    code = facts.code or site.code
    if Site.objects.in_city(site.city).filter(code=code).exclude(pk=site.pk).exists():
        raise NotPossibleError("code_taken")
    before = shown_facts(site)
    values = {"code": code, **facts.fields()}
    for name, value in values.items():
        setattr(site, name, value)
    site.save(update_fields=list(values))
    after = shown_facts(site)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record_event(city=site.city, kind="site.changed", subject=site, data={"changed": changed}, by=by, at=at)
    return site


@transaction.atomic
def set_opening(*, site: Site, hours: Hours, by: Account | None, at: datetime) -> Site:
    """Set a site's opening times; none means: as its type. NotPossibleError("no_hours")."""
    (site,) = lock_sites(site.city, [site], by, in_area=True)
    before, site.hours = site.hours, checked_hours(hours)
    site.save(update_fields=["hours"])
    data = {"before": before, "after": site.hours}
    record_event(city=site.city, kind="site.opening_set", subject=site, data=data, by=by, at=at)
    return site


@transaction.atomic
def set_type(*, city: City, sites: Sequence[Site], type: SiteType, by: Account | None, at: datetime) -> int:  # noqa: A002  the word of the field
    """Let sites be of another kind, with one event; return how many changed."""
    moved = [site for site in lock_sites(city, sites, by) if site.type_id != type.pk]
    for site in moved:
        site.type = type
    Site.objects.in_city(city).bulk_update(moved, ["type"], batch_size=500)
    data = {"sites": [site.pk for site in moved], "type": type.pk}
    record_event(city=city, kind="site.typed", subject=type, data=data, by=by, at=at)
    return len(moved)


def shown_facts(site: Site) -> dict[str, Any]:
    """Return a site's facts as plain values, for the record."""
    names = ("code", "name", "address", "hours", "walking", "note")
    plain = {name: getattr(site, name) for name in names}
    return {**plain, "type": site.type_id, "area": site.area_id, "position": _position(site)}


def _position(site: Site) -> list[str]:
    """Return a position as it was given, as texts: numbers with a point could differ between databases."""
    return [repr(site.given_lat), repr(site.given_lng), site.datum] if site.datum else []
