"""Who answers for sites: units with their parts and chiefs, begun and ended; what an ended unit leaves behind is handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.adapters import sounds_of
from wenming.organisations.models import Person, Unit
from wenming.sites.actions.locks import (
    BATCH,
    NotPossibleError,
    lock_register,
    lock_sites,
    require_day,
    require_unit,
    running_rows,
)
from wenming.sites.enums import ChiefKind, SitePart
from wenming.sites.models import Site, SiteChief, SiteUnit


@transaction.atomic
def give_part(
    *,
    city: City,
    sites: Sequence[Site],
    unit: Unit,
    part: str,
    since: date,
    by: Account | None,
    at: datetime,
    alone: bool = False,
) -> int:
    """Let a unit have a part at sites from a day on, with one event; return at how many it is new.

    The responsible unit takes the place of the one before; with ``alone`` so does any other. NotPossibleError("unit_ended"), ("ended").
    """
    require_unit(unit, since)
    sites = lock_sites(city, sites, by)
    for site in sites:
        require_day(site, since, at)
    running = running_rows(SiteUnit, city, sites, part=part)
    has = {row.site_id for row in running if row.unit_id == unit.pk}
    if alone or part == SitePart.RESPONSIBLE:
        _end_before(SiteUnit, [row for row in running if row.unit_id != unit.pk], since)
    new = [site for site in sites if site.pk not in has]
    SiteUnit.objects.bulk_create(
        [SiteUnit(city=city, site=site, unit=unit, part=part, since=since, by=by, at=at) for site in new],
        batch_size=BATCH,
    )
    data = {"sites": [site.pk for site in sites], "unit": unit.pk, "part": part, "since": since.isoformat()}
    record_event(city=city, kind="site.part_given", subject=unit, data=data, by=by, at=at)
    return len(new)


@transaction.atomic
def end_part(*, part: SiteUnit, on: date, by: Account | None, at: datetime) -> SiteUnit:
    """Let ``on`` be the last day of a unit's part. NotPossibleError("part_ended"), ("ends_before_start")."""
    lock_sites(part.city, [part.site], by)
    part = SiteUnit.objects.in_city(part.city).select_related("city").get(pk=part.pk)
    _end(part, on, at, "part_ended")
    record_event(city=part.city, kind="site.part_ended", subject=part, data={"on": on.isoformat()}, by=by, at=at)
    return part


@transaction.atomic
def hand_over(*, unit: Unit, to: Unit, on: date, by: Account | None, at: datetime) -> int:
    """Let another unit carry on every running part of a unit from a day on, with one event; return how many."""
    city = unit.city
    lock_register(city, by)
    require_unit(to, on)
    if on > at.astimezone(city.zone).date():
        raise NotPossibleError("in_future")
    rows = list(SiteUnit.objects.in_city(city).select_for_update().filter(unit=unit, until__isnull=True))
    taken = set(SiteUnit.objects.in_city(city).filter(unit=to, until__isnull=True).values_list("site_id", "part"))
    _end_before(SiteUnit, rows, on)
    new = [
        SiteUnit(city=city, site_id=row.site_id, unit=to, part=row.part, since=max(on, row.since), by=by, at=at)
        for row in rows
        if (row.site_id, row.part) not in taken
    ]
    SiteUnit.objects.bulk_create(new, batch_size=BATCH)
    data = {"from": unit.pk, "to": to.pk, "parts": len(rows), "on": on.isoformat()}
    record_event(city=city, kind="site.handed_over", subject=unit, data=data, by=by, at=at)
    return len(rows)


@transaction.atomic
def name_site_chief(
    *,
    city: City,
    sites: Sequence[Site],
    person: Person | tuple[str, str],
    kind: str,
    since: date,
    by: Account | None,
    at: datetime,
) -> int:
    """Let a person be chief of sites from a day on, in the place of the one before; one event; return of how many it is new.

    Somebody who is not known yet comes as (name, telephone number); the number itself stays out of the chain of events.
    """
    sites = lock_sites(city, sites, by, in_area=True)
    for site in sites:
        require_day(site, since, at)
    chief = person if isinstance(person, Person) else _somebody_new(city, *person)
    running = running_rows(SiteChief, city, sites, kind=ChiefKind(kind))
    has = {row.site_id for row in running if row.person_id == chief.pk}
    _end_before(SiteChief, [row for row in running if row.person_id != chief.pk], since)
    new = [site for site in sites if site.pk not in has]
    SiteChief.objects.bulk_create(
        [SiteChief(city=city, site=site, person=chief, kind=kind, since=since, by=by, at=at) for site in new],
        batch_size=BATCH,
    )
    data = {"sites": [site.pk for site in sites], "person": chief.pk, "kind": kind, "since": since.isoformat()}
    record_event(city=city, kind="site.chief_named", subject=chief, data=data, by=by, at=at)
    return len(new)


@transaction.atomic
def end_site_chief(*, chief: SiteChief, on: date, by: Account | None, at: datetime) -> SiteChief:
    """Let ``on`` be the last day of a chief. NotPossibleError("chief_ended"), ("ends_before_start")."""
    lock_sites(chief.city, [chief.site], by, in_area=True)
    chief = SiteChief.objects.in_city(chief.city).select_related("city").get(pk=chief.pk)
    _end(chief, on, at, "chief_ended")
    record_event(city=chief.city, kind="site.chief_ended", subject=chief, data={"on": on.isoformat()}, by=by, at=at)
    return chief


def _somebody_new(city: City, name: str, phone: str) -> Person:
    """Add a person who is not known yet."""
    return Person.objects.create(city=city, name=name, phone=phone, sounds=sounds_of(name))


def _end_before(model: Any, rows: Sequence[Any], day: date) -> None:
    """End rows the day before; one that began no earlier ends on its own first day."""
    for row in rows:
        row.until = max(row.since, day - timedelta(days=1))
    if rows:
        model.objects.in_city(rows[0].city).bulk_update(rows, ["until"], batch_size=BATCH)


def _end(row: Any, on: date, at: datetime, over: str) -> None:
    """End one row, if it runs and began before."""
    if row.until is not None and row.until <= on:
        raise NotPossibleError(over)
    if on < row.since:
        raise NotPossibleError("ends_before_start")
    if on > at.astimezone(row.city.zone).date():
        raise NotPossibleError("in_future")
    row.until = on
    row.save(update_fields=["until"])
