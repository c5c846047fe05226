"""Units: founded, renamed, moved, merged, split, closed; their other names and the groups they belong to.

Nothing is deleted: a unit that ends keeps its row, its names and everything that ever pointed at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from wenming.engine.matching import fold
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.adapters import UNIT_SOUNDS, sounds_of
from wenming.organisations.enums import AliasKind, SuccessionKind
from wenming.organisations.models import Succession, Unit, UnitAlias, UnitGroup, UnitGroupMember, UnitName
from wenming.organisations.queries.units import units_under
from wenming.organisations.rules import manages_organisation, require_again

DIGITS = 4
"""Digits of one step of a position: 9,999 siblings."""
ONE_DAY = timedelta(days=1)


class NotPossibleError(Exception):
    """The action does not fit the state of its object; the message is a word that the page translates."""


@transaction.atomic
def found_unit(
    *,
    city: City,
    kind: str,
    name: str,
    since: date,
    by: Account | None,
    at: datetime,
    parent: Unit | None = None,
    short_name: str = "",
    code: str = "",
    until: date | None = None,
) -> Unit:
    """Found a unit, last among its siblings. ``until`` is for firms with a contract. ``by=None``: the installation's operator.

    NotPossibleError("name_taken") where a unit of that name, or an alias of another unit, exists.
    """
    _allow(city, by)
    _require_free(city, name)
    last = Unit.objects.in_city(city).filter(parent=parent).aggregate(last=Max("order"))["last"] or 0
    unit = Unit.objects.create(
        city=city,
        kind=kind,
        name=name,
        short_name=short_name,
        code=code,
        parent=parent,
        order=last + 1,
        position=_position(parent, last + 1),
        sounds=sounds_of(f"{name}{short_name}", UNIT_SOUNDS),
        starts_on=since,
        ends_on=until,
    )
    UnitName.objects.create(city=city, unit=unit, name=name, since=since, until=until)
    data = {"name": name, "kind": kind, "parent": parent.pk if parent else 0}
    record_event(city=city, kind="unit.founded", subject=unit, data=data, by=by, at=at)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, on: date, by: Account | None, at: datetime, short_name: str = "") -> Unit:
    """Give a unit another official name from a day on; the former one stays as an alias, and papers of its time keep it."""
    unit = _locked(unit, by, at)
    if name == unit.name:
        return unit
    current = _current_name(unit)
    if on <= current.since:
        raise NotPossibleError("renamed_before_named")
    _require_free(unit.city, name, besides=unit)
    former, until = unit.name, current.until
    current.until = on - ONE_DAY
    current.save(update_fields=["until"])
    UnitName.objects.create(city=unit.city, unit=unit, name=name, since=on, until=until)
    unit.aliases.filter(folded=fold(name)).delete()
    unit.name, unit.short_name, unit.sounds = name, short_name, sounds_of(f"{name}{short_name}", UNIT_SOUNDS)
    unit.save(update_fields=["name", "short_name", "sounds"])
    UnitAlias.objects.create(
        city=unit.city, unit=unit, name=former, folded=fold(former), kind=AliasKind.FORMER, by=by, at=at
    )
    data = {"from": former, "to": name, "on": on.isoformat()}
    record_event(city=unit.city, kind="unit.renamed", subject=unit, data=data, by=by, at=at)
    return unit


@transaction.atomic
def describe_unit(*, unit: Unit, kind: str, short_name: str, code: str, by: Account | None, at: datetime) -> Unit:
    """Correct what a unit is, its short name and its code; its official name changes by ``rename_unit``."""
    unit = _locked(unit, by, at)
    unit.kind, unit.short_name, unit.code = kind, short_name, code
    unit.sounds = sounds_of(f"{unit.name}{short_name}", UNIT_SOUNDS)
    unit.save(update_fields=["kind", "short_name", "code", "sounds"])
    data = {"kind": kind, "short_name": short_name, "code": code}
    record_event(city=unit.city, kind="unit.described", subject=unit, data=data, by=by, at=at)
    return unit


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit | None, by: Account | None, at: datetime) -> Unit:
    """Put a unit under another one, last among its new siblings; everything below it moves along."""
    unit = _locked(unit, by, at)
    if parent is not None and (parent.position == unit.position or parent.position.startswith(f"{unit.position}.")):
        raise NotPossibleError("under_itself")
    last = Unit.objects.in_city(unit.city).filter(parent=parent).aggregate(last=Max("order"))["last"] or 0
    before = unit.parent_id or 0
    _place(unit, parent, last + 1, _below(unit))
    data = {"from": before, "to": parent.pk if parent else 0}
    record_event(city=unit.city, kind="unit.moved", subject=unit, data=data, by=by, at=at)
    return unit


@transaction.atomic
def arrange_units(*, city: City, parent: Unit | None, keys: Sequence[int], by: Account | None, at: datetime) -> None:
    """Put the units under one parent into protocol order. NotPossibleError("siblings_changed") unless all of them are named once."""
    _allow(city, by)
    siblings = {unit.pk: unit for unit in Unit.objects.in_city(city).select_for_update().filter(parent=parent)}
    if sorted(keys) != sorted(siblings):
        raise NotPossibleError("siblings_changed")
    below = {key: _below(unit) for key, unit in siblings.items()}
    for order, key in enumerate(keys, start=1):
        if siblings[key].order != order:
            _place(siblings[key], parent, order, below[key])
    data = {"parent": parent.pk if parent else 0, "order": list(keys)}
    record_event(city=city, kind="unit.arranged", subject=parent or city, data=data, by=by, at=at)


@transaction.atomic
def merge_units(*, units: Sequence[Unit], into: Unit, on: date, by: Account | None, at: datetime) -> Unit:
    """Let units end on the day before ``on``; ``into`` carries on for them and is known by their names as well."""
    into = _locked(into, by, at)
    if into.pk in {unit.pk for unit in units}:
        raise NotPossibleError("into_itself")
    for unit in units:
        _end(unit, on, by, at)
        Succession.objects.create(
            city=into.city, before=unit, after=into, kind=SuccessionKind.MERGED, on=on, by=by, at=at
        )
        unit.aliases.update(unit=into)
        UnitAlias.objects.in_city(into.city).get_or_create(
            folded=fold(unit.name),
            defaults={"city": into.city, "unit": into, "name": unit.name, "kind": AliasKind.FORMER, "by": by, "at": at},
        )
    data = {"units": [unit.pk for unit in units], "on": on.isoformat()}
    record_event(city=into.city, kind="unit.merged", subject=into, data=data, by=by, at=at)
    return into


@transaction.atomic
def split_unit(*, unit: Unit, into: Sequence[Unit], on: date, by: Account | None, at: datetime) -> Unit:
    """Let a unit end on the day before ``on``; those it was split into carry on."""
    unit = _end(unit, on, by, at)
    for part in into:
        Succession.objects.create(
            city=unit.city, before=unit, after=part, kind=SuccessionKind.SPLIT, on=on, by=by, at=at
        )
    data = {"into": [part.pk for part in into], "on": on.isoformat()}
    record_event(city=unit.city, kind="unit.split", subject=unit, data=data, by=by, at=at)
    return unit


@transaction.atomic
def close_unit(*, unit: Unit, on: date, by: Account | None, at: datetime) -> Unit:
    """Let a unit end on the day before ``on`` without a successor. NotPossibleError("units_below") while units stand under it."""
    unit = _end(unit, on, by, at)
    Succession.objects.create(city=unit.city, before=unit, after=None, kind=SuccessionKind.CLOSED, on=on, by=by, at=at)
    record_event(city=unit.city, kind="unit.closed", subject=unit, data={"on": on.isoformat()}, by=by, at=at)
    return unit


@transaction.atomic
def add_alias(*, unit: Unit, name: str, kind: str, by: Account | None, at: datetime) -> UnitAlias:
    """Let another name mean the unit. NotPossibleError("name_taken") where it means another one."""
    unit = _locked(unit, by, at)
    known = UnitAlias.objects.in_city(unit.city).filter(folded=fold(name), unit=unit).first()
    if known is not None:
        return known
    _require_free(unit.city, name)
    alias = UnitAlias.objects.create(city=unit.city, unit=unit, name=name, folded=fold(name), kind=kind, by=by, at=at)
    data = {"name": name, "kind": kind}
    record_event(city=unit.city, kind="unit.alias_added", subject=unit, data=data, by=by, at=at)
    return alias


@transaction.atomic
def withdraw_alias(*, alias: UnitAlias, by: Account | None, at: datetime) -> None:
    """Let a name no longer mean the unit; what was read by it stays as it was read."""
    unit = _locked(alias.unit, by, at)
    data = {"name": alias.name, "kind": alias.kind}
    alias.delete()
    record_event(city=unit.city, kind="unit.alias_withdrawn", subject=unit, data=data, by=by, at=at)


@transaction.atomic
def set_group(*, city: City, name: str, units: Iterable[Unit], by: Account | None, at: datetime) -> UnitGroup:
    """Say which units a group's name means; a group that is new is founded."""
    _allow(city, by)
    group, _created = (
        UnitGroup.objects.in_city(city)
        .select_for_update()
        .get_or_create(city=city, folded=fold(name), defaults={"name": name})
    )
    group.members.all().delete()
    members = [UnitGroupMember(city=city, group=group, unit=unit) for unit in units]
    UnitGroupMember.objects.bulk_create(members)
    data = {"name": name, "units": [member.unit_id for member in members]}
    record_event(city=city, kind="unit_group.set", subject=group, data=data, by=by, at=at)
    return group


@transaction.atomic
def drop_group(*, group: UnitGroup, by: Account | None, at: datetime) -> None:
    """Forget the name of a group. ProtectedError where a record still names it."""
    _allow(group.city, by)
    data = {"name": group.name, "units": list(group.members.values_list("unit_id", flat=True))}
    record_event(city=group.city, kind="unit_group.dropped", subject=group, data=data, by=by, at=at)
    group.delete()


def _allow(city: City, by: Account | None) -> None:
    """Lock the city's arrangement of units, and ask once more whether this person may change it."""
    City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(manages_organisation, by, city)


def _locked(unit: Unit, by: Account | None, at: datetime) -> Unit:
    """Lock a unit that still exists. NotPossibleError("ended") for one that does not."""
    _allow(unit.city, by)
    unit = Unit.objects.in_city(unit.city).select_for_update(of=("self",)).select_related("city").get(pk=unit.pk)
    if unit.ends_on is not None and unit.ends_on < at.astimezone(unit.city.zone).date():
        raise NotPossibleError("ended")
    return unit


def _end(unit: Unit, on: date, by: Account | None, at: datetime) -> Unit:
    """End a unit and its current name on the day before ``on``."""
    unit = _locked(unit, by, at)
    if unit.children.filter(ends_on__isnull=True).exists():
        raise NotPossibleError("units_below")
    current = _current_name(unit)
    if on <= current.since:
        raise NotPossibleError("ended_before_named")
    current.until = unit.ends_on = on - ONE_DAY
    current.save(update_fields=["until"])
    unit.save(update_fields=["ends_on"])
    return unit


def _current_name(unit: Unit) -> UnitName:
    """Return the latest name of a unit."""
    return unit.names.latest("since")


def _require_free(city: City, name: str, besides: Unit | None = None) -> None:
    """Raise NotPossibleError("name_taken") where the name means another unit already."""
    others = Unit.objects.in_city(city).filter(ends_on__isnull=True)
    aliases = UnitAlias.objects.in_city(city).filter(folded=fold(name))
    if besides is not None:
        others, aliases = others.exclude(pk=besides.pk), aliases.exclude(unit=besides)
    if others.filter(name=name).exists() or aliases.exists():
        raise NotPossibleError("name_taken")


def _position(parent: Unit | None, order: int) -> str:
    """Return the position of a unit from the top down."""
    step = str(order).zfill(DIGITS)
    return f"{parent.position}.{step}" if parent else step


def _below(unit: Unit) -> list[Unit]:
    """Return everything below a unit, as long as no position has changed."""
    return [one for one in units_under(unit) if one.pk != unit.pk]


def _place(unit: Unit, parent: Unit | None, order: int, below: list[Unit]) -> None:
    """Give a unit its place and carry everything below it along."""
    before, after = unit.position, _position(parent, order)
    unit.parent, unit.order, unit.position = parent, order, after
    unit.save(update_fields=["parent", "order", "position"])
    for one in below:
        one.position = after + one.position.removeprefix(before)
    Unit.objects.in_city(unit.city).bulk_update(below, ["position"])
