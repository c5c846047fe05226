"""Who holds which post."""

from __future__ import annotations

from datetime import datetime

from wenming.kernel.models import Account, City
from wenming.organisations.models import Post


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
