"""Checks at like sites: which sites can be asked, who answered what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wenming.issues.enums import SweepAnswer
from wenming.issues.models import Issue, Sweep, SweepSettings, SweepSite
from wenming.issues.queries.issues import under
from wenming.issues.rules import SEES_OWN_ISSUES, sees_every_issue
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.organisations.rules import posts_now
from wenming.sites.enums import SitePart
from wenming.sites.models import Site, SiteUnit

ONCE_IN = timedelta(days=30)
"""A unit is not asked again about the same site and category before that (one form for one fact)."""


def sweep_settings(city: City) -> SweepSettings:
    """Return how much the city asks at most; the usual numbers where it has set none. One query."""
    return SweepSettings.objects.in_city(city).first() or SweepSettings(city=city)


@dataclass(frozen=True, slots=True)
class Askable:
    """A site that can be asked about, and the unit that answers for it."""

    site: Site
    unit: Unit


def askable_for(issue: Issue, *, at: datetime, area: Unit | None = None, codes: Sequence[str] = ()) -> list[Askable]:
    """Return the other sites of the same kind about which somebody can be asked now, by code. Two queries.

    They are in use, have a responsible unit, and that unit was not asked about them and this category in the last 30 days.
    """
    if issue.site is None:
        return []
    city, day = issue.city, at.astimezone(issue.city.zone).date()
    recent = SweepSite.objects.in_city(city).filter(
        site=OuterRef("site"), unit=OuterRef("unit"), sweep__minor=issue.minor_id, asked_at__gt=at - ONCE_IN
    )
    rows = (
        SiteUnit.objects.in_city(city)
        .filter(part=SitePart.RESPONSIBLE, until__isnull=True, site__type=issue.site.type_id)
        .filter(Q(site__ends_on__isnull=True) | Q(site__ends_on__gte=day), site__starts_on__lte=day)
        .exclude(site=issue.site_id)
        .exclude(Exists(recent))
        .select_related("site__area", "unit")
        .order_by("site__code")
    )
    if area is not None:
        rows = rows.filter(site__area__in=units_in(city).filter(under([area])).order_by().values("pk"))
    if codes:
        rows = rows.filter(site__code__in=codes)
    return [Askable(row.site, row.unit) for row in rows]


def drawn_of(found: Iterable[Askable], draw: str, count: int) -> list[Askable]:
    """Return so many of them as chance has it: the same ones for the same word ``draw``, in the order of their codes."""

    def lot(one: Askable) -> bytes:
        return hashlib.sha256(f"{draw}/{one.site.code}".encode()).digest()

    return sorted(sorted(found, key=lot)[:count], key=lambda one: one.site.code)


def sweeps_counted(city: City) -> QuerySet[Sweep]:
    """Return the city's checks, the newest first, each with how many sites were asked, answered and found wanting."""
    return (
        Sweep.objects.in_city(city)
        .select_related("issue", "minor", "by")
        .annotate(
            asked=Count("sites"),
            answered=Count("sites", filter=Q(sites__answered_at__isnull=False)),
            found=Count("sites", filter=Q(sites__answer=SweepAnswer.FOUND)),
        )
        .order_by("-pk")
    )


def sweep_sites(city: City) -> QuerySet[SweepSite]:
    """Return the rows of checks with what a list names, units in protocol order."""
    rows = SweepSite.objects.in_city(city).select_related(
        "city", "sweep__issue", "sweep__minor", "site__type", "unit", "found", "answered_by"
    )
    return rows.order_by("unit__position", "site__code", "pk")


def sweep_sites_visible_to(account: Account, city: City) -> QuerySet[SweepSite]:
    """Return the rows that the account may see: every one, or those asked of its units and of what stands below them."""
    rows = sweep_sites(city)
    if sees_every_issue(account, city):
        return rows
    held = [post.unit for post in posts_now(account, city) if post.unit and post.role in SEES_OWN_ISSUES]
    if not held:
        return rows.none()
    return rows.filter(unit__in=units_in(city).filter(under(held)).order_by().values("pk"))


def sweeps_of(issue: Issue) -> list[Sweep]:
    """Return the checks that an issue gave rise to. One query."""
    return list(sweeps_counted(issue.city).filter(issue=issue))
