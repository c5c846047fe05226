"""Whose burden a person sees."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from wenming.burden.models import Ask
from wenming.burden.rules import SEES_OWN, sees_whole_burden
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.organisations.rules import posts_now


def units_seen_by(account: Account, city: City) -> QuerySet[Unit] | None:
    """Return the units whose burden the account sees: its own and those below; None = every one."""
    if sees_whole_burden(account, city):
        return None
    held = [post.unit for post in posts_now(account, city) if post.unit and post.role in SEES_OWN]
    if not held:
        return units_in(city).none()
    below = Q()
    for unit in held:
        below |= Q(position=unit.position) | Q(position__startswith=f"{unit.position}.")
    return units_in(city).filter(below)


def asks_seen_by(account: Account, city: City) -> QuerySet[Ask]:
    """Return the requests that the account sees: those made to the units whose burden it sees, and its own."""
    units, rows = (
        units_seen_by(account, city),
        Ask.objects.in_city(city).select_related("city", "unit", "community", "by"),
    )
    if units is None:
        return rows
    keys = units.order_by().values("pk")
    return rows.filter(Q(unit__in=keys) | Q(community__in=keys) | Q(by=account))
