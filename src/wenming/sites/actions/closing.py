"""Sites that are no more: retired, opened again, merged into another. Nothing is deleted; what was stays readable at both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.sites.actions.locks import BATCH, NotPossibleError, lock_sites, require_day, running_rows
from wenming.sites.enums import SiteChangeKind, SitePart
from wenming.sites.models import Site, SiteChange, SiteChief, SiteUnit


@transaction.atomic
def retire_sites(*, city: City, sites: Sequence[Site], on: date, reason: str, by: Account | None, at: datetime) -> int:
    """Let ``on`` be the last day of sites, and of everybody's part in them; one event; return how many."""
    sites = lock_sites(city, sites, by)
    for site in sites:
        require_day(site, on, at)
        if site.ends_on is not None:
            raise NotPossibleError("ended")
    _close(sites, on)
    SiteChange.objects.bulk_create(
        SiteChange(city=city, site=site, kind=SiteChangeKind.RETIRED, on=on, reason=reason, by=by, at=at)
        for site in sites
    )
    data = {"sites": [site.pk for site in sites], "on": on.isoformat(), "reason": reason}
    record_event(city=city, kind="site.retired", subject=sites[0], data=data, by=by, at=at)
    return len(sites)


@transaction.atomic
def reopen_site(*, site: Site, on: date, reason: str, by: Account | None, at: datetime) -> Site:
    """Use a retired site again from a day on; who answers for it is said anew. NotPossibleError("in_use"), ("merged_away")."""
    (site,) = lock_sites(site.city, [site], by)
    if site.ends_on is None:
        raise NotPossibleError("in_use")
    if site.changes.order_by("pk").last().kind == SiteChangeKind.MERGED:
        raise NotPossibleError("merged_away")
    if on > at.astimezone(site.city.zone).date():
        raise NotPossibleError("in_future")
    if on < site.ends_on:
        raise NotPossibleError("ends_before_start")
    site.ends_on = None
    site.save(update_fields=["ends_on"])
    SiteChange.objects.create(
        city=site.city, site=site, kind=SiteChangeKind.REOPENED, on=on, reason=reason, by=by, at=at
    )
    data = {"on": on.isoformat(), "reason": reason}
    record_event(city=site.city, kind="site.reopened", subject=site, data=data, by=by, at=at)
    return site


@transaction.atomic
def merge_site(
    *,
    site: Site,
    into: Site,
    on: date,
    reason: str,
    by: Account | None,
    at: datetime,
    parts: Collection[int] = (),
    chiefs: Collection[int] = (),
) -> Site:
    """Merge a site into another on a day; the chosen parts and chiefs (their keys) go on there, the others end.

    A responsible unit or chief that goes on takes the place of the other site's. The old code and the old QR code lead to the other one.
    """
    if into.pk == site.pk:
        raise NotPossibleError("into_itself")
    rows = {one.pk: one for one in lock_sites(site.city, [site, into], by)}
    site, into = rows[site.pk], rows[into.pk]
    if into.ends_on is not None:
        raise NotPossibleError("into_ended")
    if site.ends_on is not None:
        raise NotPossibleError("ended")
    require_day(site, on, at)
    require_day(into, on, at)
    moved = [part for part in site.units.filter(until__isnull=True) if part.pk in parts]
    led = [chief for chief in site.chiefs.filter(until__isnull=True) if chief.pk in chiefs]
    _close([site], on)
    for part in moved:
        _carry_part(part, into, on, by, at)
    for chief in led:
        _carry_chief(chief, into, on, by, at)
    SiteChange.objects.create(
        city=site.city, site=site, kind=SiteChangeKind.MERGED, into=into, on=on, reason=reason, by=by, at=at
    )
    data = {"into": into.pk, "on": on.isoformat(), "reason": reason, "parts": len(moved), "chiefs": len(led)}
    record_event(city=site.city, kind="site.merged", subject=site, data=data, by=by, at=at)
    return into


def _close(sites: Sequence[Site], on: date) -> None:
    """End sites with everything that runs in them."""
    city = sites[0].city
    for site in sites:
        site.ends_on = on
    Site.objects.in_city(city).bulk_update(sites, ["ends_on"], batch_size=BATCH)
    for model in (SiteUnit, SiteChief):
        rows = running_rows(model, city, sites)
        for row in rows:
            row.until = max(on, row.since)
        model.objects.in_city(city).bulk_update(rows, ["until"], batch_size=BATCH)


def _carry_part(part: SiteUnit, into: Site, on: date, by: Account | None, at: datetime) -> None:
    """Let a unit's part go on at another site."""
    running = into.units.filter(part=part.part, until__isnull=True)
    if running.filter(unit=part.unit_id).exists():
        return
    if part.part == SitePart.RESPONSIBLE:
        for row in running:
            row.until = max(on, row.since)
            row.save(update_fields=["until"])
    SiteUnit.objects.create(city=into.city, site=into, unit_id=part.unit_id, part=part.part, since=on, by=by, at=at)


def _carry_chief(chief: SiteChief, into: Site, on: date, by: Account | None, at: datetime) -> None:
    """Let a chief go on at another site."""
    running = into.chiefs.filter(kind=chief.kind, until__isnull=True)
    if running.filter(person=chief.person_id).exists():
        return
    for row in running:
        row.until = max(on, row.since)
        row.save(update_fields=["until"])
    SiteChief.objects.create(
        city=into.city, site=into, person_id=chief.person_id, kind=chief.kind, since=on, by=by, at=at
    )
