"""Views of the ledger, kept under a name."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from wenming.issues.actions.steps import require
from wenming.issues.models import SavedView
from wenming.issues.rules import keeps_views, shares_views
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again

MOST_VIEWS = 12


@transaction.atomic
def save_view(*, city: City, name: str, query: str, shared: bool, by: Account, at: datetime) -> SavedView:
    """Keep a filter under a name; one's own view of that name takes the new filter. Only the office shares views with everybody.

    NotPossibleError: "no_text" (a view has a name), "too_many_views".
    """
    city = City.objects.select_for_update().get(pk=city.pk)
    require_again(shares_views if shared else keeps_views, by, city)
    require(name.strip(), "no_text")
    own = SavedView.objects.in_city(city).filter(account=by)
    known = own.filter(name=name.strip()).first()
    require(known is not None or own.count() < MOST_VIEWS, "too_many_views")
    last = own.aggregate(last=Max("order"))["last"] or 0
    view = known or SavedView(city=city, account=by, name=name.strip(), order=last + 1, created_at=at)
    view.query, view.shared = query, shared
    view.save()
    record_event(city=city, kind="issue_view.saved", subject=view, data={"name": view.name}, by=by, at=at)
    return view


@transaction.atomic
def drop_view(*, view: SavedView, by: Account, at: datetime) -> None:
    """Forget a view: its own holder may, and for a shared one the office."""
    locked = SavedView.objects.in_city(view.city).select_for_update(of=("self",)).filter(pk=view.pk).first()
    if locked is None:
        return
    if locked.account_id != by.pk and not locked.shared:
        raise PermissionDenied
    require_again(keeps_views if locked.account_id == by.pk else shares_views, by, view.city)
    key = locked.pk
    locked.delete()
    locked.pk = key
    record_event(city=view.city, kind="issue_view.dropped", subject=locked, data={"name": locked.name}, by=by, at=at)
