"""The records that a filter names by their keys: what they are called, and which units stand below a unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from wenming.issues.models import MajorClass, MinorClass
from wenming.issues.queries.listing import IssueFilter
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.sites.models import Site, SiteType
from wenming.standards.models import Node

_KINDS = {"major": MajorClass, "minor": MinorClass, "node": Node, "site": Site, "type": SiteType}
_SIDES = ("area", "unit")
_NAME, _TEXT = F("name"), CharField()


@dataclass(frozen=True, slots=True)
class Named:
    """``names``: part of the filter -> what its record is called. ``below``: key of a unit -> that unit and all below it."""

    names: Mapping[str, str] = field(default_factory=dict)
    below: Mapping[int, Sequence[int]] = field(default_factory=dict)


def named_by(city: City, wanted: IssueFilter, others: Iterable[IssueFilter] = ()) -> Named:
    """Return what a filter names, and the units that it and others name. One query, none where nothing is named."""
    tops = {key for one in (wanted, *others) for side in _SIDES if (key := getattr(one, side))}
    parts: list[QuerySet[Any, Any]] = [_units(city, tops)] if tops else []
    parts += [_record(city, kind, key) for kind in _KINDS if (key := getattr(wanted, kind))]
    if not parts:
        return Named()
    rows = list(parts[0].union(*parts[1:], all=True))
    units = {key: (position, name) for kind, key, position, name in rows if kind == "unit"}
    names = {kind: name for kind, _key, _position, name in rows if kind != "unit"}
    names |= {side: units[key][1] for side in _SIDES if (key := getattr(wanted, side)) in units}
    asked = (*_KINDS, *_SIDES)
    return Named(
        {kind: names.get(kind, "?") for kind in asked if getattr(wanted, kind)},
        {top: _under(units, top) for top in tops if top in units},
    )


def _under(units: Mapping[int, tuple[str, str]], top: int) -> list[int]:
    position = units[top][0]
    return [key for key, (other, _name) in units.items() if other == position or other.startswith(f"{position}.")]


def _units(city: City, tops: Collection[int]) -> QuerySet[Any, Any]:
    """Return these units with all below them."""
    above = Unit.objects.in_city(city).filter(pk__in=sorted(tops)).order_by()
    above = above.annotate(one=ExpressionWrapper(OuterRef("position"), _TEXT), inside=Concat("position", Value(".")))
    below = Unit.objects.in_city(city).filter(
        Exists(above.filter(Q(one=F("position")) | Q(one__startswith=F("inside"))))
    )
    return below.order_by().values_list(Value("unit", _TEXT), "pk", "position", "name")


def _record(city: City, kind: str, key: int) -> QuerySet[Any, Any]:
    """Return one record under its name; a clause is called by its code and name."""
    name = Concat("code", Value(" "), "name") if kind == "node" else _NAME
    rows: QuerySet[Any] = _KINDS[kind].objects.in_city(city).filter(pk=key)
    return rows.order_by().values_list(Value(kind, _TEXT), "pk", Value("", _TEXT), name)
