"""Asking for what the night would do anyway."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.issues.rules import keeps_categories
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again


@transaction.atomic
def ask_to_learn(*, city: City, by: Account | None, at: datetime) -> None:
    """Have the city's decided cases learned from now; a worker does it."""
    city = City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(keeps_categories, by, city)
    record_event(city=city, kind="proposal_model.asked", subject=city, data={}, by=by, at=at)
