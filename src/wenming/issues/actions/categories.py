"""Categories and limits of a city: adopted from a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from wenming.issues.imports.categories import CategoryTable, Major, Minor, read_categories
from wenming.issues.models import DisposalLimit, MajorClass, MinorClass, StageLimit
from wenming.issues.rules import keeps_categories
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.organisations.rules import require_again


@transaction.atomic
def adopt_categories(*, city: City, source: str, by: Account | None, at: datetime) -> CategoryTable:
    """Add the categories and limits of a table (data/categories); those that the city has under the same codes take its figures."""
    city = City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(keeps_categories, by, city)
    table = read_categories(source)
    units = {unit.name: unit for unit in units_in(city, on=at.astimezone(city.zone).date())}
    for order, major in enumerate(table.majors, start=1):
        _adopt_major(city, order, major, units)
    for stage, limit in table.stages.items():
        StageLimit.objects.in_city(city).update_or_create(
            city=city, stage=stage, defaults={"amount": limit.amount, "unit": str(limit.unit)}
        )
    data = {"name": table.name, "minors": sum(len(major.minors) for major in table.majors)}
    record_event(city=city, kind="categories.adopted", subject=city, data=data, by=by, at=at)
    return table


def _adopt_major(city: City, order: int, major: Major, units: Mapping[str, Unit]) -> None:
    """Write a group and its categories."""
    row, _created = MajorClass.objects.in_city(city).update_or_create(
        city=city,
        kind=major.kind,
        code=major.code,
        defaults={"name": major.name, "name_en": major.name_en, "order": order},
    )
    for place, minor in enumerate(major.minors, start=1):
        _adopt_minor(row, place, minor, units)


def _adopt_minor(major: MajorClass, order: int, minor: Minor, units: Mapping[str, Unit]) -> None:
    """Write a category with its limits."""
    row, _created = MinorClass.objects.in_city(major.city).update_or_create(
        city=major.city,
        major=major,
        code=minor.code,
        defaults={
            "name": minor.name,
            "name_en": minor.name_en,
            "order": order,
            "filing_condition": minor.filing_condition,
            "closing_condition": minor.closing_condition,
            "words": list(minor.words),
            "unit": units.get(minor.unit),
            "is_urgent": minor.is_urgent,
        },
    )
    DisposalLimit.objects.in_city(major.city).filter(minor=row).delete()
    DisposalLimit.objects.bulk_create(
        DisposalLimit(
            city=major.city,
            minor=row,
            condition=condition,
            amount=limit.amount,
            unit=str(limit.unit),
            order=place,
        )
        for place, (condition, limit) in enumerate(minor.limits)
    )
