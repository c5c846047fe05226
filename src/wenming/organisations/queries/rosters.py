"""What a workbook would change: compared with what the city has, row by row; every row is used or listed as a problem."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from wenming.engine.matching import fold
from wenming.engine.rosters import AliasRow, GroupRow, Roster, RosterProblem, TenureRow, UnitRow
from wenming.kernel.models import City
from wenming.organisations.models import Person, Tenure, Unit, UnitAlias, UnitGroup
from wenming.organisations.queries.people import tenures_in
from wenming.organisations.queries.units import units_in

UNITS, ALIASES, GROUPS, TENURES = "单位", "别名", "单位组", "人员任职"
"""Names of the sheets."""
LAST = 10**9
HIDDEN = "*"


class RosterPlan:
    """What writing a workbook would do. Units are known by ``key_of``: their folded name, or their number once they have ended."""

    def __init__(self, city: City, roster: Roster, today: date) -> None:
        self.city, self.today = city, today
        self.problems: list[RosterProblem] = list(roster.problems)
        self.new: dict[str, int] = dict.fromkeys((UNITS, ALIASES, GROUPS, TENURES), 0)
        self.changed: dict[str, int] = dict.fromkeys((UNITS, ALIASES, GROUPS, TENURES), 0)
        self.all = list(units_in(city))
        self.units = {fold(unit.name): unit for unit in self.all if self._exists(unit)}
        self.keys = {unit.pk: fold(unit.name) if self._exists(unit) else f"#{unit.pk}" for unit in self.all}
        self.known_aliases = {alias.folded: alias for alias in UnitAlias.objects.in_city(city).select_related("unit")}
        self.rows: dict[str, UnitRow] = {}
        self.described: list[Unit] = []
        self.aliases: list[tuple[Unit, str, str]] = []
        self.groups: dict[str, list[Unit]] = {}
        self.new_people: list[Person] = []
        self.changed_people: list[Person] = []
        self.new_tenures: list[Tenure] = []
        self.changed_tenures: list[Tenure] = []
        self._parents = {self.keys[unit.pk]: self.keys.get(unit.parent_id, "") for unit in self.all}
        self._below: dict[str, list[Unit]] = defaultdict(list)
        self._reordered: set[str] = set()

    def key_of(self, unit: Unit) -> str:
        """Return by what a unit is known."""
        return fold(unit.name) if unit.pk is None else self.keys.get(unit.pk, fold(unit.name))

    def children(self, key: str) -> list[Unit]:
        """Return the units directly below one ("" for the uppermost), in their new order."""
        return self._below[key]

    def reordered(self, unit: Unit) -> bool:
        """Tell whether the siblings of a unit are numbered anew."""
        return self._parents[self.key_of(unit)] in self._reordered

    def _exists(self, unit: Unit) -> bool:
        return unit.ends_on is None or unit.ends_on >= self.today

    def fault(self, sheet: str, row: int, cell: tuple[str, str], problem: str, mend: str) -> None:
        """List a row that cannot be used; ``cell`` is its column and what stands there."""
        self.problems.append(RosterProblem(sheet, row, *cell, problem, mend))

    def unit_named(self, sheet: str, row: int, column: str, name: str) -> Unit | None:
        """Return the unit that a cell names, by its name or an alias; a problem where it names none."""
        key = fold(name)
        alias = self.known_aliases.get(key)
        unit = self.units.get(key) or (self.units.get(fold(alias.unit.name)) if alias else None)
        if unit is None:
            self.fault(sheet, row, (column, name), _("没有这个单位"), _("在“单位”表里加上它，或改成已有单位的名称"))
        return unit

    def plan_units(self, rows: Iterable[UnitRow]) -> None:
        """Check the sheet of units, and find what is new and what differs."""
        for row in rows:
            if self._usable(row):
                self.rows[fold(row.name)] = row
        for key, row in self.rows.items():
            self._plan_unit(key, row)
        for key, row in self.rows.items():
            self._parents[key] = self._parent_key(row)
        self._find_circles()
        self._arrange()

    def _usable(self, row: UnitRow) -> bool:
        """Tell whether a row's name may be a unit's name."""
        key = fold(row.name)
        alias = self.known_aliases.get(key)
        if key in self.rows:
            text = _("与第 %(row)s 行是同一个单位") % {"row": self.rows[key].row}
            self.fault(UNITS, row.row, (_("单位名称"), row.name), text, _("删去其中一行"))
        elif alias is not None and key not in self.units:
            text = _("这是“%(unit)s”的别名") % {"unit": alias.unit.name}
            self.fault(UNITS, row.row, (_("单位名称"), row.name), text, _("改用那个单位的名称，或先取消这个别名"))
        else:
            return True
        return False

    def _plan_unit(self, key: str, row: UnitRow) -> None:
        """Plan one unit: a new one, or what differs of one that exists."""
        unit = self.units.get(key)
        if unit is None:
            self.new[UNITS] += 1
            self.units[key] = Unit(
                city=self.city,
                kind=row.kind,
                name=row.name,
                short_name=row.short_name,
                code=row.code,
                starts_on=row.since or self.today,
                ends_on=row.until,
            )
        elif (unit.kind, unit.short_name, unit.code) != (row.kind, row.short_name, row.code):
            unit.kind, unit.short_name, unit.code = row.kind, row.short_name, row.code
            self.described.append(unit)

    def _parent_key(self, row: UnitRow) -> str:
        """Return the key of the unit above, "" for none or one that is not known."""
        if not row.parent:
            return ""
        parent = self.unit_named(UNITS, row.row, _("上级单位"), row.parent)
        return self.key_of(parent) if parent else ""

    def _find_circles(self) -> None:
        """List the rows that would stand under themselves."""
        for key, row in self.rows.items():
            seen, above = {key}, self._parents[key]
            while above and above not in seen:
                seen.add(above)
                above = self._parents[above]
            if above == key:
                mend = _("改正其中一个单位的上级单位")
                self.fault(UNITS, row.row, (_("上级单位"), row.parent), _("上级单位绕了一圈，又回到它自己"), mend)
                self._parents[key] = ""

    def _arrange(self) -> None:
        """Put siblings into the order of the workbook; those that it does not number keep their place."""
        before: dict[str, list[str]] = defaultdict(list)
        for unit in self.all:
            before[self.keys.get(unit.parent_id, "")].append(self.keys[unit.pk])
        everything = {**{self.keys[unit.pk]: unit for unit in self.all}, **self.units}
        after: dict[str, list[str]] = defaultdict(list)
        for key in everything:
            after[self._parents[key]].append(key)
        for parent, keys in after.items():
            keys.sort(key=lambda key: self._order(everything[key], key, parent))
            self._below[parent] = [everything[key] for key in keys]
            if keys != before[parent]:
                self._reordered.add(parent)
                self._count_moved(keys, before[parent])
        self.changed[UNITS] += sum(1 for unit in self.described if self.key_of(unit) not in self._moved)

    @property
    def _moved(self) -> set[str]:
        """The keys of units that are counted as changed because their place differs."""
        return self.__dict__.setdefault("_moved_keys", set())

    def _count_moved(self, keys: list[str], before: list[str]) -> None:
        """Count the units whose place among their siblings differs."""
        kept = [key for key in before if key in keys]
        now = [key for key in keys if key in kept]
        moved = {key for key, other in zip(now, kept, strict=True) if key != other}
        moved |= {key for key in keys if key not in kept and key in self.keys.values()}
        self._moved.update(moved)
        self.changed[UNITS] += len(moved)

    def _order(self, unit: Unit, key: str, parent: str) -> tuple[int, bool, int]:
        """Return where a unit wants to stand among its siblings: by number, those of the workbook first, then as it stood or came."""
        row = self.rows.get(key)
        stood = unit.order if unit.pk is not None and self.keys.get(unit.parent_id, "") == parent else LAST
        wanted = row.order if row is not None and row.order is not None else stood
        return wanted, row is None, row.row if row is not None and stood == LAST else stood

    def plan_aliases(self, rows: Iterable[AliasRow]) -> None:
        """Check the sheet of aliases."""
        taken: dict[str, Unit] = {}
        for row in rows:
            unit, key = self.unit_named(ALIASES, row.row, _("单位"), row.unit), fold(row.name)
            if unit is None:
                continue
            known = self.known_aliases.get(key)
            owner = taken.get(key) or self.units.get(key) or (self.units.get(fold(known.unit.name)) if known else None)
            if owner is unit:
                continue
            taken_by = owner or (known.unit if known else None)
            if taken_by is not None:
                text = _("这个名称已经指“%(unit)s”") % {"unit": taken_by.name}
                self.fault(ALIASES, row.row, (_("别名"), row.name), text, _("删去这一行，或改成别的写法"))
                continue
            taken[key] = unit
            self.aliases.append((unit, row.name, row.kind))
            self.new[ALIASES] += 1

    def plan_groups(self, rows: Iterable[GroupRow]) -> None:
        """Check the sheet of groups: a group that it names has exactly the members it names."""
        wanted: dict[str, list[Unit]] = {}
        names: dict[str, str] = {}
        for row in rows:
            unit = self.unit_named(GROUPS, row.row, _("单位"), row.unit)
            members = wanted.setdefault(names.setdefault(fold(row.group), row.group), [])
            if unit is not None and unit not in members:
                members.append(unit)
        existing = UnitGroup.objects.in_city(self.city).prefetch_related("members")
        known = {group.folded: {member.unit_id for member in group.members.all()} for group in existing}
        alive = {unit.pk for unit in self.all if self._exists(unit)}
        for name, units in wanted.items():
            before = known.get(fold(name))
            if before is None:
                self.new[GROUPS] += 1
            elif before & alive != {unit.pk for unit in units}:
                self.changed[GROUPS] += 1
            else:
                continue
            self.groups[name] = units

    def plan_tenures(self, rows: Iterable[TenureRow]) -> None:
        """Check the sheet of people and their tenures."""
        people: dict[str, list[Person]] = defaultdict(list)
        for person in Person.objects.in_city(self.city):
            people[person.name].append(person)
        held = {(one.person_id, one.unit_id, one.title): one for one in tenures_in(self.city, on=self.today)}
        last: dict[Any, int] = defaultdict(int)
        for one in held.values():
            last[one.unit_id] = max(last[one.unit_id], one.order)
        for row in rows:
            unit = self.unit_named(TENURES, row.row, _("单位"), row.unit)
            fitting = [one for one in people[row.person] if _may_be(one.phone, row.phone)]
            if len(fitting) > 1 and unit is not None:
                fitting = _holding(fitting, unit, row, held)
            person = self._person(row, people[row.person], fitting)
            if unit is not None and person is not None:
                self._plan_tenure(row, person, unit, held, last)

    def _person(self, row: TenureRow, same: list[Person], fitting: list[Person]) -> Person | None:
        """Return who is meant of those who share the name: the one whom everything fits. Nobody is guessed."""
        phone = "" if HIDDEN in row.phone else row.phone  # what is hidden in a file cannot be taken from it
        if not same:
            person = Person(city=self.city, name=row.person, phone=phone)
            same.append(person)
            self.new_people.append(person)
            return person
        if len(fitting) == 1:
            self._fill_in(fitting[0], phone)
            return fitting[0]
        problem = _("有几个同名的人，分不清是谁") if fitting else _("同名的人电话不同，分不清是不是同一个人")
        mend = _("写上完整的电话；如果是另一个人，先在单位页登记；如果换了号码，先在人员页更正")
        self.fault(TENURES, row.row, (_("姓名"), row.person), problem, mend)
        return None

    def _fill_in(self, person: Person, phone: str) -> None:
        """Take over a number for a person who had none."""
        if phone and not person.phone:
            person.phone = phone
            if person.pk is not None:
                self.changed_people.append(person)
                self.changed[TENURES] += 1

    def _plan_tenure(
        self, row: TenureRow, person: Person, unit: Unit, held: dict[Any, Tenure], last: dict[Any, int]
    ) -> None:
        """Plan one tenure: a new one, or what differs of one that runs."""
        place = (person.pk or id(person), unit.pk or id(unit), row.title)
        tenure = held.get(place)
        bucket = unit.pk or id(unit)
        last[bucket] += tenure is None
        if tenure is None:
            held[place] = Tenure(
                city=self.city,
                person=person,
                unit=unit,
                title=row.title,
                is_head=row.is_head,
                is_deputy=row.is_deputy,
                order=last[bucket] if row.order is None else row.order,
                starts_on=row.since or self.today,
                ends_on=row.until,
            )
            self.new_tenures.append(held[place])
            self.new[TENURES] += 1
            return
        wanted = (row.is_head, row.is_deputy, tenure.order if row.order is None else row.order, row.until)
        if wanted != (tenure.is_head, tenure.is_deputy, tenure.order, tenure.ends_on):
            tenure.is_head, tenure.is_deputy, tenure.order, tenure.ends_on = wanted
            if tenure.pk is not None:
                self.changed_tenures.append(tenure)
                self.changed[TENURES] += 1


def _holding(people: list[Person], unit: Unit, row: TenureRow, held: dict[Any, Tenure]) -> list[Person]:
    """Return the people who hold this very title now; all of them where nobody does."""
    places = [(one, held.get((one.pk or id(one), unit.pk or id(unit), row.title))) for one in people]
    holding = [(one, tenure.order) for one, tenure in places if tenure is not None]
    if len(holding) > 1:
        holding = [(one, order) for one, order in holding if order == row.order]
    return [one for one, _order in holding] or people


def _may_be(known: str, written: str) -> bool:
    """Tell whether a written number may be the known one; a hidden one fits by what it shows."""
    ours, theirs = re.sub(r"[^0-9]", "", known), re.sub(r"[^0-9*]", "", written)
    if not ours or not theirs:
        return True
    if HIDDEN not in theirs:
        return ours == theirs
    return len(ours) == len(theirs) and all(two in {one, HIDDEN} for one, two in zip(ours, theirs, strict=True))


def plan_roster(city: City, roster: Roster, *, today: date) -> RosterPlan:
    """Return what writing a workbook would do, and every row that cannot be used."""
    plan = RosterPlan(city, roster, today)
    plan.plan_units(roster.units)
    plan.plan_aliases(roster.aliases)
    plan.plan_groups(roster.groups)
    plan.plan_tenures(roster.tenures)
    plan.problems.sort(key=lambda one: ((UNITS, ALIASES, GROUPS, TENURES).index(one.sheet), one.row))
    return plan
