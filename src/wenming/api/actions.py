"""Keys for machines: made by the person who will use them, revoked by that person or by the security administrator."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from wenming.api.models import AccessKey, digest_of
from wenming.api.rules import KEYS_AT_ONCE, may_have_key, watches_keys
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again, units_of


class KeyRefusedError(Exception):
    """The key could not be made; the message is its reason, see enums.refusal_words."""


@transaction.atomic
def make_key(
    *, city: City, purpose: str, name: str, by: Account, at: datetime, unit: Unit | None = None
) -> tuple[AccessKey, str]:
    """Make a key of one's own and return it with its secret, which nobody can read again.

    ``unit``: a CALENDAR key for the dates of this one unit. KeyRefusedError: "too_many", "not_own_unit".
    """
    Account.objects.select_for_update().get(pk=by.pk)
    require_again(lambda account, where: may_have_key(purpose, account, where), by, city)
    if unit is not None and unit not in units_of(by, city):
        raise KeyRefusedError("not_own_unit")
    if AccessKey.objects.in_city(city).filter(account=by, revoked_at__isnull=True).count() >= KEYS_AT_ONCE:
        raise KeyRefusedError("too_many")
    secret = secrets.token_urlsafe(32)
    key = AccessKey.objects.create(
        city=city, account=by, purpose=purpose, name=name, unit=unit, digest=digest_of(secret), created_at=at
    )
    data = {"purpose": purpose, "name": name, "unit": unit.pk if unit else 0}
    record_event(city=city, kind="access_key.made", subject=key, data=data, by=by, at=at)
    return key, secret


@transaction.atomic
def revoke_key(*, key: AccessKey, by: Account, at: datetime) -> bool:
    """Revoke a key for good; False where it was revoked already."""
    key = AccessKey.objects.in_city(key.city).select_for_update(of=("self",)).select_related("city").get(pk=key.pk)
    if key.account_id != by.pk:
        require_again(watches_keys, by, key.city)
    if key.revoked_at is not None:
        return False
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    data = {"account": key.account_id, "name": key.name}
    record_event(city=key.city, kind="access_key.revoked", subject=key, data=data, by=by, at=at)
    return True
