"""A whole organisation from a workbook: checked against what the city has, then written as a whole with one event, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wenming.engine.matching import fold
from wenming.engine.rosters import Roster, RosterProblem
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.actions.units import DIGITS
from wenming.organisations.adapters import UNIT_SOUNDS, sounds_of
from wenming.organisations.models import Person, Tenure, Unit, UnitAlias, UnitGroup, UnitGroupMember, UnitName
from wenming.organisations.queries.rosters import RosterPlan, plan_roster
from wenming.organisations.rules import manages_organisation, require_again


class RosterRefusedError(Exception):
    """The workbook has rows that cannot be used; nothing of it was written."""

    def __init__(self, problems: Sequence[RosterProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Written:
    """What was new and what was changed, sheet by sheet."""

    new: dict[str, int]
    changed: dict[str, int]

    @property
    def anything(self) -> bool:
        """Whether anything was written at all."""
        return any((*self.new.values(), *self.changed.values()))


@transaction.atomic
def write_roster(*, city: City, roster: Roster, source: str, by: Account | None, at: datetime) -> Written:
    """Write everything that a workbook says, with one event; a workbook that says nothing new writes nothing.

    ``source`` is the file's name. RosterRefusedError with every problem where a row cannot be used.
    """
    City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(manages_organisation, by, city)
    plan = plan_roster(city, roster, today=at.astimezone(city.zone).date())
    if plan.problems:
        raise RosterRefusedError(plan.problems)
    written = Written(plan.new, plan.changed)
    if written.anything:
        _write_units(plan)
        _write_aliases(plan, by, at)
        _write_groups(plan)
        _write_people(plan)
        data = {"source": source, "new": plan.new, "changed": plan.changed}
        record_event(city=city, kind="roster.written", subject=city, data=data, by=by, at=at)
    return written


def _write_units(plan: RosterPlan) -> None:
    """Create the new units from the top down, and change those that were described or placed anew."""
    for unit in plan.described:
        unit.sounds = sounds_of(f"{unit.name}{unit.short_name}", UNIT_SOUNDS)
    touched = {unit.pk: unit for unit in plan.described}
    level: list[tuple[Unit | None, str]] = [(None, "")]
    while level:
        below = []
        for parent, key in level:
            for order, unit in enumerate(plan.children(key), start=1):
                _place(plan, unit, parent, order, touched)
                below.append(unit)
        created = [unit for unit in below if unit.pk is None]
        Unit.objects.bulk_create(created)
        UnitName.objects.bulk_create(
            UnitName(city=plan.city, unit=unit, name=unit.name, since=unit.starts_on, until=unit.ends_on)
            for unit in created
        )
        level = [(unit, plan.key_of(unit)) for unit in below]
    fields = ["kind", "short_name", "code", "sounds", "parent", "order", "position"]
    Unit.objects.in_city(plan.city).bulk_update(touched.values(), fields, batch_size=500)


def _place(plan: RosterPlan, unit: Unit, parent: Unit | None, order: int, touched: dict[int, Unit]) -> None:
    """Give a unit its place; one that exists keeps its number where the order of its siblings has not changed."""
    order = order if plan.reordered(unit) else unit.order
    step = str(order).zfill(DIGITS)
    position = f"{parent.position}.{step}" if parent else step
    moved = unit.position != position or unit.parent_id != (parent.pk if parent else None)
    unit.parent, unit.order, unit.position = parent, order, position
    if unit.pk is None:
        unit.sounds = sounds_of(f"{unit.name}{unit.short_name}", UNIT_SOUNDS)
    elif moved:
        touched[unit.pk] = unit


def _write_aliases(plan: RosterPlan, by: Account | None, at: datetime) -> None:
    """Create the new aliases."""
    UnitAlias.objects.bulk_create(
        UnitAlias(city=plan.city, unit=unit, name=name, folded=fold(name), kind=kind, by=by, at=at)
        for unit, name, kind in plan.aliases
    )


def _write_groups(plan: RosterPlan) -> None:
    """Set the members of the groups that differ."""
    for name, units in plan.groups.items():
        group, _created = UnitGroup.objects.in_city(plan.city).get_or_create(
            folded=fold(name), defaults={"city": plan.city, "name": name}
        )
        group.members.all().delete()
        UnitGroupMember.objects.bulk_create(UnitGroupMember(city=plan.city, group=group, unit=unit) for unit in units)


def _write_people(plan: RosterPlan) -> None:
    """Create new people, change numbers, create and change tenures."""
    for person in (*plan.new_people, *plan.changed_people):
        person.sounds = sounds_of(person.name)
    Person.objects.bulk_create(plan.new_people)
    Person.objects.in_city(plan.city).bulk_update(plan.changed_people, ["phone"])
    Tenure.objects.bulk_create(plan.new_tenures)
    fields = ["is_head", "is_deputy", "order", "ends_on"]
    Tenure.objects.in_city(plan.city).bulk_update(plan.changed_tenures, fields)
