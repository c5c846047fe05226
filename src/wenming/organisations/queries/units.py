"""Reading units: always in protocol order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length

from wenming.engine.naming import Known, NameIndex
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit, UnitAlias, UnitGroup, UnitName

STEP = 5
"""Characters of one step of a position, its point included."""
LEVELS = ("1", "2", "3", "0")
"""How many levels a list may show; 0 is all."""


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


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What a list of units shows: words, a kind, the units under one (its key), how many levels (0 = all), the day."""

    on: date
    words: str = ""
    kind: str = ""
    under: int = 0
    levels: int = 2

    @property
    def flat(self) -> bool:
        """True where single units are looked for, so that the tree is not folded."""
        return bool(self.words.strip() or self.kind)


def filter_of(query: Mapping[str, str], *, today: date) -> UnitFilter:
    """Return the filter that an address carries; what is not valid filters nothing."""
    try:
        on = date.fromisoformat(query.get("on", ""))
    except ValueError:
        on = today
    under, levels, kind = query.get("under", ""), query.get("levels", ""), query.get("kind", "")
    return UnitFilter(
        on=on,
        words=query.get("q", "")[:60],
        kind=kind if kind in UnitKind.values else "",
        under=int(under) if re.fullmatch(r"[0-9]{1,15}", under) else 0,
        levels=int(levels) if levels in LEVELS else 2,
    )


def units_listed(city: City, wanted: UnitFilter, top: Unit | None = None) -> QuerySet[Unit]:
    """Return the units of a list in protocol order, each with its name of that day (``called``) and the number of units below.

    ``top`` is the unit that the filter's key stands for. One query.
    """
    units = units_found(city, wanted.words, on=wanted.on)
    if wanted.kind:
        units = units.filter(kind=wanted.kind)
    if top is not None:
        units = units.filter(Q(position=top.position) | Q(position__startswith=f"{top.position}."))
    if wanted.levels and not wanted.flat:
        start = len(top.position) if top else STEP - 1
        units = units.annotate(depth=Length("position")).filter(depth__lte=start + STEP * (wanted.levels - 1))
    then = UnitName.objects.in_city(city).filter(_during(wanted.on), unit=OuterRef("pk")).order_by("-since")
    alive = Q(children__starts_on__lte=wanted.on) & (
        Q(children__ends_on__isnull=True) | Q(children__ends_on__gte=wanted.on)
    )
    return units.annotate(
        called=Coalesce(Subquery(then.values("name")[:1]), "name"), below=Count("children", filter=alive)
    )


def with_ancestors(city: City, key: int) -> list[Unit]:
    """Return a unit and those it stands under, from the top down; nothing for a key that is none. Two queries at most."""
    unit = Unit.objects.in_city(city).filter(pk=key).first()
    if unit is None or "." not in unit.position:
        return [unit] if unit else []
    above = [unit.position[:end] for end in range(STEP - 1, len(unit.position), STEP)]
    return [*units_in(city).filter(position__in=above), unit]


def _during(on: date) -> Q:
    """Return the condition that a name was in use on a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))
