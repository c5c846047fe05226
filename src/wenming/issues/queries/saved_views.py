"""Views of the ledger that somebody sees as tabs."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from wenming.issues.models import SavedView
from wenming.kernel.models import Account, City

SHOWN = 12


def views_of(account: Account, city: City) -> QuerySet[SavedView]:
    """Return the views that are the account's own or shared in the city, shared ones first. One query, however many there are."""
    own = Q(account=account) | Q(shared=True)
    return SavedView.objects.in_city(city).filter(own).select_related("city").order_by("-shared", "order", "pk")
