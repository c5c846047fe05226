"""Categories and limits of a city: adopted from a table, added, changed, switched off, arranged. Issues under way keep their limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from wenming.engine.deadlines import Limit
from wenming.issues.actions.steps import NotPossibleError, require
from wenming.issues.imports.categories import CategoryTable, Major, Minor, read_categories
from wenming.issues.imports.limits import Limits, limit_written
from wenming.issues.models import DisposalLimit, MajorClass, MinorClass, StageLimit, VisitLimit
from wenming.issues.queries.categories import facts_said, limits_now, written_limits
from wenming.issues.rules import keeps_categories
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.organisations.rules import require_again

MINOR_FACTS = (
    "code", "name", "name_en", "filing_condition", "closing_condition", "words", "unit", "is_urgent", "is_active", "automatic_from", "source",
)  # fmt: skip
"""What a person can say of a category beside its limits."""


def _lock(city: City, by: Account | None) -> City:
    """Lock the city's table of categories, and ask again whether this person keeps it."""
    city = City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(keeps_categories, by, city)
    return city


def adopt_categories(*, city: City, source: str, by: Account | None, at: datetime) -> CategoryTable:
    """Adopt a table in YAML (data/categories). UnusableTableError before anything is written."""
    table = read_categories(source)
    adopt_table(city=city, table=table, by=by, at=at)
    return table


@transaction.atomic
def adopt_table(*, city: City, table: CategoryTable, by: Account | None, at: datetime) -> None:
    """Add the categories and limits of a table; those that the city has under the same codes take what it says.

    What the table leaves empty stays as it is; categories that it does not name stay too.
    """
    city = _lock(city, by)
    units = {unit.name: unit for unit in units_in(city, on=at.astimezone(city.zone).date())}
    for order, major in enumerate(table.majors, start=1):
        _adopt_major(city, order, major, units)
    for stage, limit in table.stages.items():
        _keep_limit(StageLimit, city, {"stage": stage}, limit)
    for name, limit in table.visit.items():
        _keep_limit(VisitLimit, city, {"is_urgent": name == "urgent"}, limit)
    data = {"name": table.name, "minors": sum(len(major.minors) for major in table.majors)}
    record_event(city=city, kind="categories.adopted", subject=city, data=data, by=by, at=at)


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
    said = facts_said(minor)
    if minor.unit in units:
        said["unit"] = units[minor.unit]
    row, _created = MinorClass.objects.in_city(major.city).update_or_create(
        city=major.city, major=major, code=minor.code, defaults={**said, "order": order}
    )
    _write_limits(row, minor.limits)


def _write_limits(minor: MinorClass, limits: Limits) -> None:
    """Write the limits of a category anew."""
    DisposalLimit.objects.in_city(minor.city).filter(minor=minor).delete()
    DisposalLimit.objects.bulk_create(
        DisposalLimit(
            city=minor.city, minor=minor, condition=condition, amount=limit.amount, unit=str(limit.unit), order=order
        )
        for order, (condition, limit) in enumerate(limits)
    )


@transaction.atomic
def add_major(
    *, city: City, kind: str, code: str, name: str, name_en: str = "", by: Account | None, at: datetime
) -> MajorClass:
    """Add a group of categories, last in the order. NotPossibleError("major_taken")."""
    city = _lock(city, by)
    majors = MajorClass.objects.in_city(city)
    require(not majors.filter(kind=kind, code=code).exists(), "major_taken")
    order = (majors.aggregate(last=Max("order"))["last"] or 0) + 1
    major = MajorClass.objects.create(city=city, kind=kind, code=code, name=name, name_en=name_en, order=order)
    record_event(city=city, kind="major_class.added", subject=major, data={"code": code, "name": name}, by=by, at=at)
    return major


@transaction.atomic
def change_major(*, major: MajorClass, name: str, name_en: str, by: Account | None, at: datetime) -> MajorClass:
    """Call a group of categories by another name; its codes stay, for others refer to them."""
    city = _lock(major.city, by)
    row = MajorClass.objects.in_city(city).get(pk=major.pk)
    data = {"before": row.name, "after": name}
    row.name, row.name_en = name, name_en
    row.save(update_fields=["name", "name_en"])
    record_event(city=city, kind="major_class.changed", subject=row, data=data, by=by, at=at)
    return row


@transaction.atomic
def add_minor(
    *, major: MajorClass, facts: Mapping[str, Any], limits: Limits, by: Account | None, at: datetime
) -> MinorClass:
    """Add a category (keys of ``MINOR_FACTS``), last in its group. NotPossibleError("minor_taken")."""
    city = _lock(major.city, by)
    minors = MinorClass.objects.in_city(city).filter(major=major)
    require(not minors.filter(code=facts["code"]).exists(), "minor_taken")
    order = (minors.aggregate(last=Max("order"))["last"] or 0) + 1
    minor = MinorClass.objects.create(
        city=city, major=major, order=order, **{name: facts[name] for name in MINOR_FACTS}
    )
    _write_limits(minor, limits)
    data = {"code": minor.code, "name": minor.name, "limits": _limits_text(limits)}
    record_event(city=city, kind="minor_class.added", subject=minor, data=data, by=by, at=at)
    return minor


@transaction.atomic
def change_minor(
    *, minor: MinorClass, facts: Mapping[str, Any], limits: Limits, by: Account | None, at: datetime
) -> MinorClass:
    """Change a category; what differs stands in the event. Issues under way keep the limit that they have. NotPossibleError("minor_taken")."""
    city = _lock(minor.city, by)
    row = MinorClass.objects.in_city(city).select_related("city", "unit").get(pk=minor.pk)
    others = MinorClass.objects.in_city(city).filter(major=row.major_id, code=facts["code"]).exclude(pk=row.pk)
    require(not others.exists(), "minor_taken")
    before = {name: getattr(row, name) for name in MINOR_FACTS}
    after = {name: facts[name] for name in MINOR_FACTS}
    data = {name: [_said(before[name]), _said(after[name])] for name in MINOR_FACTS if before[name] != after[name]}
    old_limits, new_limits = written_limits(row), _limits_text(limits)
    if old_limits != new_limits:
        data["limits"] = [old_limits, new_limits]
        _write_limits(row, limits)
    for name, value in after.items():
        setattr(row, name, value)
    row.save(update_fields=list(MINOR_FACTS))
    record_event(city=city, kind="minor_class.changed", subject=row, data=data, by=by, at=at)
    return row


@transaction.atomic
def switch_minor(*, minor: MinorClass, is_active: bool, by: Account | None, at: datetime) -> MinorClass:
    """Switch a category off or on again; issues that have it keep it."""
    city = _lock(minor.city, by)
    row = MinorClass.objects.in_city(city).get(pk=minor.pk)
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    kind = "minor_class.switched_on" if is_active else "minor_class.switched_off"
    record_event(city=city, kind=kind, subject=row, data={"name": row.name}, by=by, at=at)
    return row


@transaction.atomic
def arrange_minors(*, major: MajorClass, keys: Sequence[int], by: Account | None, at: datetime) -> None:
    """Put the categories of a group into an order. NotPossibleError("minors_changed") unless all of them are named once."""
    city = _lock(major.city, by)
    minors = {minor.pk: minor for minor in MinorClass.objects.in_city(city).filter(major=major)}
    if sorted(keys) != sorted(minors):
        raise NotPossibleError("minors_changed")
    for order, key in enumerate(keys, start=1):
        minors[key].order = order
    MinorClass.objects.in_city(city).bulk_update(minors.values(), ["order"])
    record_event(city=city, kind="minor_class.arranged", subject=major, data={"order": list(keys)}, by=by, at=at)


@transaction.atomic
def set_limits(
    *,
    city: City,
    stages: Mapping[str, Limit | None],
    visit: Mapping[bool, Limit | None],
    by: Account | None,
    at: datetime,
) -> None:
    """Set the limits of stages, and those of a visit period by urgency; None = there is none. What runs already runs on as it began."""
    city = _lock(city, by)
    old_stages, old_visit = limits_now(city)
    for stage, limit in stages.items():
        _keep_limit(StageLimit, city, {"stage": stage}, limit)
    for urgent, limit in visit.items():
        _keep_limit(VisitLimit, city, {"is_urgent": urgent}, limit)
    pairs = [(stage, old_stages.get(stage), limit) for stage, limit in stages.items()]
    pairs += [("urgent" if urgent else "usual", old_visit.get(urgent), limit) for urgent, limit in visit.items()]
    data = {name: [_limit_text(before), _limit_text(after)] for name, before, after in pairs if before != after}
    record_event(city=city, kind="limits.set", subject=city, data=data, by=by, at=at)


def _keep_limit(model: Any, city: City, wanted: Mapping[str, Any], limit: Limit | None) -> None:
    """Write a limit that stands under a fixed name, or take it away."""
    if limit is None:
        model.objects.in_city(city).filter(**wanted).delete()
        return
    facts = {"amount": limit.amount, "unit": str(limit.unit)}
    model.objects.in_city(city).update_or_create(city=city, **wanted, defaults=facts)


def _limit_text(limit: Limit | None) -> str:
    return limit_written("", limit) if limit else ""


def _limits_text(limits: Limits) -> str:
    return "；".join(limit_written(condition, limit) for condition, limit in limits)


def _said(value: Any) -> Any:
    """Return a value as an event keeps it."""
    return value if value is None or isinstance(value, bool | int | list) else str(value)
