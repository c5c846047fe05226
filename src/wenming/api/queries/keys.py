"""Which keys are open."""

from __future__ import annotations

from django.db.models import QuerySet

from wenming.api.models import AccessKey, digest_of
from wenming.kernel.models import Account, City


def open_key(slug: str, secret: str, purpose: str) -> AccessKey | None:
    """Return the key that this secret opens in the city with this address, with its account and city. One query."""
    keys = AccessKey.objects.across_cities().select_related("account", "city", "unit")
    wanted = {"digest": digest_of(secret), "city__slug": slug, "purpose": purpose, "account__is_active": True}
    return keys.filter(revoked_at__isnull=True, **wanted).first()


def keys_of(account: Account, city: City) -> QuerySet[AccessKey]:
    """Return the person's own open keys, newest first."""
    keys = AccessKey.objects.in_city(city).filter(account=account, revoked_at__isnull=True)
    return keys.select_related("city", "unit", "account").order_by("-pk")


def keys_in(city: City) -> QuerySet[AccessKey]:
    """Return every open key of the city, newest first."""
    keys = AccessKey.objects.in_city(city).filter(revoked_at__isnull=True)
    return keys.select_related("city", "unit", "account").order_by("-pk")
