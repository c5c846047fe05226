"""Who holds which post."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.models import Post, Unit
from wenming.organisations.queries.people import running
from wenming.organisations.queries.units import units_in


def posts_held(account: Account, *, at: datetime) -> dict[City, frozenset[str]]:
    """Return the cities in which the account holds a post at this moment, by each city's own calendar, with its roles there.

    One query, however many cities; in the order of the cities' addresses.
    """
    held: dict[City, set[str]] = {}
    for post in (
        Post.objects.across_cities().filter(account_id=account.pk).select_related("city").order_by("city__slug")
    ):
        day = at.astimezone(post.city.zone).date()
        if post.starts_on <= day and (post.ends_on is None or day <= post.ends_on):
            held.setdefault(post.city, set()).add(post.role)
    return {city: frozenset(roles) for city, roles in held.items()}


def posts_here(account: Account, city: City, *, at: datetime) -> list[Post]:
    """Return the posts that the account holds in the city at this moment, each with its unit. One query."""
    day = at.astimezone(city.zone).date()
    return list(Post.objects.in_city(city).filter(running(day), account_id=account.pk).select_related("unit"))


def units_held(account: Account, city: City, *, at: datetime) -> list[Unit]:
    """Return the units for which the account holds a post in the city at this moment, in protocol order. One query."""
    day = at.astimezone(city.zone).date()
    posts = Post.objects.in_city(city).filter(running(day), account_id=account.pk, unit__isnull=False)
    return list(units_in(city).filter(pk__in=posts.values("unit")))


def posts_in(city: City, *, on: date | None = None) -> QuerySet[Post]:
    """Return the city's posts with account, unit and origin; with ``on``, those that run then."""
    posts = Post.objects.in_city(city).select_related("account", "unit", "delegated_from__account")
    return posts if on is None else posts.filter(running(on))


def posts_listed(city: City, account: Account | None, query: Mapping[str, str], *, on: date) -> QuerySet[Post]:
    """Return the posts of a list: those that run, with ``past`` every post; of one ``role``; of one account, or of all (None)."""
    posts = posts_in(city, on=None if "past" in query else on).order_by("pk")
    if account is not None:
        posts = posts.filter(account=account)
    return posts.filter(role=query["role"]) if query.get("role") in Role.values else posts
