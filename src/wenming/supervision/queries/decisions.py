"""Records of decisions, and which of them a person sees."""

from __future__ import annotations

from django.db.models import QuerySet

from wenming.kernel.models import Account, City
from wenming.supervision.models import Decision
from wenming.supervision.rules import own_units, sees_every_list


def decisions_visible_to(account: Account, city: City) -> QuerySet[Decision]:
    """Return the records that an account may see: who sees every list all, a unit those about itself."""
    rows = Decision.objects.in_city(city).select_related("city", "kind", "unit", "entry__run", "issue", "withdrawal")
    return rows if sees_every_list(account, city) else rows.filter(unit__in=own_units(account, city))
