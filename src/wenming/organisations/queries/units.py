"""Reading units: always in protocol order."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from wenming.engine.naming import Known, NameIndex
from wenming.kernel.models import City
from wenming.organisations.models import Unit, UnitAlias, UnitGroup


def units_in(city: City, *, on: date | None = None) -> QuerySet[Unit]:
    """Return the city's units in protocol order; with ``on``, those that exist on that day."""
    units = Unit.objects.in_city(city).order_by("position", "pk")
    if on is None:
        return units
    return units.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


def units_under(unit: Unit) -> QuerySet[Unit]:
    """Return a unit and everything below it, in protocol order."""
    below = Q(position=unit.position) | Q(position__startswith=f"{unit.position}.")
    return units_in(unit.city).filter(below)


def units_found(city: City, words: str, *, on: date | None = None) -> QuerySet[Unit]:
    """Return the units that a person may mean: by characters of a name or alias, by pinyin, or by its initials."""
    words = words.strip()
    found = (
        Q(name__icontains=words) | Q(short_name__icontains=words) | Q(sounds__icontains=words.replace(" ", "").lower())
    )
    return units_in(city, on=on).filter(found | Q(pk__in=_aliased(city, words))) if words else units_in(city, on=on)


def _aliased(city: City, words: str) -> QuerySet[UnitAlias]:
    """Return the units that have an alias with these words."""
    return UnitAlias.objects.in_city(city).filter(name__icontains=words).values("unit")


def name_index(city: City, *, on: date) -> NameIndex:
    """Return what leads written names to the units of a day: names, short names, aliases and groups. Three queries."""
    units = list(units_in(city, on=on))
    aliases: dict[int, list[str]] = {unit.pk: [unit.short_name] if unit.short_name else [] for unit in units}
    for unit, name in UnitAlias.objects.in_city(city).values_list("unit_id", "name"):
        aliases.get(unit, []).append(name)
    order = {unit.pk: place for place, unit in enumerate(units)}
    groups: dict[str, list[int]] = {}
    for name, member in UnitGroup.objects.in_city(city).values_list("name", "members__unit_id"):
        groups.setdefault(name, []).extend([member] if member in order else [])
    return NameIndex(
        [Known(unit.pk, unit.name, tuple(aliases[unit.pk])) for unit in units],
        {name: tuple(sorted(keys, key=order.__getitem__)) for name, keys in groups.items()},
    )
