"""Who may see and keep which sites."""

from __future__ import annotations

from collections.abc import Callable

import rules as registry
from django.utils import timezone

from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.queries import posts_in
from wenming.organisations.rules import roles_of, works_in_office
from wenming.sites.models import Site

SEES_EVERY_SITE = frozenset(
    {Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.GROUP_HEAD, Role.SYSTEM_ADMINISTRATOR}
)
SEES_OWN_SITES = frozenset({Role.DISTRICT_OFFICE, Role.STREET_OFFICE, Role.COMMUNITY_WORKER, Role.LIAISON})
ADDS_PHOTOS = SEES_OWN_SITES | {Role.OFFICE}

KEEPS_IN_AREA = frozenset({Role.DISTRICT_OFFICE, Role.STREET_OFFICE})


@registry.predicate
def keeps_sites(account: Account, city: City) -> bool:
    """The register is kept by the campaign office."""
    return works_in_office(account, city)


@registry.predicate
def sees_every_site(account: Account, city: City) -> bool:
    """The whole register is internal: for those who work for the whole city."""
    return bool(roles_of(account, city) & SEES_EVERY_SITE)


@registry.predicate
def sees_sites(account: Account, city: City) -> bool:
    """The register, or the part of it that lies in the areas and falls to the units for which the account holds a post.

    Inspectors and outside firms see the sites of their tasks only, which are no page of the register.
    """
    return bool(roles_of(account, city) & (SEES_EVERY_SITE | SEES_OWN_SITES))


@registry.predicate
def adds_photos(account: Account, city: City) -> bool:
    """A photo of a site that one sees may be added by the office and by those on the ground, not by who only looks on."""
    return bool(roles_of(account, city) & ADDS_PHOTOS)


def reports_at_sites(account: Account, city: City) -> bool:
    """Whoever works in the campaign may report what is wrong at a place; auditors look on, administrators keep the machine."""
    return bool(roles_of(account, city) - {Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR})


def keeps_site(account: Account, city: City, site: Site) -> bool:
    """Chiefs and opening times of a site are kept by the office, and by the district or street in whose area it lies."""
    if keeps_sites(account, city):
        return True
    if not roles_of(account, city) & KEEPS_IN_AREA or site.area is None:
        return False
    day = timezone.now().astimezone(city.zone).date()
    posts = posts_in(city, on=day).filter(account_id=account.pk, role__in=KEEPS_IN_AREA, unit__isnull=False)
    place = f"{site.area.position}."
    return any(place.startswith(f"{position}.") for position in posts.values_list("unit__position", flat=True))


def may_keep(site: Site) -> Callable[[Account, City], bool]:
    """Return who may keep the chiefs and opening times of this site."""
    return lambda account, city: keeps_site(account, city, site)
