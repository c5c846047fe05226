"""Kinds of places: added, changed, arranged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from wenming.engine.openings import are_times, united
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.sites.actions.locks import NotPossibleError, lock_register
from wenming.sites.models import SiteType

Hours = Sequence[Sequence[int]]


@transaction.atomic
def add_type(
    *,
    city: City,
    name: str,
    name_en: str = "",
    checklist: str = "",
    walking: str = "",
    hours: Hours = (),
    by: Account | None,
    at: datetime,
) -> SiteType:
    """Add a kind of place, last in the order. NotPossibleError("type_taken"), ("no_hours")."""
    lock_register(city, by)
    kept = checked_hours(hours)
    types = SiteType.objects.in_city(city)
    if types.filter(name=name).exists():
        raise NotPossibleError("type_taken")
    kind = SiteType.objects.create(
        city=city,
        name=name,
        name_en=name_en,
        checklist=checklist,
        walking=walking,
        hours=kept,
        order=(types.aggregate(last=Max("order"))["last"] or 0) + 1,
    )
    record_event(city=city, kind="site_type.added", subject=kind, data={"name": name}, by=by, at=at)
    return kind


@transaction.atomic
def change_type(
    *,
    type: SiteType,  # noqa: A002  the word of the field
    name: str,
    name_en: str,
    checklist: str,
    walking: str,
    hours: Hours,
    by: Account | None,
    at: datetime,
) -> SiteType:
    """Change a kind of place; sites that say nothing of their own follow it."""
    lock_register(type.city, by)
    facts: dict[str, Any] = {"name": name, "name_en": name_en, "checklist": checklist, "walking": walking}
    facts["hours"] = checked_hours(hours)
    kind = SiteType.objects.in_city(type.city).select_related("city").get(pk=type.pk)
    if SiteType.objects.in_city(type.city).filter(name=name).exclude(pk=type.pk).exists():
        raise NotPossibleError("type_taken")
    data = {"before": {key: getattr(kind, key) for key in facts}, "after": facts}
    for key, value in facts.items():
        setattr(kind, key, value)
    kind.save(update_fields=list(facts))
    record_event(city=kind.city, kind="site_type.changed", subject=kind, data=data, by=by, at=at)
    return kind


@transaction.atomic
def arrange_types(*, city: City, keys: Sequence[int], by: Account | None, at: datetime) -> None:
    """Put the kinds of places into an order. NotPossibleError("types_changed") unless all of them are named once."""
    lock_register(city, by)
    types = {kind.pk: kind for kind in SiteType.objects.in_city(city)}
    if sorted(keys) != sorted(types):
        raise NotPossibleError("types_changed")
    for order, key in enumerate(keys, start=1):
        types[key].order = order
    SiteType.objects.in_city(city).bulk_update(types.values(), ["order"])
    record_event(city=city, kind="site_type.arranged", subject=city, data={"order": list(keys)}, by=by, at=at)


def checked_hours(hours: Hours) -> list[list[int]]:
    """Return opening times as they are kept. NotPossibleError("no_hours") for what is none."""
    if not are_times(hours):
        raise NotPossibleError("no_hours")
    return [list(one) for one in united(hours)]
