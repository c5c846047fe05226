"""What a week may hold, and how long things take: new versions that begin on a day; weeks that are over stay as they were judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from wenming.burden.actions.asking import AskRefusedError
from wenming.burden.models import AskEstimate, Budget
from wenming.burden.queries.budgets import Limits
from wenming.burden.rules import sets_budgets
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again


@transaction.atomic
def set_budget(*, city: City, unit_kind: str, limits: Limits, since: date, by: Account | None, at: datetime) -> Budget:
    """Set what a unit of a kind may be asked in a week, from the week of a day on; what was asked stays asked. AskRefusedError("since_past")."""
    city = _held(city, since, by, at)
    facts = {"photos": limits.photos, "forms": limits.forms, "minutes": limits.minutes}
    row, _created = Budget.objects.in_city(city).update_or_create(
        city=city, unit_kind=unit_kind, since=since, defaults={**facts, "by": by, "at": at}
    )
    data = {"unit_kind": str(unit_kind), **facts, "since": since.isoformat()}
    record_event(city=city, kind="budget.set", subject=row, data=data, by=by, at=at)
    return row


@transaction.atomic
def set_estimates(
    *, city: City, minutes: Mapping[str, int], since: date, by: Account | None, at: datetime
) -> list[AskEstimate]:
    """Set how long one piece of each kind takes about, for what is asked from a day on. AskRefusedError("since_past")."""
    city = _held(city, since, by, at)
    rows = [
        AskEstimate.objects.in_city(city).update_or_create(
            city=city, kind=kind, since=since, defaults={"minutes": number, "by": by, "at": at}
        )[0]
        for kind, number in minutes.items()
    ]
    data = {"minutes": {str(kind): number for kind, number in minutes.items()}, "since": since.isoformat()}
    record_event(city=city, kind="ask_estimates.set", subject=city, data=data, by=by, at=at)
    return rows


def _held(city: City, since: date, by: Account | None, at: datetime) -> City:
    """Lock the city, and ask again whether this person may, and whether the day is not over."""
    held = City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(sets_budgets, by, held)
    if since < at.astimezone(held.zone).date():
        raise AskRefusedError("since_past")
    return held
